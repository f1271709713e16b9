//! One public key of a client (RFC 7517 §4), checked when it is read.

use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use super::jwe::KeyManagement;
use super::material::{Kind, Material, text};

/// What only a private or a symmetric key has (RFC 7518 §6, RFC 8037 §2).
const SECRET: [&str; 10] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv", "seed"];

/// The members that are kept; others say nothing about the key or need not be believed.
const KEPT: [&str; 12] =
    ["kty", "use", "key_ops", "alg", "kid", "crv", "n", "e", "x", "y", "x5c", "x5t#S256"];

/// The longest name a key may have.
const MAX_KID: usize = 512;

/// A public key with what it says about its use.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) kid: Option<String>,
    pub(super) material: Material,
    pub(super) purpose: Purpose,
    /// The members as they were sent, without those that mean nothing here.
    pub(super) members: Map<String, Value>,
}

/// What a key is good for, by its `use`, `key_ops` and `alg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Purpose {
    verifies: bool,
    encrypts: bool,
    named: Option<Named>,
}

/// The algorithm a key is bound to by its `alg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Signature(Algorithm),
    Encryption(KeyManagement),
}

/// Why a key is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    #[error("the JWK holds a private or a symmetric key")]
    NotPublic,
    #[error("the JWK lacks a member, or one is malformed")]
    Malformed,
    #[error("the RSA key has less than 2048 or more than 8192 bits")]
    WrongSize,
    #[error("the numbers of the JWK are no usable key")]
    Unusable,
    #[error("the `alg` of the JWK is not one of its kind")]
    WrongAlgorithm,
}

impl Key {
    /// Reads a JWK, or gives nothing when its kind, curve or algorithm is not used here.
    pub(super) fn read(jwk: &Map<String, Value>) -> Result<Option<Self>, JwkError> {
        let kty = text(jwk, "kty")?.ok_or(JwkError::Malformed)?;
        if kty == "oct" || SECRET.iter().any(|name| jwk.contains_key(*name)) {
            return Err(JwkError::NotPublic);
        }
        let kid = text(jwk, "kid")?.map(str::to_owned);
        if kid.as_ref().is_some_and(|kid| kid.len() > MAX_KID) {
            return Err(JwkError::Malformed);
        }
        let Some(material) = Material::read(kty, jwk)? else { return Ok(None) };
        let Some(purpose) = Purpose::read(jwk, material.kind())? else { return Ok(None) };
        let members = jwk.iter().filter(|(name, _)| KEPT.contains(&name.as_str()));
        let members = members.map(|(name, value)| (name.clone(), value.clone())).collect();
        Ok(Some(Self { kid, material, purpose, members }))
    }

    /// Whether the key may verify signatures of `algorithm`.
    pub(super) fn serves(&self, algorithm: Algorithm) -> bool {
        self.purpose.verifies
            && self.material.kind() == algorithm.kind()
            && self.purpose.named.is_none_or(|it| it == Named::Signature(algorithm))
    }

    /// Whether the key is there for signatures, whatever their algorithm.
    pub(super) fn signs(&self) -> bool {
        self.purpose.verifies
    }

    /// Whether others may encrypt to the key with `algorithm`.
    pub(super) fn receives(&self, algorithm: KeyManagement) -> bool {
        self.purpose.encrypts
            && algorithm.fits(self.material.kind())
            && self.purpose.named.is_none_or(|it| it == Named::Encryption(algorithm))
    }

    /// Tells whether `signature` is this key's over `message`.
    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        self.serves(algorithm)
            && self
                .material
                .parse(algorithm)
                .is_ok_and(|key| key.verify_sig(message, signature).is_ok())
    }

    /// Whether `other` would be found under the same name for the same work.
    pub(super) fn collides_with(&self, other: &Self) -> bool {
        self.kid.is_some()
            && self.kid == other.kid
            && self.material.kind() == other.material.kind()
            && self.purpose == other.purpose
    }
}

impl Purpose {
    fn read(jwk: &Map<String, Value>, kind: Kind) -> Result<Option<Self>, JwkError> {
        let usage = text(jwk, "use")?;
        let may = |work: &[&str]| operations(jwk).map(|all| all.is_none_or(|all| all.any(work)));
        let verifies =
            kind != Kind::X25519 && usage.is_none_or(|it| it == "sig") && may(&["verify"])?;
        let encrypts = !matches!(kind, Kind::Ed25519 | Kind::P384)
            && usage.is_none_or(|it| it == "enc")
            && may(&["encrypt", "wrapKey", "deriveKey", "deriveBits"])?;
        if !verifies && !encrypts {
            return Ok(None);
        }
        let Some(alg) = text(jwk, "alg")? else {
            return Ok(Some(Self { verifies, encrypts, named: None }));
        };
        let named = match (alg.parse(), alg.parse()) {
            (Ok(algorithm), _) => Named::Signature(algorithm),
            (_, Ok(algorithm)) => Named::Encryption(algorithm),
            _ => return Ok(None),
        };
        if named.fits(kind) {
            Ok(Some(Self { verifies, encrypts, named: Some(named) }))
        } else {
            Err(JwkError::WrongAlgorithm)
        }
    }
}

impl Named {
    fn fits(self, kind: Kind) -> bool {
        match self {
            Self::Signature(algorithm) => algorithm.kind() == kind,
            Self::Encryption(algorithm) => algorithm.fits(kind),
        }
    }
}

/// The names in `key_ops`.
struct Operations<'a>(Vec<&'a str>);

impl Operations<'_> {
    fn any(&self, work: &[&str]) -> bool {
        self.0.iter().any(|it| work.contains(it))
    }
}

fn operations(jwk: &Map<String, Value>) -> Result<Option<Operations<'_>>, JwkError> {
    let Some(value) = jwk.get("key_ops") else { return Ok(None) };
    let names = value.as_array().and_then(|all| all.iter().map(Value::as_str).collect());
    names.map(|names| Some(Operations(names))).ok_or(JwkError::Malformed)
}
