//! Config OP: the metadata (OpenID Connect Discovery §3, RFC 8414 §2).

mod known;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use url::Url;

use crate::plan::Module;
use crate::rp::id_token::jwks;
use crate::rp::register::is_safe;
use crate::trial::Trial;
use known::{BOOLEANS, LISTS, OTHERS, TEXTS};

pub(crate) const CONFIG: &[Module] = &[row!("oidcc-discovery-endpoint-verification", verification)];

const SUFFIX: &str = "/.well-known/openid-configuration";
const OIDC_TYPES: [&str; 6] =
    ["code", "id_token", "id_token token", "code id_token", "code token", "code id_token token"];

pub(crate) async fn verification(trial: &Trial) -> Result<()> {
    let answer = &trial.provider.answer;
    ensure!(answer.is_json(), "the metadata is {}, not JSON", answer.media_type());
    let members = trial.provider.metadata.as_object().context("the metadata is no object")?;
    for (name, value) in members {
        judge_member(trial, name, value)?;
    }
    issuer(trial)?;
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        trial.provider.member(name)?;
    }
    lists(trial)?;
    warnings(trial);
    jwks(trial).await.map(drop)
}

/// What the Dynamic OP profile asks besides, implicit response types among it.
pub(crate) async fn dynamic_verification(trial: &Trial) -> Result<()> {
    verification(trial).await?;
    trial.provider.member("registration_endpoint")?;
    let types = trial.provider.list("response_types_supported");
    let missing: Vec<_> = ["code", "id_token", "id_token token"]
        .into_iter()
        .filter(|one| !types.contains(one))
        .collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return crate::verdict::skip(format!(
            "the profile as a whole demands the response types {missing}, which are not announced"
        ));
    }
    Ok(())
}

/// Every member is of its type; addresses are https.
fn judge_member(trial: &Trial, name: &str, value: &Value) -> Result<()> {
    let is_list =
        |value: &Value| value.as_array().is_some_and(|all| all.iter().all(Value::is_string));
    ensure!(!value.is_null(), "{name} is null");
    if name.ends_with("_endpoint") || name == "jwks_uri" || name == "check_session_iframe" {
        let text = value.as_str().with_context(|| format!("{name} is not text"))?;
        let url = Url::parse(text).with_context(|| format!("{name} is {text}"))?;
        ensure!(is_safe(&url), "{name} {text} is not https");
    } else if TEXTS.contains(&name) {
        ensure!(value.is_string(), "{name} is {value}, not text");
    } else if BOOLEANS.contains(&name) {
        ensure!(value.is_boolean(), "{name} is {value}, not a boolean");
    } else if LISTS.contains(&name) {
        ensure!(is_list(value), "{name} is {value}, not a list of texts");
    } else if !OTHERS.contains(&name) {
        let allowed = &trial.config.server.allow_unexpected_metadata_fields;
        if !allowed.iter().any(|one| one == name) {
            trial.warn(format!("the metadata has an unknown member {name}"));
        }
    }
    Ok(())
}

fn issuer(trial: &Trial) -> Result<()> {
    let issuer = trial.provider.member("issuer")?;
    let url = Url::parse(issuer).context("issuer")?;
    ensure!(is_safe(&url), "the issuer {issuer} is not https");
    ensure!(url.query().is_none() && url.fragment().is_none(), "{issuer} has a query or fragment");
    let place = trial.provider.discovery.strip_suffix(SUFFIX);
    let place = place.with_context(|| format!("the metadata does not stand at …{SUFFIX}"))?;
    let same = place.trim_end_matches('/') == issuer.trim_end_matches('/');
    ensure!(same, "the issuer is {issuer}, and it was found at {place}");
    Ok(())
}

fn lists(trial: &Trial) -> Result<()> {
    let provider = &trial.provider;
    let types = provider.list("response_types_supported");
    ensure!(
        types.iter().any(|one| OIDC_TYPES.contains(one)),
        "response_types_supported: {types:?}"
    );
    let subjects = provider.list("subject_types_supported");
    ensure!(!subjects.is_empty(), "subject_types_supported is empty");
    let known = subjects.iter().all(|one| ["public", "pairwise"].contains(one));
    ensure!(known, "subject_types_supported: {subjects:?}");
    let list = "id_token_signing_alg_values_supported";
    ensure!(provider.offers(list, "RS256"), "{list} does not list RS256");
    if provider.announces("grant_types_supported") {
        ensure!(
            !provider.list("grant_types_supported").is_empty(),
            "grant_types_supported is empty"
        );
    }
    if provider.announces("scopes_supported") {
        let scopes = provider.list("scopes_supported");
        ensure!(scopes.contains(&"openid"), "scopes_supported does not list openid");
        if let Some(scope) = scopes.iter().find(|scope| !is_scope(scope)) {
            bail!("scopes_supported has “{scope}”");
        }
    }
    let methods = provider.list("code_challenge_methods_supported");
    let known = methods.iter().all(|one| ["S256", "plain"].contains(one));
    ensure!(known, "code_challenge_methods_supported: {methods:?}");
    for list in ["ui_locales_supported", "claims_locales_supported"] {
        for tag in provider.list(list) {
            ensure!(is_language(tag), "{list} has “{tag}” (BCP 47)");
        }
    }
    Ok(())
}

/// RFC 6749 §3.3.
fn is_scope(text: &str) -> bool {
    let allowed = |byte: u8| (0x21..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    !text.is_empty() && text.bytes().all(allowed)
}

/// The shape of a language tag: a language, then parts of one to eight letters or digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = parts.next().is_some_and(|part| (2..=8).contains(&part.len()) && letters(part));
    let rest = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    language && parts.all(rest)
}

fn warnings(trial: &Trial) {
    let provider = &trial.provider;
    for name in ["userinfo_endpoint", "claims_supported", "scopes_supported"] {
        if !provider.announces(name) {
            trial.warn(format!("the metadata has no {name}"));
        }
    }
    let list = "request_object_signing_alg_values_supported";
    if provider.announces(list) && !provider.offers(list, "RS256") {
        trial.warn(format!("{list} does not list RS256"));
    }
    for list in ["ui_locales_supported", "claims_locales_supported"] {
        for tag in provider.list(list).into_iter().filter(|tag| !has_usual_case(tag)) {
            trial.warn(format!("{list} has {tag} in unusual letters"));
        }
    }
}

/// `ja`, `zh-Hant`, `en-US`: RFC 5646 §2.1.1.
fn has_usual_case(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(index, part)| {
        let usual = match (index, part.len()) {
            (1.., 2) => part.to_uppercase(),
            (1.., 4) => part[..1].to_uppercase() + &part[1..].to_lowercase(),
            _ => part.to_lowercase(),
        };
        usual == part
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags() {
        for tag in ["ja", "en-US", "zh-Hant-TW", "de-1996"] {
            assert!(is_language(tag) && has_usual_case(tag), "{tag}");
        }
        assert!(!is_language("日本"));
        assert!(!is_language("en_US"));
        assert!(!has_usual_case("en-us"));
    }
}
