//! What stands of a tenant, as far as files declare it. Clients that registered themselves are nobody's to declare.

use secrecy::SecretString;
use time::Duration;

use crate::app::App;
use crate::model::client::Client;
use crate::model::declaration::Secret;
use crate::model::ids::ClientId;
use crate::model::image::{Image, Place};
use crate::model::names::TenantSlug;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store;
use crate::usecase::client::secret;

pub struct Standing {
    pub tenant: Tenant,
    /// By `Place::ALL`.
    pub images: [Option<Image>; 2],
    pub clients: Vec<Client>,
    /// Those that registered themselves.
    pub registered: Vec<ClientId>,
}

pub async fn of(app: &App, slug: &TenantSlug) -> Result<Option<Standing>, Fault> {
    let read = app.database.read();
    let Some(tenant) = store::tenants::by_slug(read, slug).await? else { return Ok(None) };
    let mut images = [None, None];
    for (image, place) in images.iter_mut().zip(Place::ALL) {
        *image = store::images::of(read, tenant.id, place).await?;
    }
    let soon = app.now().plus(Duration::days(1));
    let registered = store::registrations::before(read, tenant.id, soon).await?;
    let mut clients = store::clients::all(read, tenant.id).await?;
    clients.retain(|client| !registered.contains(&client.id));
    clients.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
    Ok(Some(Standing { tenant, images, clients, registered }))
}

/// Whether the secret that a file refers to is another than those that are valid.
pub async fn is_another(
    app: &App,
    standing: &Standing,
    id: &ClientId,
    said: &Secret,
) -> Result<bool, Fault> {
    let Secret::Given(given) = said else { return Ok(false) };
    let given = SecretString::from(given.expose().to_owned());
    Ok(!secret::is_known(app, standing.tenant.id, id, &given).await?)
}
