//! Tokens, as they are kept.

use serde::{Deserialize, Serialize};

use super::ids::{ClientId, GrantId, SessionId, TokenId, UserId};
use super::moment::Moment;
use crate::wire::scope::Scope;

/// An access token: one row each, so that it can be revoked although it is signed.
#[derive(Clone, Debug)]
pub struct AccessToken {
    pub id: TokenId,
    pub grant: GrantId,
    pub client: ClientId,
    pub user: Option<UserId>,
    pub session: Option<SessionId>,
    pub scope: Scope,
    pub details: Details,
    pub created: Moment,
    pub expires: Moment,
}

impl AccessToken {
    /// Whether somebody may take it; `issuer` may take one that names nobody.
    pub fn is_for(&self, somebody: &str, issuer: &str) -> bool {
        let named = &self.details.audience;
        if named.is_empty() { somebody == issuer } else { named.iter().any(|one| one == somebody) }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Details {
    /// Who may take it; empty: this provider alone.
    pub audience: Vec<String>,
    pub confirmation: Option<Confirmation>,
    /// The client that acts for the subject, after an exchange (RFC 8693 §4.1).
    pub actor: Option<String>,
}

/// What its bearer must prove to hold: the `cnf` claim (RFC 7800 §3.1, RFC 9449 §6.1, RFC 8705 §3.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confirmation {
    #[serde(rename = "jkt")]
    Key(String),
    #[serde(rename = "x5t#S256")]
    Certificate(String),
}
