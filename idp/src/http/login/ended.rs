//! Logins that do not go on here: finished, expired, of another browser, without cookies. Each says what happened
//! and has a way on.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::page::View;
use crate::usecase::login::resume::{Lost, Situation};
use crate::wire::initiate_login;

/// What `templates/login/ended.html` may read.
#[derive(Serialize)]
pub struct EndedPage {
    pub kind: &'static str,
    pub restart_href: Option<String>,
}

impl View for EndedPage {
    const TEMPLATE: &'static str = "login/ended.html";
}

pub fn finished(app: &App, visitor: &Visitor, situation: &Situation) -> Response {
    let restart_href = Some(restart(app, visitor, situation));
    visitor.page(app, &EndedPage { kind: "finished", restart_href })
}

pub fn expired(app: &App, visitor: &Visitor, situation: &Situation) -> Response {
    let restart_href = Some(restart(app, visitor, situation));
    visitor.page_with(app, StatusCode::GONE, &EndedPage { kind: "expired", restart_href })
}

/// The user's login method cannot be used on this installation.
pub fn no_method(app: &App, visitor: &Visitor, situation: &Situation) -> Response {
    let restart_href = Some(restart(app, visitor, situation));
    visitor.page_with(app, StatusCode::FORBIDDEN, &EndedPage { kind: "no_method", restart_href })
}

pub fn lost(app: &App, visitor: &Visitor, why: Lost) -> Response {
    let (status, kind) = match why {
        Lost::Unknown => (StatusCode::GONE, "expired"),
        Lost::OtherBrowser => (StatusCode::FORBIDDEN, "other_browser"),
        Lost::NoCookie => (StatusCode::FORBIDDEN, "no_cookie"),
    };
    visitor.page_with(app, status, &EndedPage { kind, restart_href: None })
}

pub fn no_cookie(app: &App, visitor: &Visitor) -> Response {
    lost(app, visitor, Lost::NoCookie)
}

/// To the website, where it has an address that begins a login; else the authorization request once more: with a
/// session it goes straight on.
fn restart(app: &App, visitor: &Visitor, situation: &Situation) -> String {
    let settings = situation.client.as_ref().map(|client| &client.settings);
    let begins = settings.and_then(|settings| settings.request.initiate_login_uri.as_deref());
    match (situation.attempt.waiting(), begins) {
        (Some(_), Some(begins)) => initiate_login::address(begins, &app.issuer(visitor.tenant())),
        // What came sealed only the website can send again.
        (Some(waiting), None) if waiting.request.sealed => {
            let website = settings.and_then(|settings| settings.client_uri.clone());
            website.unwrap_or_else(|| visitor.path("/account"))
        }
        (Some(waiting), None) => {
            let query = waiting.request.to_query(waiting.client.as_str());
            visitor.path(&format!("/authorize?{query}"))
        }
        (None, _) => visitor.path("/account"),
    }
}
