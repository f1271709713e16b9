//! Forgets clients that registered themselves and that nobody signs in to (RFC 7591 §5): anybody could fill the database.

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::ClientId;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store;
use crate::usecase::admin::clients;
use crate::usecase::client::once::{self, Once};
use crate::usecase::note;

/// So long nobody was granted anything by it, since it registered or since the last time.
const UNUSED: Duration = Duration::days(90);

/// Returns how many were forgotten. Those that an administrator registered stay.
pub async fn forget(app: &App) -> Result<u64, Fault> {
    let mut forgotten = 0;
    for tenant in store::tenants::all(app.database.read()).await? {
        let (read, now) = (app.database.read(), app.now());
        let used = store::grants::clients_of_late(read, tenant.id).await?;
        for client in store::registrations::before(read, tenant.id, now).await? {
            if used.contains(&client) {
                remember(app, &tenant, &client).await?;
            }
        }
        for client in store::registrations::before(read, tenant.id, now.minus(UNUSED)).await? {
            forgotten += u64::from(forget_one(app, &tenant, &client).await?);
        }
    }
    Ok(forgotten)
}

async fn remember(app: &App, tenant: &Tenant, client: &ClientId) -> Result<(), Fault> {
    let (what, until) = (Once::InUse { client: client.as_str() }, app.now().plus(UNUSED));
    app.database.write(|tx| async move { once::keep(&tx, tenant.id, what, until).await }).await
}

/// Looks again in the moment of writing: somebody may have come.
async fn forget_one(app: &App, tenant: &Tenant, client: &ClientId) -> Result<bool, Fault> {
    let now = app.now();
    app.database
        .write(|tx| async move {
            let what = Once::InUse { client: client.as_str() };
            let used = once::is_kept(&tx, tenant.id, what, now).await?
                || store::grants::clients_of_late(&tx, tenant.id).await?.contains(client);
            if used || !clients::put_away(&tx, tenant, client, now).await? {
                return Ok(false);
            }
            let by = (Actor::here("schedule"), "client.registration.unused");
            let deed = (client.to_string(), json!({ "days": UNUSED.whole_days() }));
            note::of_administrator(app, &tx, tenant.id, by, deed).await?;
            Ok::<_, Fault>(true)
        })
        .await
}
