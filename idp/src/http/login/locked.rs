//! The account-lock page (アカウントロック). The same for a user ID that nobody has.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::page::View;
use crate::model::lockout::{Lock, LockReason};
use crate::words::moment;

/// What `templates/login/locked.html` may read.
#[derive(Serialize)]
pub struct LockedPage {
    pub reason: &'static str,
    pub until: Option<String>,
    /// The owner, if there is one, was mailed a link that ends the lock.
    pub release_sent: bool,
}

impl View for LockedPage {
    const TEMPLATE: &'static str = "login/locked.html";
}

pub fn page(app: &App, visitor: &Visitor, lock: Lock) -> Response {
    let until = lock.until.map(|end| moment(visitor.visit.language, end));
    let by_mail = visitor.tenant().policy.lockout.self_release_by_mail;
    // Whoever guesses answers reads the mails: no link ends such a lock.
    let release_sent = by_mail && lock.reason == LockReason::PasswordAndCode;
    let view = LockedPage { reason: lock.reason.as_str(), until, release_sent };
    visitor.page_with(app, StatusCode::FORBIDDEN, &view)
}
