//! A login in progress: what was proven so far, and for whom it waits.

use serde::{Deserialize, Serialize};
use time::Duration;

use super::ids::{AttemptId, ClientId, DeviceId, SessionId, UserId};
use super::moment::Moment;
use crate::wire::authorize::Accepted;

/// One attempt of one browser tab. It lives in the database: addresses and buttons decide nothing.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub id: AttemptId,
    /// Digest of the cookie of the browser that began it.
    pub browser: Vec<u8>,
    pub purpose: Purpose,
    pub progress: Progress,
    /// The forced new password, kept as a hash until the last factor is proven.
    pub new_password: Option<String>,
    pub created_at: Moment,
}

/// Where the person goes after the login.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Back to a website with a code.
    Website(Box<Waiting>),
    /// To the account site.
    Account,
}

/// An authorization request that waits for the person (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waiting {
    pub client: ClientId,
    pub request: Accepted,
}

/// What was proven, in order. A later stage cannot be had without the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    Nobody,
    /// The password was right.
    Password {
        user: UserId,
    },
    /// So was the second step.
    Both {
        user: UserId,
        device: DeviceId,
    },
    /// A session stands, begun by this attempt or found by it; consent may be open.
    SignedIn {
        user: UserId,
        session: SessionId,
    },
    /// Answered: nothing is left to do here.
    Finished {
        user: UserId,
    },
    /// Given up by the person.
    Cancelled,
}

/// How long a login may take.
pub const LIFE: Duration = Duration::minutes(30);

impl Attempt {
    pub fn is_over(&self, now: Moment) -> bool {
        now >= self.created_at.plus(LIFE)
    }

    pub fn waiting(&self) -> Option<&Waiting> {
        match &self.purpose {
            Purpose::Website(waiting) => Some(waiting),
            Purpose::Account => None,
        }
    }
}
