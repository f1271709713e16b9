//! Reissues that do not go on here: used, expired, superseded, closed, unknown, confirmed in another browser.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::enrol::ended::LinkEndedPage;
use crate::http::extract::Visitor;
use crate::http::page::View;
use crate::model::ending::Ending;
use crate::model::policy::ReissueEnd;
use crate::usecase::reissue::find::Situation;

const ABOUT: &str = "reissue";

pub fn page(app: &App, visitor: &Visitor, how: Ending) -> Response {
    let restart_href = (how != Ending::Used).then(|| visitor.path("/reissue"));
    let view = LinkEndedPage { kind: how.as_str(), about: ABOUT, restart_href };
    visitor.page_with(app, StatusCode::GONE, &view)
}

pub fn other_browser(app: &App, visitor: &Visitor) -> Response {
    let view = LinkEndedPage { kind: "other_browser", about: ABOUT, restart_href: None };
    visitor.page_with(app, StatusCode::FORBIDDEN, &view)
}

pub fn unknown(app: &App, visitor: &Visitor) -> Response {
    let restart_href = Some(visitor.path("/reissue"));
    let view = LinkEndedPage { kind: "unknown", about: ABOUT, restart_href };
    visitor.page_with(app, StatusCode::NOT_FOUND, &view)
}

/// What `templates/reissue/done.html` may read.
#[derive(Serialize)]
pub struct DonePage {
    pub kind: &'static str,
    pub login_name: Option<String>,
}

impl View for DonePage {
    const TEMPLATE: &'static str = "reissue/done.html";
}

/// For the browser in which it was done. The temporary password is not shown again: it is nowhere.
pub fn done(app: &App, visitor: &Visitor, situation: &Situation) -> Response {
    let kind = match visitor.tenant().policy.reissue.ends_with {
        ReissueEnd::TemporaryPassword { .. } => "temporary_shown",
        ReissueEnd::SecondProof => "changed",
    };
    let login_name = Some(situation.user.login_name.to_string());
    visitor.page(app, &DonePage { kind, login_name })
}
