//! Roles: who has which, given and taken.

use serde_json::json;

use crate::app::App;
use crate::model::admin::{Actor, Deed, Grant, Role};
use crate::model::ids::{RoleGrantId, TenantId, UserId};
use crate::model::names::LoginName;
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::role_grants::{self, Held};
use crate::store::{self, Tx};
use crate::usecase::admin::{operators, system};
use crate::usecase::{note, sign_out};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such administrator in the tenant system")]
    NoSuchUser,
    #[error("the operator role is over the whole installation")]
    OperatorOfOneTenant,
    #[error("he has this role already")]
    HasIt,
    #[error("somebody must stay who can log in and run the installation")]
    LastOperator,
}

/// A grant with the user ID of its holder.
#[derive(Clone, Debug)]
pub struct Listed {
    pub login_name: LoginName,
    pub held: Held,
}

/// Gives a role to a person of the tenant `system`.
pub async fn grant(
    app: &App,
    name: &LoginName,
    grant: Grant,
    by: Actor<'_>,
) -> Result<Held, Stop<Refusal>> {
    if grant.role == Role::Operator && grant.over.is_some() {
        return Err(Stop::Refused(Refusal::OperatorOfOneTenant));
    }
    // Before anybody administers there is nobody to give a role to.
    let system = system::tenant(app).await?.ok_or(Stop::Refused(Refusal::NoSuchUser))?.id;
    let user = store::users::by_login_name(app.database.read(), system, name).await?;
    let user = &user.ok_or(Stop::Refused(Refusal::NoSuchUser))?;
    app.database.write(|tx| async move { give(app, &tx, user, grant, by).await }).await?
}

/// The same inside a transaction.
pub(super) async fn give(
    app: &App,
    tx: &Tx,
    user: &User,
    grant: Grant,
    by: Actor<'_>,
) -> Result<Result<Held, Stop<Refusal>>, Fault> {
    let held = role_grants::of_user(tx, user.tenant, user.id).await?;
    if held.iter().any(|one| one.grant == grant) {
        return Ok(Err(Stop::Refused(Refusal::HasIt)));
    }
    let now = app.now();
    let id = RoleGrantId(row_id(app.random(), now));
    let held = Held { id, user: user.id, grant, since: now };
    role_grants::create(tx, user.tenant, &held).await?;
    let subject = user.login_name.as_str();
    noted(app, tx, (user.tenant, grant), (by, Deed::RoleGrant), (subject, subject)).await?;
    Ok(Ok(held))
}

/// Takes a role away; whoever had it is signed out, so that nothing of it stays open.
pub async fn revoke(app: &App, held: &Held, by: Actor<'_>) -> Result<bool, Stop<Refusal>> {
    let system = system::id(app).await?;
    let now = app.now();
    let done = app.database.write(|tx| async move {
        let watch = operators::watch(&tx, system).await?;
        if !role_grants::remove(&tx, system, held.id).await? {
            return Ok(false);
        }
        if !watch.holds(&tx).await? {
            return Err(Stop::Refused(Refusal::LastOperator));
        }
        sign_out::everywhere(&tx, system, held.user, now).await?;
        let user = store::users::by_id(&tx, system, held.user).await?;
        let id = held.user.to_string();
        let name = user.map_or_else(|| id.clone(), |user| user.login_name.to_string());
        let (what, by) = ((system, held.grant), (by, Deed::RoleRevoke));
        noted(app, &tx, what, by, (&id, &name)).await?;
        Ok(true)
    });
    done.await
}

/// Notes it among the administrators, and in the tenant that it is over: whoever owns that finds who has power there.
async fn noted(
    app: &App,
    tx: &Tx,
    (system, grant): (TenantId, Grant),
    (by, deed): (Actor<'_>, Deed),
    (subject, name): (&str, &str),
) -> Result<(), Fault> {
    let by = (by, deed.as_str());
    let details = json!({ "role": grant.role, "over": grant.over });
    note::of_administrator(app, tx, system, by, (subject.to_owned(), details)).await?;
    let Some(over) = grant.over.filter(|over| *over != system) else { return Ok(()) };
    let deed = (name.to_owned(), json!({ "role": grant.role }));
    note::of_administrator(app, tx, over, by, deed).await
}

pub async fn all(app: &App) -> Result<Vec<Listed>, Fault> {
    let read = app.database.read();
    let Some(system) = system::tenant(app).await? else { return Ok(Vec::new()) };
    let mut listed = Vec::new();
    for held in role_grants::all(read, system.id).await? {
        if let Some(user) = store::users::by_id(read, system.id, held.user).await? {
            listed.push(Listed { login_name: user.login_name, held });
        }
    }
    Ok(listed)
}

/// What a person of a tenant is as an administrator: only people of the tenant `system` are.
pub async fn of_user(app: &App, tenant: TenantId, user: UserId) -> Result<Vec<Grant>, Fault> {
    let held = role_grants::of_user(app.database.read(), tenant, user).await?;
    Ok(held.into_iter().map(|one| one.grant).collect())
}
