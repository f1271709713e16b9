//! One-time values of clients: the `jti` of assertions, proofs and request objects.

use time::Duration;

use crate::app::App;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::store;

/// What a value names, and by whom it was made. The same value may serve once for each.
#[derive(Clone, Copy, Debug)]
pub enum Once<'a> {
    /// An assertion of a client (RFC 7523 §3).
    Assertion { client: &'a str, jti: &'a str },
    /// A DPoP proof of a key (RFC 9449 §11.1).
    Proof { thumbprint: &'a str, jti: &'a str },
    /// A request object of a client (RFC 9101 §10.8).
    RequestObject { client: &'a str, jti: &'a str },
}

impl Once<'_> {
    fn digest(self, tenant: TenantId) -> Vec<u8> {
        let (kind, owner, jti) = match self {
            Self::Assertion { client, jti } => ("assertion", client, jti),
            Self::Proof { thumbprint, jti } => ("proof", thumbprint, jti),
            Self::RequestObject { client, jti } => ("request_object", client, jti),
        };
        // Lengths keep one part from passing for another.
        let text = format!("{kind}|{tenant}|{}|{owner}|{jti}", owner.len());
        keys::digest::sha256(text.as_bytes()).to_vec()
    }
}

/// Whether this is the first time that the value comes; it is remembered until `until`, by which nobody takes it any more.
pub async fn first(
    app: &App,
    tenant: TenantId,
    what: Once<'_>,
    until: Moment,
) -> Result<bool, Fault> {
    let digest = &what.digest(tenant);
    let until = until.plus(Duration::seconds(1));
    app.database
        .write(
            |tx| async move { store::seen_values::note(&tx, tenant, digest.clone(), until).await },
        )
        .await
}
