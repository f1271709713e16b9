//! Proofs that whoever asks holds a key: a DPoP proof (RFC 9449) or the certificate of the connection (RFC 8705 §3).

use keys::client::dpop::{Presented, Proof};
use keys::client::{Algorithm, certificate_thumbprint};
use time::Duration;

use super::AuthenticatedClient;
use super::nonce::Nonce;
use super::once::{self, Once};
use super::refusal::ClientRefusal;
use crate::app::App;
use crate::model::client::Client;
use crate::model::moment::Moment;
use crate::model::token::Confirmation;
use crate::stop::Stop;
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;

/// How long a proof serves.
const LIFE: Duration = Duration::minutes(2);

/// How far ahead its maker's clock may be.
const LEEWAY: Duration = Duration::seconds(30);

/// Why a proof does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    Missing,
    /// More than one header, or one that no such request has.
    Invalid,
    /// Good but for its nonce: here is one.
    NonceDue(Nonce),
    /// A good proof, but of another key than the token's; or one where the token has none.
    OtherKey,
}

/// The use of an access token.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    pub request: &'a ClientRequest,
    pub token: &'a str,
    /// Whether it was sent as `DPoP`, not as `Bearer` (RFC 9449 §7.1).
    pub by_dpop: bool,
    /// What the token is bound to.
    pub confirmation: Option<&'a Confirmation>,
    /// Whether its client has to use nonces of ours.
    pub nonce_due: bool,
}

/// The key that a direct request proves: that of the one DPoP header or, for clients that are registered so, of the certificate.
pub(super) async fn of(
    app: &App,
    visit: &Visit,
    client: &Client,
    request: &ClientRequest,
) -> Result<Option<Confirmation>, Stop<ClientRefusal>> {
    let rules = &client.settings.tokens;
    if rules.tls_client_certificate_bound_access_tokens
        && let Some(der) = &request.certificate
    {
        return Ok(Some(Confirmation::Certificate(certificate_thumbprint(der))));
    }
    if request.dpop.is_empty() {
        return Ok(None);
    }
    let proven = prove(app, visit, (request, None), rules.dpop_nonce_required).await;
    proven.map(|key| Some(Confirmation::Key(key))).map_err(Stop::told_as)
}

impl AuthenticatedClient {
    /// Whether it proved the key that its tokens must be bound to (RFC 9449 §5.2, RFC 8705 §3.4).
    pub fn check_holder(&self) -> Result<(), ClientRefusal> {
        let rules = &self.client.settings.tokens;
        match &self.holder {
            None if rules.dpop_bound_access_tokens => Err(ClientRefusal::Proof(Unproven::Missing)),
            Some(Confirmation::Key(_)) | None
                if rules.tls_client_certificate_bound_access_tokens =>
            {
                Err(ClientRefusal::CertificateMissing)
            }
            _ => Ok(()),
        }
    }
}

/// Whether an access token is used by the holder of what it is bound to (RFC 9449 §7, RFC 8705 §3).
pub async fn prove_use(app: &App, visit: &Visit, one: Use<'_>) -> Result<(), Stop<Unproven>> {
    let refused = |why| Err(Stop::Refused(why));
    match (one.confirmation, one.by_dpop) {
        (None, false) if one.request.dpop.is_empty() => Ok(()),
        (None, _)
        | (Some(Confirmation::Key(_)), false)
        | (Some(Confirmation::Certificate(_)), true) => refused(Unproven::OtherKey),
        (Some(Confirmation::Certificate(own)), false) => match &one.request.certificate {
            None => refused(Unproven::Missing),
            Some(der) if certificate_thumbprint(der) == *own => Ok(()),
            Some(_) => refused(Unproven::OtherKey),
        },
        (Some(Confirmation::Key(own)), true) => {
            let key = prove(app, visit, (one.request, Some(one.token)), one.nonce_due).await?;
            if key == *own { Ok(()) } else { refused(Unproven::OtherKey) }
        }
    }
}

/// The thumbprint of the key that made the request's proof, which serves this once.
async fn prove(
    app: &App,
    visit: &Visit,
    sent: (&ClientRequest, Option<&str>),
    nonce_due: bool,
) -> Result<String, Stop<Unproven>> {
    let (request, access_token) = sent;
    let proof = match request.dpop.as_slice() {
        [] => return Err(Stop::Refused(Unproven::Missing)),
        [one] => one,
        _ => return Err(Stop::Refused(Unproven::Invalid)),
    };
    let presented = Presented {
        method: &request.method,
        url: &request.address,
        access_token,
        algorithms: &Algorithm::FAPI,
        max_age: LIFE.whole_seconds(),
        leeway: LEEWAY.whole_seconds(),
    };
    let proof = Proof::verify(proof, &presented, app.now().seconds()).map_err(|why| {
        tracing::info!(%why, tenant = %visit.tenant.slug, "a DPoP proof was refused");
        Stop::Refused(Unproven::Invalid)
    })?;
    let tenant = visit.tenant.id;
    let fresh = match &proof.nonce {
        Some(nonce) => Nonce::is_fresh(app, tenant, nonce),
        None => !nonce_due,
    };
    if !fresh {
        return Err(Stop::Refused(Unproven::NonceDue(Nonce::now(app, tenant))));
    }
    let what = Once::Proof { thumbprint: &proof.thumbprint, jti: &proof.jti };
    let until = Moment::from_seconds(proof.iat).plus(LIFE);
    if once::first(app, tenant, what, until).await? {
        Ok(proof.thumbprint)
    } else {
        Err(Stop::Refused(Unproven::Invalid))
    }
}
