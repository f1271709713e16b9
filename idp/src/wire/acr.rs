//! Authentication context and method references (OpenID Connect Core §2, RFC 8176).

use serde::Serialize;

/// The `acr` values of this provider, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
