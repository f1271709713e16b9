//! Verifies tokens that clients signed (RFC 7515 §5.2, RFC 7519 §7.2, RFC 8725 §3).

use aws_lc_rs::hmac;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::algorithm::Algorithm;
use super::claims;
use super::expected::Expected;
use super::jws::Jws;
use super::set::KeySet;

/// The longest token that is looked at; request objects can carry much.
const MAX_LENGTH: usize = 64 * 1024;

/// The shortest secret that may authenticate with HS256 (RFC 7518 §3.2).
const MIN_SECRET: usize = 32;

/// A token that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven<C> {
    pub claims: C,
    /// The name the token gives itself, no longer than 256 bytes.
    pub jti: Option<String>,
    /// The second from which on the token no longer passes: until then the caller remembers its `jti`.
    pub good_until: Option<i64>,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    #[error("the token is too long")]
    TooLong,
    #[error("the token does not have three parts")]
    NotThreeParts,
    #[error("a part of the token is not base64url")]
    NotBase64,
    #[error("the header is not a JSON object with the members it needs")]
    HeaderMalformed,
    #[error("the claims are not a JSON object")]
    ClaimsMalformed,
    #[error("a member is given twice")]
    DuplicateMember,
    #[error("the header has critical extensions")]
    Critical,
    #[error("the header lacks the type asked for")]
    WrongType,
    #[error("the algorithm is not one that is accepted here")]
    WrongAlgorithm,
    #[error("no key of the client fits the header")]
    UnknownKey,
    #[error("the secret of the client is too short for HS256")]
    WeakSecret,
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
    #[error("the claims lack `nbf`")]
    NoNotBefore,
    #[error("`nbf` is not an integer")]
    NotBeforeNotInteger,
    #[error("the token is not valid yet")]
    NotYetValid,
    #[error("the token was made too long ago")]
    TooOld,
    #[error("the token is valid for too long")]
    LivesTooLong,
    #[error("the claims lack `iss`")]
    NoIssuer,
    #[error("the token has another issuer")]
    WrongIssuer,
    #[error("the claims lack `sub`")]
    NoSubject,
    #[error("the token has another subject")]
    WrongSubject,
    #[error("the claims lack `aud`")]
    NoAudience,
    #[error("the token is meant for another audience")]
    WrongAudience,
    #[error("the claims lack `jti`")]
    NoJti,
    #[error("`jti` is empty, too long or no string")]
    WrongJti,
    #[error("the claims lack what this kind of token carries")]
    ClaimsUnfit,
}

impl KeySet {
    /// Verifies `token` against `expected` at the time `now` and reads its claims.
    ///
    /// [`VerifyError::UnknownKey`] tells that the set may be out of date.
    pub fn verify<C: DeserializeOwned>(
        &self,
        token: &str,
        expected: &Expected<'_>,
        now: i64,
    ) -> Result<Proven<C>, VerifyError> {
        let token = Jws::read(token, MAX_LENGTH)?;
        token.check_typ(expected.typ)?;
        let algorithm = accepted(token.alg()?, expected.algorithms)?;
        let keys = self.candidates(token.kid()?, algorithm);
        if keys.is_empty() {
            return Err(VerifyError::UnknownKey);
        }
        let message = token.signed.as_bytes();
        if !keys.iter().any(|key| key.verifies(algorithm, message, &token.signature)) {
            return Err(VerifyError::BadSignature);
        }
        proven(&token, expected, now)
    }
}

/// Verifies a token that the client authenticated with its secret, by HS256 alone.
pub fn verify_hmac<C: DeserializeOwned>(
    token: &str,
    secret: &[u8],
    expected: &Expected<'_>,
    now: i64,
) -> Result<Proven<C>, VerifyError> {
    let token = Jws::read(token, MAX_LENGTH)?;
    token.check_typ(expected.typ)?;
    if token.alg()? != "HS256" {
        return Err(VerifyError::WrongAlgorithm);
    }
    if secret.len() < MIN_SECRET {
        return Err(VerifyError::WeakSecret);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    hmac::verify(&key, token.signed.as_bytes(), &token.signature)
        .map_err(|_| VerifyError::BadSignature)?;
    proven(&token, expected, now)
}

/// Takes the algorithm a header names if it is among those accepted.
pub(super) fn accepted(alg: &str, algorithms: &[Algorithm]) -> Result<Algorithm, VerifyError> {
    let named = alg.parse::<Algorithm>().ok().filter(|it| algorithms.contains(it));
    named.ok_or(VerifyError::WrongAlgorithm)
}

fn proven<C: DeserializeOwned>(
    token: &Jws<'_>,
    expected: &Expected<'_>,
    now: i64,
) -> Result<Proven<C>, VerifyError> {
    let claims = token.claims()?;
    let checked = claims::check(&claims, expected, now)?;
    let claims = C::deserialize(Value::Object(claims)).map_err(|_| VerifyError::ClaimsUnfit)?;
    Ok(Proven { claims, jti: checked.jti, good_until: checked.good_until })
}
