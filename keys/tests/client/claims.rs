//! What a token of a client must say, and until when it may say it.

use keys::client::{Algorithm, Audience, Expected, Name, Proven, VerifyError};
use serde_json::{Map, Value, json};

use crate::support::{CLIENT, ISSUER, NOW, assertion, key_set, token, with};

type Claims = Map<String, Value>;

fn expected() -> Expected<'static> {
    Expected::assertion(CLIENT, Audience::Only(ISSUER), &Algorithm::ALL)
}

fn request_object() -> Expected<'static> {
    Expected::request_object(CLIENT, Audience::AnyOf(&[ISSUER]), &Algorithm::FAPI)
}

fn verified(token: &str, expected: &Expected<'_>) -> Result<Proven<Claims>, VerifyError> {
    key_set().verify(token, expected, NOW)
}

fn refusal(token: &str, expected: &Expected<'_>) -> VerifyError {
    verified(token, expected).unwrap_err()
}

#[test]
fn token_stops_to_pass_when_it_was_said_to() {
    let token = token(Algorithm::Es256, &assertion());
    let at = |now| key_set().verify::<Claims>(&token, &expected(), now);
    let good_until = at(NOW).unwrap().good_until.unwrap();
    assert!(at(good_until - 1).is_ok());
    assert_eq!(at(good_until).unwrap_err(), VerifyError::Expired);
}

#[test]
fn claims_of_an_assertion_must_fit() {
    let table = [
        ("iss", json!("other"), VerifyError::WrongIssuer),
        ("iss", json!([CLIENT]), VerifyError::WrongIssuer),
        ("iss", Value::Null, VerifyError::NoIssuer),
        ("sub", json!("other"), VerifyError::WrongSubject),
        ("sub", Value::Null, VerifyError::NoSubject),
        ("aud", json!("https://evil.example"), VerifyError::WrongAudience),
        ("aud", json!([ISSUER]), VerifyError::WrongAudience),
        ("aud", json!(format!("{ISSUER}/token")), VerifyError::WrongAudience),
        ("aud", json!([]), VerifyError::WrongAudience),
        ("aud", Value::Null, VerifyError::NoAudience),
        ("jti", Value::Null, VerifyError::NoJti),
        ("jti", json!(""), VerifyError::WrongJti),
        ("jti", json!(1), VerifyError::WrongJti),
        ("jti", json!("j".repeat(257)), VerifyError::WrongJti),
        ("exp", Value::Null, VerifyError::NoExpiry),
        ("exp", json!("1800000060"), VerifyError::ExpiryNotInteger),
        ("exp", json!(1_800_000_060.5), VerifyError::ExpiryNotInteger),
        ("exp", json!([NOW + 60]), VerifyError::ExpiryNotInteger),
        ("exp", json!(u64::MAX), VerifyError::ExpiryNotInteger),
        ("exp", json!(-1), VerifyError::Expired),
        ("exp", json!(NOW - 10), VerifyError::Expired),
        ("exp", json!(NOW + 301), VerifyError::LivesTooLong),
        ("exp", json!(i64::MAX), VerifyError::LivesTooLong),
        ("iat", json!(NOW + 11), VerifyError::IssuedInFuture),
        ("iat", json!("now"), VerifyError::IssuedAtNotInteger),
        ("iat", json!(i64::MIN), VerifyError::LivesTooLong),
        ("nbf", json!(NOW + 11), VerifyError::NotYetValid),
        ("nbf", json!({}), VerifyError::NotBeforeNotInteger),
    ];
    for (member, value, error) in table {
        let token = token(Algorithm::Es256, &with(assertion(), member, value.clone()));
        assert_eq!(refusal(&token, &expected()), error, "{member}: {value}");
    }
}

#[test]
fn edges_of_the_times_of_an_assertion_pass() {
    for (member, value) in [
        ("exp", json!(NOW - 9)),
        ("exp", json!(NOW + 300)),
        ("iat", json!(NOW + 10)),
        ("iat", Value::Null),
        ("nbf", json!(NOW + 10)),
        ("jti", json!("j".repeat(256))),
    ] {
        let token = token(Algorithm::Es256, &with(assertion(), member, value.clone()));
        assert!(verified(&token, &expected()).is_ok(), "{member}: {value}");
    }
    let without_begin = |exp| {
        let claims = with(with(assertion(), "iat", Value::Null), "exp", exp);
        verified(&token(Algorithm::Es256, &claims), &expected()).map(|_| ())
    };
    assert_eq!(without_begin(NOW + 310), Ok(()));
    assert_eq!(without_begin(NOW + 311), Err(VerifyError::LivesTooLong));
}

#[test]
fn audience_may_be_one_of_several() {
    let endpoint = format!("{ISSUER}/token");
    let any = [ISSUER, endpoint.as_str()];
    let verify = |aud: Value, audience| {
        let token = token(Algorithm::Es256, &with(assertion(), "aud", aud));
        verified(&token, &Expected { audience, ..expected() }).map(|_| ())
    };
    for aud in [json!(ISSUER), json!(endpoint), json!(["https://x.example", endpoint])] {
        assert_eq!(verify(aud.clone(), Audience::AnyOf(&any)), Ok(()), "{aud}");
    }
    let wrong = Err(VerifyError::WrongAudience);
    for aud in [json!("https://x.example"), json!([]), json!([[ISSUER]]), json!([ISSUER, 1])] {
        assert_eq!(verify(aud.clone(), Audience::AnyOf(&any)), wrong, "{aud}");
        assert_eq!(verify(aud.clone(), Audience::AbsentOr(&any)), wrong, "{aud}");
    }
    assert_eq!(verify(Value::Null, Audience::AnyOf(&any)), Err(VerifyError::NoAudience));
    assert_eq!(verify(Value::Null, Audience::AbsentOr(&any)), Ok(()));
    assert_eq!(verify(json!("https://x.example"), Audience::Unread), Ok(()));
}

#[test]
fn request_object_needs_little_unless_it_is_fapi() {
    let small = json!({ "aud": ISSUER, "scope": "openid" });
    assert!(verified(&token(Algorithm::Ps256, &small), &request_object()).is_ok());
    let other = with(small, "iss", "other");
    let refused = refusal(&token(Algorithm::Ps256, &other), &request_object());
    assert_eq!(refused, VerifyError::WrongIssuer);
    let fapi = json!({ "iss": CLIENT, "aud": [ISSUER], "nbf": NOW - 3600, "exp": NOW });
    assert!(verified(&token(Algorithm::Ps256, &fapi), &request_object().within_the_hour()).is_ok());
    let table = [
        ("iss", Value::Null, VerifyError::NoIssuer),
        ("nbf", Value::Null, VerifyError::NoNotBefore),
        ("exp", Value::Null, VerifyError::NoExpiry),
        ("nbf", json!(NOW - 3611), VerifyError::TooOld),
        ("exp", json!(NOW + 1), VerifyError::LivesTooLong),
    ];
    for (member, value, error) in table {
        let token = token(Algorithm::Ps256, &with(fapi.clone(), member, value.clone()));
        assert_eq!(
            refusal(&token, &request_object().within_the_hour()),
            error,
            "{member}: {value}"
        );
    }
}

#[test]
fn claims_are_read_as_the_type_asked_for() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Scope {
        scope: String,
    }
    let verify = |claims: Value| {
        let expected = Expected { issuer: Name::Unread, ..request_object() };
        key_set().verify::<Scope>(&token(Algorithm::EdDsa, &claims), &expected, NOW)
    };
    let proven = verify(json!({ "aud": ISSUER, "scope": "openid" })).unwrap();
    assert_eq!(proven.claims, Scope { scope: "openid".into() });
    assert_eq!((proven.jti, proven.good_until), (None, None));
    let refused = verify(json!({ "aud": ISSUER })).unwrap_err();
    assert_eq!(refused, VerifyError::ClaimsUnfit);
}
