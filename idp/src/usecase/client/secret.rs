//! Secrets of clients: digests of 256-bit values and, where an assertion is made under the secret, the secret itself, sealed.

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::app::App;
use crate::model::client::{Authentication, Client};
use crate::model::ids::{ClientId, TenantId};
use crate::model::secret::{Kind, Opaque};
use crate::stop::Fault;
use crate::store;
use crate::store::client_secrets::Kept;

/// Whether a secret is one of the client's. Digests are compared in constant time.
pub async fn is_known(
    app: &App,
    tenant: TenantId,
    id: &ClientId,
    secret: &SecretString,
) -> Result<bool, Fault> {
    let Some(secret) = Opaque::parse(Kind::ClientSecret, secret.expose_secret()) else {
        return Ok(false);
    };
    let digest = secret.digest(tenant);
    let known = store::client_secrets::valid(app.database.read(), tenant, id, app.now()).await?;
    Ok(known.iter().any(|one| keys::digest::same(&one.digest, &digest)))
}

/// The secrets under which a client may sign now.
pub async fn unsealed(
    app: &App,
    tenant: TenantId,
    id: &ClientId,
) -> Result<Vec<Zeroizing<Vec<u8>>>, Fault> {
    let valid = store::client_secrets::valid(app.database.read(), tenant, id, app.now()).await?;
    let sealed = valid.iter().filter_map(|one| one.sealed.as_deref());
    sealed.map(|sealed| Ok(app.sealer.open(&context(tenant, id), sealed)?)).collect()
}

/// What is kept of a new secret: no more than the client's method needs.
pub fn kept(app: &App, tenant: TenantId, client: &Client, secret: &Opaque) -> Result<Kept, Fault> {
    let sealed = if client.authentication == Authentication::ClientSecretJwt {
        let context = context(tenant, &client.id);
        Some(app.sealer.seal(app.random(), &context, secret.expose().as_bytes())?)
    } else {
        None
    };
    Ok(Kept { digest: secret.digest(tenant), sealed })
}

/// What a sealed secret is bound to: it opens only as this client's.
fn context(tenant: TenantId, id: &ClientId) -> String {
    format!("client_secret|sealed|{tenant}|{id}")
}
