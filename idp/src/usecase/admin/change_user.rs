//! Changes an account: any of its parts, all in one transaction, each noted for itself.

use std::collections::BTreeSet;

use serde_json::json;

use super::users::Refusal;
use super::{change_addresses, operators};
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::claims::Claims;
use crate::model::device::{Device, Kind};
use crate::model::ids::{TenantId, UserId};
use crate::model::lockout::Standing;
use crate::model::names::{LoginName, MailAddress};
use crate::model::password::Stored;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::{note, sign_out};

/// What is to change; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub login_name: Option<LoginName>,
    pub disabled: Option<bool>,
    pub addresses: Option<Vec<(MailAddress, Kind)>>,
    pub password: Option<NewPassword>,
    pub claims: Option<Claims>,
}

#[derive(Clone, Debug)]
pub enum NewPassword {
    Set(Stored),
    /// The user waits for an enrolment then.
    Taken,
}

/// Changes an account as it stands now, in a transaction of its own.
pub async fn change(
    app: &App,
    tenant: &Tenant,
    user: &User,
    change: &Change,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    let refuse = |why| Err(Stop::Refused(why));
    let changed = app.database.write(|tx| async move {
        let watch = operators::watch(&tx, tenant.id).await?;
        store::users::hold(&tx, tenant.id, user.id).await?;
        let Some(user) = &store::users::by_id(&tx, tenant.id, user.id).await? else {
            return refuse(Refusal::Gone);
        };
        let devices = store::devices::of_user(&tx, tenant.id, user.id).await?;
        let renamed = change.login_name.as_ref().is_some_and(|name| *name != user.login_name);
        if renamed && !watch.spares(user.id) {
            return refuse(Refusal::LastOperator);
        }
        match apply(app, &tx, tenant, (user, &devices), (change, by)).await? {
            Err(why) => refuse(why),
            Ok(()) if !watch.holds(&tx).await? => refuse(Refusal::LastOperator),
            Ok(()) => Ok(()),
        }
    });
    let changed = changed.await;
    app.logouts.notify_one();
    match changed {
        // Somebody took the name in this very moment.
        Err(Stop::Fault(fault)) if fault.is_taken() => refuse(Refusal::Exists),
        other => other,
    }
}

/// Another login name. What was counted against the old one counts on.
pub async fn set_login_name(
    app: &App,
    tenant: &Tenant,
    user: &User,
    name: LoginName,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    let wanted = Change { login_name: Some(name), ..Change::default() };
    change(app, tenant, user, &wanted, by).await
}

/// Which mail addresses somebody has, all of them.
pub async fn set_addresses(
    app: &App,
    tenant: &Tenant,
    user: &User,
    addresses: Vec<(MailAddress, Kind)>,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    let mut seen = BTreeSet::new();
    let once = |(address, _): &(MailAddress, Kind)| seen.insert(address.as_str().to_lowercase());
    if !addresses.iter().all(once) {
        return Err(Stop::Refused(Refusal::SameAddress));
    }
    if addresses.is_empty() && user.login_method.has_second_step() {
        return Err(Stop::Refused(Refusal::NeedsAddress));
    }
    let wanted = Change { addresses: Some(addresses), ..Change::default() };
    change(app, tenant, user, &wanted, by).await
}

/// The caller holds the user. A refusal comes before anything that it is about was written: the caller rolls back.
pub(in crate::usecase) async fn apply(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    whose: (&User, &[Device]),
    (change, by): (&Change, Actor<'_>),
) -> Result<Result<(), Refusal>, Fault> {
    let (user, devices) = whose;
    if let Some(name) = change.login_name.as_ref().filter(|name| **name != user.login_name)
        && !rename(app, tx, user, name, by).await?
    {
        return Ok(Err(Refusal::Exists));
    }
    if let Some(addresses) = &change.addresses {
        let set = change_addresses::set(app, tx, tenant, (user, devices, addresses), by).await?;
        if let Err(why) = set {
            return Ok(Err(why));
        }
    }
    if let Some(password) = &change.password {
        set_password(app, tx, user, password, by).await?;
    }
    if let Some(disabled) = change.disabled {
        set_disabled(app, tx, (tenant.id, user.id), disabled, by).await?;
    }
    if let Some(claims) = &change.claims {
        store::user_claims::put(tx, tenant.id, user.id, claims, app.now()).await?;
        let deed = (user.id.to_string(), json!({ "claims": claims.names() }));
        note::of_administrator(app, tx, tenant.id, (by, "user.claims"), deed).await?;
    }
    Ok(Ok(()))
}

/// Another login name; false where somebody has it. What was counted against the old one counts on: a new name is no
/// way out of a lock.
async fn rename(
    app: &App,
    tx: &Tx,
    user: &User,
    name: &LoginName,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let tenant = user.tenant;
    if store::users::id_of_login_name(tx, tenant, name).await?.is_some() {
        return Ok(false);
    }
    let counted = store::standings::for_update(tx, tenant, &user.login_name).await?;
    store::standings::for_update(tx, tenant, name).await?;
    store::standings::save(tx, tenant, name, &counted).await?;
    store::standings::save(tx, tenant, &user.login_name, &Standing::CLEAN).await?;
    store::users::rename(tx, tenant, user.id, name).await?;
    let details = json!({ "before": user.login_name, "after": name });
    let deed = (user.id.to_string(), details);
    note::of_administrator(app, tx, tenant, (by, "user.rename"), deed).await?;
    Ok(true)
}

async fn set_password(
    app: &App,
    tx: &Tx,
    user: &User,
    new: &NewPassword,
    by: Actor<'_>,
) -> Result<(), Fault> {
    match new {
        NewPassword::Set(stored) => {
            store::passwords::put(tx, user.tenant, user.id, stored).await?;
        }
        NewPassword::Taken => store::passwords::remove(tx, user.tenant, user.id).await?,
    }
    let ended = sign_out::everywhere(tx, user.tenant, user.id, app.now()).await?;
    let taken = matches!(new, NewPassword::Taken);
    let deed = (user.id.to_string(), json!({ "ended": ended, "taken": taken }));
    note::of_administrator(app, tx, user.tenant, (by, "user.reset_password"), deed).await
}

/// Closes an account, or opens it again. Closing ends its sessions.
async fn set_disabled(
    app: &App,
    tx: &Tx,
    whose: (TenantId, UserId),
    disabled: bool,
    by: Actor<'_>,
) -> Result<(), Fault> {
    let (tenant, user) = whose;
    store::users::set_disabled(tx, tenant, user, disabled).await?;
    if disabled {
        sign_out::everywhere(tx, tenant, user, app.now()).await?;
    }
    let action = if disabled { "user.disable" } else { "user.enable" };
    let deed = (user.to_string(), json!({}));
    note::of_administrator(app, tx, tenant, (by, action), deed).await
}
