//! `GET /account/recovery-codes`: how many are left; `POST`: new ones, shown once in its answer.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::menu::Entry;
use crate::usecase::recovery_codes;
use crate::words::moment;

const PAGE: &str = "/account/recovery-codes";

pub fn routes() -> Router<App> {
    Router::new().route("/account/recovery-codes", get(show).post(make))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::resident(&app, &visitor, Entry::RecoveryCodes).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let left = recovery_codes::left(&app, &visitor.visit, &who.user).await?;
    let view = RecoveryCodesPage {
        menu: Menu::of(&visitor, &who, Entry::RecoveryCodes),
        left: left.count,
        made: left.made.map(|at| moment(visitor.visit.language, at)),
        action: visitor.path(PAGE),
        problem: None,
    };
    Ok(visitor.page(&app, &view))
}

async fn make(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::proven(&app, &visitor, Entry::RecoveryCodes, PAGE).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let codes = recovery_codes::replace(&app, &visitor.visit, &who.user).await?;
    let menu = Menu::of(&visitor, &who, Entry::RecoveryCodes);
    let done_href = format!("{}?notice=recovery_made", visitor.path("/account"));
    Ok(visitor.page(&app, &NewRecoveryCodesPage { menu, codes, done_href }))
}

/// What `templates/account/recovery_codes.html` may read.
#[derive(Serialize)]
pub struct RecoveryCodesPage {
    pub menu: Menu,
    pub left: u32,
    pub made: Option<String>,
    pub action: String,
    pub problem: Option<&'static str>,
}

impl View for RecoveryCodesPage {
    const TEMPLATE: &'static str = "account/recovery_codes.html";
}

/// What `templates/account/recovery_codes_new.html` may read.
#[derive(Serialize)]
pub struct NewRecoveryCodesPage {
    pub menu: Menu,
    pub codes: Vec<String>,
    pub done_href: String,
}

impl View for NewRecoveryCodesPage {
    const TEMPLATE: &'static str = "account/recovery_codes_new.html";
    const SHOWN_ONCE: bool = true;
}
