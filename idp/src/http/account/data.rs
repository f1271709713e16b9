//! `GET` and `POST /account/data`: a copy of what is kept about a person, as a JSON file.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::menu::Entry;
use crate::usecase::account::data::copy;

const PAGE: &str = "/account/data";

pub fn routes() -> Router<App> {
    Router::new().route("/account/data", get(show).post(download))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::proven(&app, &visitor, Entry::Data, PAGE).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let menu = Menu::of(&visitor, &who, Entry::Data);
    Ok(visitor.page(&app, &DataPage { menu, action: visitor.path(PAGE) }))
}

async fn download(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::proven(&app, &visitor, Entry::Data, PAGE).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let data = copy(&app, &visitor.visit, &who).await?;
    let body = serde_json::to_vec_pretty(&data)?;
    let kind = HeaderValue::from_static("application/json");
    let name = HeaderValue::from_static("attachment; filename=\"my-data.json\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], body).into_response())
}

/// What `templates/account/data.html` may read.
#[derive(Serialize)]
pub struct DataPage {
    pub menu: Menu,
    pub action: String,
}

impl View for DataPage {
    const TEMPLATE: &'static str = "account/data.html";
}
