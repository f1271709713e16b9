//! The outer form of a compact JWS (RFC 7515 §7.1), read before any signature is checked.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::expected::Typ;
use super::verify::VerifyError;
use crate::signing::json::{self, NotAnObject};

/// A compact JWS with its header read; its claims stay closed until the signature is checked.
pub(super) struct Jws<'a> {
    pub(super) header: Map<String, Value>,
    pub(super) signed: &'a str,
    pub(super) signature: Vec<u8>,
    claims: &'a str,
}

impl<'a> Jws<'a> {
    pub(super) fn read(token: &'a str, longest: usize) -> Result<Self, VerifyError> {
        if token.len() > longest {
            return Err(VerifyError::TooLong);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(VerifyError::NotThreeParts)?;
        let (header, claims) = signed.split_once('.').ok_or(VerifyError::NotThreeParts)?;
        if claims.contains('.') {
            return Err(VerifyError::NotThreeParts);
        }
        let header = object(header, VerifyError::HeaderMalformed)?;
        if header.contains_key("crit") {
            return Err(VerifyError::Critical);
        }
        Ok(Self { header, signed, signature: decoded(signature)?, claims })
    }

    pub(super) fn check_typ(&self, expected: Typ<'_>) -> Result<(), VerifyError> {
        let (Typ::OneOf(any) | Typ::AbsentOr(any)) = expected;
        let passes = match self.header.get("typ") {
            None => matches!(expected, Typ::AbsentOr(_)),
            Some(typ) => {
                typ.as_str().is_some_and(|typ| any.iter().any(|it| short(it) == short(typ)))
            }
        };
        if passes { Ok(()) } else { Err(VerifyError::WrongType) }
    }

    pub(super) fn alg(&self) -> Result<&str, VerifyError> {
        self.header.get("alg").and_then(Value::as_str).ok_or(VerifyError::HeaderMalformed)
    }

    pub(super) fn kid(&self) -> Result<Option<&str>, VerifyError> {
        let kid = self.header.get("kid");
        kid.map(|kid| kid.as_str().ok_or(VerifyError::HeaderMalformed)).transpose()
    }

    /// Opens the claims of a token whose signature was found good.
    pub(super) fn claims(&self) -> Result<Map<String, Value>, VerifyError> {
        object(self.claims, VerifyError::ClaimsMalformed)
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
