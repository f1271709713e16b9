//! What is sent to and answered by the registration endpoint (RFC 7591 §3.2, RFC 7592 §3, OpenID Connect Registration §3).

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// A client as it is told to itself.
#[derive(Serialize)]
pub struct Registered {
    pub client_id: String,
    pub client_id_issued_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// There if and only if the secret is; 0 for one that does not end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret_expires_at: Option<i64>,
    pub registration_access_token: String,
    pub registration_client_uri: String,
    #[serde(flatten)]
    pub metadata: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationErrorCode {
    InvalidRedirectUri,
    InvalidClientMetadata,
    /// RFC 6750 §3.1.
    InvalidToken,
    TemporarilyUnavailable,
}

/// RFC 7591 §3.2.2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegistrationError {
    pub error: RegistrationErrorCode,
    pub error_description: String,
}

impl RegistrationError {
    /// The description keeps to the characters of RFC 6749 §5.2, whatever it repeats of what was sent.
    pub fn new(error: RegistrationErrorCode, description: &str) -> Self {
        let allowed = |one: &char| matches!(one, ' ' | '!' | '#'..='[' | ']'..='~');
        let error_description = description.chars().filter(allowed).take(300).collect();
        Self { error, error_description }
    }
}

/// The members of a JSON object, none of them twice: readers differ in which one counts.
#[derive(Debug)]
pub struct Members(pub Map<String, Value>);

impl Members {
    pub fn parse(body: &[u8]) -> Option<Map<String, Value>> {
        serde_json::from_slice::<Self>(body).ok().map(|members| members.0)
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(Once)
    }
}

struct Once;

impl<'de> Visitor<'de> for Once {
    type Value = Members;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut sent: A) -> Result<Members, A::Error> {
        let mut members = Map::new();
        while let Some((name, value)) = sent.next_entry::<String, Value>()? {
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom("a member stands twice"));
            }
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_object_without_repetition_is_read() {
        assert!(Members::parse(b"{\"a\":1,\"b\":null}").is_some_and(|all| all.len() == 2));
        for wrong in ["", "[]", "\"a\"", "null", "{\"a\":1,\"a\":1}", "{}x", "{"] {
            assert!(Members::parse(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_description_is_plain() {
        let told = RegistrationError::new(
            RegistrationErrorCode::InvalidRedirectUri,
            "\"https://\u{ff52}p\\\r\n.test\" is not",
        );
        assert_eq!(told.error_description, "https://p.test is not");
    }
}
