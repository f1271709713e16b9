//! The claims every token answers for: its times, its issuer, its audience (RFC 7519 §4.1).

use serde_json::{Map, Value};

use super::token::{Profile, VerifyError};

type Claims = Map<String, Value>;

pub(super) fn check(claims: &Claims, profile: &Profile<'_>, now: i64) -> Result<(), VerifyError> {
    check_times(claims, profile, now)?;
    check_issuer(claims, profile.issuer)?;
    match profile.audience {
        Some(audience) => check_audience(claims, audience),
        None => Ok(()),
    }
}

fn check_times(claims: &Claims, profile: &Profile<'_>, now: i64) -> Result<(), VerifyError> {
    let earliest = now.saturating_sub(profile.leeway);
    let latest = now.saturating_add(profile.leeway);
    let expiry =
        time(claims, "exp", VerifyError::ExpiryNotInteger)?.ok_or(VerifyError::NoExpiry)?;
    if expiry <= earliest && !profile.allow_expired {
        return Err(VerifyError::Expired);
    }
    if time(claims, "iat", VerifyError::IssuedAtNotInteger)?.is_some_and(|iat| iat > latest) {
        return Err(VerifyError::IssuedInFuture);
    }
    if time(claims, "nbf", VerifyError::NotBeforeNotInteger)?.is_some_and(|nbf| nbf > latest) {
        return Err(VerifyError::NotYetValid);
    }
    Ok(())
}

/// Reads a time in whole seconds, or `refusal` when something else stands there.
fn time(claims: &Claims, name: &str, refusal: VerifyError) -> Result<Option<i64>, VerifyError> {
    claims.get(name).map(|value| value.as_i64().ok_or(refusal)).transpose()
}

fn check_issuer(claims: &Claims, issuer: &str) -> Result<(), VerifyError> {
    match claims.get("iss") {
        None => Err(VerifyError::NoIssuer),
        Some(Value::String(iss)) if iss == issuer => Ok(()),
        Some(_) => Err(VerifyError::WrongIssuer),
    }
}

fn check_audience(claims: &Claims, audience: &str) -> Result<(), VerifyError> {
    match claims.get("aud") {
        None => Err(VerifyError::NoAudience),
        Some(Value::String(aud)) if aud == audience => Ok(()),
        Some(Value::Array(all)) if all.iter().any(|aud| aud.as_str() == Some(audience)) => Ok(()),
        Some(_) => Err(VerifyError::WrongAudience),
    }
}
