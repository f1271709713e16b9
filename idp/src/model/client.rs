//! A client: a website registered at a tenant (ご利用のWebサイト).

use keys::signing::Algorithm;
use serde::{Deserialize, Serialize};

use super::ids::ClientId;
use super::moment::Moment;
use crate::wire::redirect_uri::RedirectUri;

#[derive(Clone, Debug)]
pub struct Client {
    pub id: ClientId,
    pub name: String,
    pub profile: Profile,
    pub authentication: Authentication,
    pub redirect_uris: Vec<RedirectUri>,
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    pub settings: Settings,
    pub created_at: Moment,
}

/// The kind of client that a person registering one picks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// A website with a server: keeps a secret.
    Web,
    /// A page that runs in the browser: keeps none.
    Browser,
    /// An app on a device: keeps none (RFC 8252).
    Native,
}

impl Profile {
    pub const ALL: [Self; 3] = [Self::Web, Self::Browser, Self::Native];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Browser => "browser",
            Self::Native => "native",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.as_str() == text)
    }
}

/// How a client proves itself at the token endpoint (OpenID Connect Core §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    ClientSecretBasic,
    ClientSecretPost,
    None,
}

impl Authentication {
    pub const ALL: [Self; 3] = [Self::ClientSecretBasic, Self::ClientSecretPost, Self::None];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::None => "none",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

/// What may differ from client to client beyond its profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub id_token_signed_response_alg: Algorithm,
    /// Off only for old confidential clients that cannot (RFC 9700 §2.1.1).
    pub require_pkce: bool,
    /// Overrides of the policy's links on the login page.
    #[serde(default)]
    pub account_link: Option<bool>,
    #[serde(default)]
    pub reissue_link: Option<bool>,
    /// The website's own start page, for ways back.
    #[serde(default)]
    pub client_uri: Option<String>,
}

/// A combination that makes no sense or is not safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    #[error("a client of this profile keeps no secret: its authentication method is none")]
    SecretOfPublicClient,
    #[error("a web client has a secret: its authentication method is not none")]
    WebWithoutSecret,
    #[error("a public client cannot go without PKCE")]
    PublicWithoutPkce,
    #[error("no redirect URI")]
    NoRedirectUri,
    #[error("a redirect URI of a web or browser client is https, or http on loopback")]
    RedirectScheme,
    #[error("a redirect URI of a native app is https, http on loopback, or a scheme with a dot")]
    NativeScheme,
}

impl Client {
    /// Refuses impossible combinations, each with its reason.
    pub fn check(&self) -> Result<(), Impossible> {
        match (self.profile, self.authentication) {
            (Profile::Web, Authentication::None) => return Err(Impossible::WebWithoutSecret),
            (Profile::Web, _) | (_, Authentication::None) => {}
            (_, _) => return Err(Impossible::SecretOfPublicClient),
        }
        if self.is_public() && !self.settings.require_pkce {
            return Err(Impossible::PublicWithoutPkce);
        }
        if self.redirect_uris.is_empty() {
            return Err(Impossible::NoRedirectUri);
        }
        let all = self.redirect_uris.iter().chain(&self.post_logout_redirect_uris);
        for uri in all {
            match self.profile {
                Profile::Web | Profile::Browser if !uri.is_web() => {
                    return Err(Impossible::RedirectScheme);
                }
                Profile::Native if !uri.is_web() && !uri.is_private_scheme() => {
                    return Err(Impossible::NativeScheme);
                }
                Profile::Web | Profile::Browser | Profile::Native => {}
            }
        }
        Ok(())
    }

    pub const fn is_public(&self) -> bool {
        matches!(self.authentication, Authentication::None)
    }
}
