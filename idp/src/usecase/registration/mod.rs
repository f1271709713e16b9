//! Clients that register themselves and manage what they registered (RFC 7591, RFC 7592, OpenID Connect Registration).

pub mod manage;
pub mod refusal;
pub mod register;
mod sector;

use crate::app::App;
use crate::model::client::metadata::{Said, Unfit};
use crate::model::client::registered::{self, Bare, Unregistrable};
use crate::model::client::{Authentication, Client};
use crate::model::secret::Opaque;
use crate::stop::{Fault, Stop};
use crate::usecase::admin::clients::Drawn;
use crate::usecase::visit::Visit;
use crate::wire::registration::Registered;
use refusal::RegistrationRefusal;

/// Where registrations are made and, below it, managed.
pub const PLACE: &str = "/register";

/// The client that says this, if there can be one: its sector looked up, its method on offer.
async fn read(app: &App, bare: Bare<'_>, said: Said) -> Result<Client, Stop<RegistrationRefusal>> {
    let refused = |why: Unregistrable| Stop::Refused(RegistrationRefusal::Unregistrable(why));
    let client = registered::read(bare, said).map_err(refused)?;
    offered(app, &client).map_err(refused)?;
    sector::check(app, &client).await?;
    Ok(client)
}

/// Whether there is a listener for how it proves itself.
fn offered(app: &App, client: &Client) -> Result<(), Unregistrable> {
    let by_certificate = matches!(
        client.authentication,
        Authentication::TlsClientAuth | Authentication::SelfSignedTlsClientAuth
    );
    if by_certificate && app.certificate_base.is_none() {
        return Err(Unfit::NotOffered("token_endpoint_auth_method".to_owned()).into());
    }
    Ok(())
}

/// What the client is told: everything that stands, and the secret where it is new.
fn told(
    app: &App,
    visit: &Visit,
    client: &Client,
    secrets: (Option<Drawn>, &Opaque),
) -> Result<Registered, Fault> {
    let (drawn, token) = secrets;
    let secret = drawn.map(|(secret, _)| secret.expose().to_owned());
    Ok(Registered {
        client_id: client.id.to_string(),
        client_id_issued_at: client.created_at.seconds(),
        // It does not end by itself.
        client_secret_expires_at: secret.as_ref().map(|_| 0),
        client_secret: secret,
        registration_access_token: token.expose().to_owned(),
        registration_client_uri: app.issuer(&visit.tenant).at(&format!("{PLACE}/{}", client.id)),
        metadata: registered::said(client)?,
    })
}
