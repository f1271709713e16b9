//! The protected header of a compact JWE (RFC 7516 §4), read before anything is decrypted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::{ContentEncryption, JweError, KeyManagement};
use crate::client::material::Material;
use crate::signing::json::{self, NotAnObject};

/// The longest token that is looked at.
const MAX_LENGTH: usize = 64 * 1024;

/// What a token says about how it is encrypted, and for which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub algorithm: KeyManagement,
    pub encryption: ContentEncryption,
    pub kid: Option<String>,
    /// The media type of the content; `JWT` when it is a signed token.
    pub cty: Option<String>,
    pub(super) agreement: Option<Agreement>,
}

/// What the sender of a key agreement tells (RFC 7518 §4.6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Agreement {
    pub(super) ephemeral: Material,
    pub(super) producer: Vec<u8>,
    pub(super) consumer: Vec<u8>,
}

/// The five parts of a compact JWE.
pub(super) struct Parts<'a> {
    pub(super) header: &'a str,
    pub(super) key: Vec<u8>,
    pub(super) iv: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Vec<u8>,
}

impl Header {
    /// Reads the header of `token`, which tells the caller what key to take and what it may accept.
    pub fn read(token: &str) -> Result<Self, JweError> {
        Self::parse(Parts::split(token)?.header)
    }

    pub(super) fn parse(part: &str) -> Result<Self, JweError> {
        let header = json::object(&decoded(part)?).map_err(|refusal| match refusal {
            NotAnObject::Malformed => JweError::HeaderMalformed,
            NotAnObject::DuplicateMember => JweError::DuplicateMember,
        })?;
        if header.contains_key("crit") {
            return Err(JweError::Critical);
        }
        if header.contains_key("zip") {
            return Err(JweError::Compressed);
        }
        let name = |member| text(&header, member)?.ok_or(JweError::HeaderMalformed);
        let algorithm: KeyManagement =
            name("alg")?.parse().map_err(|_| JweError::UnknownAlgorithm)?;
        let encryption = name("enc")?.parse().map_err(|_| JweError::UnknownAlgorithm)?;
        let agrees = algorithm.agrees().then(|| Agreement::read(&header)).transpose()?;
        let text = |member| Ok(text(&header, member)?.map(str::to_owned));
        Ok(Self { algorithm, encryption, kid: text("kid")?, cty: text("cty")?, agreement: agrees })
    }
}

impl Agreement {
    fn read(header: &Map<String, Value>) -> Result<Self, JweError> {
        let key = header.get("epk").and_then(Value::as_object).ok_or(JweError::HeaderMalformed)?;
        let kty = key.get("kty").and_then(Value::as_str).ok_or(JweError::HeaderMalformed)?;
        let ephemeral = Material::read(kty, key).ok().flatten().ok_or(JweError::HeaderMalformed)?;
        let info = |member| text(header, member)?.map_or(Ok(Vec::new()), decoded);
        Ok(Self { ephemeral, producer: info("apu")?, consumer: info("apv")? })
    }
}

impl<'a> Parts<'a> {
    pub(super) fn split(token: &'a str) -> Result<Self, JweError> {
        if token.len() > MAX_LENGTH {
            return Err(JweError::TooLong);
        }
        let mut parts = token.split('.');
        let mut part = || parts.next().ok_or(JweError::NotFiveParts);
        let five = [part()?, part()?, part()?, part()?, part()?];
        if parts.next().is_some() {
            return Err(JweError::NotFiveParts);
        }
        let [header, key, iv, ciphertext, tag] = five;
        Ok(Self {
            header,
            key: decoded(key)?,
            iv: decoded(iv)?,
            ciphertext: decoded(ciphertext)?,
            tag: decoded(tag)?,
        })
    }
}

fn text<'a>(header: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, JweError> {
    header.get(name).map(|value| value.as_str().ok_or(JweError::HeaderMalformed)).transpose()
}

fn decoded(part: &str) -> Result<Vec<u8>, JweError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JweError::NotBase64)
}
