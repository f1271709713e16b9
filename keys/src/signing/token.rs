//! Verifies compact JWS (RFC 7515 §5.2) as JWT (RFC 7519 §7.2, RFC 8725 §3).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::claims;
use super::json::{self, NotAnObject};
use super::jwk::PublicJwk;

/// No token of ours comes near this; longer ones are refused before any work is done on them.
const MAX_LENGTH: usize = 8 * 1024;

/// The public keys a token may be signed with.
#[derive(Debug, Clone, Default)]
pub struct VerifyingKeys(Vec<PublicJwk>);

/// What a token must be and say.
#[derive(Debug, Clone, Copy)]
pub struct Profile<'a> {
    /// The media type the header must give, with or without `application/`; unread when `None`.
    pub typ: Option<&'static str>,
    /// The one issuer accepted.
    pub issuer: &'a str,
    /// Who must be among the audience; unread when `None`.
    pub audience: Option<&'a str>,
    /// The seconds by which clocks may differ.
    pub leeway: i64,
    /// Whether a token past its expiry is still taken; one without expiry never is.
    pub allow_expired: bool,
}

/// A token that passed, with the key that signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<C> {
    pub kid: String,
    pub claims: C,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    #[error("the token is longer than 8 KB")]
    TooLong,
    #[error("the token does not have three parts")]
    NotThreeParts,
    #[error("a part of the token is not base64url")]
    NotBase64,
    #[error("the header is not a JSON object")]
    HeaderMalformed,
    #[error("the claims are not a JSON object")]
    ClaimsMalformed,
    #[error("a member is given twice")]
    DuplicateMember,
    #[error("the header has critical extensions")]
    Critical,
    #[error("the header lacks the type asked for")]
    WrongType,
    #[error("the header names no key")]
    NoKeyId,
    #[error("the header names an unknown key")]
    UnknownKey,
    #[error("the header names another algorithm than the key's")]
    WrongAlgorithm,
    #[error("the signature does not match")]
    BadSignature,
    #[error("the claims lack `exp`")]
    NoExpiry,
    #[error("`exp` is not an integer")]
    ExpiryNotInteger,
    #[error("the token has expired")]
    Expired,
    #[error("`iat` is not an integer")]
    IssuedAtNotInteger,
    #[error("the token was issued in the future")]
    IssuedInFuture,
    #[error("`nbf` is not an integer")]
    NotBeforeNotInteger,
    #[error("the token is not valid yet")]
    NotYetValid,
    #[error("the claims lack `iss`")]
    NoIssuer,
    #[error("the token has another issuer")]
    WrongIssuer,
    #[error("the claims lack `aud`")]
    NoAudience,
    #[error("the token is meant for another audience")]
    WrongAudience,
    #[error("the claims lack what this kind of token carries")]
    ClaimsUnfit,
}

impl VerifyingKeys {
    pub fn new(keys: impl IntoIterator<Item = PublicJwk>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// Verifies `token` against `profile` at the time `now` and reads its claims.
    ///
    /// The key named by `kid` settles the algorithm; the header can only agree with it.
    pub fn verify<C: DeserializeOwned>(
        &self,
        token: &str,
        profile: &Profile<'_>,
        now: i64,
    ) -> Result<Verified<C>, VerifyError> {
        if token.len() > MAX_LENGTH {
            return Err(VerifyError::TooLong);
        }
        let parts = Parts::split(token)?;
        let header = object(parts.header, VerifyError::HeaderMalformed)?;
        let key = self.key_for(&header)?;
        check_header(&header, profile)?;
        if !key.verifies(parts.signed.as_bytes(), &decoded(parts.signature)?) {
            return Err(VerifyError::BadSignature);
        }
        let claims = object(parts.claims, VerifyError::ClaimsMalformed)?;
        claims::check(&claims, profile, now)?;
        let claims = C::deserialize(Value::Object(claims)).map_err(|_| VerifyError::ClaimsUnfit)?;
        Ok(Verified { kid: key.kid().to_owned(), claims })
    }

    /// Finds the key the header names, by `kid`, and insists on its algorithm.
    fn key_for(&self, header: &Map<String, Value>) -> Result<&PublicJwk, VerifyError> {
        let kid = header.get("kid").and_then(Value::as_str).ok_or(VerifyError::NoKeyId)?;
        let alg = header.get("alg").and_then(Value::as_str);
        let mut refusal = VerifyError::UnknownKey;
        for key in self.0.iter().filter(|key| key.kid() == kid) {
            if alg == Some(key.algorithm().as_str()) {
                return Ok(key);
            }
            refusal = VerifyError::WrongAlgorithm;
        }
        Err(refusal)
    }
}

/// The parts of a compact JWS, still encoded.
struct Parts<'a> {
    header: &'a str,
    claims: &'a str,
    signature: &'a str,
    signed: &'a str,
}

impl<'a> Parts<'a> {
    fn split(token: &'a str) -> Result<Self, VerifyError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(VerifyError::NotThreeParts)?;
        let (header, claims) = signed.split_once('.').ok_or(VerifyError::NotThreeParts)?;
        if claims.contains('.') {
            return Err(VerifyError::NotThreeParts);
        }
        Ok(Self { header, claims, signature, signed })
    }
}

fn check_header(header: &Map<String, Value>, profile: &Profile<'_>) -> Result<(), VerifyError> {
    if header.contains_key("crit") {
        return Err(VerifyError::Critical);
    }
    let Some(expected) = profile.typ else { return Ok(()) };
    match header.get("typ").and_then(Value::as_str) {
        Some(typ) if short(typ) == short(expected) => Ok(()),
        _ => Err(VerifyError::WrongType),
    }
}

/// Brings a media type to its short form (RFC 7515 §4.1.9).
fn short(typ: &str) -> String {
    let typ = typ.to_ascii_lowercase();
    typ.strip_prefix("application/").map_or(typ.clone(), str::to_owned)
}

fn object(part: &str, malformed: VerifyError) -> Result<Map<String, Value>, VerifyError> {
    json::object(&decoded(part)?).map_err(|refusal| match refusal {
        NotAnObject::Malformed => malformed,
        NotAnObject::DuplicateMember => VerifyError::DuplicateMember,
    })
}

fn decoded(part: &str) -> Result<Vec<u8>, VerifyError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| VerifyError::NotBase64)
}
