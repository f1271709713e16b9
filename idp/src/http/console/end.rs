//! `…/users/{user}/sessions/{session}/end` and `…/consents/{client}/revoke`: one session, one consent, asked first.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use uuid::Uuid;

use super::act::ActPage;
use super::door::{self, Person};
use crate::app::App;
use crate::http::account::history::browser;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::client::Client;
use crate::model::history::Origin;
use crate::model::session::Session;
use crate::usecase::admin::{people, support};
use crate::words::moment;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/users/{user}/sessions/{session}/end", get(ask_end).post(end))
        .route(
            "/console/t/{of}/users/{user}/consents/{client}/revoke",
            get(ask_revoke).post(revoke),
        )
}

/// The live session of the address, if it is this person's.
async fn session(
    app: &App,
    visitor: &Visitor,
    person: &Person,
) -> Result<Option<(Session, Origin)>, Failure> {
    let Ok(id) = Uuid::parse_str(visitor.param("session")) else { return Ok(None) };
    let all = people::sessions(app, &person.room.tenant, &person.shown.user).await?;
    Ok(all.into_iter().find(|(session, _)| session.id.0 == id))
}

async fn ask_end(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserEndSessions).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some((session, origin)) = session(&app, &visitor, &person).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let language = visitor.visit.language;
    let below = format!("/sessions/{}/end", session.id);
    let page = ActPage::of_person(&visitor, &person, "end-session", &below)
        .fact(&visitor, "history-browser", browser(language, &origin.browser))
        .fact(&visitor, "history-address", origin.address)
        .fact(&visitor, "browsers-since", moment(language, session.authenticated_at));
    Ok(page.show(&app, &visitor))
}

async fn end(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let person = match door::person(&app, &visitor, Deed::UserEndSessions).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some((session, _)) = session(&app, &visitor, &person).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let whose = (&person.shown.user, session.id);
    support::end_session(&app, &person.room.tenant, whose, person.actor()).await?;
    Ok(person.done("end-session"))
}

/// The website of the address, if this person agreed to something there.
async fn website(app: &App, visitor: &Visitor, person: &Person) -> Result<Option<Client>, Failure> {
    let all = people::consents(app, &person.room.tenant, &person.shown.user).await?;
    let asked = visitor.param("client");
    Ok(all.into_iter().map(|(_, client)| client).find(|client| client.id.as_str() == asked))
}

async fn ask_revoke(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserRevokeConsent).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(client) = website(&app, &visitor, &person).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let below = format!("/consents/{}/revoke", client.id);
    let page = ActPage::of_person(&visitor, &person, "revoke-consent", &below).fact(
        &visitor,
        "history-website",
        client.name,
    );
    Ok(page.show(&app, &visitor))
}

async fn revoke(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let person = match door::person(&app, &visitor, Deed::UserRevokeConsent).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(client) = website(&app, &visitor, &person).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let whose = (&person.shown.user, &client.id);
    support::revoke_consent(&app, &person.room.tenant, whose, person.actor()).await?;
    Ok(person.done("revoke-consent"))
}
