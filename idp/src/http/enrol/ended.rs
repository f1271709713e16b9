//! Mailed addresses that do not go on: used, expired, superseded, closed, unknown, begun in another browser. Each page
//! says what happened and where to turn.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::page::View;
use crate::model::ending::Ending;

/// What `templates/enrol/link_ended.html` may read.
#[derive(Serialize)]
pub struct LinkEndedPage {
    pub kind: &'static str,
    pub about: &'static str,
    pub restart_href: Option<String>,
}

impl View for LinkEndedPage {
    const TEMPLATE: &'static str = "enrol/link_ended.html";
}

const ABOUT: &str = "enrolment";

pub fn page(app: &App, visitor: &Visitor, how: Ending) -> Response {
    // Whoever enrolled may log in.
    let on = how == Ending::Used && visitor.tenant().policy.account_site.on;
    let restart_href = on.then(|| visitor.path("/account"));
    let view = LinkEndedPage { kind: how.as_str(), about: ABOUT, restart_href };
    visitor.page_with(app, StatusCode::GONE, &view)
}

pub fn other_browser(app: &App, visitor: &Visitor) -> Response {
    let view = LinkEndedPage { kind: "other_browser", about: ABOUT, restart_href: None };
    visitor.page_with(app, StatusCode::FORBIDDEN, &view)
}

pub fn unknown(app: &App, visitor: &Visitor) -> Response {
    let view = LinkEndedPage { kind: "unknown", about: ABOUT, restart_href: None };
    visitor.page_with(app, StatusCode::NOT_FOUND, &view)
}
