//! Counts failures of a login name, in the transaction of the try, and tells the owner of a lock.

use crate::app::App;
use crate::model::history::{Entry, Outcome};
use crate::model::ids::{ClientId, DeviceId, TenantId};
use crate::model::letter::{About, Letter};
use crate::model::lockout::{Gate, Standing};
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::visit::Visit;

/// A try of a login name: by whom, if it is anybody's, and for which website.
pub struct Try<'a> {
    pub name: &'a LoginName,
    pub user: Option<&'a User>,
    pub client: Option<&'a ClientId>,
    pub device: Option<DeviceId>,
    pub now: Moment,
}

/// Whether a try of this name may be looked at; the count stays locked until the transaction ends.
pub async fn gate(
    tx: &Tx,
    visit: &Visit,
    name: &LoginName,
    now: Moment,
) -> Result<(Standing, Gate), Fault> {
    let standing = store::standings::for_update(tx, visit.tenant.id, name).await?;
    Ok((standing, standing.gate(&visit.tenant.policy.lockout, now)))
}

/// Counts a failure. Returns the gate as it is for the next try.
pub async fn fail(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    before: Standing,
    failed: (&Try<'_>, Outcome),
) -> Result<Gate, Fault> {
    let (tried, outcome) = failed;
    let rules = &visit.tenant.policy.lockout;
    let after = before.after_failure(rules, tried.now);
    store::standings::save(tx, visit.tenant.id, tried.name, &after).await?;
    let gate = after.gate(rules, tried.now);
    let locks = matches!(gate, Gate::Locked { .. });
    record(app, tx, visit, (tried, if locks { Outcome::Locked } else { outcome })).await?;
    if let (true, Some(user)) = (locks, tried.user) {
        tell_owner(app, tx, visit, user, tried.now).await?;
    }
    Ok(gate)
}

/// Writes a try into the history of the user it was for.
pub async fn record(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    tried: (&Try<'_>, Outcome),
) -> Result<(), Fault> {
    let (tried, outcome) = tried;
    let subject = tried.user.map_or_else(|| tried.name.to_string(), |user| user.id.to_string());
    let details = serde_json::json!({ "client": tried.client, "known": tried.user.is_some() });
    let action = format!("login.{}", outcome.as_str());
    crate::usecase::note::of_user(app, tx, visit, (&action, subject, details), tried.now).await?;
    let Some(user) = tried.user else { return Ok(()) };
    let entry = Entry {
        user: user.id,
        at: tried.now,
        origin: visit.origin.clone(),
        device: tried.device,
        method: user.login_method,
        client: tried.client.cloned(),
        outcome,
    };
    store::history::append(tx, visit.tenant.id, row_id(app.random(), tried.now), &entry).await
}

async fn tell_owner(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    user: &User,
    at: Moment,
) -> Result<(), Fault> {
    notify(app, tx, visit, user, About::AccountLocked { at }).await
}

/// Sends a notice to every device of a user.
pub async fn notify(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    user: &User,
    about: About,
) -> Result<(), Fault> {
    let tenant: TenantId = visit.tenant.id;
    let now = app.now();
    for device in store::devices::of_user(tx, tenant, user.id).await? {
        let letter = Letter {
            user: user.id,
            device: device.id,
            language: visit.language,
            about: about.clone(),
        };
        store::outbox::put(tx, tenant, row_id(app.random(), now), &letter, now).await?;
    }
    Ok(())
}
