//! `…/access/roles/…`: a role is given to an administrator, or taken away.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::access::{may_give, over, role_text};
use super::act::{ActPage, Choice, Field, Kind};
use super::door::{self, Room};
use super::shell::ACCESS;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::{Deed, Grant, Role};
use crate::model::names::LoginName;
use crate::stop::Stop;
use crate::usecase::admin::roles::{self, Listed, Refusal};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/access/roles/new", get(ask).post(grant))
        .route("/console/t/{of}/access/roles/{grant}/revoke", get(ask_revocation).post(revoke))
}

fn page(visitor: &Visitor, room: &Room) -> ActPage {
    let choices = Role::ALL
        .into_iter()
        .filter(|role| may_give(room, *role))
        .filter(|role| *role != Role::Operator || room.tenant.slug.is_system())
        .map(|role| Choice::of(role.as_str(), role_text(visitor, role), role == Role::Auditor));
    let role = Field::text(visitor, "role", "access-role");
    ActPage::of_room(visitor, room, &ACCESS, ("role-grant", "/roles/new"))
        .field(Field::text(visitor, "user_id", "field-username"))
        .field(role.choices(Kind::Radios, choices.collect()))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::RoleGrant).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &room).show(&app, &visitor))
}

async fn grant(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::RoleGrant).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(page(&visitor, &room).again(&app, &visitor, &fields, wrong));
    let name = fields.value("user_id").and_then(LoginName::parse);
    let Some(name) = name else { return again(("bad_user_id", Some("user-id"))) };
    let role = fields.value("role").and_then(Role::parse);
    let Some(role) = role.filter(|role| may_give(&room, *role)) else {
        return again(("required", Some("role")));
    };
    match roles::grant(&app, &name, Grant { role, over: over(&room) }, room.actor()).await {
        Ok(_) => Ok(Redirect::to(&room.path("/access?done=role-grant")).into_response()),
        Err(Stop::Refused(why)) => again(wording(why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

const fn wording(why: Refusal) -> (&'static str, Option<&'static str>) {
    match why {
        Refusal::NoSuchUser => ("no_such_administrator", Some("user-id")),
        Refusal::OperatorOfOneTenant => ("not_possible", Some("role")),
        Refusal::HasIt => ("has_role", Some("role")),
        Refusal::LastOperator => ("last_operator", None),
    }
}

/// The grant of the address, of those that he could have given: nobody takes away more.
async fn found(app: &App, visitor: &Visitor, room: &Room) -> Result<Option<Listed>, Failure> {
    let all = roles::all(app).await?;
    let here = all.into_iter().filter(|one| one.held.grant.over == over(room));
    let mut given = here.filter(|one| may_give(room, one.held.grant.role));
    Ok(given.find(|one| one.held.id.to_string() == visitor.param("grant")))
}

fn revocation(visitor: &Visitor, room: &Room, one: &Listed) -> ActPage {
    let below = format!("/roles/{}/revoke", one.held.id);
    ActPage::of_room(visitor, room, &ACCESS, ("role-revoke", &below))
        .fact(visitor, "field-username", one.login_name.to_string())
        .fact(visitor, "access-role", role_text(visitor, one.held.grant.role))
}

async fn ask_revocation(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::RoleRevoke).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(one) = found(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    Ok(revocation(&visitor, &room, &one).show(&app, &visitor))
}

async fn revoke(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::RoleRevoke).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(one) = found(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    match roles::revoke(&app, &one.held, room.actor()).await {
        Ok(_) => Ok(Redirect::to(&room.path("/access?done=role-revoke")).into_response()),
        Err(Stop::Refused(why)) => {
            let page = revocation(&visitor, &room, &one);
            Ok(page.again(&app, &visitor, &fields, wording(why)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
