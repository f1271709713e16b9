//! Request objects (OpenID Connect Core §6, RFC 9101), right and wrong.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::Ask;
use crate::trial::Trial;
use crate::{clock, random};

/// Header and claims before they are signed.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) header: Value,
    pub(crate) claims: Value,
}

impl Object {
    /// The whole request as an object.
    pub(crate) fn of(trial: &Trial, ask: &Ask) -> Self {
        let mut claims = Map::new();
        for (name, value) in &ask.parameters {
            let parsed: Option<Value> = match name.as_str() {
                "claims" => serde_json::from_str(value).ok(),
                "max_age" => value.parse::<i64>().ok().map(Value::from),
                _ => None,
            };
            claims.insert(name.clone(), parsed.unwrap_or_else(|| json!(value)));
        }
        let now = clock::now();
        claims.insert("iss".into(), json!(ask.client.id));
        claims.insert("aud".into(), json!(trial.provider.issuer));
        claims.insert("iat".into(), json!(now));
        claims.insert("nbf".into(), json!(now));
        claims.insert("exp".into(), json!(now + 300));
        claims.insert("jti".into(), json!(random::token()));
        Self { header: json!({"typ": "oauth-authz-req+jwt"}), claims: Value::Object(claims) }
    }

    /// Replaces a claim; null takes it away.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if let Some(claims) = self.claims.as_object_mut() {
            if value.is_null() {
                claims.remove(name);
            } else {
                claims.insert(name.to_owned(), value);
            }
        }
        self
    }

    pub(crate) fn sign(&self, ask: &Ask) -> Result<String> {
        ask.client.key()?.sign(&self.header, &self.claims)
    }
}
