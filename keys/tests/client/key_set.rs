//! Key sets read and written, and every way in which one is refused.

use keys::client::jwe::KeyManagement;
use keys::client::{Algorithm, JwkError, KeySet, KeySetError};
use serde_json::{Value, json};

use crate::support::{PAIRS, b64, set, with};

fn refusal(keys: &Value) -> KeySetError {
    KeySet::parse(&json!({ "keys": keys }).to_string()).unwrap_err()
}

fn rsa() -> Value {
    PAIRS.jwk(Algorithm::Rs256)
}

fn ec() -> Value {
    PAIRS.jwk(Algorithm::Es256)
}

#[test]
fn thumbprint_is_that_of_rfc_7638() {
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    let keys = set(&[json!({ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256" })]);
    assert_eq!(keys.thumbprints(), ["NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"]);
}

#[test]
fn thumbprint_is_that_of_rfc_8037() {
    let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let keys = set(&[json!({ "kty": "OKP", "crv": "Ed25519", "x": x })]);
    assert_eq!(keys.thumbprints(), ["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"]);
}

#[test]
fn leading_zeros_of_a_modulus_change_nothing() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let n = URL_SAFE_NO_PAD.decode(rsa()["n"].as_str().unwrap()).unwrap();
    let padded = with(rsa(), "n", b64([vec![0], n].concat()));
    assert_eq!(set(&[padded]).thumbprints(), set(&[rsa()]).thumbprints());
}

#[test]
fn written_set_has_what_was_sent_and_reads_the_same() {
    let key = with(with(with(ec(), "kid", "k1"), "use", "sig"), "alg", "ES256");
    let keys = set(&[with(with(key.clone(), "note", "hello"), "x5u", "https://x.example/")]);
    assert_eq!(serde_json::from_str::<Value>(&keys.to_json()).unwrap(), json!({ "keys": [key] }));
    assert_eq!(KeySet::parse(&keys.to_json()).unwrap().to_json(), keys.to_json());
}

#[test]
fn keys_of_no_use_here_are_left_out() {
    let others = [
        json!({ "kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA" }),
        json!({ "kty": "OKP", "crv": "Ed448", "x": "AA" }),
        json!({ "kty": "AKP", "alg": "ML-DSA-44", "pub": "AA" }),
        with(rsa(), "alg", "RSA1_5"),
        with(rsa(), "alg", "none"),
        with(ec(), "use", "tls"),
        with(ec(), "key_ops", json!(["sign"])),
    ];
    let keys = set(&[&others[..], &[ec()]].concat());
    assert_eq!(keys.thumbprints().len(), 1);
    for other in others {
        assert_eq!(refusal(&json!([other])), KeySetError::NoKeys, "{other}");
    }
}

#[test]
fn private_and_symmetric_keys_are_refused() {
    for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"] {
        let key = with(rsa(), member, "AQAB");
        assert_eq!(refusal(&json!([ec(), key])), KeySetError::Key(JwkError::NotPublic), "{member}");
    }
    let unknown = json!({ "kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA", "d": "AA" });
    assert_eq!(refusal(&json!([unknown])), KeySetError::Key(JwkError::NotPublic));
    let symmetric = json!([{ "kty": "oct" }]);
    assert_eq!(refusal(&symmetric), KeySetError::Key(JwkError::NotPublic));
}

#[test]
fn broken_keys_are_refused() {
    let small = b64([0xff; 255]);
    let almost = b64([&[0x7f][..], &[0xff; 255]].concat());
    let large = b64([0xff; 1025]);
    let table = [
        (with(rsa(), "n", small), JwkError::WrongSize),
        (with(rsa(), "n", almost), JwkError::WrongSize),
        (with(rsa(), "n", large), JwkError::WrongSize),
        (with(rsa(), "n", "AA"), JwkError::Malformed),
        (with(rsa(), "n", Value::Null), JwkError::Malformed),
        (with(rsa(), "e", "AQ"), JwkError::Unusable),
        (with(rsa(), "e", "Ag"), JwkError::Unusable),
        (with(rsa(), "e", "AQ=="), JwkError::Malformed),
        (with(rsa(), "e", b64([1; 9])), JwkError::Unusable),
        (with(rsa(), "kid", 7), JwkError::Malformed),
        (with(rsa(), "kid", "k".repeat(513)), JwkError::Malformed),
        (with(rsa(), "alg", "ES256"), JwkError::WrongAlgorithm),
        (with(rsa(), "alg", "ECDH-ES"), JwkError::WrongAlgorithm),
        (with(rsa(), "key_ops", "verify"), JwkError::Malformed),
        (with(ec(), "x", b64([1; 32])), JwkError::Unusable),
        (with(ec(), "x", b64([1; 31])), JwkError::Malformed),
        (with(ec(), "y", Value::Null), JwkError::Malformed),
        (with(ec(), "crv", Value::Null), JwkError::Malformed),
        (with(ec(), "alg", "ES384"), JwkError::WrongAlgorithm),
        (with(ec(), "kty", Value::Null), JwkError::Malformed),
        (with(PAIRS.jwk(Algorithm::EdDsa), "x", b64([1; 33])), JwkError::Malformed),
    ];
    for (key, error) in table {
        assert_eq!(refusal(&json!([key])), KeySetError::Key(error), "{key}");
    }
}

#[test]
fn sets_out_of_shape_are_refused() {
    let many = vec![json!({ "kty": "AKP" }); 33];
    assert_eq!(refusal(&Value::from(many)), KeySetError::TooManyKeys);
    assert_eq!(refusal(&json!([])), KeySetError::NoKeys);
    assert_eq!(refusal(&json!({})), KeySetError::Malformed);
    assert_eq!(refusal(&json!(["key"])), KeySetError::Malformed);
    let table = [
        (String::new(), KeySetError::Malformed),
        ("[]".into(), KeySetError::Malformed),
        ("{}".into(), KeySetError::Malformed),
        (r#"{"keys":[],"keys":[]}"#.into(), KeySetError::DuplicateMember),
        (r#"{"keys":[{"kty":"EC","kty":"RSA"}]}"#.into(), KeySetError::DuplicateMember),
        (format!(r#"{{"keys":[],"pad":"{}"}}"#, "x".repeat(64 * 1024)), KeySetError::TooLong),
        ("[".repeat(10_000), KeySetError::Malformed),
    ];
    for (text, error) in table {
        assert_eq!(KeySet::parse(&text).unwrap_err(), error, "{text:.40}");
    }
}

#[test]
fn one_name_may_stand_for_keys_of_different_work_only() {
    let named = |key: Value| with(key, "kid", "k1");
    let kinds = set(&[named(rsa()), named(ec()), named(PAIRS.jwk(Algorithm::EdDsa))]);
    assert_eq!(kinds.thumbprints().len(), 3);
    let work = set(&[with(named(rsa()), "alg", "RS256"), with(named(rsa()), "alg", "PS256")]);
    assert_eq!(work.thumbprints().len(), 2);
    assert_eq!(refusal(&json!([named(ec()), named(ec())])), KeySetError::DuplicateKid);
    assert_eq!(set(&[ec(), ec()]).thumbprints().len(), 2);
}

#[test]
fn encryption_key_is_one_that_is_meant_for_it() {
    let signs = with(with(rsa(), "use", "sig"), "kid", "signs");
    let bound = with(with(rsa(), "alg", "RSA-OAEP"), "kid", "bound");
    let open = with(ec(), "kid", "open");
    let meant = with(with(ec(), "use", "enc"), "kid", "meant");
    let x25519 = json!({ "kty": "OKP", "crv": "X25519", "x": b64([9; 32]), "kid": "x" });
    let kid = |keys: &[Value], algorithm| {
        set(keys).encryption_key(algorithm).and_then(|key| key.kid().map(str::to_owned))
    };
    let keys = [signs.clone(), bound, open.clone(), meant];
    assert_eq!(kid(&keys, KeyManagement::RsaOaep).as_deref(), Some("bound"));
    assert_eq!(kid(&keys, KeyManagement::RsaOaep256), None);
    assert_eq!(kid(&keys, KeyManagement::EcdhEs).as_deref(), Some("meant"));
    assert_eq!(kid(&[signs.clone(), open], KeyManagement::EcdhEsA256Kw).as_deref(), Some("open"));
    assert_eq!(kid(&[signs, x25519], KeyManagement::EcdhEsA128Kw).as_deref(), Some("x"));
    assert_eq!(kid(&[PAIRS.jwk(Algorithm::EdDsa)], KeyManagement::EcdhEs), None);
}
