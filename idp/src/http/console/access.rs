//! `GET /console/t/{of}/access`: who and what may administer the tenant: people by their roles, programs by API keys,
//! directories by SCIM tokens.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::door::{self, Room};
use super::sheet::{Cell, Link, SheetPage, Table};
use super::shell::ACCESS;
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::model::admin::{Deed, Grant, Role};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::usecase::admin::{api_keys, roles, scim_tokens};
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/access", get(show))
}

/// What a role in the tenant is over: in the tenant of administrators, everything.
pub fn over(room: &Room) -> Option<TenantId> {
    (!room.tenant.slug.is_system()).then_some(room.tenant.id)
}

/// Whether he may hand out this role here, and take it away.
pub fn may_give(room: &Room, role: Role) -> bool {
    room.hall.administrator.may_give(Grant { role, over: over(room) })
}

/// A role in words.
pub fn role_text(visitor: &Visitor, role: Role) -> String {
    text(visitor.visit.language, &format!("role-{}", role.as_str().replace('_', "-")))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::RoleList).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let done = ["role-grant", "role-revoke", "api-key-revoke", "scim-token-revoke"];
    let mut page = SheetPage::of(&visitor, &room, &ACCESS, &done);
    page.tables.push(people(&app, &visitor, &room).await?);
    page.tables.push(keys(&app, &visitor, &room).await?);
    if !room.tenant.slug.is_system() {
        page.tables.push(tokens(&app, &visitor, &room).await?);
    }
    Ok(page.show(&app, &visitor))
}

async fn people(app: &App, visitor: &Visitor, room: &Room) -> Result<Table, Failure> {
    let all = roles::all(app).await?;
    let here = all.into_iter().filter(|one| one.held.grant.over == over(room));
    let rows = here.enumerate().map(|(number, one)| {
        let role = one.held.grant.role;
        let may = room.may(Deed::RoleRevoke) && may_give(room, role);
        let revoke = room.path(&format!("/access/roles/{}/revoke", one.held.id));
        let link = may.then(|| Link::numbered(visitor, "role-revoke", number, revoke));
        vec![
            Cell::code(one.login_name.to_string()),
            Cell::of(role_text(visitor, role)),
            Cell::of(stamp(one.held.since)),
            Cell::links(link.into_iter().collect()),
        ]
    });
    let heads = ["field-username", "access-role", "access-since", "console-deeds"];
    let grant = ("role-grant", room.path("/access/roles/new"));
    Ok(Table::of(visitor, ("roles", "access-people"), &heads).rows(rows.collect()).button(
        visitor,
        room.may(Deed::RoleGrant),
        grant,
    ))
}

async fn keys(app: &App, visitor: &Visitor, room: &Room) -> Result<Table, Failure> {
    let all = api_keys::all(app, room.tenant.id).await?;
    let rows = all.into_iter().enumerate().map(|(number, key)| {
        let lives = key.revoked_at.is_none() && app.now() < key.expires_at;
        let may = lives && room.may(Deed::ApiKeyRevoke) && may_give(room, key.role);
        let revoke = room.path(&format!("/access/api-keys/{}/revoke", key.id));
        let link = may.then(|| Link::numbered(visitor, "api-key-revoke", number, revoke));
        let scopes: Vec<_> = key.scopes.iter().map(|scope| scope.as_str()).collect();
        vec![
            Cell::code(key.name),
            Cell::of(role_text(visitor, key.role)),
            Cell::code(scopes.join(" ")),
            Cell::of(ends(visitor, key.expires_at, key.revoked_at)),
            Cell::of(key.used_at.map_or_else(|| nothing(visitor), stamp)),
            Cell::links(link.into_iter().collect()),
        ]
    });
    let heads = [
        "access-name",
        "access-role",
        "access-scopes",
        "console-expires",
        "console-last-used",
        "console-deeds",
    ];
    let new = ("api-key-new", room.path("/access/api-keys/new"));
    Ok(Table::of(visitor, ("api-keys", "access-api-keys"), &heads).rows(rows.collect()).button(
        visitor,
        room.may(Deed::ApiKeyCreate),
        new,
    ))
}

async fn tokens(app: &App, visitor: &Visitor, room: &Room) -> Result<Table, Failure> {
    let all = scim_tokens::all(app, room.tenant.id).await?;
    let rows = all.into_iter().enumerate().map(|(number, one)| {
        let may = one.is_live(app.now()) && room.may(Deed::ScimTokenRevoke);
        let revoke = room.path(&format!("/access/scim-tokens/{}/revoke", one.id));
        let link = may.then(|| Link::numbered(visitor, "scim-token-revoke", number, revoke));
        vec![
            Cell::code(one.name),
            Cell::of(ends(visitor, one.expires_at, one.revoked_at)),
            Cell::of(one.used_at.map_or_else(|| nothing(visitor), stamp)),
            Cell::links(link.into_iter().collect()),
        ]
    });
    let heads = ["access-name", "console-expires", "console-last-used", "console-deeds"];
    let new = ("scim-token-new", room.path("/access/scim-tokens/new"));
    Ok(Table::of(visitor, ("scim-tokens", "access-scim-tokens"), &heads)
        .rows(rows.collect())
        .button(visitor, room.may(Deed::ScimTokenCreate), new))
}

fn nothing(visitor: &Visitor) -> String {
    text(visitor.visit.language, "nothing")
}

/// Until when something lives, or that it was ended.
fn ends(visitor: &Visitor, expires_at: Moment, revoked_at: Option<Moment>) -> String {
    match revoked_at {
        Some(_) => text(visitor.visit.language, "access-ended"),
        None => stamp(expires_at),
    }
}
