//! The claims every token of a client answers for: times, issuer, subject, audience, own name.

use serde_json::{Map, Value};

use super::expected::{Audience, Expected, Name, Times};
use super::verify::VerifyError;

type Claims = Map<String, Value>;

/// The longest name a token may give itself.
pub(super) const MAX_JTI: usize = 256;

/// What the caller needs to know of the claims to tell a token used before.
pub(super) struct Checked {
    pub(super) jti: Option<String>,
    pub(super) good_until: Option<i64>,
}

pub(super) fn check(
    claims: &Claims,
    expected: &Expected<'_>,
    now: i64,
) -> Result<Checked, VerifyError> {
    let expiry = check_times(claims, &expected.times, now)?;
    let wrong = (VerifyError::NoIssuer, VerifyError::WrongIssuer);
    check_name(claims.get("iss"), expected.issuer, wrong)?;
    let wrong = (VerifyError::NoSubject, VerifyError::WrongSubject);
    check_name(claims.get("sub"), expected.subject, wrong)?;
    check_audience(claims.get("aud"), expected.audience)?;
    let jti = jti(claims, expected.jti_required)?;
    Ok(Checked { jti, good_until: expiry.map(|it| it.saturating_add(expected.times.leeway)) })
}

/// Checks the times and gives the expiry.
fn check_times(claims: &Claims, times: &Times, now: i64) -> Result<Option<i64>, VerifyError> {
    let expiry = time(claims, "exp", VerifyError::ExpiryNotInteger)?;
    let not_before = time(claims, "nbf", VerifyError::NotBeforeNotInteger)?;
    let issued = time(claims, "iat", VerifyError::IssuedAtNotInteger)?;
    if expiry.is_none() && times.expiry_required {
        return Err(VerifyError::NoExpiry);
    }
    if not_before.is_none() && times.not_before_required {
        return Err(VerifyError::NoNotBefore);
    }
    let latest = now.saturating_add(times.leeway);
    if expiry.is_some_and(|it| it <= now.saturating_sub(times.leeway)) {
        return Err(VerifyError::Expired);
    }
    if issued.is_some_and(|it| it > latest) {
        return Err(VerifyError::IssuedInFuture);
    }
    if not_before.is_some_and(|it| it > latest) {
        return Err(VerifyError::NotYetValid);
    }
    let begin = not_before.or(issued);
    check_span(begin, expiry, times, now)?;
    Ok(expiry)
}

fn check_span(
    begin: Option<i64>,
    expiry: Option<i64>,
    times: &Times,
    now: i64,
) -> Result<(), VerifyError> {
    let span = |from: i64, to: i64| to.saturating_sub(from);
    let latest = now.saturating_add(times.leeway);
    if let (Some(limit), Some(begin)) = (times.max_age, begin)
        && span(begin, now) > limit.saturating_add(times.leeway)
    {
        return Err(VerifyError::TooOld);
    }
    if let (Some(limit), Some(expiry)) = (times.max_lifetime, expiry)
        && span(begin.unwrap_or(latest), expiry) > limit
    {
        return Err(VerifyError::LivesTooLong);
    }
    Ok(())
}

/// Reads a time in whole seconds, or `refusal` when something else stands there.
fn time(claims: &Claims, name: &str, refusal: VerifyError) -> Result<Option<i64>, VerifyError> {
    claims.get(name).map(|value| value.as_i64().ok_or(refusal)).transpose()
}

fn check_name(
    given: Option<&Value>,
    expected: Name<'_>,
    (absent, wrong): (VerifyError, VerifyError),
) -> Result<(), VerifyError> {
    match (expected, given) {
        (Name::Unread, _) | (Name::AbsentOr(_), None) => Ok(()),
        (Name::Is(_), None) => Err(absent),
        (Name::Is(name) | Name::AbsentOr(name), Some(given)) => {
            if given.as_str() == Some(name) {
                Ok(())
            } else {
                Err(wrong)
            }
        }
    }
}

fn check_audience(given: Option<&Value>, expected: Audience<'_>) -> Result<(), VerifyError> {
    let (fits, absent) = match (expected, given) {
        (Audience::Unread, _) => return Ok(()),
        (Audience::AbsentOr(_), None) => (true, false),
        (_, None) => (false, true),
        (Audience::Only(only), Some(given)) => (given.as_str() == Some(only), false),
        (Audience::AnyOf(any) | Audience::AbsentOr(any), Some(given)) => {
            (is_among(given, any), false)
        }
    };
    match (fits, absent) {
        (true, _) => Ok(()),
        (_, true) => Err(VerifyError::NoAudience),
        _ => Err(VerifyError::WrongAudience),
    }
}

fn is_among(given: &Value, any: &[&str]) -> bool {
    let ours = |it: &Value| it.as_str().is_some_and(|it| any.contains(&it));
    match given {
        Value::Array(all) => all.iter().all(Value::is_string) && all.iter().any(ours),
        single => ours(single),
    }
}

fn jti(claims: &Claims, required: bool) -> Result<Option<String>, VerifyError> {
    match claims.get("jti") {
        None if required => Err(VerifyError::NoJti),
        None => Ok(None),
        Some(Value::String(jti)) if !jti.is_empty() && jti.len() <= MAX_JTI => {
            Ok(Some(jti.clone()))
        }
        Some(_) => Err(VerifyError::WrongJti),
    }
}
