//! What introspection says of a token (RFC 7662 §2.2, RFC 9701 §5). Of one that is not active: nothing.

use serde::Serialize;

use super::issuer::Issuer;
use super::scope::Scope;
use super::token::{Actor, Audience, Context};

#[derive(Debug, Default, Serialize)]
pub struct Introspection<'a, C: Serialize> {
    pub active: bool,
    #[serde(flatten)]
    pub facts: Option<Facts<'a, C>>,
}

#[derive(Debug, Serialize)]
pub struct Facts<'a, C: Serialize> {
    pub iss: &'a Issuer,
    pub sub: &'a str,
    pub aud: Audience<'a>,
    pub client_id: &'a str,
    pub iat: i64,
    pub exp: i64,
    #[serde(skip_serializing_if = "Scope::is_empty")]
    pub scope: &'a Scope,
    /// Absent of a refresh token, which is none of the types that there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    #[serde(flatten)]
    pub context: Option<Context>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<C>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<Actor<'a>>,
}

/// The signed form (RFC 9701 §5): the answer in a claim of its own, so that nobody takes it for the token.
#[derive(Debug, Serialize)]
pub struct SignedIntrospection<'a, T: Serialize> {
    pub iss: &'a Issuer,
    pub aud: &'a str,
    pub iat: i64,
    pub token_introspection: T,
}

/// The `typ` of the signed form, and its media type after `application/`.
pub const INTROSPECTION_TYPE: &str = "token-introspection+jwt";
