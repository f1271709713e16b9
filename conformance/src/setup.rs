//! What a run is told: the provider, two ways of client authentication, one user.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

/// The configuration file (TOML).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub client: Client,
    /// A client registered for `client_secret_post`; without it that module is not run.
    pub client_secret_post: Option<Client>,
    /// A user who logs in by user ID and password alone, and is not asked for consent.
    pub user: User,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uri: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    pub username: String,
    pub password: String,
}

/// A provider as discovered, and what to meet it with.
#[derive(Clone, Debug)]
pub struct Setup {
    pub issuer: String,
    pub config: Config,
    pub metadata: Value,
    pub http: reqwest::Client,
}

impl Setup {
    /// Reads the discovery document (OpenID Connect Discovery §4).
    pub async fn discover(issuer: &str, config: Config) -> Result<Self> {
        let http = client()?;
        let url = format!("{issuer}/.well-known/openid-configuration");
        let answer = http.get(&url).send().await.with_context(|| url.clone())?;
        let metadata = answer.error_for_status()?.json().await.context("discovery is not JSON")?;
        Ok(Self { issuer: issuer.to_owned(), config, metadata, http })
    }

    /// A member of the metadata that must be there.
    pub fn member(&self, name: &str) -> Result<&str> {
        self.metadata[name].as_str().with_context(|| format!("discovery lacks {name}"))
    }

    pub fn offers(&self, list: &str, value: &str) -> bool {
        self.metadata[list].as_array().is_some_and(|all| all.iter().any(|one| one == value))
    }
}

/// A client that follows no redirect and keeps no cookie.
pub fn client() -> Result<reqwest::Client> {
    // A second install has nothing to do.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    Ok(builder.timeout(std::time::Duration::from_secs(30)).no_proxy().build()?)
}
