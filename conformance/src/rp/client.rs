//! A client of the provider as the website knows it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::register::{Wish, register};
use crate::config::ClientConfig;
use crate::http;
use crate::jose::{Key, digest_bytes, sign_with_secret};
use crate::trial::Trial;
use crate::verdict::not_run;
use crate::{clock, random};

/// How a client proves itself at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    SecretBasic,
    SecretPost,
    SecretJwt,
    PrivateKeyJwt,
    SelfSignedTls,
}

impl Method {
    pub fn word(self) -> &'static str {
        match self {
            Self::SecretBasic => "client_secret_basic",
            Self::SecretPost => "client_secret_post",
            Self::SecretJwt => "client_secret_jwt",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::SelfSignedTls => "self_signed_tls_client_auth",
        }
    }
}

#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) method: Method,
    /// Signs assertions and request objects.
    pub(crate) key: Option<Key>,
    /// Signs DPoP proofs.
    pub(crate) dpop: Option<Key>,
    pub(crate) redirect_uri: String,
    pub(crate) scope: Option<String>,
    pub(crate) http: reqwest::Client,
    /// Digest of the certificate that `http` shows (RFC 8705 §3.1).
    pub(crate) certificate: Option<String>,
    /// What registration answered; null for a static client.
    pub(crate) registered: Value,
}

impl Client {
    /// The module's client: the configured one, or one registered now.
    pub(crate) async fn first(trial: &Trial) -> Result<Self> {
        Self::of(trial, &trial.config.client, trial.variant.method, Wish::default()).await
    }

    /// A client that proves itself by POST; statically it is a client of its own.
    pub(crate) async fn with_secret_post(trial: &Trial) -> Result<Self> {
        let fixed = trial.config.client.client_id.is_some();
        if fixed && trial.config.client_secret_post.client_id.is_none() {
            return not_run("the configuration has no client_secret_post");
        }
        let config = if fixed { &trial.config.client_secret_post } else { &trial.config.client };
        Self::of(trial, config, Method::SecretPost, Wish::default()).await
    }

    /// A client registered with members of its own; there is no static one.
    pub(crate) async fn wishing(trial: &Trial, wish: Wish) -> Result<Self> {
        register(trial, &trial.config.client, trial.variant.method, wish).await
    }

    /// The configured client, or one that is registered with these wishes.
    pub(crate) async fn fixed_or_wishing(trial: &Trial, wish: Wish) -> Result<Self> {
        Self::of(trial, &trial.config.client, trial.variant.method, wish).await
    }

    pub(crate) async fn of(
        trial: &Trial,
        config: &ClientConfig,
        method: Method,
        wish: Wish,
    ) -> Result<Self> {
        let Some(id) = &config.client_id else {
            if trial.config.client.client_id.is_some() {
                return not_run("the configuration lacks a second client");
            }
            return register(trial, config, method, wish).await;
        };
        if trial.provider.announces("token_endpoint_auth_methods_supported") {
            let offers =
                trial.provider.offers("token_endpoint_auth_methods_supported", method.word());
            ensure!(offers, "token_endpoint_auth_methods_supported lacks {}", method.word());
        }
        Ok(Self {
            id: id.clone(),
            secret: config.client_secret.clone().unwrap_or_default(),
            method,
            key: config.signing_key()?,
            dpop: None,
            redirect_uri: config.redirect_uri.clone().unwrap_or_else(|| trial.at("callback")),
            scope: config.scope.clone(),
            http: trial.http.clone(),
            certificate: None,
            registered: Value::Null,
        })
    }

    pub(crate) fn key(&self) -> Result<&Key> {
        self.key.as_ref().context("the client has no key")
    }

    /// Makes the client show a certificate.
    pub(crate) fn showing(
        mut self,
        trial: &Trial,
        pair: &crate::config::Certificate,
    ) -> Result<Self> {
        self.http = http::client(&trial.config, Some(&format!("{}\n{}", pair.cert, pair.key)))?;
        self.certificate = Some(digest_bytes(&pair.der()?));
        Ok(self)
    }

    /// The claims of an assertion (RFC 7523 §3, OpenID Connect Core §9).
    pub(crate) fn assertion_claims(&self, trial: &Trial) -> Result<Value> {
        let audience = if trial.variant.fapi.is_some() {
            trial.provider.issuer.as_str()
        } else {
            trial.provider.member("token_endpoint")?
        };
        let now = clock::now();
        Ok(json!({
            "iss": self.id, "sub": self.id, "aud": audience,
            "jti": random::token(), "iat": now, "exp": now + 60,
        }))
    }

    pub(crate) fn sign_assertion(&self, claims: &Value) -> Result<String> {
        if self.method == Method::SecretJwt {
            return sign_with_secret(self.secret.as_bytes(), &json!({"alg": "HS256"}), claims);
        }
        self.key()?.sign(&json!({}), claims)
    }

    pub(crate) fn assertion(&self, trial: &Trial) -> Result<String> {
        self.sign_assertion(&self.assertion_claims(trial)?)
    }
}

impl ClientConfig {
    /// The first private key of `jwks`.
    pub(crate) fn signing_key(&self) -> Result<Option<Key>> {
        let Some(jwks) = &self.jwks else { return Ok(None) };
        let keys = jwks["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
        let private = keys.iter().find(|key| key["d"].is_string() && key["use"] != "enc");
        private.map(Key::from_jwk).transpose()
    }
}
