//! Gives each committed event of the audit trail its number and its link, and tells the webhooks that want it.

use crate::app::App;
use crate::model::audit::{Head, Seal, Written};
use crate::model::ids::TenantId;
use crate::stop::Fault;
use crate::store::{self, audit_chain};

/// So many in one transaction: whoever logs in meanwhile waits for no more.
const AT_ONCE: u64 = 100;

/// So many transactions for one tenant before the others have their turn.
const MOST_BATCHES: usize = 20;

/// Seals what waits, of all tenants. Returns how many events.
pub async fn seal_all(app: &App) -> Result<usize, Fault> {
    let mut sealed = 0;
    for tenant in audit_chain::tenants_waiting(app.database.read()).await? {
        match seal(app, tenant).await {
            Ok(count) => sealed += count,
            // A chain that somebody touched does not keep the others from being sealed.
            Err(fault) => tracing::error!(%tenant, %fault, "the audit trail was not sealed"),
        }
    }
    Ok(sealed)
}

/// The same of one tenant.
pub async fn seal(app: &App, tenant: TenantId) -> Result<usize, Fault> {
    let mut sealed = 0;
    for _ in 0..MOST_BATCHES {
        match batch(app, tenant).await? {
            0 => break,
            count => sealed += count,
        }
    }
    Ok(sealed)
}

/// Seals a batch; none when nothing waits or when another server was first.
async fn batch(app: &App, tenant: TenantId) -> Result<usize, Fault> {
    let (read, key) = (app.database.read(), app.audit_key.as_ref());
    let Some(from) = &head(app, tenant).await? else { return Ok(0) };
    // Read after the head: what another server seals from here on moves the head away.
    let events = audit_chain::waiting(read, tenant, AT_ONCE).await?;
    if events.is_empty() {
        return Ok(0);
    }
    let mut at = from.seal.clone();
    let seals: &Vec<(Written, Seal)> = &events
        .into_iter()
        .map(|event| {
            at = at.next(key, tenant, &event);
            (event, at.clone())
        })
        .collect();
    let to = &Head::of(key, tenant, at);
    let webhooks = &store::webhooks::live(read, tenant).await?;
    let now = app.now();
    app.database
        .write(|tx| async move {
            if !audit_chain::advance(&tx, tenant, from, to).await? {
                return Ok(0);
            }
            for (event, seal) in seals {
                audit_chain::seal(&tx, tenant, event, seal).await?;
            }
            store::webhook_deliveries::put(&tx, tenant, webhooks, seals, now).await?;
            Ok(seals.len())
        })
        .await
}

/// The head as we wrote it, made where there is none. One that was touched is not built upon.
async fn head(app: &App, tenant: TenantId) -> Result<Option<Head>, Fault> {
    let (read, key) = (app.database.read(), app.audit_key.as_ref());
    if let Some(head) = audit_chain::head(read, tenant).await? {
        if head.is_ours(key, tenant) {
            return Ok(Some(head));
        }
        return Err(Fault::Other("the head of the audit chain was changed".to_owned()));
    }
    if store::audit::first_behind(read, tenant, 0).await?.is_some() {
        return Err(Fault::Other("the head of the audit chain is gone".to_owned()));
    }
    let first = &Head::of(key, tenant, Seal::first(key, tenant));
    app.database.write(|tx| async move { audit_chain::begin(&tx, tenant, first).await }).await?;
    audit_chain::head(read, tenant).await
}
