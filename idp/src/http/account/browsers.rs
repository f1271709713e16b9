//! `GET /account/browsers`: signed-in and remembered browsers; below it `POST`s that end one or all others.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;
use uuid::Uuid;

use super::door;
use super::history::browser;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::history::Origin;
use crate::model::ids::{KnownBrowserId, SessionId};
use crate::model::known_browser::KnownBrowser;
use crate::model::menu::Entry;
use crate::model::session::Session;
use crate::usecase::account::browsers;
use crate::usecase::session::SignedIn;
use crate::words::{moment, text};

const PAGE: &str = "/account/browsers";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/browsers", get(show))
        .route("/account/browsers/sessions/{session}/end", post(end_session))
        .route("/account/browsers/remembered/{browser}/end", post(forget))
        .route("/account/browsers/others/end", post(end_others))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::resident(&app, &visitor, Entry::Browsers).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let found = browsers::of(&app, &visitor.visit, &who).await?;
    let others = found.sessions.len() > 1;
    let sessions = found.sessions.iter().map(|one| session(&visitor, &who, one)).collect();
    let one = |one: &KnownBrowser| remembered(&visitor, one, Some(one.id) == found.this);
    let view = BrowsersPage {
        menu: Menu::of(&visitor, &who, Entry::Browsers),
        sessions,
        remembered: found.remembered.iter().map(one).collect(),
        end_others_action: others.then(|| visitor.path(&format!("{PAGE}/others/end"))),
    };
    Ok(visitor.page(&app, &view))
}

async fn end_session(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::resident(&app, &visitor, Entry::Browsers).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Ok(id) = Uuid::parse_str(visitor.param("session")).map(SessionId) else {
        return Ok(Trouble::NotFound.into_response());
    };
    browsers::end_session(&app, &visitor.visit, &who, id).await?;
    let mut response = back(&visitor);
    if id == who.session.id {
        visitor.set_session(&app, &mut response, None);
    }
    Ok(response)
}

async fn forget(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::resident(&app, &visitor, Entry::Browsers).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Ok(id) = Uuid::parse_str(visitor.param("browser")).map(KnownBrowserId) else {
        return Ok(Trouble::NotFound.into_response());
    };
    browsers::forget(&app, &visitor.visit, &who, id).await?;
    Ok(back(&visitor))
}

async fn end_others(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::resident(&app, &visitor, Entry::Browsers).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    browsers::end_others(&app, &visitor.visit, &who).await?;
    Ok(back(&visitor))
}

fn back(visitor: &Visitor) -> Response {
    Redirect::to(&visitor.path(PAGE)).into_response()
}

fn session(visitor: &Visitor, who: &SignedIn, one: &(Session, Origin)) -> SessionEntry {
    let (session, origin) = one;
    let language = visitor.visit.language;
    SessionEntry {
        current: session.id == who.session.id,
        browser: browser(language, &origin.browser),
        address: origin.address.clone(),
        since: moment(language, session.authenticated_at),
        last_seen: moment(language, session.last_seen),
        method: text(language, session.method.text_key()),
        end_action: visitor.path(&format!("{PAGE}/sessions/{}/end", session.id)),
    }
}

fn remembered(visitor: &Visitor, one: &KnownBrowser, current: bool) -> RememberedEntry {
    let language = visitor.visit.language;
    RememberedEntry {
        current,
        browser: browser(language, &one.origin.browser),
        since: moment(language, one.created_at),
        until: one.remembered_until.map(|until| moment(language, until)).unwrap_or_default(),
        end_action: visitor.path(&format!("{PAGE}/remembered/{}/end", one.id)),
    }
}

/// What `templates/account/browsers.html` may read.
#[derive(Serialize)]
pub struct BrowsersPage {
    pub menu: Menu,
    pub sessions: Vec<SessionEntry>,
    pub remembered: Vec<RememberedEntry>,
    pub end_others_action: Option<String>,
}

#[derive(Serialize)]
pub struct SessionEntry {
    pub current: bool,
    pub browser: String,
    pub address: String,
    pub since: String,
    pub last_seen: String,
    pub method: String,
    pub end_action: String,
}

#[derive(Serialize)]
pub struct RememberedEntry {
    pub current: bool,
    pub browser: String,
    pub since: String,
    pub until: String,
    pub end_action: String,
}

impl View for BrowsersPage {
    const TEMPLATE: &'static str = "account/browsers.html";
}
