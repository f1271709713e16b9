//! A client's logo, as it was fetched.

use crate::app::App;
use crate::model::client::Client;
use crate::model::ids::ClientId;
use crate::model::image::Image;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store;

/// A word that changes with the logo; none where there is no logo, or not yet.
pub async fn version(app: &App, tenant: &Tenant, client: &Client) -> Result<Option<String>, Fault> {
    if client.settings.about.logo_uri.is_none() {
        return Ok(None);
    }
    store::client_logos::version(app.database.read(), tenant.id, &client.id).await
}

pub async fn of(app: &App, tenant: &Tenant, client: &ClientId) -> Result<Option<Image>, Fault> {
    store::client_logos::of(app.database.read(), tenant.id, client).await
}
