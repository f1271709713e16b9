//! The UserInfo answer (OpenID Connect Core §5.1, §5.3.2). What is not known is left out, never null.

use serde::Serialize;
use serde_json::{Map, Value};

use super::issuer::Issuer;

#[derive(Debug, Serialize)]
pub struct UserInfo {
    pub sub: String,
    #[serde(flatten)]
    pub claims: Map<String, Value>,
}

/// The same, signed: it says who made it and for whom.
#[derive(Debug, Serialize)]
pub struct SignedUserInfo<'a> {
    pub iss: &'a Issuer,
    pub aud: &'a str,
    #[serde(flatten)]
    pub info: &'a UserInfo,
}
