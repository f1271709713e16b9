//! What was sent to a webhook and what became of it; sent again, and tried with an event of its own.

use serde_json::json;

use crate::app::App;
use crate::model::admin::{Actor, Deed};
use crate::model::audit::Written;
use crate::model::ids::{TenantId, WebhookId};
use crate::model::tenant::Tenant;
use crate::model::webhook::Webhook;
pub use crate::outbound::NotReached;
use crate::stop::Fault;
pub use crate::store::webhook_deliveries::Delivery;
use crate::store::{Tx, audit, webhook_deliveries, webhooks};
use crate::usecase::note;

/// No page is longer, whatever is asked for.
const MOST: u64 = 500;

/// A delivery, and the event that it is of while the audit trail keeps that.
pub struct Offered {
    pub delivery: Delivery,
    pub event: Option<Written>,
}

/// The newest first; none: there is no such webhook. `before` is where the page before ended.
pub async fn list(
    app: &App,
    tenant: &Tenant,
    id: WebhookId,
    (before, most): (Option<i64>, u64),
) -> Result<Option<Vec<Offered>>, Fault> {
    let read = app.database.read();
    let webhook = webhooks::by_id(read, tenant.id, id).await?;
    if webhook.is_none_or(|webhook| webhook.removed_at.is_some()) {
        return Ok(None);
    }
    let most = most.clamp(1, MOST);
    let found = webhook_deliveries::newest(read, (tenant.id, id), before, most).await?;
    let numbers = found.iter().map(|delivery| delivery.number);
    let mut events = audit::by_numbers(read, tenant.id, numbers).await?;
    let offered = found.into_iter().map(|delivery| {
        let place = events.iter().position(|event| event.id == delivery.event);
        Offered { event: place.map(|place| events.swap_remove(place)), delivery }
    });
    Ok(Some(offered.collect()))
}

/// Sends an event again that was delivered or given up; false when there is none such.
pub async fn retry(
    app: &App,
    tenant: &Tenant,
    (id, number): (WebhookId, i64),
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let now = app.now();
    app.database
        .write(|tx| async move {
            if live(&tx, tenant.id, id).await?.is_none()
                || !webhook_deliveries::again(&tx, (tenant.id, id), number, now).await?
            {
                return Ok(false);
            }
            let deed = (id.to_string(), json!({ "number": number }));
            let by = (by, Deed::WebhookRetry.as_str());
            note::of_administrator(app, &tx, tenant.id, by, deed).await?;
            Ok(true)
        })
        .await
}

/// Notes an event that goes to this webhook alone; false when there is none.
pub async fn test(app: &App, tenant: &Tenant, id: WebhookId, by: Actor<'_>) -> Result<bool, Fault> {
    app.database
        .write(|tx| async move {
            let Some(webhook) = live(&tx, tenant.id, id).await? else { return Ok(false) };
            let deed = (id.to_string(), json!({ "url": webhook.url }));
            let by = (by, Deed::WebhookTest.as_str());
            note::of_administrator(app, &tx, tenant.id, by, deed).await?;
            Ok(true)
        })
        .await
}

async fn live(tx: &Tx, tenant: TenantId, id: WebhookId) -> Result<Option<Webhook>, Fault> {
    let webhook = webhooks::by_id(tx, tenant, id).await?;
    Ok(webhook.filter(|webhook| webhook.removed_at.is_none()))
}
