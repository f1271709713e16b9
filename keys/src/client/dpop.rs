//! Proofs that a client has a key, sent beside a token or a request for one (RFC 9449 §4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use super::claims::MAX_JTI;
use super::expected::Typ;
use super::jwk::{JwkError, Key};
use super::jws::Jws;
use super::uri;
use super::verify::{VerifyError, accepted};
use crate::digest::{same, sha256};

/// A proof names an address and carries one key; longer ones are refused.
const MAX_LENGTH: usize = 8 * 1024;

/// The longest nonce that is given back to the caller to judge.
const MAX_NONCE: usize = 512;

/// The request that a proof came with, and how proofs are taken.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    /// The method of the request, in capitals.
    pub method: &'a str,
    /// The address of the request as clients know it; query and fragment do not count.
    pub url: &'a str,
    /// The access token that came along, which the proof must then cover.
    pub access_token: Option<&'a str>,
    pub algorithms: &'a [Algorithm],
    /// How many seconds ago the proof may have been made.
    pub max_age: i64,
    /// How many seconds ahead its maker's clock may be.
    pub leeway: i64,
}

/// A proof that passed; whether it was used before and whether its nonce is ours is not judged yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The thumbprint of the key (RFC 7638), as `jkt` and `dpop_jkt` give it.
    pub thumbprint: String,
    /// The name the proof gives itself, no longer than 256 bytes.
    pub jti: String,
    pub iat: i64,
    pub nonce: Option<String>,
}

/// Why a proof is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DpopError {
    #[error(transparent)]
    Token(#[from] VerifyError),
    #[error(transparent)]
    Key(#[from] JwkError),
    #[error("the header has no key that fits its algorithm")]
    NoKey,
    #[error("`htm` is not the method of the request")]
    WrongMethod,
    #[error("`htu` is not the address of the request")]
    WrongAddress,
    #[error("the proof lacks `iat`, or it is not an integer")]
    NoTime,
    #[error("the proof was made too long ago")]
    TooOld,
    #[error("the proof was made in the future")]
    InFuture,
    #[error("`ath` is not the hash of the access token")]
    WrongToken,
    #[error("the nonce is too long or no string")]
    WrongNonce,
}

impl Proof {
    /// Verifies that `token` proves the key it carries for the request that `presented` describes.
    pub fn verify(token: &str, presented: &Presented<'_>, now: i64) -> Result<Self, DpopError> {
        let token = Jws::read(token, MAX_LENGTH)?;
        token.check_typ(Typ::OneOf(&["dpop+jwt"]))?;
        let algorithm = accepted(token.alg()?, presented.algorithms)?;
        let key = key(&token.header)?;
        if !key.serves(algorithm) {
            return Err(DpopError::NoKey);
        }
        if !key.verifies(algorithm, token.signed.as_bytes(), &token.signature) {
            return Err(VerifyError::BadSignature.into());
        }
        let claims = token.claims()?;
        check_request(&claims, presented)?;
        let thumbprint = key.material.thumbprint();
        let (jti, nonce) = (jti(&claims)?, nonce(&claims)?);
        Ok(Self { thumbprint, jti, iat: time(&claims, presented, now)?, nonce })
    }
}

/// Reads the key out of the header, the one place where a token may bring its own.
fn key(header: &Map<String, Value>) -> Result<Key, DpopError> {
    let jwk = header.get("jwk").and_then(Value::as_object).ok_or(DpopError::NoKey)?;
    Key::read(jwk)?.ok_or(DpopError::NoKey)
}

fn check_request(claims: &Map<String, Value>, presented: &Presented<'_>) -> Result<(), DpopError> {
    if claims.get("htm").and_then(Value::as_str) != Some(presented.method) {
        return Err(DpopError::WrongMethod);
    }
    let named = claims.get("htu").and_then(Value::as_str).and_then(uri::normalized);
    if named.is_none() || named != uri::normalized(presented.url) {
        return Err(DpopError::WrongAddress);
    }
    let Some(access_token) = presented.access_token else { return Ok(()) };
    let hash = URL_SAFE_NO_PAD.encode(sha256(access_token.as_bytes()));
    let given = claims.get("ath").and_then(Value::as_str);
    if given.is_some_and(|given| same(given.as_bytes(), hash.as_bytes())) {
        Ok(())
    } else {
        Err(DpopError::WrongToken)
    }
}

fn jti(claims: &Map<String, Value>) -> Result<String, VerifyError> {
    match claims.get("jti") {
        None => Err(VerifyError::NoJti),
        Some(Value::String(jti)) if !jti.is_empty() && jti.len() <= MAX_JTI => Ok(jti.clone()),
        Some(_) => Err(VerifyError::WrongJti),
    }
}

fn nonce(claims: &Map<String, Value>) -> Result<Option<String>, DpopError> {
    match claims.get("nonce") {
        None => Ok(None),
        Some(Value::String(nonce)) if nonce.len() <= MAX_NONCE => Ok(Some(nonce.clone())),
        Some(_) => Err(DpopError::WrongNonce),
    }
}

fn time(
    claims: &Map<String, Value>,
    presented: &Presented<'_>,
    now: i64,
) -> Result<i64, DpopError> {
    let iat = claims.get("iat").and_then(Value::as_i64).ok_or(DpopError::NoTime)?;
    if iat < now.saturating_sub(presented.max_age) {
        return Err(DpopError::TooOld);
    }
    if iat > now.saturating_add(presented.leeway) {
        return Err(DpopError::InFuture);
    }
    Ok(iat)
}
