//! A call of the website's server to the provider's: the client proves itself, with every way of getting it wrong.

use anyhow::{Context, Result};

use super::client::{Client, Method};
use super::{Ask, Callback};
use crate::http::Answer;
use crate::jose::Key;
use crate::jose::dpop::Proof;
use crate::trial::Trial;

/// How the client proves itself this time.
enum Proves {
    AsRegistered,
    ByAssertion(String),
    NotAtAll,
}

/// What goes into the DPoP header.
enum Binds {
    With(Key),
    Verbatim(Vec<String>),
    Not,
}

pub(crate) struct Call<'t> {
    trial: &'t Trial,
    client: &'t Client,
    url: String,
    method: reqwest::Method,
    fields: Vec<(String, String)>,
    proves: Proves,
    binds: Binds,
    http: Option<reqwest::Client>,
}

impl<'t> Call<'t> {
    /// A call to an endpoint of the metadata.
    pub(crate) fn to(trial: &'t Trial, client: &'t Client, endpoint: &str) -> Result<Self> {
        let url = trial.provider.endpoint(endpoint, client.certificate.is_some())?.to_owned();
        Ok(Self {
            trial,
            client,
            url,
            method: reqwest::Method::POST,
            fields: Vec::new(),
            proves: Proves::AsRegistered,
            binds: Binds::Not,
            http: None,
        })
    }

    /// An exchange of a code.
    pub(crate) fn exchange(trial: &'t Trial, ask: &'t Ask, callback: &Callback) -> Result<Self> {
        let call = Self::to(trial, &ask.client, "token_endpoint")?
            .bound()
            .with("grant_type", "authorization_code")
            .with("code", callback.code()?);
        let call = match ask.value("redirect_uri") {
            Some(address) => call.with("redirect_uri", address),
            None => call,
        };
        let pkce = ask.value("code_challenge").is_some();
        Ok(if pkce { call.with("code_verifier", &ask.verifier) } else { call })
    }

    /// A refresh.
    pub(crate) fn refresh(trial: &'t Trial, client: &'t Client, token: &str) -> Result<Self> {
        let call = Self::to(trial, client, "token_endpoint")?.bound();
        Ok(call.with("grant_type", "refresh_token").with("refresh_token", token))
    }

    /// Binds what comes to the client's DPoP key, if it has one.
    pub(crate) fn bound(mut self) -> Self {
        self.binds = self.client.dpop.clone().map_or(Binds::Not, Binds::With);
        self
    }

    pub(crate) fn bound_to(mut self, key: &Key) -> Self {
        self.binds = Binds::With(key.clone());
        self
    }

    pub(crate) fn with_proofs(mut self, proofs: Vec<String>) -> Self {
        self.binds = Binds::Verbatim(proofs);
        self
    }

    pub(crate) fn unbound(mut self) -> Self {
        self.binds = Binds::Not;
        self
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.and(name, value)
    }

    /// Adds a field, be it the second of its name.
    pub(crate) fn and(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn with_all(mut self, fields: &[(String, String)]) -> Self {
        self.fields.extend_from_slice(fields);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn proven_by(mut self, assertion: String) -> Self {
        self.proves = Proves::ByAssertion(assertion);
        self
    }

    pub(crate) fn unproven(mut self) -> Self {
        self.proves = Proves::NotAtAll;
        self
    }

    pub(crate) fn method(mut self, method: reqwest::Method) -> Self {
        self.method = method;
        self
    }

    /// Goes over another connection, without the client's certificate or with another.
    pub(crate) fn over(mut self, http: &reqwest::Client) -> Self {
        self.http = Some(http.clone());
        self
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) async fn send(&self) -> Result<Answer> {
        let answer = self.send_once(None).await?;
        if answer.error() == "use_dpop_nonce" && matches!(self.binds, Binds::With(_)) {
            let nonce = answer.header("dpop-nonce").to_owned();
            return self.send_once(Some(&nonce)).await;
        }
        Ok(answer)
    }

    async fn send_once(&self, nonce: Option<&str>) -> Result<Answer> {
        let http = self.http.as_ref().unwrap_or(&self.client.http);
        let mut request = http.request(self.method.clone(), &self.url);
        for proof in self.proofs(nonce)? {
            request = request.header("dpop", proof);
        }
        let mut fields = self.fields.clone();
        let mut add = |name: &str, value: &str| {
            if !fields.iter().any(|(known, _)| known == name) {
                fields.push((name.to_owned(), value.to_owned()));
            }
        };
        let assertion = match (&self.proves, self.client.method) {
            (Proves::ByAssertion(assertion), _) => Some(assertion.clone()),
            (Proves::AsRegistered, Method::PrivateKeyJwt | Method::SecretJwt) => {
                Some(self.client.assertion(self.trial).context("the assertion")?)
            }
            _ => None,
        };
        match (&self.proves, self.client.method) {
            (Proves::AsRegistered, Method::SecretBasic) => {
                request =
                    request.basic_auth(form(&self.client.id), Some(form(&self.client.secret)));
            }
            (Proves::AsRegistered, Method::SecretPost) => {
                add("client_id", &self.client.id);
                add("client_secret", &self.client.secret);
            }
            _ => add("client_id", &self.client.id),
        }
        if let Some(assertion) = assertion {
            add("client_assertion", &assertion);
            add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        }
        self.trial.send(request.form(&fields)).await
    }

    fn proofs(&self, nonce: Option<&str>) -> Result<Vec<String>> {
        Ok(match &self.binds {
            Binds::Not => Vec::new(),
            Binds::Verbatim(proofs) => proofs.clone(),
            Binds::With(key) => {
                let proof = Proof::new(key, self.method.as_str(), &self.url);
                let proof = match nonce {
                    Some(nonce) => proof.with_nonce(nonce),
                    None => proof,
                };
                vec![proof.sign(key)?]
            }
        })
    }
}

/// RFC 6749 §2.3.1: both halves of the Basic header are form-encoded first.
fn form(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
