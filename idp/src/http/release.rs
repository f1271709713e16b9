//! `GET` and `POST /release/{token}`: the mailed link that ends a lock. Opening it changes nothing.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::http::enrol::ended::LinkEndedPage;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::stop::Stop;
use crate::usecase::release::{Unknown, look, release};

pub fn routes() -> Router<App> {
    Router::new().route("/release/{token}", get(show).post(execute))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    if !is_on(&visitor) {
        return Ok(Trouble::NotFound.into_response());
    }
    let token = visitor.param("token");
    match look(&app, &visitor.visit, token).await {
        Ok(Ok(user)) => {
            let action = visitor.path(&format!("/release/{token}"));
            let login_name = user.login_name.to_string();
            Ok(visitor.page(&app, &ConfirmPage { action, login_name }))
        }
        Ok(Err(how)) => Ok(ended(&app, &visitor, (StatusCode::GONE, how.as_str()))),
        Err(Stop::Refused(Unknown)) => Ok(unknown(&app, &visitor)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn execute(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    if !is_on(&visitor) {
        return Ok(Trouble::NotFound.into_response());
    }
    match release(&app, &visitor.visit, visitor.param("token")).await {
        Ok(Ok(())) => Ok(visitor.page(&app, &DonePage {})),
        Ok(Err(how)) => Ok(ended(&app, &visitor, (StatusCode::GONE, how.as_str()))),
        Err(Stop::Refused(Unknown)) => Ok(unknown(&app, &visitor)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/release/confirm.html` may read.
#[derive(Serialize)]
pub struct ConfirmPage {
    pub action: String,
    pub login_name: String,
}

impl View for ConfirmPage {
    const TEMPLATE: &'static str = "release/confirm.html";
}

/// What `templates/release/done.html` may read.
#[derive(Serialize)]
pub struct DonePage {}

impl View for DonePage {
    const TEMPLATE: &'static str = "release/done.html";
}

fn is_on(visitor: &Visitor) -> bool {
    visitor.tenant().policy.lockout.self_release_by_mail
}

fn unknown(app: &App, visitor: &Visitor) -> Response {
    ended(app, visitor, (StatusCode::NOT_FOUND, "unknown"))
}

fn ended(app: &App, visitor: &Visitor, what: (StatusCode, &'static str)) -> Response {
    let (status, kind) = what;
    // Once the lock is gone, the way on is a login.
    let on = ["used", "expired"].contains(&kind) && visitor.tenant().policy.account_site.on;
    let restart_href = on.then(|| visitor.path("/account"));
    visitor.page_with(app, status, &LinkEndedPage { kind, about: "release", restart_href })
}
