//! A grant: what a person allowed a client at one authorization request, from code to tokens.

use super::ids::{ClientId, GrantId, SessionId, UserId};
use super::moment::Moment;
use crate::wire::pkce::Challenge;
use crate::wire::scope::Scope;

#[derive(Clone, Debug)]
pub struct Grant {
    pub id: GrantId,
    pub client: ClientId,
    pub user: UserId,
    pub session: SessionId,
    /// The redirect_uri of the request, to be repeated at the token endpoint (RFC 6749 §4.1.3).
    pub redirect_uri: String,
    pub scope: Scope,
    pub nonce: Option<String>,
    pub challenge: Option<Challenge>,
    pub code_expires: Moment,
}
