//! A grant: what a client was allowed, once. Everything that is issued names the grant that it came from.

use serde::{Deserialize, Serialize};

use super::ids::{ClientId, GrantId, SessionId, UserId};
use super::login_method::LoginMethod;
use super::moment::Moment;
use super::token::Confirmation;
use crate::wire::claims_request::ClaimsRequest;
use crate::wire::pkce::Challenge;
use crate::wire::scope::Scope;

#[derive(Clone, Debug)]
pub struct Grant {
    pub id: GrantId,
    pub client: ClientId,
    /// None where a client acts for itself.
    pub user: Option<UserId>,
    /// The session that it was made in; a grant may outlive it only by `offline_access`.
    pub session: Option<SessionId>,
    pub scope: Scope,
    pub details: Details,
    /// Nothing comes from it after.
    pub expires: Moment,
}

/// What is kept with a grant and never searched for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Details {
    /// The redirect_uri of the request, to be repeated at the token endpoint (RFC 6749 §4.1.3).
    pub redirect_uri: Option<String>,
    pub nonce: Option<String>,
    pub challenge: Option<Challenge>,
    pub claims: ClaimsRequest,
    /// Audiences asked for (RFC 8707 §2.1).
    pub resources: Vec<String>,
    /// Thumbprint of the DPoP key that the code is bound to (RFC 9449 §10).
    pub dpop_jkt: Option<String>,
    /// The key that whoever got the first token had proven: what comes later asks for it again.
    pub holder: Option<Confirmation>,
    /// How and when the person was authenticated: a later refresh tells the same.
    pub authenticated: Option<Authenticated>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authenticated {
    pub at: Moment,
    pub method: LoginMethod,
}

/// What a person allows a website while he is away (OpenID Connect Core §11).
pub const OFFLINE_ACCESS: &str = "offline_access";

impl Grant {
    /// Whether it outlives the session that it was made in.
    pub fn is_offline(&self) -> bool {
        self.scope.has(OFFLINE_ACCESS)
    }
}
