//! The algorithms by which clients sign (RFC 7518 §3.1, RFC 8037 §3.1).

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature as aws;
use serde::{Deserialize, Serialize};

use super::material::Kind;
use crate::signing::{self, UnknownName};

/// A signature algorithm that clients may use, named as in the `alg` member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Algorithm {
    #[serde(rename = "RS256")]
    Rs256,
    #[serde(rename = "RS384")]
    Rs384,
    #[serde(rename = "RS512")]
    Rs512,
    #[serde(rename = "PS256")]
    Ps256,
    #[serde(rename = "PS384")]
    Ps384,
    #[serde(rename = "PS512")]
    Ps512,
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "ES384")]
    Es384,
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl Algorithm {
    pub const ALL: [Self; 9] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::EdDsa,
    ];

    /// The ones a FAPI 2.0 client may use (FAPI 2.0 Security Profile §5.4.1).
    pub const FAPI: [Self; 3] = [Self::Ps256, Self::Es256, Self::EdDsa];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The kind of key that signs with this algorithm.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Es256 => Kind::P256,
            Self::Es384 => Kind::P384,
            Self::EdDsa => Kind::Ed25519,
            _ => Kind::Rsa,
        }
    }

    /// How an RSA signature of this algorithm is checked.
    pub(super) fn rsa_parameters(self) -> &'static aws::RsaParameters {
        match self {
            Self::Rs384 => &aws::RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &aws::RSA_PKCS1_2048_8192_SHA512,
            Self::Ps256 => &aws::RSA_PSS_2048_8192_SHA256,
            Self::Ps384 => &aws::RSA_PSS_2048_8192_SHA384,
            Self::Ps512 => &aws::RSA_PSS_2048_8192_SHA512,
            _ => &aws::RSA_PKCS1_2048_8192_SHA256,
        }
    }
}

impl From<signing::Algorithm> for Algorithm {
    fn from(ours: signing::Algorithm) -> Self {
        match ours {
            signing::Algorithm::Rs256 => Self::Rs256,
            signing::Algorithm::Ps256 => Self::Ps256,
            signing::Algorithm::Es256 => Self::Es256,
            signing::Algorithm::EdDsa => Self::EdDsa,
        }
    }
}

impl fmt::Display for Algorithm {
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
