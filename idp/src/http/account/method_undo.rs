//! `GET` and `POST /method-undo/{token}`: undoes a change of the login method. Opening the link changes nothing.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::http::enrol::ended::LinkEndedPage;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::usecase::account::method::{undo, undoable};
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new().route("/method-undo/{token}", get(show).post(submit))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let found = undoable(&app, &visitor.visit, visitor.param("token")).await?;
    let Some((change, user)) = found else { return Ok(over(&app, &visitor)) };
    let language = visitor.visit.language;
    let view = UndoPage {
        action: visitor.path(&format!("/method-undo/{}", visitor.param("token"))),
        before: text(language, change.before.text_key()),
        after: text(language, change.after.text_key()),
        login_name: user.login_name.to_string(),
    };
    Ok(visitor.page(&app, &view))
}

async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let found = undoable(&app, &visitor.visit, visitor.param("token")).await?;
    let Some((change, _)) = found else { return Ok(over(&app, &visitor)) };
    if undo(&app, &visitor.visit, &change).await? {
        Ok(visitor.page(&app, &UndonePage {}))
    } else {
        Ok(over(&app, &visitor))
    }
}

/// Unknown, used and expired links are told as one: whoever has none of ours learns nothing.
fn over(app: &App, visitor: &Visitor) -> Response {
    let view = LinkEndedPage { kind: "expired", about: "method_undo", restart_href: None };
    visitor.page_with(app, StatusCode::GONE, &view)
}

/// What `templates/account/method_undo.html` may read.
#[derive(Serialize)]
pub struct UndoPage {
    pub action: String,
    pub before: String,
    pub after: String,
    pub login_name: String,
}

impl View for UndoPage {
    const TEMPLATE: &'static str = "account/method_undo.html";
}

/// What `templates/account/method_undone.html` may read.
#[derive(Serialize)]
pub struct UndonePage {}

impl View for UndonePage {
    const TEMPLATE: &'static str = "account/method_undone.html";
}
