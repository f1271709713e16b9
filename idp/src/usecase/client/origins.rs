//! Where pages may call the direct endpoints from: the origins of the tenant's clients that run in browsers.

use std::collections::BTreeSet;
use std::sync::Arc;

use url::Url;

use crate::app::App;
use crate::model::client::Profile;
use crate::model::ids::TenantId;
use crate::stop::Fault;
use crate::store;

/// Whether an `Origin` is one of them; remembered for up to a second.
pub async fn is_known(app: &App, tenant: TenantId, origin: &str) -> Result<bool, Fault> {
    if let Some(known) = app.caches.origins.get(&tenant) {
        return Ok(known.contains(origin));
    }
    let read = app.database.read();
    let uris = store::clients::redirect_uris_of(read, tenant, Profile::Browser).await?;
    let origins = uris.iter().filter_map(|uri| Url::parse(uri).ok()).filter_map(|url| {
        let origin = url.origin();
        origin.is_tuple().then(|| origin.ascii_serialization())
    });
    let known: Arc<BTreeSet<_>> = Arc::new(origins.collect());
    app.caches.origins.insert(tenant, known.clone());
    Ok(known.contains(origin))
}
