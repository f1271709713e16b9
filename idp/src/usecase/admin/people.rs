//! Users as an administrator finds them: by search, by id; and what is done to one beyond `users`.

use serde_json::json;
use uuid::Uuid;

pub use crate::store::lists::{StageIs, UserFilter};

use crate::app::App;
use crate::model::admin::{Actor, Role};
use crate::model::forecast::Forecast;
use crate::model::history::Entry;
use crate::model::ids::{TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::model::password::{Origin, Stored};
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::users::Shown;
use crate::usecase::admin::{roles, simulate};
use crate::usecase::{note, sign_out};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this user has no password that could be changed")]
    NoPassword,
}

pub async fn search(
    app: &App,
    tenant: TenantId,
    filter: &UserFilter,
    after: Option<&LoginName>,
    most: u64,
) -> Result<Vec<User>, Fault> {
    store::lists::users(app.database.read(), tenant, filter, after, most).await
}

pub async fn by_id(app: &App, tenant: &Tenant, id: UserId) -> Result<Option<Shown>, Fault> {
    let read = app.database.read();
    let Some(user) = store::users::by_id(read, tenant.id, id).await? else { return Ok(None) };
    let devices = store::devices::of_user(read, tenant.id, id).await?;
    let standing = store::standings::of(read, tenant.id, &user.login_name).await?;
    let gate = standing.gate(&tenant.policy.lockout, app.now());
    Ok(Some(Shown { user, devices, gate }))
}

/// The highest role that a user has as an administrator.
pub async fn highest_role(app: &App, user: &User) -> Result<Option<Role>, Fault> {
    let grants = roles::of_user(app, user.tenant, user.id).await?;
    Ok(grants.into_iter().map(|grant| grant.role).max())
}

/// What stands between a user and a login now.
pub async fn forecast(app: &App, tenant: &Tenant, user: &User) -> Result<Option<Forecast>, Fault> {
    simulate::one(app, tenant, &user.login_name, &tenant.policy).await
}

/// The logins of a user that the policy keeps, newest first, after a place of the list.
pub async fn history(
    app: &App,
    tenant: &Tenant,
    user: UserId,
    before: Option<(Moment, Uuid)>,
    most: u64,
) -> Result<Vec<(Uuid, Entry)>, Fault> {
    let since = app.now().minus(time::Duration::days(tenant.policy.history_days.into()));
    store::lists::logins(app.database.read(), (tenant.id, user), since, before, most).await
}

/// Makes a user choose a new password at the next login; his sessions end.
pub async fn force_change(
    app: &App,
    tenant: &Tenant,
    user: &User,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    let now = app.now();
    let done = app.database.write(|tx| async move {
        store::users::hold(&tx, tenant.id, user.id).await?;
        let found = store::users::by_id(&tx, tenant.id, user.id).await?;
        let Some(Stage::Active(stored)) = found.map(|user| user.stage) else {
            return Ok(Err(Stop::Refused(Refusal::NoPassword)));
        };
        // What a reissue made must be changed anyway, and sooner.
        if stored.origin == Origin::Chosen {
            let changed = Stored { origin: Origin::Reset, ..stored };
            store::passwords::set_origin(&tx, tenant.id, user.id, &changed).await?;
        }
        let ended = sign_out::everywhere(&tx, tenant.id, user.id, now).await?;
        let deed = (user.id.to_string(), json!({ "ended": ended }));
        note::of_administrator(app, &tx, tenant.id, (by, "user.force_change"), deed).await?;
        Ok::<_, Fault>(Ok(()))
    });
    done.await?
}
