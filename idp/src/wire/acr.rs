//! Authentication context and method references (OpenID Connect Core §2, RFC 8176).

use serde::{Deserialize, Serialize};

/// The `acr` values of this provider, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Acr {
    #[serde(rename = "urn:sekisho:acr:password")]
    Password,
    #[serde(rename = "urn:sekisho:acr:password-otp")]
    PasswordOtp,
    #[serde(rename = "urn:sekisho:acr:password-certificate")]
    PasswordCertificate,
}

impl Acr {
    pub const ALL: [Self; 3] = [Self::Password, Self::PasswordOtp, Self::PasswordCertificate];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "urn:sekisho:acr:password",
            Self::PasswordOtp => "urn:sekisho:acr:password-otp",
            Self::PasswordCertificate => "urn:sekisho:acr:password-certificate",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|acr| acr.as_str() == text)
    }
}

/// What a website asks of the login (OpenID Connect Core §5.5.1.1, RFC 9470 §4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcrWish {
    /// Those of ours among the values asked for.
    pub values: Vec<Acr>,
    /// Without it no answer is better than a weaker one.
    pub essential: bool,
}

impl AcrWish {
    /// As they are sent in `acr_values`.
    pub fn values(&self) -> String {
        self.values.iter().map(|acr| acr.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// A stronger login than the weakest one asked for is as good.
    pub fn is_met_by(&self, acr: Acr) -> bool {
        self.values.iter().min().is_some_and(|least| acr >= *least)
    }
}

/// The `amr` values of this provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Amr {
    Pwd,
    Otp,
    Swk,
    Mfa,
}
