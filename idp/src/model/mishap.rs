//! What went wrong for a client, as far as its makers can mend it.

use super::moment::Moment;

/// Where it went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    Authorize,
    Push,
    Token,
}

impl Endpoint {
    pub const ALL: [Self; 3] = [Self::Authorize, Self::Push, Self::Token];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Push => "push",
            Self::Token => "token",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.as_str() == text)
    }
}

/// The last mishap at an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mishap {
    pub endpoint: Endpoint,
    /// An error code of the protocol, or a word for what is told to nobody but the person.
    pub what: String,
    /// What the client heard, in English.
    pub description: String,
    pub at: Moment,
}

/// What a person decided or a protocol asks for is nobody's mistake.
const NO_MISTAKE: [&str; 10] = [
    "login_required",
    "consent_required",
    "account_selection_required",
    "access_denied",
    "authorization_pending",
    "slow_down",
    "expired_token",
    "use_dpop_nonce",
    "temporarily_unavailable",
    "unmet_authentication_requirements",
];

/// Whether somebody has something to mend.
pub fn is_one(what: &str) -> bool {
    !NO_MISTAKE.contains(&what)
}
