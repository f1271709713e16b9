//! Certificates known by their keys, whoever signed them.

use keys::client::certificate::{CertificateError, Leaf};
use keys::client::{Algorithm, KeySet};
use rcgen::{
    KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PKCS_RSA_SHA256,
    SignatureAlgorithm,
};
use rsa::RsaPublicKey;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};

use super::{DAY, params};
use crate::support::{NOW, PAIRS, b64, set, with};

/// The public key of a certificate as its owner would publish it.
fn published(key: &KeyPair, algorithm: &SignatureAlgorithm) -> Value {
    let raw = key.public_key_raw();
    if algorithm == &PKCS_ED25519 {
        return json!({ "kty": "OKP", "crv": "Ed25519", "x": b64(raw) });
    }
    if algorithm == &PKCS_RSA_SHA256 {
        let key = RsaPublicKey::from_pkcs1_der(raw).unwrap();
        let (n, e) = (key.n().to_bytes_be(), key.e().to_bytes_be());
        return json!({ "kty": "RSA", "n": b64(n), "e": b64(e) });
    }
    let crv = if algorithm == &PKCS_ECDSA_P256_SHA256 { "P-256" } else { "P-384" };
    let (x, y) = raw[1..].split_at(raw.len() / 2);
    json!({ "kty": "EC", "crv": crv, "x": b64(x), "y": b64(y) })
}

#[test]
fn self_signed_certificate_is_known_by_its_key() {
    let strangers = [Algorithm::Rs256, Algorithm::Es256, Algorithm::Es384, Algorithm::EdDsa];
    let strangers = strangers.map(|algorithm| PAIRS.jwk(algorithm));
    for algorithm in
        [&PKCS_ECDSA_P256_SHA256, &PKCS_ECDSA_P384_SHA384, &PKCS_ED25519, &PKCS_RSA_SHA256]
    {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let own = params().self_signed(&key).unwrap();
        let leaf = Leaf::from_der(own.der()).unwrap();
        let jwk = published(&key, algorithm);
        let verify = |keys: &KeySet, now| leaf.verify_self_signed(keys, now);
        let known = set(&[&strangers[..], std::slice::from_ref(&jwk)].concat());
        assert_eq!(verify(&known, NOW), Ok(()), "{algorithm:?}");
        assert_eq!(verify(&known, NOW - DAY - 1), Err(CertificateError::NotYetValid));
        assert_eq!(verify(&known, NOW + DAY + 1), Err(CertificateError::Expired));
        let foreign = Err(CertificateError::ForeignKey);
        assert_eq!(verify(&set(&strangers), NOW), foreign, "{algorithm:?}");
        if algorithm == &PKCS_RSA_SHA256 {
            assert_eq!(verify(&set(&[with(jwk, "use", "enc")]), NOW), foreign);
        }
    }
}
