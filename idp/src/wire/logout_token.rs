//! The logout token (OpenID Connect Back-Channel Logout §2.4).

use serde::Serialize;
use serde_json::{Map, Value};

use super::issuer::Issuer;

/// The `typ` of a logout token.
pub const LOGOUT_TOKEN_TYPE: &str = "logout+jwt";

/// It has no `nonce`, so that nobody takes it for an ID token.
#[derive(Serialize)]
pub struct LogoutTokenClaims<'a> {
    pub iss: &'a Issuer,
    pub aud: &'a str,
    pub sub: &'a str,
    pub sid: String,
    pub iat: i64,
    pub exp: i64,
    pub jti: String,
    pub events: Events,
}

/// That a session ended, and nothing else.
#[derive(Default, Serialize)]
pub struct Events {
    #[serde(rename = "http://schemas.openid.net/event/backchannel-logout")]
    backchannel_logout: Map<String, Value>,
}
