//! Claims of the ID token (OpenID Connect Core §2, §3.1.3.6; `sid`: Back-Channel Logout §2.1).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::issuer::Issuer;
use super::token::Context;

#[derive(Serialize)]
pub struct IdTokenClaims<'a> {
    pub iss: &'a Issuer,
    pub sub: &'a str,
    pub aud: &'a str,
    pub iat: i64,
    pub exp: i64,
    #[serde(flatten)]
    pub context: Option<Context>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// None where no access token is beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<&'a str>,
    /// What the claims parameter asked for here (§5.5); nothing of the above.
    #[serde(flatten)]
    pub asked: Map<String, Value>,
}

/// What is read back from an ID token sent as a hint.
#[derive(Deserialize)]
pub struct PresentedIdToken {
    pub sub: String,
    pub aud: String,
    #[serde(default)]
    pub sid: Option<String>,
}

/// The left half of the hash that the signature uses, SHA-256 for every algorithm offered but EdDSA,
/// whose hash is SHA-512 (OpenID Connect Core §3.1.3.6).
pub fn half_hash(token: &str, algorithm: keys::signing::Algorithm) -> String {
    let bytes = token.as_bytes();
    if algorithm == keys::signing::Algorithm::EdDsa {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA512, bytes);
        return URL_SAFE_NO_PAD.encode(&digest.as_ref()[..32]);
    }
    URL_SAFE_NO_PAD.encode(&keys::digest::sha256(bytes)[..16])
}
