//! The rules of an authorization request, one function per rule, in the order they are asked.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use keys::signing::Profile;

use super::refusal::Objection;
use crate::app::App;
use crate::model::claims::permitted;
use crate::model::client::Client;
use crate::stop::Stop;
use crate::usecase::token::keyring;
use crate::usecase::visit::Visit;
use crate::wire::acr::{Acr, AcrWish};
use crate::wire::authorize::Accepted;
use crate::wire::claims_request::ClaimsRequest;
use crate::wire::id_token::PresentedIdToken;
use crate::wire::params::Params;
use crate::wire::pkce::Challenge;
use crate::wire::prompt::Prompt;
use crate::wire::response_mode::ResponseMode;
use crate::wire::scope::Scope;

/// A longer `state` is refused before anything is sent anywhere.
pub const LONGEST_STATE: usize = 2_048;

const LONGEST_VALUE: usize = 8_192;

/// All rules, top to bottom.
pub async fn all(
    app: &App,
    visit: &Visit,
    client: &Client,
    params: &Params,
) -> Result<Accepted, Stop<Objection>> {
    let mut accepted = plain(client, params).map_err(Stop::Refused)?;
    let hint = subject_hint(app, visit, client, params).await?;
    accepted.subject_hint = hint.or(accepted.subject_hint);
    let own = client.settings.scope.as_ref();
    accepted.claims = permitted(accepted.claims, own, &visit.tenant.policy.claims);
    Ok(accepted)
}

/// The rules that need nothing but the request and the registration.
pub(in crate::usecase) fn plain(client: &Client, params: &Params) -> Result<Accepted, Objection> {
    not_repeated(params)?;
    plain_text(params)?;
    no_registration(params)?;
    code_flow(params)?;
    let claims = claims(params)?;
    Ok(Accepted {
        redirect_uri: params.owned("redirect_uri").unwrap_or_default(),
        scope: scope(params, client)?,
        state: params.owned("state"),
        nonce: params.owned("nonce"),
        challenge: challenge(params, client)?,
        prompt: prompt(params)?,
        max_age: max_age(params)?.or(client.settings.request.default_max_age),
        login_hint: params.owned("login_hint"),
        ui_locales: params.owned("ui_locales"),
        subject_hint: subject_by_value(&claims),
        response_mode: response_mode(params)?,
        acr: acr(params, &claims, client),
        claims,
        resources: resources(params, client)?,
        dpop_jkt: dpop_jkt(params)?,
        pushed: None,
        sealed: false,
    })
}

/// RFC 6749 §3.1: parameters must not be included more than once.
fn not_repeated(params: &Params) -> Result<(), Objection> {
    params.repeated().map_or(Ok(()), |_| Err(Objection::Repeated))
}

/// Values that are echoed or stored are text of bounded length.
fn plain_text(params: &Params) -> Result<(), Objection> {
    for name in [
        "state",
        "nonce",
        "scope",
        "login_hint",
        "ui_locales",
        "acr_values",
        "claims",
        "id_token_hint",
    ] {
        let value = params.value(name).unwrap_or_default();
        if value.len() > LONGEST_VALUE {
            return Err(Objection::TooLong);
        }
        if value.chars().any(char::is_control) {
            return Err(Objection::ControlCharacters);
        }
    }
    Ok(())
}

/// OpenID Connect Core §3.1.2.6: what is not offered is refused by name, not ignored.
fn no_registration(params: &Params) -> Result<(), Objection> {
    params.value("registration").map_or(Ok(()), |_| Err(Objection::Registration))
}

/// RFC 9700 §2.1.2: the code flow and no other.
fn code_flow(params: &Params) -> Result<(), Objection> {
    match params.value("response_type") {
        None => Err(Objection::NoResponseType),
        Some("code") => Ok(()),
        Some(_) => Err(Objection::NotTheCodeFlow),
    }
}

/// OAuth 2.0 Multiple Response Types §2.1: each response type has a default of its own.
pub fn response_mode(params: &Params) -> Result<ResponseMode, Objection> {
    let default =
        || ResponseMode::of_response_type(params.value("response_type").unwrap_or("code"));
    params
        .value("response_mode")
        .map_or(Ok(default()), |text| ResponseMode::parse(text).ok_or(Objection::ResponseMode))
}

/// RFC 6749 §3.3: what is not on offer to this client is ignored, as OpenID Connect Core §3.1.2.1 asks. Without
/// `openid` the request is one of plain OAuth.
fn scope(params: &Params, client: &Client) -> Result<Scope, Objection> {
    let asked = params.value("scope").and_then(Scope::parse).ok_or(Objection::Scope)?;
    Ok(match &client.settings.scope {
        Some(own) => asked.within(own),
        None => asked.offered(),
    })
}

/// OpenID Connect Core §5.5
fn claims(params: &Params) -> Result<ClaimsRequest, Objection> {
    params.value("claims").map_or(Ok(ClaimsRequest::default()), |text| {
        ClaimsRequest::parse(text).ok_or(Objection::Claims)
    })
}

/// OpenID Connect Core §5.5.1: a `sub` asked for by value names the person who is meant.
fn subject_by_value(claims: &ClaimsRequest) -> Option<String> {
    let demand = claims.id_token.get("sub").and_then(Option::as_ref)?;
    demand.value.as_ref()?.as_str().map(str::to_owned)
}

/// OpenID Connect Core §5.5.1.1: by `acr_values` a wish, by an essential claim a condition. Values of others are ignored.
fn acr(params: &Params, claims: &ClaimsRequest, client: &Client) -> Option<AcrWish> {
    let known = |texts: &mut dyn Iterator<Item = &str>| texts.filter_map(Acr::parse).collect();
    if let Some(demand) = claims.id_token.get("acr").and_then(Option::as_ref) {
        let values = demand.value.iter().chain(demand.values.iter().flatten());
        let values: Vec<Acr> = known(&mut values.filter_map(|value| value.as_str()));
        let named = demand.value.is_some() || demand.values.is_some();
        return named.then_some(AcrWish { values, essential: demand.essential });
    }
    let defaults = &client.settings.request.default_acr_values;
    let values: Vec<Acr> = match params.value("acr_values") {
        Some(text) => known(&mut text.split(' ')),
        None => known(&mut defaults.iter().map(String::as_str)),
    };
    (!values.is_empty()).then_some(AcrWish { values, essential: false })
}

/// RFC 8707 §2: absolute, without a fragment, and one that the client may ask for.
fn resources(params: &Params, client: &Client) -> Result<Vec<String>, Objection> {
    let may = &client.settings.tokens.resources;
    let asked = params.all("resource").to_vec();
    if asked.iter().all(|one| may.contains(one)) { Ok(asked) } else { Err(Objection::Resource) }
}

/// RFC 9449 §10: 43 characters of base64url.
fn dpop_jkt(params: &Params) -> Result<Option<String>, Objection> {
    let Some(text) = params.owned("dpop_jkt") else { return Ok(None) };
    let whole = URL_SAFE_NO_PAD.decode(&text).is_ok_and(|bytes| bytes.len() == 32);
    if whole { Ok(Some(text)) } else { Err(Objection::DpopKey) }
}

/// RFC 7636 §4.3, with S256 only. A confidential client may be exempt (RFC 9700 §2.1.1).
fn challenge(params: &Params, client: &Client) -> Result<Option<Challenge>, Objection> {
    let Some(text) = params.value("code_challenge") else {
        let asked_for = params.value("code_challenge_method").is_some();
        let needed = client.settings.require_pkce || client.is_public() || asked_for;
        return if needed { Err(Objection::NoChallenge) } else { Ok(None) };
    };
    if params.value("code_challenge_method") != Some("S256") {
        return Err(Objection::ChallengeMethod);
    }
    Challenge::parse(text).map(Some).ok_or(Objection::ChallengeShape)
}

fn prompt(params: &Params) -> Result<Prompt, Objection> {
    params
        .value("prompt")
        .map_or(Ok(Prompt::default()), |text| Prompt::parse(text).ok_or(Objection::Prompt))
}

fn max_age(params: &Params) -> Result<Option<u32>, Objection> {
    params.value("max_age").map(|text| text.parse().map_err(|_| Objection::MaxAge)).transpose()
}

/// OpenID Connect Core §3.1.2.1: an ID token of ours, expired or not, names the person who is meant. One that
/// does not verify names nobody and is ignored.
async fn subject_hint(
    app: &App,
    visit: &Visit,
    client: &Client,
    params: &Params,
) -> Result<Option<String>, Stop<Objection>> {
    let Some(token) = params.value("id_token_hint") else { return Ok(None) };
    let issuer = app.issuer(&visit.tenant);
    let profile = Profile {
        typ: Some("JWT"),
        issuer: issuer.as_str(),
        audience: Some(client.id.as_str()),
        leeway: 60,
        allow_expired: true,
    };
    let read = keyring::read::<PresentedIdToken>(app, visit.tenant.id, token, &profile).await?;
    Ok(read.map(|claims| claims.sub))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(text: &str) -> Params {
        Params::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn only_the_code_flow_is_offered() {
        assert_eq!(code_flow(&params("response_type=code")), Ok(()));
        assert_eq!(code_flow(&params("")), Err(Objection::NoResponseType));
        for other in ["token", "id_token", "code+token", "code+id_token", "none"] {
            let sent = params(&format!("response_type={other}"));
            assert_eq!(code_flow(&sent), Err(Objection::NotTheCodeFlow), "{other}");
        }
    }

    #[test]
    fn modes_have_names_and_defaults() {
        for (text, expected) in [
            ("response_type=code", Ok(ResponseMode::Query)),
            ("response_type=code&response_mode=form_post", Ok(ResponseMode::FormPost)),
            ("response_type=code&response_mode=jwt", Ok(ResponseMode::QueryJwt)),
            ("response_type=token", Ok(ResponseMode::Fragment)),
            ("response_mode=web_message", Err(Objection::ResponseMode)),
        ] {
            assert_eq!(response_mode(&params(text)), expected, "{text}");
        }
    }

    #[test]
    fn keys_and_claims_have_a_shape() {
        let key = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(dpop_jkt(&params(&format!("dpop_jkt={key}"))), Ok(Some(key.to_owned())));
        assert_eq!(dpop_jkt(&params("dpop_jkt=short")), Err(Objection::DpopKey));
        assert_eq!(claims(&params("claims=%7B")), Err(Objection::Claims));
        let meant = claims(&params(r#"claims={"id_token":{"sub":{"value":"bob"}}}"#)).unwrap();
        assert_eq!(subject_by_value(&meant).as_deref(), Some("bob"));
    }

    #[test]
    fn numbers_and_words_are_strict() {
        assert_eq!(max_age(&params("max_age=0")), Ok(Some(0)));
        for wrong in ["max_age=-1", "max_age=1.5", "max_age=x", "max_age=99999999999"] {
            assert_eq!(max_age(&params(wrong)), Err(Objection::MaxAge), "{wrong}");
        }
        assert_eq!(plain_text(&params("nonce=a%00b")), Err(Objection::ControlCharacters));
        assert_eq!(
            plain_text(&params(&format!("nonce={}", "a".repeat(9_000)))),
            Err(Objection::TooLong)
        );
    }
}
