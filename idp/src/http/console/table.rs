//! `GET` and `POST /console/t/{of}/table`: users as a table. It is downloaded, filled in, and sent.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Serialize;

use super::act::{Choice, Field, Kind, Problem};
use super::door::{self, Room};
use super::sheet::{Cell, Link, Table};
use super::shell::{Shell, TABLE};
use crate::app::App;
use crate::http::extract::{Uploaded, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::import::encoding::Encoding;
use crate::model::import::upload::{MOST_BYTES, Sender, Terms, Upload};
use crate::model::policy::Language;
use crate::stop::Stop;
use crate::usecase::admin::export::{self, Written};
use crate::usecase::admin::uploads;
use crate::wire::params::Params;
use crate::words::{stamp, text, text_with};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/table", get(show).post(take))
        .route("/console/t/{of}/table/export", get(download))
        .route("/console/t/{of}/table/template", get(template))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserExport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut page = TablePage::of(&visitor, &room, &Params::default());
    if room.may(Deed::UserImport) {
        page.uploads = listed(&visitor, &room, &uploads::list(&app, room.tenant.id).await?);
    }
    Ok(visitor.page(&app, &page))
}

/// The tables that were sent of late.
fn listed(visitor: &Visitor, room: &Room, sent: &[Upload]) -> Option<Table> {
    let row = |(number, one): (usize, &Upload)| {
        let state = text(visitor.visit.language, &format!("upload-{}", one.state.as_str()));
        let href = room.path(&format!("/table/{}", one.id));
        vec![
            Cell::of(stamp(one.made_at)),
            Cell::of(one.sender.name.clone()),
            Cell::of(state),
            Cell::links(vec![Link::numbered(visitor, "upload-see", number, href)]),
        ]
    };
    let heads = ["upload-sent", "upload-by", "upload-state", "console-deeds"];
    let table = Table::of(visitor, ("uploads", "upload-last"), &heads);
    (!sent.is_empty()).then(|| table.rows(sent.iter().enumerate().map(row).collect()))
}

/// Keeps a table that is sent; what it would do is found out behind the page that this leads to.
async fn take(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserImport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let sent = match Uploaded::large(&app, visitor, request, MOST_BYTES).await {
        Ok(sent) => sent,
        Err(refused) => return Ok(refused),
    };
    let Uploaded { visitor, fields, file } = sent;
    let language = visitor.visit.language;
    let again = |word: &'static str| {
        let told = text(language, &format!("wrong-{}", word.replace('_', "-")));
        TablePage::of(&visitor, &room, &fields).refused(&app, &visitor, word, told)
    };
    if file.is_empty() {
        return Ok(again("table_no_file"));
    }
    let terms = Terms {
        encoding: fields
            .value("encoding")
            .filter(|it| Encoding::parse(it).is_some())
            .map(str::to_owned),
        replace_passwords: fields.value("replace_passwords").is_some(),
        skip_wrong: false,
        language,
    };
    match uploads::take(&app, &room.tenant, (&file, terms), sender(&room)).await {
        Ok(id) => Ok(Redirect::to(&room.path(&format!("/table/{id}"))).into_response()),
        Err(Stop::Refused(uploads::Refusal::TooLarge)) => Ok(again("table_too_large")),
        Err(Stop::Refused(uploads::Refusal::TooMany)) => Ok(again("table_too_many_wait")),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Who sends it: his right is asked for again when it is written.
pub(super) fn sender(room: &Room) -> Sender {
    let by = room.actor();
    Sender {
        user: room.hall.who.user.id,
        name: by.name.to_owned(),
        address: by.address.map(str::to_owned),
    }
}

/// How a file is written, as its address says.
fn written(visitor: &Visitor) -> Written {
    let encoding = visitor.asked("encoding").and_then(Encoding::parse).unwrap_or(Encoding::Utf8);
    let language = visitor.asked("language").and_then(Language::parse);
    Written { encoding, language: language.unwrap_or(visitor.visit.language) }
}

async fn download(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserExport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (how, mut whole) = (written(&visitor), Vec::new());
    match export::export(&app, &room.tenant, how, &mut whole, room.actor()).await {
        Ok(_) => Ok(file_of(&export::file_name(&app, &room.tenant), how.encoding, whole)),
        Err(Stop::Refused(why)) => Ok(unwritten(&app, &visitor, &room, &why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn template(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserExport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let how = written(&visitor);
    match export::template(&room.tenant, how) {
        Ok(bytes) => Ok(file_of("users-template.csv", how.encoding, bytes)),
        Err(Stop::Refused(why)) => Ok(unwritten(&app, &visitor, &room, &why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Nothing that a person typed is in the name.
pub(super) fn file_of(name: &str, encoding: Encoding, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, format!("text/csv; charset={}", encoding.charset())),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

fn unwritten(app: &App, visitor: &Visitor, room: &Room, why: &export::Refusal) -> Response {
    let language = visitor.visit.language;
    let (word, text) = match why {
        export::Refusal::TooMany => ("table_too_many", text(language, "wrong-table-too-many")),
        export::Refusal::Letter(whose) => {
            let arguments = [("whose", whose.clone().into())];
            ("table_letter", text_with(language, "wrong-table-letter", &arguments))
        }
    };
    TablePage::of(visitor, room, &Params::default()).refused(app, visitor, word, text)
}

/// What `templates/console/table.html` may read.
#[derive(Serialize)]
pub struct TablePage {
    pub console: Shell,
    pub problem: Option<Problem>,
    /// What was done just before.
    pub notice: Option<String>,
    pub downloads: Vec<Link>,
    pub templates: Vec<Link>,
    /// None for whoever may not import.
    pub action: Option<String>,
    pub fields: Vec<Field>,
    pub replace_passwords: bool,
    /// None were sent, or he may not import.
    pub uploads: Option<Table>,
}

impl View for TablePage {
    const TEMPLATE: &'static str = "console/table.html";
}

impl TablePage {
    fn of(visitor: &Visitor, room: &Room, typed: &Params) -> Self {
        let say = |key: &str| text(visitor.visit.language, key);
        let link =
            |key: &str, below: &str| Link::to(visitor, key, room.path(&format!("/table/{below}")));
        let told = typed.value("encoding").and_then(Encoding::parse);
        let encoding = |one: Encoding| {
            let label = say(&format!("table-{}", one.as_str()));
            Choice::of(one.as_str(), label, told == Some(one))
        };
        let found_out = Choice::of("found", say("table-found-out"), told.is_none());
        let encodings = vec![found_out, encoding(Encoding::Utf8), encoding(Encoding::Cp932)];
        Self {
            console: Shell::of(visitor, room, &TABLE),
            problem: None,
            notice: visitor
                .asked("done")
                .filter(|word| *word == "upload-give-up")
                .map(|word| say(&format!("done-{word}"))),
            downloads: vec![
                link("table-export-utf-8", "export?encoding=utf-8"),
                link("table-export-cp932", "export?encoding=cp932"),
            ],
            templates: vec![
                link("table-template-ja", "template?language=ja"),
                link("table-template-en", "template?language=en"),
            ],
            action: room.may(Deed::UserImport).then(|| room.path("/table")),
            fields: vec![
                Field::text(visitor, "encoding", "table-encoding").choices(Kind::Select, encodings),
            ],
            replace_passwords: typed.value("replace_passwords").is_some(),
            uploads: None,
        }
    }

    fn refused(
        mut self,
        app: &App,
        visitor: &Visitor,
        word: &'static str,
        text: String,
    ) -> Response {
        let field = self.action.is_some().then_some("file");
        self.problem = Some(Problem { word, text, field });
        visitor.again(app, &self)
    }
}
