//! `GET /console/t/{of}/clients/initial-access-tokens`: what others register clients with (RFC 7591 §1.2): listed, made,
//! ended.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Field};
use super::door::{self, Room};
use super::sheet::{Cell, Link, SheetPage, Table};
use super::shell::CLIENTS;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::stop::Stop;
use crate::usecase::admin::initial_access_tokens::{self as tokens, Listed, Terms, Unfit};
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/clients/initial-access-tokens", get(show))
        .route("/console/t/{of}/clients/initial-access-tokens/new", get(ask).post(make))
        .route(
            "/console/t/{of}/clients/initial-access-tokens/{token}/revoke",
            get(ask_end).post(end),
        )
}

/// Below the page of the clients.
const HERE: &str = "/initial-access-tokens";

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::InitialAccessTokenList).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let may = room.may(Deed::InitialAccessTokenRevoke);
    let at = |below: &str| room.path(&format!("/clients{HERE}{below}"));
    let all = tokens::all(&app, room.tenant.id).await?;
    let row = |(number, one): (usize, &Listed)| {
        let to = at(&format!("/{}/revoke", one.id));
        let link = may.then(|| Link::numbered(&visitor, "initial-token-revoke", number, to));
        vec![
            Cell::of(one.kept.note.clone()),
            Cell::of(one.kept.uses_left.to_string()),
            Cell::of(stamp(one.kept.expires)),
            Cell::links(link.into_iter().collect()),
        ]
    };
    let heads = ["initial-token-note", "initial-token-uses", "console-expires", "console-deeds"];
    let may = room.may(Deed::InitialAccessTokenCreate);
    let title = text(visitor.visit.language, "initial-tokens");
    let lead = vec![text(visitor.visit.language, "initial-tokens-lead")];
    let mut page = SheetPage::of(&visitor, &room, &CLIENTS, &["initial-token-revoke"])
        .titled(title, lead)
        .button(&visitor, may, ("initial-token-new", at("/new")));
    let table = Table::of(&visitor, ("initial-access-tokens", "initial-tokens"), &heads);
    page.tables = vec![table.rows(all.iter().enumerate().map(row).collect())];
    Ok(page.show(&app, &visitor))
}

fn page(visitor: &Visitor, room: &Room) -> ActPage {
    let field = |name: &'static str, key: &str| Field::text(visitor, name, key);
    let below = format!("{HERE}/new");
    let page = ActPage::of_room(visitor, room, &CLIENTS, ("initial-token-new", &below));
    ActPage { back_href: room.path(&format!("/clients{HERE}")), ..page }
        .field(field("note", "initial-token-note").hint(visitor, "initial-token-note-hint"))
        .field(field("uses", "initial-token-uses").holding(Some("1".to_owned())))
        .field(field("days", "access-days").holding(Some("7".to_owned())))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::InitialAccessTokenCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &room).show(&app, &visitor))
}

async fn make(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::InitialAccessTokenCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let note = fields.value("note").unwrap_or_default().trim().to_owned();
    let uses = fields.value("uses").and_then(|uses| uses.trim().parse().ok()).unwrap_or_default();
    let days = fields.value("days").and_then(|days| days.trim().parse().ok()).unwrap_or_default();
    let terms = Terms { uses, days, note };
    match tokens::create(&app, room.tenant.id, terms, room.actor()).await {
        Ok((token, listed)) => {
            let say = |key: &str| text(visitor.visit.language, key);
            let page = SheetPage::of(&visitor, &room, &CLIENTS, &[])
                .titled(say("act-initial-token-new"), vec![say("initial-token-made")])
                .fact(&visitor, "initial-token-note", listed.kept.note)
                .fact(&visitor, "console-expires", stamp(listed.kept.expires))
                .button(&visitor, true, ("initial-tokens", room.path(&format!("/clients{HERE}"))))
                .secret(&visitor, "initial-token", token.expose());
            Ok(page.once(&app, &visitor))
        }
        Err(Stop::Refused(why)) => {
            let wrong = match why {
                Unfit::Uses => ("bad_uses", Some("uses")),
                Unfit::Days => ("bad_days", Some("days")),
                Unfit::Note => ("bad_note", Some("note")),
            };
            Ok(page(&visitor, &room).again(&app, &visitor, &fields, wrong))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn ask_end(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::InitialAccessTokenRevoke).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let all = tokens::all(&app, room.tenant.id).await?;
    let found = all.into_iter().find(|one| one.id == visitor.param("token"));
    let Some(one) = found else { return Ok(Trouble::NotFound.into_response()) };
    let below = format!("{HERE}/{}/revoke", one.id);
    let page = ActPage::of_room(&visitor, &room, &CLIENTS, ("initial-token-revoke", &below));
    let page = ActPage { back_href: room.path(&format!("/clients{HERE}")), ..page };
    Ok(page.fact(&visitor, "initial-token-note", one.kept.note).show(&app, &visitor))
}

async fn end(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let room = match door::room(&app, &visitor, Deed::InitialAccessTokenRevoke).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if tokens::revoke(&app, room.tenant.id, visitor.param("token"), room.actor()).await? {
        let to = room.path(&format!("/clients{HERE}?done=initial-token-revoke"));
        Ok(Redirect::to(&to).into_response())
    } else {
        Ok(Trouble::NotFound.into_response())
    }
}
