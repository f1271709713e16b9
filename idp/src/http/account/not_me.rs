//! `GET` and `POST /account/not-me`: a login that was somebody else's.

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
use crate::usecase::account::not_me::report;

pub fn routes() -> Router<App> {
    Router::new().route("/account/not-me", get(show).post(submit))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::resident(&app, &visitor, Entry::History).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let view = NotMePage {
        menu: Menu::of(&visitor, &who, Entry::History),
        action: visitor.path("/account/not-me"),
        back_href: visitor.path("/account/history"),
    };
    Ok(visitor.page(&app, &view))
}

/// No fresh login is asked for: whoever fears a stranger is not made to wait, and nothing is given away.
async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::resident(&app, &visitor, Entry::History).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    report(&app, &visitor.visit, &who).await?;
    let mut response = visitor.page(&app, &NotMeDonePage {});
    visitor.set_session(&app, &mut response, None);
    Ok(response)
}

/// What `templates/account/not_me.html` may read.
#[derive(Serialize)]
pub struct NotMePage {
    pub menu: Menu,
    pub action: String,
    pub back_href: String,
}

impl View for NotMePage {
    const TEMPLATE: &'static str = "account/not_me.html";
}

/// What `templates/account/not_me_done.html` may read: nothing.
#[derive(Serialize)]
pub struct NotMeDonePage {}

impl View for NotMeDonePage {
    const TEMPLATE: &'static str = "account/not_me_done.html";
}
