//! The rules of an authorization request, one function per rule, in the order they are asked.

use keys::signing::Profile;

use super::refusal::Objection;
use crate::app::App;
use crate::model::client::Client;
use crate::stop::Stop;
use crate::usecase::token::keyring;
use crate::usecase::visit::Visit;
use crate::wire::authorize::Accepted;
use crate::wire::id_token::PresentedIdToken;
use crate::wire::params::Params;
use crate::wire::pkce::Challenge;
use crate::wire::prompt::Prompt;
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
    let by_value = || -> Result<Accepted, Objection> {
        not_repeated(params)?;
        plain_text(params)?;
        by_value_only(params)?;
        code_flow(params)?;
        response_mode(params)?;
        Ok(Accepted {
            redirect_uri: params.owned("redirect_uri").unwrap_or_default(),
            scope: scope(params)?,
            state: params.owned("state"),
            nonce: params.owned("nonce"),
            challenge: challenge(params, client)?,
            prompt: prompt(params)?,
            max_age: max_age(params)?,
            login_hint: params.owned("login_hint"),
            ui_locales: params.owned("ui_locales"),
            subject_hint: None,
        })
    };
    let mut accepted = by_value().map_err(Stop::Refused)?;
    accepted.subject_hint = subject_hint(app, visit, client, params).await?;
    Ok(accepted)
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
fn by_value_only(params: &Params) -> Result<(), Objection> {
    for (name, objection) in [
        ("request", Objection::RequestObject),
        ("request_uri", Objection::RequestUri),
        ("registration", Objection::Registration),
    ] {
        if params.value(name).is_some() {
            return Err(objection);
        }
    }
    Ok(())
}

/// RFC 9700 §2.1.2: the code flow and no other.
fn code_flow(params: &Params) -> Result<(), Objection> {
    match params.value("response_type") {
        None => Err(Objection::NoResponseType),
        Some("code") => Ok(()),
        Some(_) => Err(Objection::NotTheCodeFlow),
    }
}

/// OAuth 2.0 Multiple Response Types §2.1: `query` is the default of the code flow.
fn response_mode(params: &Params) -> Result<(), Objection> {
    match params.value("response_mode") {
        None | Some("query") => Ok(()),
        Some(_) => Err(Objection::ResponseMode),
    }
}

/// OpenID Connect Core §3.1.2.1: `openid` is required; unknown scopes are ignored.
fn scope(params: &Params) -> Result<Scope, Objection> {
    let asked = params.value("scope").and_then(Scope::parse).ok_or(Objection::Scope)?;
    if asked.has("openid") { Ok(asked.offered()) } else { Err(Objection::Scope) }
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
    let keyring = keyring::of(app, visit.tenant.id).await?;
    let now = app.now().seconds();
    let verified = keyring.verifying.verify::<PresentedIdToken>(token, &profile, now);
    Ok(verified.ok().map(|verified| verified.claims.sub))
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
    fn scope_needs_openid_and_drops_what_is_not_offered() {
        assert_eq!(
            scope(&params("scope=email+openid+wallet")).unwrap().to_string(),
            "email openid"
        );
        for wrong in ["", "scope=email", "scope=openid+%22", "scope[]=openid"] {
            assert_eq!(scope(&params(wrong)), Err(Objection::Scope), "{wrong}");
        }
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
