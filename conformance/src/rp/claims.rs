//! Claims about people (OpenID Connect Core §5.1, §5.4): which scope brings which, and of what type they are.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::trial::Trial;

const TEXTS: [&str; 14] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "gender",
    "zoneinfo",
    "locale",
    "phone_number",
];

/// What may stand in an ID token without anybody having asked.
const ALWAYS: [&str; 19] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "at_hash",
    "c_hash",
    "nbf",
    "jti",
    "sid",
    "s_hash",
    "txn",
    "openbanking_intent_id",
    "typ",
];

/// The claims that a scope stands for.
pub(crate) fn of_scope(scope: &str) -> &'static [&'static str] {
    match scope {
        "profile" => &[
            "name",
            "given_name",
            "family_name",
            "middle_name",
            "nickname",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
            "preferred_username",
        ],
        "email" => &["email", "email_verified"],
        "address" => &["address"],
        "phone" => &["phone_number", "phone_number_verified"],
        _ => &[],
    }
}

/// Standard claims have the types of §5.1; what is absent is left out and neither empty nor “null”.
pub(crate) fn check_types(claims: &Value) -> Result<()> {
    for name in TEXTS {
        let Some(value) = claims.get(name) else { continue };
        let text = value.as_str().map(str::trim).unwrap_or_default();
        ensure!(!text.is_empty() && text != "null", "{name} is {value}");
    }
    for name in ["email_verified", "phone_number_verified"] {
        let Some(value) = claims.get(name) else { continue };
        ensure!(value.is_boolean(), "{name} is {value}, not a boolean");
    }
    if let Some(value) = claims.get("updated_at") {
        let seconds = value.as_i64().unwrap_or_default();
        ensure!(seconds > 0 && seconds < 100_000_000_000, "updated_at is {value}");
    }
    if let Some(value) = claims.get("address") {
        ensure!(value.is_object(), "address is {value}, not an object");
    }
    if let Some(value) = claims.get("birthdate") {
        let text = value.as_str().unwrap_or_default();
        ensure!(is_birthdate(text), "birthdate is {value}");
    }
    Ok(())
}

/// `YYYY-MM-DD`, `0000-MM-DD` or `YYYY`.
fn is_birthdate(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|one| one.is_ascii_digit());
    match parts.as_slice() {
        [year] => digits(year, 4),
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        _ => false,
    }
}

/// Warns of claims that no scope of the request stands for.
pub(crate) fn warn_of_unasked(trial: &Trial, place: &str, claims: &Value, scope: &str) {
    let Some(members) = claims.as_object() else { return };
    let asked: Vec<&str> = scope.split(' ').flat_map(of_scope).copied().collect();
    for name in members.keys() {
        if !ALWAYS.contains(&name.as_str()) && !asked.contains(&name.as_str()) {
            trial.warn(format!("{place} has {name}, which nobody asked for"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wrong_types_are_noticed() {
        assert!(
            check_types(&json!({"sub": "x", "email_verified": true, "birthdate": "0000-02-29"}))
                .is_ok()
        );
        for wrong in [
            json!({"email_verified": "true"}),
            json!({"name": ""}),
            json!({"name": null}),
            json!({"website": "null"}),
            json!({"updated_at": "2020-01-01"}),
            json!({"updated_at": 1_700_000_000_000_i64}),
            json!({"birthdate": "1.2.1990"}),
            json!({"address": "Tokyo"}),
        ] {
            assert!(check_types(&wrong).is_err(), "{wrong}");
        }
    }
}
