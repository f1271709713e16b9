//! The published keys of a client, a JWK Set (RFC 7517 §5).

use std::fmt;

use serde_json::{Map, Value, json};

use super::algorithm::Algorithm;
use super::jwe::{EncryptionKey, KeyManagement};
use super::jwk::{JwkError, Key};
use super::material::Material;
use crate::signing::json;

/// No set of a client comes near this.
const MAX_LENGTH: usize = 64 * 1024;

/// Each signature may have to be tried against every key of a set.
const MAX_KEYS: usize = 32;

/// The public keys of a client that are of use here; never empty.
#[derive(Clone)]
pub struct KeySet(Vec<Key>);

/// Why a key set is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    #[error("the key set is longer than 64 KB")]
    TooLong,
    #[error("the key set is no JSON object with an array `keys` of objects")]
    Malformed,
    #[error("the key set gives a member twice")]
    DuplicateMember,
    #[error("the key set has more than 32 keys")]
    TooManyKeys,
    #[error("the key set has no key of a kind that is used here")]
    NoKeys,
    #[error("two keys of a kind go by the same `kid`")]
    DuplicateKid,
    #[error(transparent)]
    Key(#[from] JwkError),
}

impl KeySet {
    /// Reads a set; keys of unknown kinds, curves and algorithms are left out of it.
    pub fn parse(json: &str) -> Result<Self, KeySetError> {
        if json.len() > MAX_LENGTH {
            return Err(KeySetError::TooLong);
        }
        let set = json::object(json.as_bytes()).map_err(|refusal| match refusal {
            json::NotAnObject::Malformed => KeySetError::Malformed,
            json::NotAnObject::DuplicateMember => KeySetError::DuplicateMember,
        })?;
        let listed = set.get("keys").and_then(Value::as_array).ok_or(KeySetError::Malformed)?;
        if listed.len() > MAX_KEYS {
            return Err(KeySetError::TooManyKeys);
        }
        let mut keys: Vec<Key> = Vec::new();
        for jwk in listed {
            let Some(key) = Key::read(jwk.as_object().ok_or(KeySetError::Malformed)?)? else {
                continue;
            };
            if keys.iter().any(|other| other.collides_with(&key)) {
                return Err(KeySetError::DuplicateKid);
            }
            keys.push(key);
        }
        if keys.is_empty() { Err(KeySetError::NoKeys) } else { Ok(Self(keys)) }
    }

    /// Writes the set as it was sent, less the keys and members that are of no use here.
    pub fn to_json(&self) -> String {
        let keys = self.0.iter().map(|key| &key.members).collect::<Vec<&Map<String, Value>>>();
        json!({ "keys": keys }).to_string()
    }

    /// The thumbprints of the keys (RFC 7638), in their order.
    pub fn thumbprints(&self) -> Vec<String> {
        self.0.iter().map(|key| key.material.thumbprint()).collect()
    }

    /// The first key to which others may encrypt with `algorithm`; one meant for it alone goes first.
    pub fn encryption_key(&self, algorithm: KeyManagement) -> Option<EncryptionKey> {
        let fitting = || self.0.iter().filter(|key| key.receives(algorithm));
        let key =
            fitting().find(|key| key.members.contains_key("use")).or_else(|| fitting().next())?;
        Some(EncryptionKey::new(key.kid.clone(), key.material.clone()))
    }

    /// Whether a key for signatures with these numbers is in the set.
    pub(super) fn holds(&self, material: &Material) -> bool {
        self.0.iter().any(|key| key.signs() && key.material == *material)
    }

    /// The keys that may have made a signature of `algorithm` under the name `kid`.
    ///
    /// Keys without a name answer for any, after those that bear the one asked for.
    pub(super) fn candidates(&self, kid: Option<&str>, algorithm: Algorithm) -> Vec<&Key> {
        let serving = self.0.iter().filter(|key| key.serves(algorithm));
        let Some(kid) = kid else { return serving.collect() };
        let mut found = serving
            .filter(|key| key.kid.as_deref().is_none_or(|it| it == kid))
            .collect::<Vec<&Key>>();
        found.sort_by_key(|key| key.kid.is_none());
        found
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySet({:?})", self.thumbprints())
    }
}
