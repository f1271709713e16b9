//! Webhooks of a tenant: made with a secret that is shown once, listed with what became of the last event, removed.

use serde_json::json;
use url::Url;

use crate::app::App;
use crate::model::admin::{Actor, Deed};
use crate::model::audit::Filter;
use crate::model::ids::{TenantId, WebhookId};
use crate::model::tenant::Tenant;
use crate::model::webhook::{End, Webhook, secret_text};
use crate::random::row_id;
use crate::stop::{Fault, Stop};
pub use crate::store::webhook_deliveries::Delivery;
use crate::store::{webhook_deliveries, webhooks};
use crate::usecase::note;

/// More are not delivered to in a second's time.
const MOST: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(
        "the address is not https to a public server (this machine too in a demo), or is too long"
    )]
    Address,
    #[error("an event begins with lower-case letters, digits, points and low lines")]
    Events,
    #[error("a tenant has at most 20 webhooks")]
    TooMany,
}

/// A webhook, what waits for it and what became of the last try.
pub struct Listed {
    pub webhook: Webhook,
    pub waiting: u64,
    pub last: Option<Delivery>,
}

/// Makes one; its secret is told now and never again.
pub async fn create(
    app: &App,
    tenant: &Tenant,
    (url, prefixes): (&str, Vec<String>),
    by: Actor<'_>,
) -> Result<(Webhook, String), Stop<Refusal>> {
    let refuse = |why| Err(Stop::Refused(why));
    let parsed = Url::parse(url).ok().filter(|parsed| app.outbound.permits(parsed));
    let Some(parsed) = parsed.filter(|_| url.len() <= 2_000) else {
        return refuse(Refusal::Address);
    };
    if prefixes.len() > MOST || !prefixes.iter().all(|prefix| Filter::is_action(prefix)) {
        return refuse(Refusal::Events);
    }
    if webhooks::live(app.database.read(), tenant.id).await?.len() >= MOST {
        return refuse(Refusal::TooMany);
    }
    let now = app.now();
    let id = WebhookId(row_id(app.random(), now));
    let secret = keys::random::array::<32>(app.random());
    let sealed = app.sealer.seal(app.random(), &context(tenant.id, id), &secret)?;
    let url = parsed.to_string();
    let webhook = Webhook { id, url, prefixes, sealed, created_at: now, removed_at: None };
    let new = &webhook;
    app.database
        .write(|tx| async move {
            webhooks::create(&tx, tenant.id, new).await?;
            let deed = (id.to_string(), json!({ "url": new.url, "events": new.prefixes }));
            let by = (by, Deed::WebhookCreate.as_str());
            note::of_administrator(app, &tx, tenant.id, by, deed).await
        })
        .await?;
    Ok((webhook, secret_text(&secret)))
}

pub async fn list(app: &App, tenant: &Tenant) -> Result<Vec<Listed>, Fault> {
    let read = app.database.read();
    let mut listed = Vec::new();
    for webhook in webhooks::live(read, tenant.id).await? {
        let waiting = webhook_deliveries::open(read, tenant.id, webhook.id).await?;
        let last = webhook_deliveries::last_tried(read, tenant.id, webhook.id).await?;
        listed.push(Listed { webhook, waiting, last });
    }
    Ok(listed)
}

/// Removes one, and what was on its way to it; false when there is none.
pub async fn remove(
    app: &App,
    tenant: &Tenant,
    id: WebhookId,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let now = app.now();
    app.database
        .write(|tx| async move {
            if !webhooks::remove(&tx, tenant.id, id, now).await? {
                return Ok(false);
            }
            let waiting = webhook_deliveries::end_all(&tx, tenant.id, id, End::Removed).await?;
            let deed = (id.to_string(), json!({ "undelivered": waiting }));
            let by = (by, Deed::WebhookRemove.as_str());
            note::of_administrator(app, &tx, tenant.id, by, deed).await?;
            Ok(true)
        })
        .await
}

/// What a sealed secret is bound to: it opens only in its own row.
pub fn context(tenant: TenantId, id: WebhookId) -> String {
    format!("webhook|secret|{tenant}|{id}")
}
