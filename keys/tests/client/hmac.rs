//! Assertions authenticated with the secret of the client.

use keys::client::{Algorithm, Audience, Expected, Proven, VerifyError, verify_hmac};
use keys::digest::hmac_sha256;
use serde_json::{Map, Value, json};

use crate::support::{CLIENT, ISSUER, NOW, assertion, b64, message, token, with};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn authenticated(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let message = message(&header.to_string(), &claims.to_string());
    let tag = hmac_sha256(secret, message.as_bytes());
    format!("{message}.{}", b64(tag))
}

fn verify(token: &str, secret: &[u8]) -> Result<Proven<Map<String, Value>>, VerifyError> {
    let expected = Expected::assertion(CLIENT, Audience::AnyOf(&[ISSUER]), &[]);
    verify_hmac(token, secret, &expected, NOW)
}

#[test]
fn assertion_under_the_secret_passes() {
    let token = authenticated(&json!({ "alg": "HS256" }), &assertion(), SECRET);
    assert_eq!(verify(&token, SECRET).unwrap().jti.as_deref(), Some("a1"));
}

#[test]
fn assertion_under_anything_else_is_refused() {
    let hs256 = json!({ "alg": "HS256" });
    let good = authenticated(&hs256, &assertion(), SECRET);
    let (rest, tag) = good.rsplit_once('.').unwrap();
    let table = [
        (authenticated(&hs256, &assertion(), &[b'x'; 32]), VerifyError::BadSignature),
        (format!("{rest}."), VerifyError::BadSignature),
        (format!("{rest}.{}", tag.split_at(20).0), VerifyError::BadSignature),
        (
            authenticated(&json!({ "alg": "HS512" }), &assertion(), SECRET),
            VerifyError::WrongAlgorithm,
        ),
        (
            authenticated(&json!({ "alg": "none" }), &assertion(), SECRET),
            VerifyError::WrongAlgorithm,
        ),
        (token(Algorithm::Es256, &assertion()), VerifyError::WrongAlgorithm),
        (
            authenticated(&json!({ "alg": "HS256", "typ": "at+jwt" }), &assertion(), SECRET),
            VerifyError::WrongType,
        ),
        (
            authenticated(&hs256, &with(assertion(), "sub", "other"), SECRET),
            VerifyError::WrongSubject,
        ),
    ];
    for (token, error) in table {
        assert_eq!(verify(&token, SECRET).unwrap_err(), error, "{token}");
    }
}

#[test]
fn short_secret_authenticates_nothing() {
    for secret in [&b""[..], &SECRET[..31]] {
        let token = authenticated(&json!({ "alg": "HS256" }), &assertion(), secret);
        assert_eq!(verify(&token, secret).unwrap_err(), VerifyError::WeakSecret);
    }
}
