//! Writes the audit trail, in the transaction of the deed.

use serde_json::Value;

use super::visit::Visit;
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{Tx, audit};

/// Notes what a user did, or what was done in his name.
pub async fn of_user(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    deed: (&str, String, Value),
    now: Moment,
) -> Result<(), Fault> {
    let (action, subject, details) = deed;
    let address = Some(visit.origin.address.as_str());
    let event = audit::Event { at: now, actor: "user", action, subject, details, address };
    audit::append(tx, visit.tenant.id, row_id(app.random(), now), &event).await
}

/// Notes what a client did about itself.
pub async fn of_client(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    deed: (&str, String, Value),
    now: Moment,
) -> Result<(), Fault> {
    let (action, subject, details) = deed;
    let address = Some(visit.origin.address.as_str());
    let event = audit::Event { at: now, actor: "client", action, subject, details, address };
    audit::append(tx, visit.tenant.id, row_id(app.random(), now), &event).await
}

/// Notes what an administrator did, by whatever door.
pub async fn of_administrator(
    app: &App,
    tx: &Tx,
    tenant: TenantId,
    by: (Actor<'_>, &str),
    deed: (String, Value),
) -> Result<(), Fault> {
    let now = app.now();
    let (actor, action) = by;
    let (subject, details) = deed;
    let Actor { name: actor, address } = actor;
    let event = audit::Event { at: now, actor, action, subject, details, address };
    audit::append(tx, tenant, row_id(app.random(), now), &event).await
}
