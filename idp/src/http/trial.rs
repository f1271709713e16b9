//! `GET /try/{trial}`: a test login is opened. `GET /tried/{trial}`: it ended; whoever began it is told more.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::ids::TrialId;
use crate::usecase::authorize::trial;

pub fn routes() -> Router<App> {
    Router::new().route("/try/{trial}", get(open)).route("/tried/{trial}", get(show))
}

async fn open(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let key = visitor.param("trial");
    let Some(handle) = trial::open(&app, &visitor.visit, key, &visitor.browser).await? else {
        return Ok(gone(&app, &visitor));
    };
    let to = visitor.path(&format!("/login/{}", handle.expose()));
    let mut response = Redirect::to(&to).into_response();
    visitor.remember(&app, &mut response);
    Ok(response)
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let Ok(id) = visitor.param("trial").parse().map(TrialId) else {
        return Ok(gone(&app, &visitor));
    };
    let found = trial::by_id(&app, &visitor.visit, id).await?;
    match found.map(|trial| trial.state(app.now())) {
        Some(word @ ("signed_in" | "refused")) => Ok(visitor.page(&app, &TriedPage { word })),
        _ => Ok(gone(&app, &visitor)),
    }
}

fn gone(app: &App, visitor: &Visitor) -> Response {
    visitor.page_with(app, StatusCode::GONE, &TriedPage { word: "gone" })
}

/// What `templates/login/tried.html` may read.
#[derive(Serialize)]
pub struct TriedPage {
    /// `signed_in`, `refused` or `gone`.
    pub word: &'static str,
}

impl View for TriedPage {
    const TEMPLATE: &'static str = "login/tried.html";
}
