//! Assertions by which clients prove themselves (RFC 7523 §3, OpenID Connect Core §9).

use keys::client::{Algorithm, Audience, Expected, KeySet, Proven, VerifyError, verify_hmac};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::once::{self, Once};
use super::{keys as client_keys, secret};
use crate::app::App;
use crate::model::client::{Client, Profile};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;

/// What is on offer to clients under no stricter profile.
const ALGORITHMS: [Algorithm; 4] =
    [Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256, Algorithm::EdDsa];

/// What is read beyond what `keys` checks.
#[derive(Deserialize)]
struct Claims {
    aud: OneOrMany,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// For whom an assertion may be made.
struct Places(Vec<String>);

impl Places {
    /// The issuer, the token endpoint, and the endpoint that was called (RFC 7523 §3, RFC 9126 §2).
    fn of(app: &App, visit: &Visit, request: &ClientRequest) -> Self {
        let issuer = app.issuer(&visit.tenant);
        let alias = app.certificate_base.as_ref();
        let alias = alias.map(|base| format!("{base}/t/{}/token", visit.tenant.slug));
        let own = [issuer.as_str().to_owned(), issuer.at("/token"), request.address.clone()];
        Self(own.into_iter().chain(alias).collect())
    }

    /// Whether nobody else is addressed: he could pass the assertion on (CA-13).
    fn are_all_of(&self, audience: &OneOrMany) -> bool {
        match audience {
            OneOrMany::One(one) => self.0.contains(one),
            OneOrMany::Many(many) => many.iter().all(|one| self.0.contains(one)),
        }
    }
}

/// Whether an assertion is the client's, under one of the keys it published.
pub async fn by_key(
    app: &App,
    visit: &Visit,
    client: &Client,
    sent: (&ClientRequest, &SecretString),
) -> Result<bool, Fault> {
    let (request, token) = sent;
    let Some(known) = client_keys::of(app, visit, client).await? else { return Ok(false) };
    let places = Places::of(app, visit, request);
    let issuer = app.issuer(&visit.tenant);
    let any: Vec<_> = places.0.iter().map(String::as_str).collect();
    let audience = match client.profile {
        // FAPI 2.0 Security Profile §5.3.2.1
        Profile::Fapi2 => Audience::Only(issuer.as_str()),
        _ => Audience::AnyOf(&any),
    };
    let algorithms = algorithms(client);
    let expected = Expected::assertion(client.id.as_str(), audience, &algorithms);
    let now = app.now().seconds();
    let verify = |set: &KeySet| set.verify::<Claims>(token.expose_secret(), &expected, now);
    let mut proven = verify(&known);
    if matches!(proven, Err(VerifyError::UnknownKey))
        && let Some(newer) = client_keys::newer(app, visit, client, &known).await?
    {
        proven = verify(&newer);
    }
    judge(app, visit, client, (&places, proven)).await
}

/// Whether an assertion is made under the client's secret.
pub async fn by_secret(
    app: &App,
    visit: &Visit,
    client: &Client,
    sent: (&ClientRequest, &SecretString),
) -> Result<bool, Fault> {
    let (request, token) = sent;
    let places = Places::of(app, visit, request);
    let any: Vec<_> = places.0.iter().map(String::as_str).collect();
    let expected = Expected::assertion(client.id.as_str(), Audience::AnyOf(&any), &[]);
    let mut proven = Err(VerifyError::BadSignature);
    for secret in secret::unsealed(app, visit.tenant.id, &client.id).await? {
        proven = verify_hmac(token.expose_secret(), &secret, &expected, app.now().seconds());
        if proven.is_ok() {
            break;
        }
    }
    judge(app, visit, client, (&places, proven)).await
}

async fn judge(
    app: &App,
    visit: &Visit,
    client: &Client,
    what: (&Places, Result<Proven<Claims>, VerifyError>),
) -> Result<bool, Fault> {
    let (places, proven) = what;
    let proven = match proven {
        Ok(proven) if places.are_all_of(&proven.claims.aud) => proven,
        Ok(_) => return Ok(false),
        Err(why) => {
            tracing::info!(client = %client.id, %why, "an assertion was refused");
            return Ok(false);
        }
    };
    let (Some(jti), Some(until)) = (proven.jti, proven.good_until) else { return Ok(false) };
    let what = Once::Assertion { client: client.id.as_str(), jti: &jti };
    once::first(app, visit.tenant.id, what, Moment::from_seconds(until)).await
}

fn algorithms(client: &Client) -> Vec<Algorithm> {
    let offered: &[Algorithm] = match client.profile {
        Profile::Fapi2 => &Algorithm::FAPI,
        _ => &ALGORITHMS,
    };
    let registered = client.settings.keys.token_endpoint_auth_signing_alg.map(Algorithm::from);
    let fits = |one: &Algorithm| registered.is_none_or(|registered| registered == *one);
    offered.iter().copied().filter(fits).collect()
}
