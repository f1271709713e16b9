//! From credentials to a client that is proven (RFC 6749 §3.2.1, OpenID Connect Core §9).

use secrecy::{ExposeSecret, SecretString};

use super::refusal::TokenRefusal;
use crate::app::App;
use crate::model::client::{Authentication, Client};
use crate::model::ids::ClientId;
use crate::model::secret::{Kind, Opaque};
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::visit::Visit;
use crate::wire::client_auth::Presented;

/// A client that proved itself by the very method it is registered for. Made only here.
#[derive(Debug)]
pub struct AuthenticatedClient(Client);

impl AuthenticatedClient {
    pub const fn client(&self) -> &Client {
        &self.0
    }
}

pub async fn authenticate(
    app: &App,
    visit: &Visit,
    presented: Presented,
) -> Result<AuthenticatedClient, Stop<TokenRefusal>> {
    let refused = || Stop::Refused(TokenRefusal::NotTheClient);
    let id = ClientId(presented.client().to_owned());
    let read = app.database.read();
    let client = store::clients::by_id(read, visit.tenant.id, &id).await?.ok_or_else(refused)?;
    let proven = match (client.authentication, &presented) {
        (Authentication::ClientSecretBasic, Presented::Basic { secret, .. })
        | (Authentication::ClientSecretPost, Presented::Post { secret, .. }) => {
            knows(app, visit, &id, secret).await?
        }
        (Authentication::None, Presented::Named { .. }) => true,
        _ => false,
    };
    if proven { Ok(AuthenticatedClient(client)) } else { Err(refused()) }
}

/// Whether a secret is one of the client's. Digests of 256-bit values are compared in constant time.
async fn knows(
    app: &App,
    visit: &Visit,
    id: &ClientId,
    secret: &SecretString,
) -> Result<bool, Fault> {
    let Some(secret) = Opaque::parse(Kind::ClientSecret, secret.expose_secret()) else {
        return Ok(false);
    };
    let digest = secret.digest(visit.tenant.id);
    let known =
        store::clients::secrets(app.database.read(), visit.tenant.id, id, app.now()).await?;
    Ok(known.iter().any(|one| keys::digest::same(one, &digest)))
}
