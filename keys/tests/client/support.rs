//! Keys of clients made once, and tokens signed with them, right and wrong ones.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keys::client::jwe::{DecryptionKey, KeyManagement};
use keys::client::{Algorithm, KeySet};
use serde_json::{Value, json};

pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const CLIENT: &str = "shop";
pub(crate) const ISSUER: &str = "https://id.example/t/acme";

/// The key pairs of a client, one of each kind.
pub(crate) struct Pairs {
    rsa: RsaKeyPair,
    p256: EcdsaKeyPair,
    p384: EcdsaKeyPair,
    ed25519: Ed25519KeyPair,
}

pub(crate) static PAIRS: LazyLock<Pairs> = LazyLock::new(|| Pairs {
    rsa: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
    p256: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
    p384: EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap(),
    ed25519: Ed25519KeyPair::generate().unwrap(),
});

/// Keys to encrypt to, one of each kind.
pub(crate) static RECEIVERS: LazyLock<[DecryptionKey; 2]> = LazyLock::new(|| {
    [KeyManagement::RsaOaep, KeyManagement::EcdhEs].map(|it| DecryptionKey::generate(it).unwrap())
});

/// The bytes as base64url.
pub(crate) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Pairs {
    /// The public key that belongs to `algorithm`, bare.
    pub(crate) fn jwk(&self, algorithm: Algorithm) -> Value {
        match algorithm {
            Algorithm::Es256 => ec_jwk("P-256", self.p256.public_key().as_ref()),
            Algorithm::Es384 => ec_jwk("P-384", self.p384.public_key().as_ref()),
            Algorithm::EdDsa => {
                json!({ "kty": "OKP", "crv": "Ed25519", "x": b64(self.ed25519.public_key()) })
            }
            _ => {
                let key = self.rsa.public_key();
                let n = b64(key.modulus().big_endian_without_leading_zero());
                let e = b64(key.exponent().big_endian_without_leading_zero());
                json!({ "kty": "RSA", "n": n, "e": e })
            }
        }
    }

    fn signature(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let padding: &'static dyn RsaEncoding = match algorithm {
            Algorithm::Es256 => return self.p256.sign(&random, message).unwrap().as_ref().to_vec(),
            Algorithm::Es384 => return self.p384.sign(&random, message).unwrap().as_ref().to_vec(),
            Algorithm::EdDsa => return self.ed25519.sign(message).as_ref().to_vec(),
            Algorithm::Rs256 => &RSA_PKCS1_SHA256,
            Algorithm::Rs384 => &RSA_PKCS1_SHA384,
            Algorithm::Rs512 => &RSA_PKCS1_SHA512,
            Algorithm::Ps256 => &RSA_PSS_SHA256,
            Algorithm::Ps384 => &RSA_PSS_SHA384,
            Algorithm::Ps512 => &RSA_PSS_SHA512,
        };
        let mut signature = vec![0; self.rsa.public_modulus_len()];
        self.rsa.sign(padding, &random, message, &mut signature).unwrap();
        signature
    }
}

fn ec_jwk(crv: &str, point: &[u8]) -> Value {
    let (x, y) = point.split_first().unwrap().1.split_at(point.len() / 2);
    json!({ "kty": "EC", "crv": crv, "x": b64(x), "y": b64(y) })
}

/// A public key of somebody else, that of RFC 7515 appendix A.3.
pub(crate) fn stranger() -> Value {
    json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

/// A set with one bare key of each kind.
pub(crate) fn key_set() -> KeySet {
    let keys = [Algorithm::Rs256, Algorithm::Es256, Algorithm::Es384, Algorithm::EdDsa];
    set(&keys.map(|algorithm| PAIRS.jwk(algorithm)))
}

pub(crate) fn set(keys: &[Value]) -> KeySet {
    KeySet::parse(&json!({ "keys": keys }).to_string()).unwrap()
}

/// The value with one member set, or without it for `null`.
pub(crate) fn with(mut value: Value, member: &str, new: impl Into<Value>) -> Value {
    match new.into() {
        Value::Null => drop(value.as_object_mut().unwrap().remove(member)),
        new => value[member] = new,
    }
    value
}

/// What is signed for these two texts.
pub(crate) fn message(header: &str, claims: &str) -> String {
    format!("{}.{}", b64(header), b64(claims))
}

/// A token with the text of its header and of its claims as given.
pub(crate) fn signed_text(algorithm: Algorithm, header: &str, claims: &str) -> String {
    let message = message(header, claims);
    let signature = PAIRS.signature(algorithm, message.as_bytes());
    format!("{message}.{}", b64(signature))
}

pub(crate) fn signed(algorithm: Algorithm, header: &Value, claims: &Value) -> String {
    signed_text(algorithm, &header.to_string(), &claims.to_string())
}

/// A token with an ordinary header.
pub(crate) fn token(algorithm: Algorithm, claims: &Value) -> String {
    signed(algorithm, &json!({ "alg": algorithm }), claims)
}

/// The claims of an assertion that passes.
pub(crate) fn assertion() -> Value {
    json!({
        "iss": CLIENT, "sub": CLIENT, "aud": ISSUER, "jti": "a1", "iat": NOW, "exp": NOW + 60,
    })
}
