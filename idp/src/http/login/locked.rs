//! The account-lock page (アカウントロック). The same for a user ID that nobody has.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::page::View;
use crate::model::moment::Moment;
use crate::words::moment;

/// What `templates/login/locked.html` may read.
#[derive(Serialize)]
pub struct LockedPage {
    pub reason: &'static str,
    pub until: Option<String>,
}

impl View for LockedPage {
    const TEMPLATE: &'static str = "login/locked.html";
}

pub fn page(app: &App, visitor: &Visitor, until: Option<Moment>) -> Response {
    let until = until.map(|end| moment(visitor.visit.language, end));
    let view = LockedPage { reason: "password_and_code", until };
    visitor.page_with(app, StatusCode::FORBIDDEN, &view)
}
