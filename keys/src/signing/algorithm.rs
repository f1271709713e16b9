//! The signature algorithms on offer and the kinds of key they need (RFC 7518 §3.1, RFC 8037 §3.1).

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature as aws;
use serde::{Deserialize, Serialize};

/// A signature algorithm, named as in the `alg` member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Algorithm {
    #[serde(rename = "RS256")]
    Rs256,
    #[serde(rename = "PS256")]
    Ps256,
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "EdDSA")]
    EdDsa,
}

/// A kind of key pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyType {
    Rsa,
    P256,
    Ed25519,
}

/// The name is none of those on offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown name of an algorithm or a kind of key")]
pub struct UnknownName;

impl Algorithm {
    pub const ALL: [Self; 4] = [Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The kind of key that signs with this algorithm.
    pub fn key_type(self) -> KeyType {
        match self {
            Self::Rs256 | Self::Ps256 => KeyType::Rsa,
            Self::Es256 => KeyType::P256,
            Self::EdDsa => KeyType::Ed25519,
        }
    }
}

impl KeyType {
    pub const ALL: [Self; 3] = [Self::Rsa, Self::P256, Self::Ed25519];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::P256 => "P-256",
            Self::Ed25519 => "Ed25519",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|it| it.as_str() == name).ok_or(UnknownName)
    }
}

impl FromStr for KeyType {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|it| it.as_str() == name).ok_or(UnknownName)
    }
}

/// The parameters with which an RSA signature of `algorithm` is checked.
pub(super) fn rsa_parameters(algorithm: Algorithm) -> &'static aws::RsaParameters {
    match algorithm {
        Algorithm::Ps256 => &aws::RSA_PSS_2048_8192_SHA256,
        _ => &aws::RSA_PKCS1_2048_8192_SHA256,
    }
}
