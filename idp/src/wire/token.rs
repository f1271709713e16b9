//! The token endpoint's words (RFC 6749 §4.1.3, §5.1) and the access token's claims (RFC 9068).

use serde::{Deserialize, Serialize};

use super::acr::{Acr, Amr};
use super::issuer::Issuer;
use super::scope::Scope;

/// A successful answer. Never logged.
#[derive(Serialize)]
pub struct TokenAnswer {
    pub access_token: String,
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// RFC 8693 §2.2.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_token_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Scope::is_empty")]
    pub scope: Scope,
}

/// Claims of an access token (RFC 9068 §2.2).
#[derive(Serialize)]
pub struct AccessTokenClaims<'a, C: Serialize> {
    pub iss: &'a Issuer,
    pub sub: &'a str,
    pub aud: Audience<'a>,
    pub client_id: &'a str,
    pub jti: String,
    pub iat: i64,
    pub exp: i64,
    #[serde(skip_serializing_if = "Scope::is_empty")]
    pub scope: &'a Scope,
    /// Absent where no person signed in.
    #[serde(flatten)]
    pub context: Option<Context>,
    /// What its bearer must prove to hold (RFC 7800 §3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<C>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<Actor<'a>>,
}

/// Who may take a token: one name, or several (RFC 7519 §4.1.3).
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub enum Audience<'a> {
    One(&'a str),
    Several(&'a [String]),
}

impl<'a> Audience<'a> {
    /// The audiences named, or the issuer itself where none is.
    pub fn of(named: &'a [String], issuer: &'a Issuer) -> Self {
        match named {
            [] => Self::One(issuer.as_str()),
            [one] => Self::One(one),
            several => Self::Several(several),
        }
    }
}

/// How and when a person was authenticated (OpenID Connect Core §2).
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Context {
    pub auth_time: i64,
    pub acr: Acr,
    pub amr: &'static [Amr],
}

/// Who acts for the subject (RFC 8693 §4.1).
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Actor<'a> {
    pub sub: &'a str,
}

/// What is read back from an access token of our own.
#[derive(Deserialize)]
pub struct PresentedAccessToken {
    pub jti: String,
    pub client_id: String,
}

/// The `typ` of an access token (RFC 9068 §2.1).
pub const ACCESS_TOKEN_TYPE: &str = "at+jwt";

/// The one kind of token that is exchanged, and issued for it (RFC 8693 §3).
pub const ACCESS_TOKEN_URN: &str = "urn:ietf:params:oauth:token-type:access_token";
