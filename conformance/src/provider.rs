//! The provider as its metadata announces it.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::config::Config;
use crate::http::{Answer, client};

const SUFFIX: &str = "/.well-known/openid-configuration";

#[derive(Clone, Debug)]
pub struct Provider {
    pub issuer: String,
    pub metadata: Value,
    /// The answer that carried the metadata.
    pub answer: Answer,
    pub discovery: String,
}

impl Provider {
    /// Reads the discovery document (OpenID Connect Discovery §4).
    pub async fn discover(issuer: &str, config: &Config) -> Result<Self> {
        let usual = format!("{}{SUFFIX}", issuer.trim_end_matches('/'));
        let discovery = config.server.discovery_url.clone().unwrap_or(usual);
        let answer = Answer::to(client(config, None)?.get(&discovery)).await;
        let answer = answer.with_context(|| discovery.clone())?;
        ensure!(answer.status == 200, "{discovery} answers {}", answer.brief());
        let metadata = answer.json().context("the metadata")?;
        Ok(Self { issuer: issuer.to_owned(), metadata, answer, discovery })
    }

    /// A member of the metadata that must be there.
    pub fn member(&self, name: &str) -> Result<&str> {
        self.metadata[name].as_str().with_context(|| format!("the metadata has no {name}"))
    }

    /// An endpoint, by its mutual-TLS alias where the caller shows a certificate (RFC 8705 §5).
    pub fn endpoint(&self, name: &str, with_certificate: bool) -> Result<&str> {
        match self.metadata["mtls_endpoint_aliases"][name].as_str() {
            Some(alias) if with_certificate => Ok(alias),
            _ => self.member(name),
        }
    }

    /// Whether a list of the metadata has a value.
    pub fn offers(&self, list: &str, value: &str) -> bool {
        self.list(list).contains(&value)
    }

    /// A list of the metadata; empty where it is absent.
    pub fn list(&self, name: &str) -> Vec<&str> {
        let all = self.metadata[name].as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter_map(Value::as_str).collect()
    }

    pub fn announces(&self, name: &str) -> bool {
        !self.metadata[name].is_null()
    }

    /// Whether a boolean member is true.
    pub fn says(&self, name: &str) -> bool {
        self.metadata[name].as_bool() == Some(true)
    }
}
