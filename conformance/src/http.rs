//! Plain HTTP as machines speak it: no redirects, no cookies, every answer read whole.

use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::config::Config;

/// An answer, read whole.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Sends a request and reads the answer.
    pub async fn to(request: reqwest::RequestBuilder) -> Result<Self> {
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok(Self { status, headers, body: answer.text().await? })
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn is_json(&self) -> bool {
        self.media_type() == "application/json"
    }

    pub fn media_type(&self) -> &str {
        self.header("content-type").split(';').next().unwrap_or_default().trim()
    }

    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.body).with_context(|| {
            format!("{} with a body that is not JSON: {}", self.status, self.start())
        })
    }

    /// `error` of an OAuth error answer, or nothing.
    pub fn error(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        body["error"].as_str().unwrap_or_default().to_owned()
    }

    /// The answer in a few words, for a verdict.
    pub fn brief(&self) -> String {
        format!("{} {}", self.status, self.start())
    }

    fn start(&self) -> String {
        let text = self.body.split_whitespace().collect::<Vec<_>>().join(" ");
        text.chars().take(200).collect()
    }
}

/// A client of the network; `identity` is the certificate it shows.
pub fn client(config: &Config, identity: Option<&str>) -> Result<reqwest::Client> {
    let mut builder = builder(config)?;
    if let Some(pem) = identity {
        builder = builder.identity(reqwest::Identity::from_pem(pem.as_bytes())?);
    }
    Ok(builder.build()?)
}

/// What every client of a run has in common, browsers too.
pub fn builder(config: &Config) -> Result<reqwest::ClientBuilder> {
    // A second install has nothing to do.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_mins(1))
        // A connection that the other side is about to close for idleness is not taken again.
        .pool_idle_timeout(Duration::from_secs(2))
        .http1_only();
    builder = match &config.options.proxy {
        Some(proxy) => builder.proxy(reqwest::Proxy::all(proxy)?),
        None => builder.no_proxy(),
    };
    builder = match &config.server.ca_file {
        Some(file) => {
            let pem = std::fs::read(file).with_context(|| format!("ca_file {file}"))?;
            builder.tls_certs_only(reqwest::Certificate::from_pem_bundle(&pem)?)
        }
        // As the official suite does: it judges the protocol, not the certificate.
        None => builder.tls_danger_accept_invalid_certs(true),
    };
    Ok(builder)
}
