//! The authorization request: as sent, and as accepted (OpenID Connect Core §3.1.2.1).

use serde::{Deserialize, Serialize};

use super::pkce::Challenge;
use super::prompt::Prompt;
use super::scope::Scope;

/// What is left of a request once every rule was passed. Waits in the attempt for the person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Accepted {
    pub redirect_uri: String,
    pub scope: Scope,
    #[serde(default)]
    pub state: Option<String>,
    #[serde(default)]
    pub nonce: Option<String>,
    #[serde(default)]
    pub challenge: Option<Challenge>,
    #[serde(default)]
    pub prompt: Prompt,
    /// Seconds since the login that the client tolerates.
    #[serde(default)]
    pub max_age: Option<u32>,
    #[serde(default)]
    pub login_hint: Option<String>,
    #[serde(default)]
    pub ui_locales: Option<String>,
    /// The subject that the session must have, from a verified `id_token_hint`.
    #[serde(default)]
    pub subject_hint: Option<String>,
}

impl Accepted {
    /// The same request as a query, to begin again with; without `prompt=none`, which no page sends.
    pub fn to_query(&self, client: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs
            .append_pair("response_type", "code")
            .append_pair("client_id", client)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("scope", &self.scope.to_string());
        let max_age = self.max_age.map(|seconds| seconds.to_string());
        let optional = [
            ("state", self.state.as_deref()),
            ("nonce", self.nonce.as_deref()),
            ("code_challenge", self.challenge.as_ref().map(Challenge::as_str)),
            ("code_challenge_method", self.challenge.as_ref().map(|_| "S256")),
            ("prompt", self.prompt.login.then_some("login")),
            ("max_age", max_age.as_deref()),
            ("login_hint", self.login_hint.as_deref()),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                pairs.append_pair(name, value);
            }
        }
        pairs.finish()
    }
}
