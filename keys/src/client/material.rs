//! The numbers of a public key (RFC 7518 §6, RFC 8037 §2), checked when they are read.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, ParsedPublicKey,
    RsaPublicKeyComponents,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use super::jwk::JwkError;
use crate::digest::sha256;

/// A kind of key, curve included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Rsa,
    P256,
    P384,
    Ed25519,
    X25519,
}

/// The numbers of a public key, as bytes without leading zeros or of the length their curve has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256 { x: Vec<u8>, y: Vec<u8> },
    P384 { x: Vec<u8>, y: Vec<u8> },
    Ed25519 { x: Vec<u8> },
    X25519 { x: Vec<u8> },
}

impl Material {
    /// Reads the members of a JWK, or gives nothing when its kind or curve is not used here.
    pub(super) fn read(kty: &str, jwk: &Map<String, Value>) -> Result<Option<Self>, JwkError> {
        let crv = text(jwk, "crv")?;
        let material = match (kty, crv) {
            ("RSA", _) => Self::Rsa { n: integer(jwk, "n")?, e: integer(jwk, "e")? },
            ("EC", Some("P-256")) => {
                Self::P256 { x: exact(jwk, "x", 32)?, y: exact(jwk, "y", 32)? }
            }
            ("EC", Some("P-384")) => {
                Self::P384 { x: exact(jwk, "x", 48)?, y: exact(jwk, "y", 48)? }
            }
            ("OKP", Some("Ed25519")) => Self::Ed25519 { x: exact(jwk, "x", 32)? },
            ("OKP", Some("X25519")) => Self::X25519 { x: exact(jwk, "x", 32)? },
            ("EC" | "OKP", None) => return Err(JwkError::Malformed),
            _ => return Ok(None),
        };
        material.check()?;
        Ok(Some(material))
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Rsa { .. } => Kind::Rsa,
            Self::P256 { .. } => Kind::P256,
            Self::P384 { .. } => Kind::P384,
            Self::Ed25519 { .. } => Kind::Ed25519,
            Self::X25519 { .. } => Kind::X25519,
        }
    }

    /// Checks sizes, and that the numbers are a key at all.
    fn check(&self) -> Result<(), JwkError> {
        match self {
            Self::Rsa { n, e } => {
                let bits = n.len() * 8 - n.first().map_or(0, |it| it.leading_zeros() as usize);
                if !(2048..=8192).contains(&bits) {
                    return Err(JwkError::WrongSize);
                }
                // An even exponent or 1 makes every message its own signature, or none.
                if e.len() > 8 || e.as_slice() == [1] || e.last().is_none_or(|it| it % 2 == 0) {
                    return Err(JwkError::Unusable);
                }
                self.parse(Algorithm::Rs256).map(|_| ())
            }
            Self::P256 { .. } => self.parse(Algorithm::Es256).map(|_| ()),
            Self::P384 { .. } => self.parse(Algorithm::Es384).map(|_| ()),
            Self::Ed25519 { .. } => self.parse(Algorithm::EdDsa).map(|_| ()),
            Self::X25519 { .. } => Ok(()),
        }
    }

    /// Makes a key of the numbers that verifies signatures of `algorithm`.
    pub(super) fn parse(&self, algorithm: Algorithm) -> Result<ParsedPublicKey, JwkError> {
        let parsed = match self {
            Self::Rsa { n, e } => {
                RsaPublicKeyComponents { n, e }.to_parsed_public_key(algorithm.rsa_parameters())
            }
            Self::P256 { x, y } => ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point(x, y)),
            Self::P384 { x, y } => ParsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point(x, y)),
            Self::Ed25519 { x } => ParsedPublicKey::new(&ED25519, x),
            Self::X25519 { .. } => return Err(JwkError::Unusable),
        };
        parsed.map_err(|_| JwkError::Unusable)
    }

    /// The SHA-256 thumbprint of the key (RFC 7638 §3).
    pub(super) fn thumbprint(&self) -> String {
        URL_SAFE_NO_PAD.encode(sha256(Value::Object(self.members()).to_string().as_bytes()))
    }

    /// The members that make up the key, in the order of their names.
    pub(super) fn members(&self) -> Map<String, Value> {
        let curve = |kty: &str, crv: &str| (Some(crv.to_owned()), kty.to_owned());
        let ((crv, kty), numbers) = match self {
            Self::Rsa { n, e } => ((None, "RSA".to_owned()), vec![("e", e), ("n", n)]),
            Self::P256 { x, y } => (curve("EC", "P-256"), vec![("x", x), ("y", y)]),
            Self::P384 { x, y } => (curve("EC", "P-384"), vec![("x", x), ("y", y)]),
            Self::Ed25519 { x } => (curve("OKP", "Ed25519"), vec![("x", x)]),
            Self::X25519 { x } => (curve("OKP", "X25519"), vec![("x", x)]),
        };
        let mut all = crv.map(|crv| ("crv", crv)).into_iter().collect::<Vec<_>>();
        all.push(("kty", kty));
        all.extend(numbers.into_iter().map(|(name, it)| (name, URL_SAFE_NO_PAD.encode(it))));
        all.sort_unstable();
        all.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text))).collect()
    }

    /// Takes the coordinates out of an uncompressed point on P-256.
    pub(super) fn p256(point: &[u8]) -> Option<Self> {
        coordinates(point, 32).map(|(x, y)| Self::P256 { x, y })
    }

    /// Takes the coordinates out of an uncompressed point on P-384.
    pub(super) fn p384(point: &[u8]) -> Option<Self> {
        coordinates(point, 48).map(|(x, y)| Self::P384 { x, y })
    }
}

/// The uncompressed point of two coordinates (SEC 1 §2.3.3).
pub(super) fn point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}

fn coordinates(point: &[u8], length: usize) -> Option<(Vec<u8>, Vec<u8>)> {
    let (x, y) = point.strip_prefix(&[4])?.split_at_checked(length)?;
    (y.len() == length).then(|| (x.to_vec(), y.to_vec()))
}

/// The text of a member that may be absent.
pub(super) fn text<'a>(
    jwk: &'a Map<String, Value>,
    name: &str,
) -> Result<Option<&'a str>, JwkError> {
    jwk.get(name).map(|value| value.as_str().ok_or(JwkError::Malformed)).transpose()
}

fn bytes(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, JwkError> {
    let text = text(jwk, name)?.ok_or(JwkError::Malformed)?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| JwkError::Malformed)
}

fn exact(jwk: &Map<String, Value>, name: &str, length: usize) -> Result<Vec<u8>, JwkError> {
    bytes(jwk, name)
        .and_then(|it| if it.len() == length { Ok(it) } else { Err(JwkError::Malformed) })
}

/// Reads a number, without the leading zeros that some writers put there.
fn integer(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, JwkError> {
    let bytes = bytes(jwk, name)?;
    let start = bytes.iter().position(|it| *it != 0).ok_or(JwkError::Malformed)?;
    Ok(bytes.split_at(start).1.to_vec())
}
