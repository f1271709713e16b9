//! Public keys as JWK (RFC 7517, RFC 7518 §6, RFC 8037 §2), checked and parsed when they are read.

use std::fmt;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RsaPublicKeyComponents,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::pkcs1::RsaPublicKey;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize, Serializer};

use super::algorithm::{Algorithm, rsa_parameters};
use crate::digest::sha256;

/// A public key for signatures of one algorithm, ready to verify with.
#[derive(Clone, Deserialize)]
#[serde(try_from = "Incoming")]
pub struct PublicJwk {
    algorithm: Algorithm,
    kid: String,
    material: Material,
    key: ParsedPublicKey,
}

/// Why a JWK is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    #[error("the JWK holds a private or a symmetric key")]
    NotPublic,
    #[error("the JWK is not meant for signatures")]
    NotForSignatures,
    #[error("the JWK has a kind or a curve that is not on offer")]
    UnknownKind,
    #[error("the JWK lacks `alg`, which its kind does not settle")]
    NoAlgorithm,
    #[error("the JWK has an `alg` that its kind cannot serve")]
    WrongAlgorithm,
    #[error("the JWK lacks a number of its key, or the number is malformed")]
    Malformed,
    #[error("the numbers of the JWK are no usable key")]
    Unusable,
}

/// The numbers of a public key, each as canonical base64url.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Material {
    Rsa { n: String, e: String },
    P256 { x: String, y: String },
    Ed25519 { x: String },
}

impl PublicJwk {
    pub(super) fn new(algorithm: Algorithm, material: Material) -> Result<Self, JwkError> {
        let key = material.parse(algorithm)?;
        Ok(Self { algorithm, kid: material.thumbprint(), material, key })
    }

    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The SHA-256 thumbprint of the key (RFC 7638), whatever `kid` it goes by.
    pub fn thumbprint(&self) -> String {
        self.material.thumbprint()
    }

    /// Tells whether `signature` is this key's over `message`; no claim and no header is looked at.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.verify_sig(message, signature).is_ok()
    }
}

impl PartialEq for PublicJwk {
    fn eq(&self, other: &Self) -> bool {
        (self.algorithm, &self.kid, &self.material)
            == (other.algorithm, &other.kid, &other.material)
    }
}

impl Eq for PublicJwk {}

impl fmt::Debug for PublicJwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicJwk({} {})", self.algorithm, self.kid)
    }
}

impl Material {
    /// Takes modulus and exponent out of an `RSAPublicKey` (RFC 8017 appendix A.1.1).
    pub(super) fn rsa_from_pkcs1(der: &[u8]) -> Result<Self, JwkError> {
        let key = RsaPublicKey::try_from(der).map_err(|_| JwkError::Malformed)?;
        Ok(Self::Rsa {
            n: URL_SAFE_NO_PAD.encode(key.modulus.as_bytes()),
            e: URL_SAFE_NO_PAD.encode(key.public_exponent.as_bytes()),
        })
    }

    /// Takes the coordinates out of an uncompressed point (SEC 1 §2.3.3).
    pub(super) fn p256_from_point(point: &[u8]) -> Result<Self, JwkError> {
        match point {
            [4, both @ ..] if both.len() == 64 => {
                let (x, y) = both.split_at(32);
                Ok(Self::P256 { x: URL_SAFE_NO_PAD.encode(x), y: URL_SAFE_NO_PAD.encode(y) })
            }
            _ => Err(JwkError::Malformed),
        }
    }

    pub(super) fn ed25519(key: &[u8]) -> Result<Self, JwkError> {
        match key.len() {
            32 => Ok(Self::Ed25519 { x: URL_SAFE_NO_PAD.encode(key) }),
            _ => Err(JwkError::Malformed),
        }
    }

    fn thumbprint(&self) -> String {
        let canonical = match self {
            Self::Rsa { n, e } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
            Self::P256 { x, y } => {
                format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            Self::Ed25519 { x } => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#),
        };
        URL_SAFE_NO_PAD.encode(sha256(canonical.as_bytes()))
    }

    /// Decodes the numbers, checks their lengths and parses the key for `algorithm`.
    fn parse(&self, algorithm: Algorithm) -> Result<ParsedPublicKey, JwkError> {
        let parsed = match (self, algorithm) {
            (Self::Rsa { n, e }, Algorithm::Rs256 | Algorithm::Ps256) => {
                let (n, e) = (decoded(n, 256..=1024)?, decoded(e, 1..=8)?);
                RsaPublicKeyComponents { n, e }.to_parsed_public_key(rsa_parameters(algorithm))
            }
            (Self::P256 { x, y }, Algorithm::Es256) => {
                let point = [vec![4], decoded(x, 32..=32)?, decoded(y, 32..=32)?].concat();
                ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
            }
            (Self::Ed25519 { x }, Algorithm::EdDsa) => {
                ParsedPublicKey::new(&ED25519, decoded(x, 32..=32)?)
            }
            _ => return Err(JwkError::WrongAlgorithm),
        };
        parsed.map_err(|_| JwkError::Unusable)
    }
}

fn decoded(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Result<Vec<u8>, JwkError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| JwkError::Malformed)?;
    if lengths.contains(&bytes.len()) { Ok(bytes) } else { Err(JwkError::Malformed) }
}

/// The members of a JWK that are read; others are ignored (RFC 7517 §4).
#[derive(Deserialize)]
struct Incoming {
    kty: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<Algorithm>,
    kid: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    /// The private part of every asymmetric kind (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2).
    d: Option<IgnoredAny>,
    /// A symmetric key (RFC 7518 §6.4.1).
    k: Option<IgnoredAny>,
}

impl TryFrom<Incoming> for PublicJwk {
    type Error = JwkError;

    fn try_from(jwk: Incoming) -> Result<Self, JwkError> {
        if jwk.d.is_some() || jwk.k.is_some() {
            return Err(JwkError::NotPublic);
        }
        if jwk.usage.is_some_and(|usage| usage != "sig") {
            return Err(JwkError::NotForSignatures);
        }
        let given = |number: Option<String>| number.ok_or(JwkError::Malformed);
        let (settled, material) = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("RSA", _) => (None, Material::Rsa { n: given(jwk.n)?, e: given(jwk.e)? }),
            ("EC", Some("P-256")) => {
                (Some(Algorithm::Es256), Material::P256 { x: given(jwk.x)?, y: given(jwk.y)? })
            }
            ("OKP", Some("Ed25519")) => {
                (Some(Algorithm::EdDsa), Material::Ed25519 { x: given(jwk.x)? })
            }
            _ => return Err(JwkError::UnknownKind),
        };
        let algorithm = jwk.alg.or(settled).ok_or(JwkError::NoAlgorithm)?;
        let public = Self::new(algorithm, material)?;
        Ok(match jwk.kid {
            Some(kid) => Self { kid, ..public },
            None => public,
        })
    }
}

/// The members of a JWK that are written, and no others.
#[derive(Serialize)]
struct Outgoing<'a> {
    kty: &'static str,
    #[serde(rename = "use")]
    usage: &'static str,
    alg: Algorithm,
    kid: &'a str,
    #[serde(flatten)]
    numbers: Numbers<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Numbers<'a> {
    Rsa { n: &'a str, e: &'a str },
    P256 { crv: &'static str, x: &'a str, y: &'a str },
    Ed25519 { crv: &'static str, x: &'a str },
}

impl Serialize for PublicJwk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kty, numbers) = match &self.material {
            Material::Rsa { n, e } => ("RSA", Numbers::Rsa { n, e }),
            Material::P256 { x, y } => ("EC", Numbers::P256 { crv: "P-256", x, y }),
            Material::Ed25519 { x } => ("OKP", Numbers::Ed25519 { crv: "Ed25519", x }),
        };
        let (alg, kid) = (self.algorithm, self.kid.as_str());
        Outgoing { kty, usage: "sig", alg, kid, numbers }.serialize(serializer)
    }
}
