//! Tokens signed and verified, and every way in which one is refused.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keys::digest::hmac_sha256;
use keys::signing::{Algorithm, Profile, SigningKey, VerifyError, VerifyingKeys};
use serde::Deserialize;
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://id.example/t/acme";

static KEYS: LazyLock<Vec<SigningKey>> = LazyLock::new(|| {
    Algorithm::ALL.into_iter().map(|algorithm| SigningKey::generate(algorithm).unwrap()).collect()
});

#[derive(Debug, Deserialize, PartialEq)]
struct Claims {
    sub: String,
}

fn key(algorithm: Algorithm) -> &'static SigningKey {
    KEYS.iter().find(|key| key.algorithm() == algorithm).unwrap()
}

fn verifying() -> VerifyingKeys {
    VerifyingKeys::new(KEYS.iter().map(|key| key.public_jwk().clone()))
}

fn profile() -> Profile<'static> {
    Profile {
        typ: Some("at+jwt"),
        issuer: ISSUER,
        audience: Some("api"),
        leeway: 10,
        allow_expired: false,
    }
}

fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": "api", "sub": "u1", "iat": NOW, "exp": NOW + 60 })
}

fn claims_with(member: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[member] = value.into();
    claims
}

fn claims_without(member: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(member);
    claims
}

fn verify(token: &str) -> Result<Claims, VerifyError> {
    verifying().verify(token, &profile(), NOW).map(|verified| verified.claims)
}

fn verify_claims(claims: &Value) -> Result<Claims, VerifyError> {
    verify(&key(Algorithm::Es256).sign("at+jwt", claims).unwrap())
}

/// Signs header and claims as they are written, with the ES256 key.
fn forge(header: &str, claims: &str) -> String {
    let pkcs8 = key(Algorithm::Es256).to_pkcs8();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8).unwrap();
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn header(more: &str) -> String {
    format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{}"{more}}}"#, key(Algorithm::Es256).kid())
}

#[test]
fn every_algorithm_signs_what_it_verifies() {
    for key in KEYS.iter() {
        let token = key.sign("at+jwt", &claims()).unwrap();
        let verified = verifying().verify::<Claims>(&token, &profile(), NOW).unwrap();
        assert_eq!(verified.kid, key.kid());
        assert_eq!(key.kid(), key.public_jwk().thumbprint());
        assert_eq!(verified.claims, Claims { sub: "u1".to_owned() });
        let reloaded = SigningKey::from_pkcs8(key.algorithm(), &key.to_pkcs8()).unwrap();
        assert_eq!(reloaded.public_jwk(), key.public_jwk());
        assert!(verify(&reloaded.sign("at+jwt", &claims()).unwrap()).is_ok());
    }
}

/// The header carries `alg`, `typ` and `kid` and nothing else, and another library agrees.
#[test]
fn another_library_accepts_our_tokens() {
    for key in KEYS.iter() {
        let token = key.sign("at+jwt", &claims()).unwrap();
        let part = token.split('.').next().unwrap();
        let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        let expected = json!({ "alg": key.algorithm(), "typ": "at+jwt", "kid": key.kid() });
        assert_eq!(header, expected);

        let jwk = serde_json::to_value(key.public_jwk()).unwrap();
        let jwk = serde_json::from_value(jwk).unwrap();
        let outside = jsonwebtoken::DecodingKey::from_jwk(&jwk).unwrap();
        let algorithm = key.algorithm().as_str().parse().unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let check = |message: &str| {
            jsonwebtoken::crypto::verify(signature, message.as_bytes(), &outside, algorithm)
        };
        assert!(check(signed).unwrap());
        assert!(!check(&format!("{signed}x")).unwrap_or(false));
    }
}

#[test]
fn a_token_altered_anywhere_is_refused() {
    for key in KEYS.iter() {
        let token = key.sign("at+jwt", &claims()).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let (header, _) = signed.split_once('.').unwrap();
        let other = URL_SAFE_NO_PAD.encode(claims_with("sub", "admin").to_string());
        assert_eq!(
            verify(&format!("{header}.{other}.{signature}")),
            Err(VerifyError::BadSignature)
        );
        assert_eq!(verify(&format!("{signed}.")), Err(VerifyError::BadSignature));
        let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
        bytes[5] ^= 1;
        let altered = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bytes));
        assert_eq!(verify(&altered), Err(VerifyError::BadSignature));
    }
}

/// RFC 8725 §2.1: neither the public key as a secret nor no signature at all is a way in.
#[test]
fn the_key_settles_the_algorithm() {
    let rsa = key(Algorithm::Rs256);
    let public = serde_json::to_vec(rsa.public_jwk()).unwrap();
    let token = |alg: &str, kid: &str, secret: Option<&[u8]>| {
        let header = json!({ "alg": alg, "typ": "at+jwt", "kid": kid }).to_string();
        let claims = claims().to_string();
        let signed =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let mac = secret.map(|secret| hmac_sha256(secret, signed.as_bytes()));
        format!("{signed}.{}", mac.map(|mac| URL_SAFE_NO_PAD.encode(mac)).unwrap_or_default())
    };
    for alg in ["HS256", "none", "None", "PS256", "ES256", "rs256", "RS512", ""] {
        for secret in [None, Some(public.as_slice())] {
            let refused = verify(&token(alg, rsa.kid(), secret));
            assert_eq!(refused, Err(VerifyError::WrongAlgorithm), "{alg}");
        }
    }
    assert_eq!(verify(&token("RS256", "nobody", None)), Err(VerifyError::UnknownKey));
    let stranger = SigningKey::generate(Algorithm::EdDsa).unwrap();
    let token = stranger.sign("at+jwt", &claims()).unwrap();
    assert_eq!(verify(&token), Err(VerifyError::UnknownKey));
}

#[test]
fn one_rsa_key_may_serve_two_algorithms() {
    let rs = key(Algorithm::Rs256);
    let ps = SigningKey::from_pkcs8(Algorithm::Ps256, &rs.to_pkcs8()).unwrap();
    assert_eq!(rs.kid(), ps.kid());
    let both = VerifyingKeys::new([rs.public_jwk().clone(), ps.public_jwk().clone()]);
    let only_rs = VerifyingKeys::new([rs.public_jwk().clone()]);
    let token = ps.sign("at+jwt", &claims()).unwrap();
    assert!(both.verify::<Claims>(&token, &profile(), NOW).is_ok());
    let refused = only_rs.verify::<Claims>(&token, &profile(), NOW).unwrap_err();
    assert_eq!(refused, VerifyError::WrongAlgorithm);
}

#[test]
fn malformed_tokens_are_told_apart() {
    let claims = claims().to_string();
    let good = forge(&header(""), &claims);
    assert!(verify(&good).is_ok());
    let cases = [
        (String::new(), VerifyError::NotThreeParts),
        ("a.b".to_owned(), VerifyError::NotThreeParts),
        (format!("{good}.x"), VerifyError::NotThreeParts),
        (format!("{good}="), VerifyError::NotBase64),
        (format!("={good}"), VerifyError::NotBase64),
        (forge("[]", &claims), VerifyError::HeaderMalformed),
        (forge("{", &claims), VerifyError::HeaderMalformed),
        (forge(&format!("{}x", header("")), &claims), VerifyError::HeaderMalformed),
        (forge(&header(""), "[]"), VerifyError::ClaimsMalformed),
        (forge(&header(""), "7"), VerifyError::ClaimsMalformed),
        (forge(&header(""), &format!("{claims}{{}}")), VerifyError::ClaimsMalformed),
        (forge(r#"{"alg":"ES256","typ":"at+jwt"}"#, &claims), VerifyError::NoKeyId),
        (forge(r#"{"alg":"ES256","kid":7}"#, &claims), VerifyError::NoKeyId),
        (forge(&header(r#","crit":["exp"]"#), &claims), VerifyError::Critical),
        (forge(&header(r#","crit":null"#), &claims), VerifyError::Critical),
        (forge(&header(r#","alg":"ES256""#), &claims), VerifyError::DuplicateMember),
        (forge(&header(r#","x":[{"a":1,"a":1}]"#), &claims), VerifyError::DuplicateMember),
    ];
    for (token, refusal) in cases {
        assert_eq!(verify(&token), Err(refusal), "{token}");
    }
}

/// Names are compared as they read, whatever escapes they were written with.
#[test]
fn members_given_twice_are_refused() {
    let claims = claims().to_string();
    let doubled = |more: &str| forge(&header(""), &claims.replacen('{', &format!("{{{more},"), 1));
    for more in [r#""sub":"admin""#, r#""\u0073ub":"admin""#, r#""deep":{"a":1,"b":[],"a":2}"#] {
        assert_eq!(verify(&doubled(more)), Err(VerifyError::DuplicateMember), "{more}");
    }
    assert!(verify(&doubled(r#""a":{"b":1},"c":{"b":1.5},"d":[null,true,-1]"#)).is_ok());
}

#[test]
fn a_token_longer_than_8_kb_is_refused() {
    let padded = |length: usize| verify_claims(&claims_with("pad", "x".repeat(length)));
    assert!(padded(5000).is_ok());
    assert_eq!(padded(8000), Err(VerifyError::TooLong));
}

#[test]
fn the_type_must_be_the_one_asked_for() {
    let typed = |typ: &str| verify(&key(Algorithm::Es256).sign(typ, &claims()).unwrap());
    for typ in ["at+jwt", "AT+JWT", "application/at+jwt", "Application/at+jwt"] {
        assert!(typed(typ).is_ok(), "{typ}");
    }
    for typ in ["JWT", "logout+jwt", "", "x-application/at+jwt"] {
        assert_eq!(typed(typ), Err(VerifyError::WrongType), "{typ}");
    }
    let kid = key(Algorithm::Es256).kid();
    let untyped = forge(&format!(r#"{{"alg":"ES256","kid":"{kid}"}}"#), &claims().to_string());
    assert_eq!(verify(&untyped), Err(VerifyError::WrongType));
    let any = Profile { typ: None, ..profile() };
    assert!(verifying().verify::<Claims>(&untyped, &any, NOW).is_ok());
}

#[test]
fn times_are_whole_seconds_and_hold_within_the_leeway() {
    let cases = [
        (claims_without("exp"), Err(VerifyError::NoExpiry)),
        (claims_with("exp", NOW - 9), Ok(())),
        (claims_with("exp", NOW - 10), Err(VerifyError::Expired)),
        (claims_with("exp", i64::MIN), Err(VerifyError::Expired)),
        (claims_with("exp", i64::MAX), Ok(())),
        (claims_with("exp", u64::MAX), Err(VerifyError::ExpiryNotInteger)),
        (claims_with("exp", 1.8e10), Err(VerifyError::ExpiryNotInteger)),
        (claims_with("exp", "1900000000"), Err(VerifyError::ExpiryNotInteger)),
        (claims_with("exp", true), Err(VerifyError::ExpiryNotInteger)),
        (claims_with("exp", Value::Null), Err(VerifyError::ExpiryNotInteger)),
        (claims_with("iat", NOW + 10), Ok(())),
        (claims_with("iat", NOW + 11), Err(VerifyError::IssuedInFuture)),
        (claims_with("iat", "1"), Err(VerifyError::IssuedAtNotInteger)),
        (claims_with("iat", 1.5), Err(VerifyError::IssuedAtNotInteger)),
        (claims_without("iat"), Ok(())),
        (claims_with("nbf", NOW + 10), Ok(())),
        (claims_with("nbf", NOW + 11), Err(VerifyError::NotYetValid)),
        (claims_with("nbf", "1"), Err(VerifyError::NotBeforeNotInteger)),
    ];
    for (claims, expected) in cases {
        assert_eq!(verify_claims(&claims).map(drop), expected, "{claims}");
    }
}

#[test]
fn an_expired_token_is_taken_where_the_profile_says_so() {
    let lenient = Profile { allow_expired: true, ..profile() };
    let verify = |claims: &Value| {
        let token = key(Algorithm::Es256).sign("at+jwt", claims).unwrap();
        verifying().verify::<Claims>(&token, &lenient, NOW).map(drop)
    };
    assert_eq!(verify(&claims_with("exp", 1)), Ok(()));
    assert_eq!(verify(&claims_without("exp")), Err(VerifyError::NoExpiry));
    assert_eq!(verify(&claims_with("exp", "1")), Err(VerifyError::ExpiryNotInteger));
}

#[test]
fn issuer_audience_and_shape_must_fit() {
    let cases = [
        (claims_without("iss"), Err(VerifyError::NoIssuer)),
        (claims_with("iss", format!("{ISSUER}/")), Err(VerifyError::WrongIssuer)),
        (claims_with("iss", json!([ISSUER])), Err(VerifyError::WrongIssuer)),
        (claims_without("aud"), Err(VerifyError::NoAudience)),
        (claims_with("aud", json!(["web", "api"])), Ok(())),
        (claims_with("aud", json!(["web"])), Err(VerifyError::WrongAudience)),
        (claims_with("aud", json!([])), Err(VerifyError::WrongAudience)),
        (claims_with("aud", "API"), Err(VerifyError::WrongAudience)),
        (claims_with("aud", 7), Err(VerifyError::WrongAudience)),
        (claims_without("sub"), Err(VerifyError::ClaimsUnfit)),
        (claims_with("sub", 7), Err(VerifyError::ClaimsUnfit)),
    ];
    for (claims, expected) in cases {
        assert_eq!(verify_claims(&claims).map(drop), expected, "{claims}");
    }
    let anyone = Profile { audience: None, ..profile() };
    let token = key(Algorithm::Es256).sign("at+jwt", &claims_without("aud")).unwrap();
    assert!(verifying().verify::<Claims>(&token, &anyone, NOW).is_ok());
}
