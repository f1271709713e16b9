//! `GET /console`: in, through a login of the service. `GET /console/callback`: back from it. `POST /console/sign-out`:
//! out, by a logout of the service. `GET /console/signed-out`: back from that.

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;

use super::door;
use crate::app::App;
use crate::http::cookie::Cookie;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::stop::Stop;
use crate::usecase::admin::console::{self, Refusal};
use crate::usecase::admin::tenants;
use crate::wire::params::Params;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console", get(start))
        .route("/console/callback", get(callback))
        .route("/console/sign-out", post(sign_out))
        .route("/console/signed-out", get(signed_out))
}

/// To the one tenant that he sees, or to the list of them.
async fn start(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let hall = match door::hall(&app, &visitor).await? {
        Ok(hall) => hall,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut seen = tenants::all(&app).await?;
    seen.retain(|tenant| hall.administrator.sees(tenant.id));
    let everywhere = hall.administrator.grants.iter().any(|grant| grant.over.is_none());
    Ok(match seen.as_slice() {
        [one] if !everywhere => Redirect::to(&format!("/console/t/{}", one.slug)).into_response(),
        _ => Redirect::to("/console/tenants").into_response(),
    })
}

async fn callback(
    State(app): State<App>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let answer = Params::parse(query.unwrap_or_default().as_bytes());
    let Ok(answer) = answer else { return Ok(Trouble::BadRequest.into_response()) };
    let signed_in = visitor.signed_in(&app).await?;
    let asked = (visitor.console_entry.as_deref(), signed_in.as_ref());
    let mut response = match console::finish(&app, &visitor.visit, asked, &answer).await {
        Ok(opened) => {
            let mut response = Redirect::to(&opened.to).into_response();
            visitor.set_console(&app, &mut response, Cookie::Console, Some(&opened.cookie));
            response
        }
        Err(Stop::Refused(why)) => turned_away(&app, &visitor, why),
        Err(Stop::Fault(fault)) => return Err(fault.into()),
    };
    visitor.set_console(&app, &mut response, Cookie::ConsoleEntry, None);
    Ok(response)
}

fn turned_away(app: &App, visitor: &Visitor, why: Refusal) -> Response {
    let word = match why {
        Refusal::Stale => "stale",
        Refusal::NotSignedIn => "not_signed_in",
        Refusal::NoSecondFactor => "no_second_factor",
    };
    visitor.page_with(app, StatusCode::FORBIDDEN, &DoorPage { word, sign_out_action: None })
}

async fn sign_out(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let signed_in = visitor.signed_in(&app).await?;
    let cookie = visitor.console.as_deref();
    let to = match console::inside(&app, &visitor.visit, signed_in, cookie).await? {
        Some(inside) => console::sign_out(&app, &visitor.visit, &inside)?,
        None => "/console/signed-out".to_owned(),
    };
    let mut response = Redirect::to(&to).into_response();
    visitor.set_console(&app, &mut response, Cookie::Console, None);
    Ok(response)
}

async fn signed_out(State(app): State<App>, visitor: Visitor) -> Response {
    visitor.page(&app, &DoorPage { word: "signed_out", sign_out_action: None })
}

/// What `templates/console/door.html` may read: a word, and a way on.
#[derive(Serialize)]
pub struct DoorPage {
    pub word: &'static str,
    pub sign_out_action: Option<&'static str>,
}

impl View for DoorPage {
    const TEMPLATE: &'static str = "console/door.html";
}
