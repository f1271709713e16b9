//! One-time values of clients: the `jti` of assertions, proofs and request objects.

use time::Duration;

use crate::app::App;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::store::{self, Tx};

/// What a value names, and by whom it was made. The same value may serve once for each.
#[derive(Clone, Copy, Debug)]
pub enum Once<'a> {
    /// An assertion of a client (RFC 7523 §3).
    Assertion { client: &'a str, jti: &'a str },
    /// A DPoP proof of a key (RFC 9449 §11.1).
    Proof { thumbprint: &'a str, jti: &'a str },
    /// A request object of a client (RFC 9101 §10.8).
    RequestObject { client: &'a str, jti: &'a str },
    /// A PKCE challenge of a client (RFC 9700 §2.1.1: one for each request).
    Challenge { client: &'a str, challenge: &'a str },
    /// A client that somebody signed in to: nothing that serves once, but remembered for a time in the same way.
    InUse { client: &'a str },
}

impl Once<'_> {
    fn digest(self, tenant: TenantId) -> Vec<u8> {
        let (kind, owner, jti) = match self {
            Self::Assertion { client, jti } => ("assertion", client, jti),
            Self::Proof { thumbprint, jti } => ("proof", thumbprint, jti),
            Self::RequestObject { client, jti } => ("request_object", client, jti),
            Self::Challenge { client, challenge } => ("challenge", client, challenge),
            Self::InUse { client } => ("in_use", client, ""),
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
    app.database.write(|tx| async move { first_within(&tx, tenant, what, until).await }).await
}

/// The same in a transaction that goes on.
pub async fn first_within(
    tx: &Tx,
    tenant: TenantId,
    what: Once<'_>,
    until: Moment,
) -> Result<bool, Fault> {
    let until = until.plus(Duration::seconds(1));
    store::seen_values::note(tx, tenant, what.digest(tenant), until).await
}

/// Remembers a value until `until`, however long it was remembered before.
pub async fn keep(tx: &Tx, tenant: TenantId, what: Once<'_>, until: Moment) -> Result<(), Fault> {
    store::seen_values::keep(tx, tenant, what.digest(tenant), until).await
}

/// Whether a value is still remembered.
pub async fn is_kept(
    tx: &Tx,
    tenant: TenantId,
    what: Once<'_>,
    now: Moment,
) -> Result<bool, Fault> {
    store::seen_values::is_kept(tx, tenant, what.digest(tenant), now).await
}
