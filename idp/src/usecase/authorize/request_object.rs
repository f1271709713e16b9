//! Request objects: signed by the client, read as parameters (RFC 9101 §6, OpenID Connect Core §6).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use keys::client::{Algorithm, Audience, Expected, KeySet, VerifyError};
use serde_json::{Map, Value};

use super::refusal::Objection;
use crate::app::App;
use crate::model::client::{Client, Profile};
use crate::stop::Stop;
use crate::usecase::client::keys as client_keys;
use crate::usecase::visit::Visit;
use crate::wire::params::Params;

/// Claims of the token itself, which are no parameters.
const NOT_PARAMETERS: [&str; 6] = ["iss", "aud", "exp", "iat", "nbf", "jti"];

/// Verifies an object and gives the parameters inside. `unsigned` is what a client hears that signs nothing and did not
/// say that it would.
pub async fn read(
    app: &App,
    visit: &Visit,
    client: &Client,
    what: (&str, Objection),
) -> Result<Params, Stop<Objection>> {
    let (object, unsigned) = what;
    let bad = || Stop::Refused(Objection::BadRequestObject);
    let rules = &client.settings.request;
    if is_unsigned(object) {
        let promised =
            rules.request_object_signing_alg.is_some() || rules.require_signed_request_object;
        return Err(if promised { bad() } else { Stop::Refused(unsigned) });
    }
    let Some(known) = client_keys::of(app, visit, client).await? else { return Err(bad()) };
    let issuer = app.issuer(&visit.tenant);
    let ours = [issuer.as_str()];
    let algorithms = algorithms(client);
    let strict = client.profile == Profile::Fapi2;
    let audience = if strict { Audience::AnyOf(&ours) } else { Audience::AbsentOr(&ours) };
    let expected = Expected::request_object(client.id.as_str(), audience, &algorithms);
    let expected = if strict { expected.within_the_hour() } else { expected };
    let now = app.now().seconds();
    let verify = |set: &KeySet| set.verify::<Map<String, Value>>(object, &expected, now);
    let mut proven = verify(&known);
    if matches!(proven, Err(VerifyError::UnknownKey))
        && let Some(newer) = client_keys::newer(app, visit, client, &known).await?
    {
        proven = verify(&newer);
    }
    let proven = proven.map_err(|why| {
        tracing::info!(client = %client.id, %why, "a request object was refused");
        bad()
    })?;
    parameters(client, &proven.claims).ok_or_else(bad)
}

/// The algorithms that its signature may have: the registered one, or those of the profile.
fn algorithms(client: &Client) -> Vec<Algorithm> {
    let registered = client.settings.request.request_object_signing_alg;
    match registered {
        Some(one) => vec![one.into()],
        None if client.profile == Profile::Fapi2 => Algorithm::FAPI.to_vec(),
        None => vec![Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256, Algorithm::EdDsa],
    }
}

fn is_unsigned(object: &str) -> bool {
    let header = object.split('.').next().and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let header = header.and_then(|json| serde_json::from_slice::<Value>(&json).ok());
    let alg = header.as_ref().and_then(|header| header.get("alg")?.as_str());
    alg.is_some_and(|alg| alg.eq_ignore_ascii_case("none"))
}

/// RFC 9101 §4: members are parameters, `claims` as JSON text. An object inside an object is refused (§6.3), and so is one
/// that speaks for another client.
fn parameters(client: &Client, claims: &Map<String, Value>) -> Option<Params> {
    if claims.contains_key("request") || claims.contains_key("request_uri") {
        return None;
    }
    if claims.get("client_id").is_some_and(|id| id.as_str() != Some(client.id.as_str())) {
        return None;
    }
    let mut params = Params::default();
    for (name, value) in claims {
        if NOT_PARAMETERS.contains(&name.as_str()) {
            continue;
        }
        match value {
            Value::Null => {}
            Value::String(text) => put(&mut params, name, text),
            Value::Array(many) if name == "resource" => {
                for one in many {
                    put(&mut params, name, one.as_str()?);
                }
            }
            other => put(&mut params, name, &other.to_string()),
        }
    }
    Some(params)
}

/// One without a value counts as omitted, as in an address.
fn put(params: &mut Params, name: &str, value: &str) {
    if !value.is_empty() {
        params.put(name.to_owned(), value.to_owned());
    }
}
