//! Removes a user whole: whoever gets the same user ID later is somebody else (AD-09). The audit trail stays.

use serde_json::json;

use super::operators;
use super::users::Refusal;
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::certificate::Reason;
use crate::model::lockout::Standing;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::certificate::{By, revoke_of_device};
use crate::usecase::{note, sign_out};

/// False where somebody else was first.
pub async fn remove(
    app: &App,
    tenant: &Tenant,
    user: &User,
    by: Actor<'_>,
) -> Result<bool, Stop<Refusal>> {
    let gone = app.database.write(|tx| async move {
        let watch = operators::watch(&tx, tenant.id).await?;
        let gone = remove_in(app, &tx, tenant, user, by).await?;
        if watch.holds(&tx).await? { Ok(gone) } else { Err(Stop::Refused(Refusal::LastOperator)) }
    });
    let gone = gone.await?;
    app.logouts.notify_one();
    Ok(gone)
}

/// The same in the caller's transaction.
pub(in crate::usecase) async fn remove_in(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    user: &User,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let now = app.now();
    store::users::hold(tx, tenant.id, user.id).await?;
    for device in store::devices::of_user(tx, tenant.id, user.id).await? {
        let who = By::Administrator { tenant, actor: by };
        let how = (Reason::DeviceDeleted, None);
        revoke_of_device(app, tx, who, (user, &device), how).await?;
    }
    // Those of devices that went before.
    for one in store::certificates::of_user(tx, tenant.id, user.id).await? {
        store::certificates::revoke(tx, tenant.id, one.id, Reason::DeviceDeleted, now).await?;
    }
    let ended = sign_out::everywhere(tx, tenant.id, user.id, now).await?;
    store::standings::for_update(tx, tenant.id, &user.login_name).await?;
    store::standings::save(tx, tenant.id, &user.login_name, &Standing::CLEAN).await?;
    if !store::removal::person(tx, tenant.id, user.id).await? {
        return Ok(false);
    }
    let details = json!({ "login_name": user.login_name, "ended": ended });
    let deed = (user.id.to_string(), details);
    note::of_administrator(app, tx, tenant.id, (by, "user.remove"), deed).await?;
    Ok(true)
}
