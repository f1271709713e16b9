//! From credentials to a client that is proven (RFC 6749 §3.2.1, OpenID Connect Core §9).

pub mod assertion;
pub mod certificate;
pub mod failures;
pub mod holder;
pub mod keys;
pub mod logo;
pub mod mishap;
pub mod nonce;
pub mod once;
pub mod origins;
pub mod refusal;
pub mod secret;

use crate::app::App;
use crate::model::client::{Authentication, Client};
use crate::model::ids::ClientId;
use crate::model::mishap::Endpoint;
use crate::model::token::Confirmation;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::visit::Visit;
use crate::wire::client_auth::Presented;
use crate::wire::client_request::ClientRequest;
use crate::wire::error::ErrorBody;
use refusal::ClientRefusal;

/// A client that proved itself by the very method it is registered for. Made only here.
#[derive(Debug)]
pub struct AuthenticatedClient {
    client: Client,
    holder: Option<Confirmation>,
}

impl AuthenticatedClient {
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The key that it proved to hold beside its own name: what it is issued is bound to it.
    pub const fn holder(&self) -> Option<&Confirmation> {
        self.holder.as_ref()
    }
}

/// Proves who sent a direct request.
pub async fn authenticate(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
) -> Result<AuthenticatedClient, Stop<ClientRefusal>> {
    let presented = Presented::read(request.authorization.as_deref(), &request.body)
        .map_err(|why| Stop::Refused(ClientRefusal::Unpresented(why)))?;
    let id = ClientId(presented.client().to_owned());
    // Over the bounds nothing is looked at, not even whether there is such a client.
    failures::check(app, visit, &id).map_err(|wait| Stop::Refused(ClientRefusal::TooMany(wait)))?;
    let found = store::clients::by_id(app.database.read(), visit.tenant.id, &id).await?;
    let found = found.filter(Client::is_in_service);
    let proven = match found {
        Some(client) if proves(app, visit, (&client, &presented), request).await? => Some(client),
        _ => None,
    };
    let Some(client) = proven else {
        failures::count(app, visit, &id);
        return Err(Stop::Refused(ClientRefusal::NotTheClient));
    };
    let holder = holder::of(app, visit, &client, request).await?;
    Ok(AuthenticatedClient { client, holder })
}

/// Keeps what went wrong with a direct request, under the name that it came in.
pub async fn note(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
    (at, why): (Endpoint, ErrorBody),
) {
    if let Ok(presented) = Presented::read(request.authorization.as_deref(), &request.body) {
        let id = ClientId(presented.client().to_owned());
        mishap::heard(app, visit.tenant.id, &id, at, why).await;
    }
}

/// Whether what was presented is the registered method's proof, and a good one.
async fn proves(
    app: &App,
    visit: &Visit,
    who: (&Client, &Presented),
    request: &ClientRequest,
) -> Result<bool, Fault> {
    let (client, presented) = who;
    match (client.authentication, presented) {
        (Authentication::ClientSecretBasic, Presented::Basic { secret, .. })
        | (Authentication::ClientSecretPost, Presented::Post { secret, .. }) => {
            secret::is_known(app, visit.tenant.id, &client.id, secret).await
        }
        (Authentication::ClientSecretJwt, Presented::Assertion { token, .. }) => {
            assertion::by_secret(app, visit, client, (request, token)).await
        }
        (Authentication::PrivateKeyJwt, Presented::Assertion { token, .. }) => {
            assertion::by_key(app, visit, client, (request, token)).await
        }
        (Authentication::TlsClientAuth, Presented::Named { .. }) => {
            certificate::issued(app, visit, client, request).await
        }
        (Authentication::SelfSignedTlsClientAuth, Presented::Named { .. }) => {
            certificate::self_signed(app, visit, client, request).await
        }
        (Authentication::None, Presented::Named { .. }) => Ok(true),
        _ => Ok(false),
    }
}
