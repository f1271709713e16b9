//! `…/access/api-keys/…` and `…/access/scim-tokens/…`: what programs and directories come in with, shown once; ended.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::access::{may_give, role_text};
use super::act::{ActPage, Choice, Field, Kind};
use super::door::{self, Room};
use super::sheet::SheetPage;
use super::shell::ACCESS;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::{ApiKey, Deed, Role};
use crate::model::ids::ScimTokenId;
use crate::stop::Stop;
use crate::usecase::admin::api_keys::{self, Terms, Unfit};
use crate::usecase::admin::scim_tokens;
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/access/api-keys/new", get(ask_key).post(make_key))
        .route("/console/t/{of}/access/api-keys/{key}/revoke", get(ask_end).post(end_key))
        .route("/console/t/{of}/access/scim-tokens/new", get(ask_token).post(make_token))
        .route("/console/t/{of}/access/scim-tokens/{token}/revoke", get(ask_close).post(close))
}

fn days(visitor: &Visitor, usual: &str) -> Field {
    Field::text(visitor, "days", "access-days").holding(Some(usual.to_owned()))
}

fn key_page(visitor: &Visitor, room: &Room) -> ActPage {
    let roles = Role::ALL
        .into_iter()
        .filter(|role| may_give(room, *role))
        .filter(|role| *role != Role::Operator || room.tenant.slug.is_system())
        .map(|role| Choice::of(role.as_str(), role_text(visitor, role), role == Role::Auditor));
    let reach = ["read", "all"].map(|word| {
        let label = text(visitor.visit.language, &format!("access-reach-{word}"));
        Choice::of(word, label, word == "read")
    });
    let role = Field::text(visitor, "role", "access-role");
    let scopes = Field::text(visitor, "reach", "access-reach");
    ActPage::of_room(visitor, room, &ACCESS, ("api-key-new", "/api-keys/new"))
        .field(Field::text(visitor, "name", "access-name").hint(visitor, "access-name-hint"))
        .field(role.choices(Kind::Radios, roles.collect()))
        .field(scopes.choices(Kind::Radios, reach.into()))
        .field(days(visitor, "90"))
}

async fn ask_key(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::ApiKeyCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(key_page(&visitor, &room).show(&app, &visitor))
}

async fn make_key(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::ApiKeyCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(key_page(&visitor, &room).again(&app, &visitor, &fields, wrong));
    let role = fields.value("role").and_then(Role::parse);
    let Some(role) = role.filter(|role| may_give(&room, *role)) else {
        return again(("required", Some("role")));
    };
    let reads = fields.value("reach") != Some("all");
    let deeds = Deed::ALL.iter().filter(|deed| deed.roles().contains(&role));
    let scopes = deeds.map(|deed| deed.scope());
    let scopes = scopes.filter(|scope| !reads || scope.as_str().ends_with(":read")).collect();
    let name = fields.value("name").unwrap_or_default().trim().to_owned();
    let days = fields.value("days").and_then(|days| days.trim().parse().ok()).unwrap_or_default();
    let of = (room.tenant.id, room.tenant.slug.is_system());
    match api_keys::create(&app, of, Terms { name, role, scopes, days }, room.actor()).await {
        Ok((key, about)) => {
            let page = made(&visitor, &room, "api-key-new", &about.name);
            let page = page
                .fact(&visitor, "access-role", role_text(&visitor, role))
                .fact(&visitor, "console-expires", stamp(about.expires_at))
                .secret(&visitor, "access-api-key", key.expose());
            Ok(page.once(&app, &visitor))
        }
        Err(Stop::Refused(why)) => again(match why {
            Unfit::Name => ("bad_name", Some("name")),
            Unfit::Days => ("bad_days", Some("days")),
            Unfit::Scopes | Unfit::OperatorOfOneTenant => ("not_possible", Some("role")),
        }),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The page that shows what was made.
fn made(visitor: &Visitor, room: &Room, word: &str, name: &str) -> SheetPage {
    let say = |key: &str| text(visitor.visit.language, key);
    SheetPage::of(visitor, room, &ACCESS, &[])
        .titled(say(&format!("act-{word}")), vec![say(&format!("{word}-made"))])
        .fact(visitor, "access-name", name.to_owned())
        .button(visitor, true, ("access-back", room.path("/access")))
}

/// The key of the address, of those that he could have made: nobody takes away more.
async fn key(app: &App, visitor: &Visitor, room: &Room) -> Result<Option<ApiKey>, Failure> {
    let mut all = api_keys::all(app, room.tenant.id).await?.into_iter();
    Ok(all
        .find(|key| key.id.to_string() == visitor.param("key"))
        .filter(|key| may_give(room, key.role)))
}

async fn ask_end(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::ApiKeyRevoke).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(key) = key(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let below = format!("/api-keys/{}/revoke", key.id);
    let page = ActPage::of_room(&visitor, &room, &ACCESS, ("api-key-revoke", &below));
    Ok(page.fact(&visitor, "access-name", key.name).show(&app, &visitor))
}

async fn end_key(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let room = match door::room(&app, &visitor, Deed::ApiKeyRevoke).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(key) = key(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    api_keys::revoke(&app, room.tenant.id, key.id, room.actor()).await?;
    Ok(Redirect::to(&room.path("/access?done=api-key-revoke")).into_response())
}

fn token_page(visitor: &Visitor, room: &Room) -> ActPage {
    ActPage::of_room(visitor, room, &ACCESS, ("scim-token-new", "/scim-tokens/new"))
        .field(Field::text(visitor, "name", "access-name").hint(visitor, "access-directory-hint"))
        .field(days(visitor, "365"))
}

async fn ask_token(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::ScimTokenCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(token_page(&visitor, &room).show(&app, &visitor))
}

async fn make_token(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    use scim_tokens::Unfit;
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::ScimTokenCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(token_page(&visitor, &room).again(&app, &visitor, &fields, wrong));
    let name = fields.value("name").unwrap_or_default().trim();
    let days = fields.value("days").and_then(|days| days.trim().parse().ok()).unwrap_or_default();
    match scim_tokens::create(&app, &room.tenant, (name, days), room.actor()).await {
        Ok((token, kept)) => {
            let page = made(&visitor, &room, "scim-token-new", &kept.name)
                .fact(&visitor, "console-expires", stamp(kept.expires_at))
                .secret(&visitor, "access-scim-token", token.expose());
            Ok(page.once(&app, &visitor))
        }
        Err(Stop::Refused(why)) => again(match why {
            Unfit::Name => ("bad_name", Some("name")),
            Unfit::NameTaken => ("name_taken", Some("name")),
            Unfit::Days => ("bad_days", Some("days")),
            Unfit::System => ("not_possible", None),
        }),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn ask_close(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::ScimTokenRevoke).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let all = scim_tokens::all(&app, room.tenant.id).await?;
    let found = all.into_iter().find(|one| one.id.to_string() == visitor.param("token"));
    let Some(one) = found else { return Ok(Trouble::NotFound.into_response()) };
    let below = format!("/scim-tokens/{}/revoke", one.id);
    let page = ActPage::of_room(&visitor, &room, &ACCESS, ("scim-token-revoke", &below));
    Ok(page.fact(&visitor, "access-name", one.name).show(&app, &visitor))
}

async fn close(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let room = match door::room(&app, &visitor, Deed::ScimTokenRevoke).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Ok(id) = visitor.param("token").parse().map(ScimTokenId) else {
        return Ok(Trouble::NotFound.into_response());
    };
    if scim_tokens::revoke(&app, room.tenant.id, id, room.actor()).await? {
        Ok(Redirect::to(&room.path("/access?done=scim-token-revoke")).into_response())
    } else {
        Ok(Trouble::NotFound.into_response())
    }
}
