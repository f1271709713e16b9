//! `GET /console/t/{of}/keys`: the keys that sign tokens; rotated by hand.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Choice, Field, Kind};
use super::door::{self, Room};
use super::sheet::{Cell, SheetPage, Table};
use super::shell::KEYS;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::model::admin::Deed;
use crate::usecase::admin::signing_keys;
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/keys", get(show))
        .route("/console/t/{of}/keys/rotate", get(ask).post(rotate))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::KeyList).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let language = visitor.visit.language;
    let listed = signing_keys::list(&app, room.tenant.id).await?;
    let rows = listed.iter().map(|key| {
        let until = key.remove_at.map_or_else(|| text(language, "nothing"), stamp);
        vec![
            Cell::code(key.kid.clone()),
            Cell::of(key.algorithm.to_string()),
            Cell::of(text(language, &format!("key-is-{}", key.stage))),
            Cell::of(stamp(key.activate_at)),
            Cell::of(until),
        ]
    });
    let heads = ["key-kid", "key-algorithm", "console-state", "key-from", "key-until"];
    let issuer = app.issuer(&room.tenant);
    let mut page = SheetPage::of(&visitor, &room, &KEYS, &["key-rotate"])
        .button(&visitor, room.may(Deed::KeyRotate), ("key-rotate", room.path("/keys/rotate")))
        .fact(&visitor, "key-jwks", issuer.at("/jwks"));
    page.tables = vec![Table::of(&visitor, ("keys", "key-signing"), &heads).rows(rows.collect())];
    Ok(page.show(&app, &visitor))
}

fn page(visitor: &Visitor, room: &Room) -> ActPage {
    let choice = |word: &'static str| {
        let label = text(visitor.visit.language, &format!("key-rotate-{word}"));
        Choice::of(word, label, word == "soon")
    };
    let field = Field::text(visitor, "how", "key-rotate-how");
    ActPage::of_room(visitor, room, &KEYS, ("key-rotate", "/rotate"))
        .field(field.choices(Kind::Radios, ["soon", "urgent"].map(choice).into()))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::KeyRotate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &room).show(&app, &visitor))
}

async fn rotate(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::KeyRotate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let urgent = match fields.value("how") {
        Some("soon") => false,
        Some("urgent") => true,
        _ => {
            let wrong = ("required", Some("how"));
            return Ok(page(&visitor, &room).again(&app, &visitor, &fields, wrong));
        }
    };
    signing_keys::rotate(&app, &room.tenant, None, urgent, room.actor()).await?;
    Ok(Redirect::to(&room.path("/keys?done=key-rotate")).into_response())
}
