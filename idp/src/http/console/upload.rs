//! `GET /console/t/{of}/table/{upload}`: a table that was sent: how far it came, what it would do or did; written or given
//! up from here.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;

use super::door::{self, Room};
use super::shell::{Shell, TABLE};
use super::table::{file_of, sender};
use super::table_told::{Told, WrongRows};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::ids::UploadId;
use crate::model::import::upload::Upload;
use crate::stop::Stop;
use crate::usecase::admin::{import, uploads};
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/table/{upload}", get(show))
        .route("/console/t/{of}/table/{upload}/write", post(write))
        .route("/console/t/{of}/table/{upload}/give-up", post(give_up))
        .route("/console/t/{of}/table/{upload}/wrong-rows", get(wrong_rows))
}

/// A page of something under way is loaded again after so many seconds.
const AGAIN: HeaderValue = HeaderValue::from_static("2");

/// The table of the address, for whoever may import.
async fn of(app: &App, visitor: &Visitor) -> Result<Result<(Room, Upload), Response>, Failure> {
    let room = match door::room(app, visitor, Deed::UserImport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let Ok(id) = visitor.param("upload").parse().map(UploadId) else {
        return Ok(Err(Trouble::NotFound.into_response()));
    };
    match uploads::of(app, room.tenant.id, id).await? {
        Some(upload) => Ok(Ok((room, upload))),
        None => Ok(Err(Trouble::NotFound.into_response())),
    }
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (room, upload) = match of(&app, &visitor).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut response = visitor.page(&app, &page(&visitor, &room, &upload));
    if upload.state.is_under_way() {
        response.headers_mut().insert(header::REFRESH, AGAIN);
    }
    Ok(response)
}

async fn write(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let (room, mut upload) = match of(&app, &visitor).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    // It is written in the name of whoever says so.
    upload.sender = sender(&room);
    let skip_wrong = fields.value("skip_wrong").is_some();
    if upload.may_be_written() && (skip_wrong || upload.report.tally.wrong == 0) {
        uploads::write(&app, room.tenant.id, &upload, skip_wrong).await?;
    }
    Ok(Redirect::to(&room.path(&format!("/table/{}", upload.id))).into_response())
}

async fn give_up(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let (room, upload) = match of(&app, &visitor).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let to = if uploads::give_up(&app, room.tenant.id, upload.id).await? {
        room.path("/table?done=upload-give-up")
    } else {
        room.path(&format!("/table/{}", upload.id))
    };
    Ok(Redirect::to(&to).into_response())
}

/// The rows that are wrong, as they came: looked for once more.
async fn wrong_rows(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (room, upload) = match of(&app, &visitor).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if upload.state.is_over() || upload.report.tally.wrong == 0 {
        return Ok(Trouble::NotFound.into_response());
    }
    let wanted = uploads::import(&app, room.tenant.id, &upload);
    let mut found = WrongRows::new(upload.terms.language);
    match import::check(&app, &room.tenant, &wanted, &mut found).await {
        Ok(_) => {
            let (encoding, bytes) = found.into_file();
            Ok(file_of(&format!("wrong-{}.csv", room.tenant.slug), encoding, bytes))
        }
        Err(Stop::Refused(_)) => Ok(Trouble::NotFound.into_response()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/console/upload.html` may read.
#[derive(Serialize)]
pub struct UploadPage {
    pub console: Shell,
    pub title: String,
    pub told: Told,
    /// Where something goes on.
    pub progress: Option<Progress>,
    /// The wrong rows as a file.
    pub wrong_href: Option<String>,
    /// None where it cannot be written as things stand.
    pub write_action: Option<String>,
    /// Writing leaves the wrong rows out.
    pub skips_wrong: bool,
    pub give_up_action: Option<String>,
    pub back_href: String,
}

#[derive(Serialize)]
pub struct Progress {
    pub rows: u64,
    /// Unknown at first.
    pub of: Option<u64>,
}

impl View for UploadPage {
    const TEMPLATE: &'static str = "console/upload.html";
}

fn page(visitor: &Visitor, room: &Room, upload: &Upload) -> UploadPage {
    let at = |below: &str| room.path(&format!("/table/{}{below}", upload.id));
    let (state, report) = (upload.state, &upload.report);
    let title = text(visitor.visit.language, "upload-title");
    let wrong = report.tally.wrong > 0;
    UploadPage {
        console: Shell::of(visitor, room, &TABLE).then(title.clone(), None),
        title,
        told: Told::of(visitor, upload),
        progress: state.is_under_way().then_some(Progress { rows: report.rows, of: report.of }),
        wrong_href: (wrong && !state.is_over()).then(|| at("/wrong-rows")),
        write_action: upload.may_be_written().then(|| at("/write")),
        skips_wrong: wrong,
        give_up_action: (state.as_str() == "checked").then(|| at("/give-up")),
        back_href: room.path("/table"),
    }
}
