//! Proofs of possession, and every way in which one is refused.

use keys::client::dpop::{DpopError, Presented, Proof};
use keys::client::{Algorithm, JwkError, VerifyError};
use serde_json::{Value, json};

use crate::support::{NOW, PAIRS, b64, set, signed, signed_text, stranger, with};

const URL: &str = "https://id.example/t/acme/token";

/// The access token of RFC 9449 §7.1 and its hash.
const TOKEN: &str = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
const HASH: &str = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";

fn presented() -> Presented<'static> {
    Presented {
        method: "POST",
        url: URL,
        access_token: None,
        algorithms: &Algorithm::FAPI,
        max_age: 60,
        leeway: 10,
    }
}

fn header(algorithm: Algorithm) -> Value {
    json!({ "typ": "dpop+jwt", "alg": algorithm, "jwk": PAIRS.jwk(algorithm) })
}

fn claims() -> Value {
    json!({ "jti": "p1", "htm": "POST", "htu": URL, "iat": NOW })
}

fn proof(claims: &Value) -> String {
    signed(Algorithm::Es256, &header(Algorithm::Es256), claims)
}

fn refusal(token: &str) -> DpopError {
    Proof::verify(token, &presented(), NOW).unwrap_err()
}

#[test]
fn proof_of_every_algorithm_asked_for_passes() {
    for algorithm in Algorithm::FAPI {
        let token = signed(algorithm, &header(algorithm), &with(claims(), "nonce", "n1"));
        let proof = Proof::verify(&token, &presented(), NOW).unwrap();
        assert_eq!([proof.thumbprint], set(&[PAIRS.jwk(algorithm)]).thumbprints()[..]);
        assert_eq!((proof.jti.as_str(), proof.iat), ("p1", NOW));
        assert_eq!(proof.nonce.as_deref(), Some("n1"));
    }
    let rs256 = signed(Algorithm::Rs256, &header(Algorithm::Rs256), &claims());
    assert_eq!(refusal(&rs256), VerifyError::WrongAlgorithm.into());
    let presented = Presented { algorithms: &[Algorithm::Rs256], ..presented() };
    assert!(Proof::verify(&rs256, &presented, NOW).is_ok());
}

#[test]
fn proof_printed_in_rfc_9449_passes() {
    let token = concat!(
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklD",
        "UkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2",
        "R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBz",
        "Oi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igi",
        "MLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg",
    );
    let presented = Presented { url: "https://server.example.com/token", ..presented() };
    let proof = Proof::verify(token, &presented, 1_562_262_616).unwrap();
    assert_eq!(proof.jti, "-BwC3ESc6acc2lTc");
    assert_eq!(proof.thumbprint, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

#[test]
fn header_must_be_that_of_a_proof() {
    let es256 = |member: &str, value: Value| {
        signed(Algorithm::Es256, &with(header(Algorithm::Es256), member, value), &claims())
    };
    let jwk = PAIRS.jwk(Algorithm::Es256);
    let not_public = DpopError::Key(JwkError::NotPublic);
    let table = [
        (es256("typ", Value::Null), VerifyError::WrongType.into()),
        (es256("typ", json!("JWT")), VerifyError::WrongType.into()),
        (es256("alg", json!("none")), VerifyError::WrongAlgorithm.into()),
        (es256("alg", json!("HS256")), VerifyError::WrongAlgorithm.into()),
        (es256("alg", json!("EdDSA")), DpopError::NoKey),
        (es256("crit", json!(["x"])), VerifyError::Critical.into()),
        (es256("jwk", Value::Null), DpopError::NoKey),
        (es256("jwk", json!("key")), DpopError::NoKey),
        (es256("jwk", json!({ "kty": "oct", "k": b64("secret") })), not_public),
        (es256("jwk", with(jwk.clone(), "d", b64([1; 32]))), not_public),
        (es256("jwk", with(jwk.clone(), "use", "enc")), DpopError::NoKey),
        (es256("jwk", with(jwk.clone(), "alg", "ES384")), JwkError::WrongAlgorithm.into()),
        (es256("jwk", with(jwk, "y", b64([1; 32]))), JwkError::Unusable.into()),
        (es256("jwk", PAIRS.jwk(Algorithm::Ps256)), DpopError::NoKey),
    ];
    for (token, error) in table {
        assert_eq!(refusal(&token), error, "{token}");
    }
    assert_eq!(refusal(&es256("jwk", stranger())), VerifyError::BadSignature.into());
}

#[test]
fn claims_must_be_those_of_the_request() {
    let table = [
        ("htm", json!("GET"), DpopError::WrongMethod),
        ("htm", json!("post"), DpopError::WrongMethod),
        ("htm", Value::Null, DpopError::WrongMethod),
        ("htu", json!("https://id.example/t/acme/userinfo"), DpopError::WrongAddress),
        ("htu", json!("https://id.example/t/other/token"), DpopError::WrongAddress),
        ("htu", json!("http://id.example/t/acme/token"), DpopError::WrongAddress),
        ("htu", json!("https://id.example:8443/t/acme/token"), DpopError::WrongAddress),
        ("htu", json!("https://evil.example/t/acme/token"), DpopError::WrongAddress),
        ("htu", json!("https://id.example/t/acme/token/"), DpopError::WrongAddress),
        ("htu", json!("/t/acme/token"), DpopError::WrongAddress),
        ("htu", Value::Null, DpopError::WrongAddress),
        ("jti", Value::Null, VerifyError::NoJti.into()),
        ("jti", json!(""), VerifyError::WrongJti.into()),
        ("jti", json!("j".repeat(257)), VerifyError::WrongJti.into()),
        ("nonce", json!(1), DpopError::WrongNonce),
        ("nonce", json!("n".repeat(513)), DpopError::WrongNonce),
        ("iat", Value::Null, DpopError::NoTime),
        ("iat", json!("now"), DpopError::NoTime),
        ("iat", json!(1.5), DpopError::NoTime),
        ("iat", json!(NOW - 61), DpopError::TooOld),
        ("iat", json!(i64::MIN), DpopError::TooOld),
        ("iat", json!(NOW + 11), DpopError::InFuture),
        ("iat", json!(i64::MAX), DpopError::InFuture),
    ];
    for (member, value, error) in table {
        assert_eq!(
            refusal(&proof(&with(claims(), member, value.clone()))),
            error,
            "{member} {value}"
        );
    }
    for iat in [NOW - 60, NOW + 10] {
        assert!(Proof::verify(&proof(&with(claims(), "iat", iat)), &presented(), NOW).is_ok());
    }
}

#[test]
fn spelling_query_and_fragment_of_the_address_do_not_count() {
    for htu in [
        "HTTPS://ID.example:443/t/acme/token",
        "https://id.example/t/./acme/%74oken",
        "https://id.example/t/acme/token?a=b#c",
    ] {
        let token = proof(&with(claims(), "htu", htu));
        let presented = Presented { url: "https://id.example/t/acme/token?x=y", ..presented() };
        assert!(Proof::verify(&token, &presented, NOW).is_ok(), "{htu}");
    }
}

#[test]
fn proof_covers_the_access_token_it_comes_with() {
    let presented = Presented { access_token: Some(TOKEN), ..presented() };
    let verify = |ath: Value| Proof::verify(&proof(&with(claims(), "ath", ath)), &presented, NOW);
    assert!(verify(json!(HASH)).is_ok());
    for ath in [Value::Null, json!(""), json!(b64([0; 32])), json!(TOKEN), json!(1)] {
        assert_eq!(verify(ath.clone()).unwrap_err(), DpopError::WrongToken, "{ath}");
    }
}

#[test]
fn proof_out_of_shape_is_refused() {
    let header = header(Algorithm::Es256).to_string();
    let twice = r#"{"jti":"a","jti":"b"}"#;
    let table = [
        ("a".repeat(8 * 1024 + 1), VerifyError::TooLong),
        ("a.b".into(), VerifyError::NotThreeParts),
        (signed_text(Algorithm::Es256, &header, "[]"), VerifyError::ClaimsMalformed),
        (signed_text(Algorithm::Es256, &header, twice), VerifyError::DuplicateMember),
        (format!("{}x", proof(&claims())), VerifyError::NotBase64),
    ];
    for (token, error) in table {
        assert_eq!(refusal(&token), error.into(), "{token:.80}");
    }
}
