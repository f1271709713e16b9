//! Judges an access token that is presented at an address of our own (RFC 6750, RFC 9449 §7, RFC 8705 §3).

use super::presented::{self, Found};
use crate::app::App;
use crate::stop::Stop;
use crate::usecase::client::holder::{self, Unproven, Use};
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;

/// How a token was sent (RFC 6750 §2.1, RFC 9449 §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Bearer,
    Dpop,
}

/// A token and the request that brought it, with whatever that proves.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'a> {
    pub token: &'a str,
    pub scheme: Scheme,
    pub request: &'a ClientRequest,
}

/// Why a bearer learns nothing (RFC 6750 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BearerRefusal {
    /// No token was sent: the challenge carries no error.
    Missing,
    /// Sent in two ways at once (RFC 6750 §2).
    Two,
    InvalidToken,
    /// Of another holder than the one who sent it, or sent without a proof.
    Unproven(Unproven),
    InsufficientScope,
    /// The client wants the answer encrypted and has no key to encrypt to.
    NoEncryptionKey,
}

/// The token, if this provider is among those it is for and whoever sent it proved what it is bound to.
pub async fn judge(
    app: &App,
    visit: &Visit,
    presented: Presented<'_>,
) -> Result<Found, Stop<BearerRefusal>> {
    let invalid = || Stop::Refused(BearerRefusal::InvalidToken);
    let issuer = app.issuer(&visit.tenant);
    let found = presented::find(app, visit, presented.token, Some(issuer.as_str())).await?;
    let found = found.ok_or_else(invalid)?;
    let by_dpop = presented.scheme == Scheme::Dpop;
    let one = Use {
        request: presented.request,
        token: presented.token,
        by_dpop,
        confirmation: found.token.details.confirmation.as_ref(),
        nonce_due: by_dpop && found.living.client.settings.tokens.dpop_nonce_required,
    };
    match holder::prove_use(app, visit, one).await {
        Ok(()) => Ok(found),
        Err(Stop::Refused(why)) => Err(Stop::Refused(BearerRefusal::Unproven(why))),
        Err(Stop::Fault(fault)) => Err(Stop::Fault(fault)),
    }
}
