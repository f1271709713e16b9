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
    pub id_token: Option<String>,
    pub scope: Scope,
}

/// Claims of an access token (RFC 9068 §2.2).
#[derive(Serialize)]
pub struct AccessTokenClaims<'a> {
    pub iss: &'a Issuer,
    pub sub: &'a str,
    pub aud: &'a str,
    pub client_id: &'a str,
    pub jti: String,
    pub iat: i64,
    pub exp: i64,
    pub scope: &'a Scope,
    pub auth_time: i64,
    pub acr: Acr,
    pub amr: &'static [Amr],
}

/// What is read back from an access token of our own.
#[derive(Deserialize)]
pub struct PresentedAccessToken {
    pub jti: String,
    pub client_id: String,
}

/// The `typ` of an access token (RFC 9068 §2.1).
pub const ACCESS_TOKEN_TYPE: &str = "at+jwt";
