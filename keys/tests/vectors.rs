//! Values printed in the RFCs, and what a JWK may look like.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keys::digest::{hmac_sha256, same, sha256};
use keys::signing::{Algorithm, KeyType, PublicJwk};
use serde_json::{Value, json};

const JOE: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

fn jwk(value: Value) -> PublicJwk {
    serde_json::from_value(value).unwrap()
}

fn refusal(value: Value) -> String {
    serde_json::from_value::<PublicJwk>(value).unwrap_err().to_string()
}

fn p256() -> Value {
    json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

fn ed25519() -> Value {
    json!({
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    })
}

fn rsa() -> Value {
    json!({
        "kty": "RSA", "alg": "RS256", "e": "AQAB",
        "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt\
              0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSX\
              ndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5\
              IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    })
}

fn with(mut jwk: Value, member: &str, value: impl Into<Value>) -> Value {
    jwk[member] = value.into();
    jwk
}

/// Checks a printed token, then the same token with the first byte of its signature changed.
fn assert_signed(key: &PublicJwk, message: &str, signature: &str) {
    let mut signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    assert!(key.verifies(message.as_bytes(), &signature));
    assert!(!key.verifies(format!("{message}x").as_bytes(), &signature));
    signature[0] ^= 1;
    assert!(!key.verifies(message.as_bytes(), &signature));
}

/// RFC 7515 appendix A.2.
#[test]
fn rs256_of_rfc_7515() {
    assert_signed(
        &jwk(rsa()),
        &format!("eyJhbGciOiJSUzI1NiJ9.{JOE}"),
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5\
         jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb\
         1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO\
         YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
    );
}

/// RFC 7515 appendix A.3.
#[test]
fn es256_of_rfc_7515() {
    assert_signed(
        &jwk(p256()),
        &format!("eyJhbGciOiJFUzI1NiJ9.{JOE}"),
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
    );
}

/// RFC 8037 appendix A.4.
#[test]
fn eddsa_of_rfc_8037() {
    assert_signed(
        &jwk(ed25519()),
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    );
}

/// RFC 7638 §3.1 and RFC 8037 appendix A.3.
#[test]
fn thumbprints() {
    let printed = jwk(json!({
        "kty": "RSA", "alg": "RS256", "e": "AQAB", "kid": "2011-04-29",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_B\
              JECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_F\
              DW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4\
              vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    }));
    assert_eq!(printed.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    assert_eq!(printed.kid(), "2011-04-29");
    let unnamed = jwk(ed25519());
    assert_eq!(unnamed.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert_eq!(unnamed.algorithm(), Algorithm::EdDsa);
}

/// FIPS 180-2 appendix B.1 and RFC 4231 §4.3.
#[test]
fn digests() {
    assert_eq!(
        URL_SAFE_NO_PAD.encode(sha256(b"abc")),
        "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"
    );
    assert_eq!(
        URL_SAFE_NO_PAD.encode(hmac_sha256(b"Jefe", b"what do ya want for nothing?")),
        "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM"
    );
    assert!(same(b"one", b"one"));
    assert!(!same(b"one", b"two"));
    assert!(!same(b"one", b"ones"));
}

#[test]
fn a_jwk_is_written_with_the_members_of_its_kind() {
    let members = |value| {
        let written = serde_json::to_value(jwk(value)).unwrap();
        written.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
    };
    let sorted = |text: String| {
        let mut names: Vec<_> = text.split(' ').map(str::to_owned).collect();
        names.sort();
        names.join(" ")
    };
    assert_eq!(sorted(members(with(rsa(), "x5c", "ignored"))), "alg e kid kty n use");
    assert_eq!(sorted(members(p256())), "alg crv kid kty use x y");
    assert_eq!(sorted(members(ed25519())), "alg crv kid kty use x");
    let key = jwk(p256());
    let read_back: PublicJwk = serde_json::from_str(&serde_json::to_string(&key).unwrap()).unwrap();
    assert_eq!(read_back, key);
}

#[test]
fn a_jwk_that_cannot_be_used_is_refused() {
    let short_n = URL_SAFE_NO_PAD.encode([0xC1; 128]);
    let y_of_no_point = URL_SAFE_NO_PAD.encode([7; 32]);
    let cases = [
        (with(p256(), "d", "AAAA"), "private"),
        (with(rsa(), "d", "AAAA"), "private"),
        (json!({ "kty": "oct", "alg": "RS256", "k": "AAAA" }), "private"),
        (with(p256(), "use", "enc"), "meant for signatures"),
        (with(p256(), "crv", "P-384"), "not on offer"),
        (json!({ "kty": "EC" }), "not on offer"),
        (with(rsa(), "alg", Value::Null), "lacks `alg`"),
        (with(rsa(), "alg", "HS256"), "unknown variant"),
        (with(rsa(), "alg", "ES256"), "cannot serve"),
        (with(p256(), "alg", "RS256"), "cannot serve"),
        (with(p256(), "y", Value::Null), "lacks a number"),
        (with(p256(), "y", "AAAA"), "malformed"),
        (with(p256(), "y", "not/base64url"), "malformed"),
        (with(rsa(), "n", short_n), "malformed"),
        (with(p256(), "y", y_of_no_point), "no usable key"),
    ];
    for (value, reason) in cases {
        let refusal = refusal(value.clone());
        assert!(refusal.contains(reason), "{value}: {refusal}");
    }
}

#[test]
fn names_are_those_of_the_registries() {
    let names = ["RS256", "PS256", "ES256", "EdDSA"];
    for (algorithm, name) in Algorithm::ALL.into_iter().zip(names) {
        assert_eq!(algorithm.to_string(), name);
        assert_eq!(name.parse(), Ok(algorithm));
        assert_eq!(serde_json::to_value(algorithm).unwrap(), name);
        assert_eq!(algorithm.key_type().to_string().parse(), Ok(algorithm.key_type()));
    }
    assert!("HS256".parse::<Algorithm>().is_err());
    assert!("P-384".parse::<KeyType>().is_err());
}
