//! An authorization request, with what must come back.

use anyhow::Result;
use url::Url;

use super::client::Client;
use crate::jose::digest;
use crate::random;
use crate::trial::Trial;

#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) client: Client,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) verifier: String,
}

impl Ask {
    /// The usual request of the code flow.
    pub(crate) fn new(trial: &Trial, client: &Client) -> Self {
        let ask = Self {
            client: client.clone(),
            parameters: Vec::new(),
            verifier: random::unreserved(60),
        };
        let mut ask = ask
            .with("client_id", &client.id)
            .with("redirect_uri", &client.redirect_uri)
            .with("scope", "openid")
            .with("state", &random::letters(10))
            .with("nonce", &random::letters(10))
            .with("response_type", "code");
        if trial.variant.form_post {
            ask = ask.with("response_mode", "form_post");
        }
        if let Some(fapi) = trial.variant.fapi {
            ask = ask.with_pkce();
            if !fapi.openid {
                ask = ask.without("nonce").without("scope");
            }
            if let Some(scope) = &client.scope {
                ask = ask.with("scope", scope);
            } else if !fapi.openid {
                let all = trial.provider.list("scopes_supported");
                let plain = all.iter().find(|one| !["openid", "offline_access"].contains(one));
                ask = plain.into_iter().fold(ask, |ask, scope| ask.with("scope", scope));
            }
            if fapi.jarm {
                ask = ask.with("response_mode", "jwt");
            }
        } else if trial.config.options.pkce {
            ask = ask.with_pkce();
        }
        ask
    }

    /// Replaces a parameter, or adds it.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        match self.parameters.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.parameters.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parameters.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn with_pkce(self) -> Self {
        let challenge = digest(&self.verifier);
        self.with("code_challenge", &challenge).with("code_challenge_method", "S256")
    }

    /// State of 128 characters, nonce of 43, with every character that a URL carries as it is.
    pub(crate) fn with_long_values(self) -> Self {
        let (state, nonce) = (random::unreserved(128), random::unreserved(43));
        self.with("state", &state).with("nonce", &nonce)
    }

    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The address that the browser opens.
    pub(crate) fn url(&self, trial: &Trial) -> Result<Url> {
        let mut url = Url::parse(trial.provider.member("authorization_endpoint")?)?;
        url.query_pairs_mut().extend_pairs(&self.parameters);
        Ok(url)
    }
}
