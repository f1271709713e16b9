//! Proofs of possession (RFC 9449 §4.2), right and wrong.

use anyhow::Result;
use serde_json::{Value, json};
use url::Url;

use super::{Key, digest};
use crate::{clock, random};

/// A proof before it is signed: modules change its header and claims to make it wrong.
#[derive(Clone, Debug)]
pub struct Proof {
    pub header: Value,
    pub claims: Value,
}

impl Proof {
    pub fn new(key: &Key, method: &str, url: &str) -> Self {
        let mut bare = url.to_owned();
        if let Ok(mut parsed) = Url::parse(url) {
            parsed.set_query(None);
            parsed.set_fragment(None);
            bare = parsed.into();
        }
        Self {
            header: json!({"typ": "dpop+jwt", "alg": key.alg(), "jwk": key.bare()}),
            claims: json!({"jti": random::token(), "htm": method, "htu": bare, "iat": clock::now()}),
        }
    }

    /// Binds the proof to an access token.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.claims["ath"] = json!(digest(token));
        self
    }

    #[must_use]
    pub fn with_nonce(mut self, nonce: &str) -> Self {
        self.claims["nonce"] = json!(nonce);
        self
    }

    pub fn sign(&self, key: &Key) -> Result<String> {
        key.sign(&self.header, &self.claims)
    }
}
