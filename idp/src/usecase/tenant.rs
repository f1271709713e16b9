//! The tenant of an address.

use std::sync::Arc;

use crate::app::App;
use crate::model::names::TenantSlug;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store;

/// The tenant with this slug; remembered for up to a second.
pub async fn by_slug(app: &App, slug: &str) -> Result<Option<Arc<Tenant>>, Fault> {
    let Some(slug) = TenantSlug::parse(slug) else { return Ok(None) };
    if let Some(known) = app.caches.tenants.get(&slug) {
        return Ok(Some(known));
    }
    let found = store::tenants::by_slug(app.database.read(), &slug).await?.map(Arc::new);
    if let Some(tenant) = &found {
        app.caches.tenants.insert(slug, tenant.clone());
    }
    Ok(found)
}
