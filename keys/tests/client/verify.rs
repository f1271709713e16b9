//! Tokens of clients verified with their key sets, and every way in which one is refused.

use keys::client::{Algorithm, Audience, Expected, Proven, VerifyError};
use serde_json::{Map, Value, json};

use crate::support::{
    CLIENT, ISSUER, NOW, PAIRS, assertion, b64, key_set, message, set, signed, signed_text,
    stranger, token, with,
};

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
fn assertion_of_every_algorithm_passes() {
    for algorithm in Algorithm::ALL {
        let proven = verified(&token(algorithm, &assertion()), &expected()).unwrap();
        assert_eq!(Value::Object(proven.claims), assertion(), "{algorithm}");
        assert_eq!(proven.jti.as_deref(), Some("a1"));
        assert_eq!(proven.good_until, Some(NOW + 70));
    }
}

#[test]
fn algorithm_outside_the_list_is_refused() {
    let rs256 = token(Algorithm::Rs256, &assertion());
    let only = Expected { algorithms: &Algorithm::FAPI, ..expected() };
    assert_eq!(refusal(&rs256, &only), VerifyError::WrongAlgorithm);
    let body = b64(assertion().to_string());
    for alg in ["none", "None", "NONE", "nOnE", "HS256", "ES512", "RSA-OAEP", ""] {
        let header = b64(json!({ "alg": alg }).to_string());
        for signature in ["", "AA"] {
            let token = format!("{header}.{body}.{signature}");
            assert_eq!(refusal(&token, &expected()), VerifyError::WrongAlgorithm, "{alg}");
        }
    }
}

#[test]
fn public_key_is_no_secret() {
    let message = message(r#"{"alg":"HS256"}"#, &assertion().to_string());
    let jwk = PAIRS.jwk(Algorithm::Rs256);
    for secret in [jwk.to_string(), jwk["n"].as_str().unwrap().to_owned()] {
        let tag = keys::digest::hmac_sha256(secret.as_bytes(), message.as_bytes());
        let token = format!("{message}.{}", b64(tag));
        assert_eq!(refusal(&token, &expected()), VerifyError::WrongAlgorithm);
    }
}

#[test]
fn signature_must_be_of_the_algorithm_in_the_header() {
    for (signer, named) in [
        (Algorithm::Rs256, Algorithm::Ps256),
        (Algorithm::Ps256, Algorithm::Rs256),
        (Algorithm::Rs256, Algorithm::Rs512),
        (Algorithm::Es256, Algorithm::EdDsa),
        (Algorithm::Es384, Algorithm::Es256),
    ] {
        let token = signed(signer, &json!({ "alg": named }), &assertion());
        assert_eq!(refusal(&token, &expected()), VerifyError::BadSignature, "{signer} as {named}");
    }
}

#[test]
fn key_is_bound_by_its_algorithm_and_use() {
    let es256 = PAIRS.jwk(Algorithm::Es256);
    let rsa = PAIRS.jwk(Algorithm::Rs256);
    let table = [
        (with(rsa.clone(), "alg", "PS256"), Algorithm::Rs256, false),
        (with(rsa.clone(), "alg", "PS256"), Algorithm::Ps256, true),
        (with(rsa, "alg", "RSA-OAEP"), Algorithm::Ps256, false),
        (with(es256.clone(), "use", "enc"), Algorithm::Es256, false),
        (with(es256.clone(), "key_ops", json!(["deriveKey"])), Algorithm::Es256, false),
        (with(es256, "key_ops", json!(["verify"])), Algorithm::Es256, true),
    ];
    for (key, algorithm, passes) in table {
        let token = token(algorithm, &assertion());
        let result = set(std::slice::from_ref(&key)).verify::<Claims>(&token, &expected(), NOW);
        assert_eq!(result.is_ok(), passes, "{key}");
        assert!(passes || result == Err(VerifyError::UnknownKey), "{key}");
    }
}

#[test]
fn key_is_found_by_name_or_by_kind() {
    let mine = PAIRS.jwk(Algorithm::Es256);
    let other = stranger();
    let named = |key: &Value, kid: &str| with(key.clone(), "kid", kid);
    let verify = |keys: &[Value], kid: Option<&str>| {
        let header = with(json!({ "alg": "ES256" }), "kid", kid);
        let token = signed(Algorithm::Es256, &header, &assertion());
        set(keys).verify::<Claims>(&token, &expected(), NOW).map(|_| ())
    };
    let both = [named(&other, "b"), named(&mine, "a")];
    assert_eq!(verify(&both, Some("a")), Ok(()));
    assert_eq!(verify(&both, Some("b")), Err(VerifyError::BadSignature));
    assert_eq!(verify(&both, Some("c")), Err(VerifyError::UnknownKey));
    assert_eq!(verify(&both, Some("../../dev/null")), Err(VerifyError::UnknownKey));
    assert_eq!(verify(&both, None), Ok(()));
    assert_eq!(verify(&[other.clone(), mine.clone()], Some("c")), Ok(()));
    assert_eq!(verify(&[named(&other, "a"), mine], Some("a")), Ok(()));
    assert_eq!(verify(&[other], None), Err(VerifyError::BadSignature));
}

#[test]
fn keys_in_the_header_are_ignored() {
    let stranger = set(&[stranger()]);
    for (member, value) in [
        ("jwk", PAIRS.jwk(Algorithm::Es256)),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/key")),
        ("x5c", json!(["MIIB"])),
    ] {
        let header = with(json!({ "alg": "ES256" }), member, value);
        let token = signed(Algorithm::Es256, &header, &assertion());
        let result = stranger.verify::<Claims>(&token, &expected(), NOW);
        assert_eq!(result.unwrap_err(), VerifyError::BadSignature, "{member}");
    }
}

#[test]
fn tokens_out_of_shape_are_refused() {
    let good = token(Algorithm::Es256, &assertion());
    let (rest, signature) = good.rsplit_once('.').unwrap();
    let es256 = |header: &str, claims: &str| signed_text(Algorithm::Es256, header, claims);
    let claims = assertion().to_string();
    let table = [
        (String::new(), VerifyError::NotThreeParts),
        (rest.to_owned(), VerifyError::NotThreeParts),
        (format!("{good}.AA.AA"), VerifyError::NotThreeParts),
        (format!("{good}="), VerifyError::NotBase64),
        (format!("{rest}. {signature}"), VerifyError::NotBase64),
        (format!("{rest}."), VerifyError::BadSignature),
        (format!("{rest}.{}", b64([0; 64])), VerifyError::BadSignature),
        ("a".repeat(64 * 1024 + 1), VerifyError::TooLong),
        (".".repeat(64 * 1024), VerifyError::NotThreeParts),
        (es256("[]", &claims), VerifyError::HeaderMalformed),
        (es256("{}", &claims), VerifyError::HeaderMalformed),
        (es256(r#"{"alg":["ES256"]}"#, &claims), VerifyError::HeaderMalformed),
        (es256(r#"{"alg":"ES256","kid":1}"#, &claims), VerifyError::HeaderMalformed),
        (es256(r#"{"alg":"ES256","alg":"ES256"}"#, &claims), VerifyError::DuplicateMember),
        (es256(r#"{"alg":"ES256","crit":["b64"],"b64":false}"#, &claims), VerifyError::Critical),
        (es256(r#"{"alg":"ES256","crit":[]}"#, &claims), VerifyError::Critical),
        (es256(r#"{"alg":"ES256"}"#, "[]"), VerifyError::ClaimsMalformed),
        (es256(r#"{"alg":"ES256"}"#, r#"{"sub":"a","sub":"b"}"#), VerifyError::DuplicateMember),
    ];
    for (token, error) in table {
        assert_eq!(refusal(&token, &expected()), error, "{token:.80}");
    }
}

#[test]
fn type_must_be_one_of_those_named() {
    let verify = |typ: &str, expected: &Expected<'_>| {
        let header = json!({ "alg": "ES256", "typ": typ });
        verified(&signed(Algorithm::Es256, &header, &assertion()), expected).map(|_| ())
    };
    for typ in ["JWT", "jwt", "application/jwt", "client-authentication+jwt"] {
        assert_eq!(verify(typ, &expected()), Ok(()), "{typ}");
    }
    for typ in ["oauth-authz-req+jwt", "application/oauth-authz-req+jwt", "JWT"] {
        assert_eq!(verify(typ, &request_object()), Ok(()), "{typ}");
    }
    for typ in ["at+jwt", "dpop+jwt", "logout+jwt", "client-authentication+jwt", ""] {
        assert_eq!(verify(typ, &request_object()), Err(VerifyError::WrongType), "{typ}");
    }
    for typ in ["at+jwt", "dpop+jwt", "oauth-authz-req+jwt"] {
        assert_eq!(verify(typ, &expected()), Err(VerifyError::WrongType), "{typ}");
    }
    let number = signed(Algorithm::Es256, &json!({ "alg": "ES256", "typ": 1 }), &assertion());
    assert_eq!(refusal(&number, &expected()), VerifyError::WrongType);
}
