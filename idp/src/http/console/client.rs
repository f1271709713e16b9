//! `GET /console/t/{of}/clients/{client}`: a client, what its makers copy, and what is done to it.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use time::Duration;

use super::act::{ActPage, Choice, Field, Kind};
use super::clients::{impossible, named, profile_text, said, unfit};
use super::copies;
use super::door::{self, Room};
use super::sheet::{Block, Cell, Link, SheetPage, Table};
use super::shell::CLIENTS;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::{ApiScope, Deed, Grant};
use crate::model::client::Client;
use crate::model::client::metadata::{self, By};
use crate::model::ids::ClientId;
use crate::model::mishap::Mishap;
use crate::model::moment::Moment;
use crate::stop::Stop;
use crate::usecase::admin::clients::{self, Unchanged};
use crate::usecase::admin::trials;
use crate::usecase::client::mishap;
use crate::wire::redirect_uri::RedirectUri;
use crate::words::{stamp, text, text_with};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/clients/{client}", get(show))
        .route("/console/t/{of}/clients/{client}/change", get(ask_change).post(change))
        .route("/console/t/{of}/clients/{client}/rotate", get(ask_secret).post(rotate))
        .route("/console/t/{of}/clients/{client}/remove", get(ask_removal).post(remove))
}

/// For how long the former secret may serve, in seconds.
const OVERLAPS: [(&str, i64); 4] =
    [("none", 0), ("hour", 3_600), ("day", 86_400), ("week", 604_800)];

/// Lets him see the client of the address, if his role has the deed there. One that may itself administer is changed
/// only by those who could have let it.
pub(super) async fn of(
    app: &App,
    visitor: &Visitor,
    deed: Deed,
) -> Result<Result<(Room, Client), Response>, Failure> {
    let room = match door::room(app, visitor, deed).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let id = ClientId(visitor.param("client").to_owned());
    let Some(client) = clients::by_id(app, room.tenant.id, &id).await? else {
        return Ok(Err(Trouble::NotFound.into_response()));
    };
    if deed.scope() != ApiScope::ClientsRead && !may_change(&room, &client) {
        return Ok(Err(door::refused(app, visitor, crate::model::admin::NotPermitted::Upward)));
    }
    Ok(Ok((room, client)))
}

fn may_change(room: &Room, client: &Client) -> bool {
    let over = (!room.tenant.slug.is_system()).then_some(room.tenant.id);
    let given = client.settings.api_role.map(|role| Grant { role, over });
    given.is_none_or(|grant| room.hall.administrator.may_give(grant))
}

/// Whether it is in service, in words.
fn state(visitor: &Visitor, client: &Client) -> String {
    let word = if client.is_in_service() { "on" } else { "off" };
    text(visitor.visit.language, &format!("client-is-{word}"))
}

/// Its page, as everything that is told about it begins.
pub fn sheet(app: &App, visitor: &Visitor, room: &Room, client: &Client) -> SheetPage {
    let issuer = app.issuer(&room.tenant);
    let at = |below: &str| room.path(&format!("/clients/{}{below}", client.id));
    let may = |deed: Deed| room.may(deed) && may_change(room, client);
    let none = || text(visitor.visit.language, "nothing");
    let lines = |uris: &[RedirectUri]| Some(joined(uris, " ")).filter(|uris| !uris.is_empty());
    let tries = may(Deed::ClientTry) && client.is_in_service() && trials::is_possible(client);
    let rotates = may(Deed::ClientRotateSecret) && client.authentication.has_secret();
    let logout = lines(&client.post_logout_redirect_uris).unwrap_or_else(none);
    let turn = if client.is_in_service() {
        ("client-stop", "/stop")
    } else {
        ("client-resume", "/resume")
    };
    let done = ["client-change", "client-stop", "client-resume"];
    let mut page = SheetPage::of(visitor, room, &CLIENTS, &done)
        .button(visitor, may(Deed::ClientChange), ("client-change", at("/change")))
        .button(visitor, tries, ("client-try", at("/try")))
        .button(visitor, rotates, ("client-rotate", at("/rotate")))
        .button(visitor, may(Deed::ClientChange), (turn.0, at(turn.1)))
        .button(visitor, may(Deed::ClientRemove), ("client-remove", at("/remove")))
        .fact(visitor, "client-id", client.id.to_string())
        .fact(visitor, "client-state", state(visitor, client))
        .fact(visitor, "client-profile", profile_text(visitor, client.profile))
        .fact(visitor, "client-issuer", issuer.as_str().to_owned())
        .fact(visitor, "client-discovery", issuer.at("/.well-known/openid-configuration"))
        .fact(visitor, "client-authentication", client.authentication.as_str().to_owned())
        .fact(visitor, "client-redirect-uris", lines(&client.redirect_uris).unwrap_or_else(none))
        .fact(visitor, "client-logout-uris", logout)
        .fact(visitor, "console-created", stamp(client.created_at));
    page.blocks = copies::of(client)
        .iter()
        .map(|copy| Block {
            title: text_with(
                visitor.visit.language,
                "sheet-copy",
                &[("what", copy.library.into())],
            ),
            text: copy.filled(issuer.as_str(), client),
        })
        .collect();
    page
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (room, client) = match of(&app, &visitor, Deed::ClientShow).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut page = sheet(&app, &visitor, &room, &client).titled(client.name.clone(), Vec::new());
    let website = website(&app, &room, &client);
    page.buttons.extend(website.map(|to| Link::to(&visitor, "client-website", to)));
    let secrets = clients::secrets(&app, room.tenant.id, &client.id).await?;
    page.tables.extend((!secrets.is_empty()).then(|| valid(&visitor, &secrets)));
    page.tables.push(mishaps(&visitor, &mishap::of(&app, room.tenant.id, &client.id).await?));
    Ok(page.show(&app, &visitor))
}

/// Where a login at this website begins: where it said (OpenID Connect Core §4), or at its start page.
fn website(app: &App, room: &Room, client: &Client) -> Option<String> {
    let begin = client.settings.request.initiate_login_uri.as_deref();
    let Some(mut to) = begin.and_then(|address| url::Url::parse(address).ok()) else {
        return client.settings.client_uri.clone();
    };
    to.query_pairs_mut().append_pair("iss", app.issuer(&room.tenant).as_str());
    Some(to.into())
}

/// The secrets that are valid, newest first: never what they are.
fn valid(visitor: &Visitor, secrets: &[(Moment, Option<Moment>)]) -> Table {
    let none = || text(visitor.visit.language, "client-secret-no-end");
    let row = |(made, until): &(Moment, Option<Moment>)| {
        vec![Cell::of(stamp(*made)), Cell::of(until.map_or_else(none, stamp))]
    };
    let heads = ["console-created", "console-expires"];
    let table = Table::of(visitor, ("secrets", "client-secrets"), &heads);
    table.rows(secrets.iter().map(row).collect())
}

/// What went wrong last, in words, and as the website heard it.
fn mishaps(visitor: &Visitor, last: &[Mishap]) -> Table {
    let say = |key: &str| text(visitor.visit.language, key);
    let row = |one: &Mishap| {
        let what = one.what.replace('_', "-");
        vec![
            Cell::of(stamp(one.at)),
            Cell::of(say(&format!("mishap-at-{}", one.endpoint.as_str()))),
            Cell::of(say(&format!("mishap-{what}"))),
            Cell::code(format!("{}: {}", one.what, one.description)),
        ]
    };
    let heads = ["mishap-when", "mishap-where", "mishap-what", "mishap-heard"];
    let table = Table::of(visitor, ("mishaps", "mishap-last"), &heads);
    table.rows(last.iter().map(row).collect())
}

fn joined(uris: &[RedirectUri], between: &str) -> String {
    uris.iter().map(RedirectUri::as_str).collect::<Vec<_>>().join(between)
}

/// The page before a deed to a client.
pub(super) fn before(visitor: &Visitor, room: &Room, client: &Client, word: &str) -> ActPage {
    let below = format!("/{}/{word}", client.id);
    let back_href = room.path(&format!("/clients/{}", client.id));
    let page = ActPage::of_room(visitor, room, &CLIENTS, (&format!("client-{word}"), &below));
    ActPage { back_href, ..page }.fact(visitor, "client-name", client.name.clone())
}

fn change_page(visitor: &Visitor, room: &Room, client: &Client) -> ActPage {
    let mut page = named(visitor, before(visitor, room, client, "change"));
    let settings = &client.settings;
    let values = [
        client.name.clone(),
        joined(&client.redirect_uris, "\n"),
        joined(&client.post_logout_redirect_uris, "\n"),
        settings.keys.jwks_uri.clone().unwrap_or_default(),
        settings.client_uri.clone().unwrap_or_default(),
        settings.request.initiate_login_uri.clone().unwrap_or_default(),
    ];
    for (field, value) in page.fields.iter_mut().zip(values) {
        field.value = value;
    }
    page
}

async fn ask_change(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (room, client) = match of(&app, &visitor, Deed::ClientChange).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(change_page(&visitor, &room, &client).show(&app, &visitor))
}

async fn change(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let (room, client) = match of(&app, &visitor, Deed::ClientChange).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again =
        |wrong| Ok(change_page(&visitor, &room, &client).again(&app, &visitor, &fields, wrong));
    let changed = match metadata::patched(&client, &said(&fields), By::Administrator) {
        Ok(changed) if changed.name.is_empty() => return again(("required", Some("client-name"))),
        Ok(changed) => changed,
        Err(why) => return again(unfit(&why)),
    };
    match clients::change_seen(&app, &room.tenant, (Some(&client), &changed), room.actor()).await {
        Ok(_) => {
            let to = room.path(&format!("/clients/{}?done=client-change", client.id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Refused(Unchanged::Impossible(why))) => again(impossible(&why)),
        Err(Stop::Refused(Unchanged::ChangedMeanwhile)) => again(("changed_meanwhile", None)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn secret_page(visitor: &Visitor, room: &Room, client: &Client) -> ActPage {
    let choice = |(word, _): (&'static str, i64)| {
        let label = text(visitor.visit.language, &format!("client-overlap-{word}"));
        Choice::of(word, label, word == "day")
    };
    let field = Field::text(visitor, "overlap", "client-overlap");
    before(visitor, room, client, "rotate")
        .field(field.choices(Kind::Radios, OVERLAPS.map(choice).into()))
}

async fn ask_secret(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (room, client) = match of(&app, &visitor, Deed::ClientRotateSecret).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(secret_page(&visitor, &room, &client).show(&app, &visitor))
}

async fn rotate(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let (room, client) = match of(&app, &visitor, Deed::ClientRotateSecret).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again =
        |wrong| Ok(secret_page(&visitor, &room, &client).again(&app, &visitor, &fields, wrong));
    let asked = fields.value("overlap").unwrap_or_default();
    let Some((_, overlap)) = OVERLAPS.into_iter().find(|(word, _)| *word == asked) else {
        return again(("required", Some("overlap")));
    };
    let (tenant, overlap) = (&room.tenant, Duration::seconds(overlap));
    match clients::rotate_secret(&app, tenant, &client, overlap, room.actor()).await? {
        None => again(("client_no_secret", None)),
        Some(secret) => {
            let title = text(visitor.visit.language, "act-client-rotate");
            let lead = vec![text(visitor.visit.language, "client-rotated")];
            let page = sheet(&app, &visitor, &room, &client).titled(title, lead);
            Ok(page.secret(&visitor, "client-secret", secret.expose()).once(&app, &visitor))
        }
    }
}

async fn ask_removal(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (room, client) = match of(&app, &visitor, Deed::ClientRemove).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(before(&visitor, &room, &client, "remove").show(&app, &visitor))
}

async fn remove(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let (room, client) = match of(&app, &visitor, Deed::ClientRemove).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    clients::remove(&app, &room.tenant, &client.id, room.actor()).await?;
    Ok(Redirect::to(&room.path("/clients?done=client-remove")).into_response())
}
