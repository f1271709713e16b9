//! The authorization request: as sent, and as accepted (OpenID Connect Core §3.1.2.1).

use serde::{Deserialize, Serialize};

use super::acr::{Acr, AcrWish};
use super::claims_request::ClaimsRequest;
use super::pkce::Challenge;
use super::prompt::Prompt;
use super::response_mode::ResponseMode;
use super::scope::Scope;

/// What is left of a request once every rule was passed. Waits in the attempt for the person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
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
    /// The subject that the session must have, from a verified `id_token_hint` or a claim asked for by value.
    #[serde(default)]
    pub subject_hint: Option<String>,
    #[serde(default)]
    pub response_mode: ResponseMode,
    #[serde(default)]
    pub claims: ClaimsRequest,
    #[serde(default)]
    pub acr: Option<AcrWish>,
    /// RFC 8707 §2.1.
    #[serde(default)]
    pub resources: Vec<String>,
    /// RFC 9449 §10.
    #[serde(default)]
    pub dpop_jkt: Option<String>,
    /// The digest of the pushed request that it came from: it is used up by the answer (RFC 9126 §2.2).
    #[serde(default)]
    pub pushed: Option<Vec<u8>>,
    /// It came signed, or pushed: nobody can send it again from a link.
    #[serde(default)]
    pub sealed: bool,
}

impl Accepted {
    /// Whether a login was not as strong as the website cannot do without.
    pub fn is_too_weak(&self, acr: Acr) -> bool {
        self.acr.as_ref().is_some_and(|wish| wish.essential && !wish.is_met_by(acr))
    }

    /// The same request as a query, to begin again with; without `prompt=none`, which no page sends. Not for one that is
    /// sealed.
    pub fn to_query(&self, client: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs
            .append_pair("response_type", "code")
            .append_pair("client_id", client)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("scope", &self.scope.to_string());
        let max_age = self.max_age.map(|seconds| seconds.to_string());
        let mode = serde_json::to_value(self.response_mode).ok();
        let mode = mode.and_then(|mode| mode.as_str().map(str::to_owned));
        let claims = (!self.claims.is_empty()).then(|| serde_json::to_string(&self.claims).ok());
        let claims = claims.flatten();
        let acr_values = self.acr.as_ref().map(AcrWish::values);
        let optional = [
            ("state", self.state.as_deref()),
            ("nonce", self.nonce.as_deref()),
            ("code_challenge", self.challenge.as_ref().map(Challenge::as_str)),
            ("code_challenge_method", self.challenge.as_ref().map(|_| "S256")),
            ("prompt", self.prompt.login.then_some("login")),
            ("max_age", max_age.as_deref()),
            ("login_hint", self.login_hint.as_deref()),
            ("response_mode", mode.as_deref()),
            ("claims", claims.as_deref()),
            ("acr_values", acr_values.as_deref()),
            ("dpop_jkt", self.dpop_jkt.as_deref()),
        ];
        for resource in &self.resources {
            pairs.append_pair("resource", resource);
        }
        for (name, value) in optional {
            if let Some(value) = value {
                pairs.append_pair(name, value);
            }
        }
        pairs.finish()
    }
}
