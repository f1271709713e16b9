//! `GET /account/websites`: connected websites; `POST …/{client}/revoke`: one no more.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use url::Url;

use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::client::Client;
use crate::model::consent::Given;
use crate::model::ids::ClientId;
use crate::model::menu::Entry;
use crate::usecase::account::websites::{agreed, revoke};
use crate::wire::initiate_login;
use crate::wire::redirect_uri::RedirectUri;
use crate::wire::scope::OFFERED;
use crate::words::{moment, text};

const PAGE: &str = "/account/websites";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/websites", get(show))
        .route("/account/websites/{client}/revoke", post(take_back))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::resident(&app, &visitor, Entry::Websites).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let agreed = agreed(&app, &visitor.visit, &who).await?;
    let view = WebsitesPage {
        menu: Menu::of(&visitor, &who, Entry::Websites),
        websites: agreed
            .iter()
            .map(|(given, client)| entry(&app, &visitor, given, client))
            .collect(),
    };
    Ok(visitor.page(&app, &view))
}

async fn take_back(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::resident(&app, &visitor, Entry::Websites).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let client = ClientId(visitor.param("client").to_owned());
    // PostgreSQL keeps no NUL in a text, so it cannot even be looked for.
    if client.as_str().contains(char::is_control) {
        return Ok(Trouble::NotFound.into_response());
    }
    revoke(&app, &visitor.visit, &who, &client).await?;
    Ok(Redirect::to(&visitor.path(PAGE)).into_response())
}

fn entry(app: &App, visitor: &Visitor, given: &Given, client: &Client) -> WebsiteEntry {
    let language = visitor.visit.language;
    let shared = OFFERED.into_iter().filter(|token| given.scope.has(token));
    let home = client.settings.client_uri.as_deref();
    let home = home.or_else(|| client.redirect_uris.first().map(RedirectUri::as_str));
    let host = home.and_then(|home| Url::parse(home).ok()?.host_str().map(str::to_owned));
    let id = utf8_percent_encode(client.id.as_str(), NON_ALPHANUMERIC);
    let login = client.settings.request.initiate_login_uri.as_deref();
    WebsiteEntry {
        sign_in_href: login.map(|uri| initiate_login::address(uri, &app.issuer(visitor.tenant()))),
        name: client.name.clone(),
        host: host.unwrap_or_default(),
        scopes: shared.map(|token| text(language, &format!("scope-{token}"))).collect(),
        agreed: moment(language, given.at),
        revoke_action: visitor.path(&format!("{PAGE}/{id}/revoke")),
    }
}

/// What `templates/account/websites.html` may read.
#[derive(Serialize)]
pub struct WebsitesPage {
    pub menu: Menu,
    pub websites: Vec<WebsiteEntry>,
}

#[derive(Serialize)]
pub struct WebsiteEntry {
    pub name: String,
    pub host: String,
    pub scopes: Vec<String>,
    pub agreed: String,
    /// Where the website begins a login, if it said so.
    pub sign_in_href: Option<String>,
    pub revoke_action: String,
}

impl View for WebsitesPage {
    const TEMPLATE: &'static str = "account/websites.html";
}
