//! A test login: an administrator meets what a client's people meet, and is told what the client would be told. It gives
//! no code and no token to anybody.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::Duration;

use super::client::Client;
use super::ids::{ClientId, TrialId};
use super::moment::Moment;
use crate::wire::authorize::Accepted;
use crate::wire::scope::Scope;

/// So long it may be opened.
pub const LIFE: Duration = Duration::minutes(30);

/// So long it is kept.
pub const KEPT: Duration = Duration::hours(24);

/// No scope that is asked for has more characters.
pub const LONGEST_SCOPE: usize = 1_000;

/// What is asked for where nothing else is said, as far as the client may.
const USUAL: [&str; 3] = ["openid", "profile", "email"];

#[derive(Clone, Debug)]
pub struct Trial {
    pub id: TrialId,
    pub client: ClientId,
    pub door: Door,
    /// As the client would have asked.
    pub request: Accepted,
    pub begun_at: Moment,
    /// None: it has not ended.
    pub outcome: Option<Outcome>,
}

/// Where it was begun: the console shows its end itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Console,
    Elsewhere,
}

impl Door {
    pub const ALL: [Self; 2] = [Self::Console, Self::Elsewhere];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Elsewhere => "elsewhere",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.as_str() == text)
    }
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Outcome {
    SignedIn(Box<Told>),
    /// The client would have heard this error.
    Refused {
        error: String,
        error_description: String,
    },
}

/// What the client would have been told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Told {
    /// Who logged in.
    pub user_id: String,
    /// The scopes of the grant.
    #[schema(value_type = String)]
    pub scope: Scope,
    /// The claims of the ID token, without `at_hash`: there is no access token.
    #[schema(value_type = Object)]
    pub id_token: Map<String, Value>,
    /// The claims of the UserInfo answer.
    #[schema(value_type = Object)]
    pub userinfo: Map<String, Value>,
}

impl Outcome {
    pub fn refused((error, error_description): (&str, &str)) -> Self {
        let (error, error_description) = (error.to_owned(), error_description.to_owned());
        Self::Refused { error, error_description }
    }
}

impl Trial {
    pub fn is_over(&self, now: Moment) -> bool {
        self.outcome.is_some() || now >= self.begun_at.plus(LIFE)
    }

    /// `waiting`, `expired`, `signed_in` or `refused`.
    pub fn state(&self, now: Moment) -> &'static str {
        match &self.outcome {
            None if self.is_over(now) => "expired",
            None => "waiting",
            Some(Outcome::SignedIn(_)) => "signed_in",
            Some(Outcome::Refused { .. }) => "refused",
        }
    }
}

/// The scopes that a client's test login asks for, where nothing else is said.
pub fn usual_scope(client: &Client) -> String {
    let own = client.settings.scope.as_ref();
    let usual = USUAL.into_iter().filter(|token| own.is_none_or(|own| own.has(token)));
    usual.collect::<Vec<_>>().join(" ")
}
