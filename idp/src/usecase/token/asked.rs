//! What a token request asks for beyond its grant: a narrower scope (RFC 6749 §3.3), other audiences (RFC 8707 §2.2).

use url::Url;

use super::refusal::TokenRefusal;
use crate::model::client::Client;
use crate::wire::issuer::Issuer;
use crate::wire::params::Params;
use crate::wire::scope::Scope;

#[derive(Clone, Debug)]
pub struct Asked {
    scope: Option<Scope>,
    resources: Vec<String>,
}

/// More than any client has a use for.
const MOST_RESOURCES: usize = 20;

impl Asked {
    pub fn read(body: &Params) -> Result<Self, TokenRefusal> {
        let scope = match body.value("scope") {
            Some(text) => Some(Scope::parse(text).ok_or(TokenRefusal::ScopeMalformed)?),
            None => None,
        };
        let resources = body.all("resource").to_vec();
        let fine =
            resources.len() <= MOST_RESOURCES && resources.iter().all(|one| is_resource(one));
        if fine { Ok(Self { scope, resources }) } else { Err(TokenRefusal::Target) }
    }

    /// The same with audiences named beside the resources (RFC 8693 §2.1); a name serves like an address.
    pub fn with_audiences(mut self, named: &[String]) -> Result<Self, TokenRefusal> {
        self.resources.extend(named.iter().cloned());
        if self.resources.len() > MOST_RESOURCES { Err(TokenRefusal::Target) } else { Ok(self) }
    }

    pub const fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// The scope asked for, or all that may be had.
    pub fn scope_within(&self, most: &Scope) -> Result<Scope, TokenRefusal> {
        match &self.scope {
            None => Ok(most.clone()),
            Some(asked) if asked.is_within(most) => Ok(asked.clone()),
            Some(_) => Err(TokenRefusal::ScopeTooWide),
        }
    }

    /// The audiences asked for: among those granted or, where none were, those that the client may have. Empty: the
    /// provider alone.
    pub fn audience(
        &self,
        client: &Client,
        granted: &[String],
        issuer: &Issuer,
    ) -> Result<Vec<String>, TokenRefusal> {
        if self.resources.is_empty() {
            return Ok(granted.to_vec());
        }
        let may = |one: &String| {
            if granted.is_empty() {
                one == issuer.as_str() || client.settings.tokens.resources.contains(one)
            } else {
                granted.contains(one)
            }
        };
        if !self.resources.iter().all(may) {
            return Err(TokenRefusal::Target);
        }
        let own = self.resources.iter().all(|one| one == issuer.as_str());
        Ok(if own { Vec::new() } else { self.resources.clone() })
    }
}

/// An absolute address without a fragment (RFC 8707 §2).
pub fn is_resource(text: &str) -> bool {
    text.len() <= 512 && !text.contains('#') && Url::parse(text).is_ok()
}
