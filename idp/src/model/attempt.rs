//! A login in progress: what was proven so far, and for whom it waits.

use serde::{Deserialize, Serialize};
use time::Duration;

use super::ids::{AttemptId, CertificateId, ClientId, DeviceId, SessionId, TrialId, UserId};
use super::login_method::LoginMethod;
use super::menu::Entry;
use super::moment::Moment;
use super::names::LoginName;
use super::password::Stored;
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
    /// To what a website would have been told: a test login.
    Trial(TrialId, Box<Waiting>),
    /// To the account site.
    Account,
    /// To an entry of its menu.
    AccountEntry(Entry),
    /// To a page of the account site that wants a fresh login by every step of the user's method.
    AccountPage(String),
}

/// An authorization request that waits for the person (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waiting {
    pub client: ClientId,
    pub request: Accepted,
}

/// What was proven, in order. A later stage cannot be had without the earlier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    Nobody,
    /// The password was wrong, or the user ID is nobody's, where that is told only after the code. Nothing is proven,
    /// and nothing leads on from here.
    Doubt {
        /// None: what was typed cannot be a user ID.
        name: Option<LoginName>,
    },
    /// The password was right.
    Password {
        user: UserId,
        /// When it was set: one that was set since is another.
        set_at: Moment,
    },
    /// So was the second step.
    Both {
        user: UserId,
        set_at: Moment,
        /// The method that the two make up.
        method: LoginMethod,
        device: DeviceId,
        /// This browser is to be remembered.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        remember: bool,
        /// What the second step was proven by, where that was a certificate.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        certificate: Option<CertificateId>,
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

impl Progress {
    /// The progress after the second step, where the password came before it.
    #[must_use]
    pub const fn with_second(
        &self,
        method: LoginMethod,
        device: DeviceId,
        remember: bool,
    ) -> Option<Self> {
        match self {
            Self::Password { user, set_at } | Self::Both { user, set_at, .. } => {
                let (user, set_at) = (*user, *set_at);
                Some(Self::Both { user, set_at, method, device, remember, certificate: None })
            }
            Self::Nobody
            | Self::Doubt { .. }
            | Self::SignedIn { .. }
            | Self::Finished { .. }
            | Self::Cancelled => None,
        }
    }

    /// The same where the second step is a certificate, which opens nothing once it is revoked.
    #[must_use]
    pub fn with_certificate(&self, device: DeviceId, id: CertificateId) -> Option<Self> {
        match self.with_second(LoginMethod::PasswordCertificate, device, false) {
            Some(Self::Both { user, set_at, method, device, remember, .. }) => {
                let certificate = Some(id);
                Some(Self::Both { user, set_at, method, device, remember, certificate })
            }
            _ => None,
        }
    }

    /// The certificate that was the second step.
    pub const fn certificate(&self) -> Option<CertificateId> {
        match self {
            Self::Both { certificate, .. } => *certificate,
            _ => None,
        }
    }

    /// The progress before the second step, which is to be passed again.
    #[must_use]
    pub fn without_second(&self) -> Self {
        match self {
            Self::Both { user, set_at, .. } => Self::Password { user: *user, set_at: *set_at },
            other => other.clone(),
        }
    }

    /// When the password was set that was proven.
    const fn password_set_at(&self) -> Option<Moment> {
        match self {
            Self::Password { set_at, .. } | Self::Both { set_at, .. } => Some(*set_at),
            Self::Nobody
            | Self::Doubt { .. }
            | Self::SignedIn { .. }
            | Self::Finished { .. }
            | Self::Cancelled => None,
        }
    }

    /// Whether another password than this one was proven.
    pub fn is_of_former(&self, password: &Stored) -> bool {
        self.password_set_at().is_some_and(|set_at| set_at != password.set_at)
    }
}

/// How long a login may take.
pub const LIFE: Duration = Duration::minutes(30);

impl Attempt {
    pub fn is_over(&self, now: Moment) -> bool {
        now >= self.created_at.plus(LIFE)
    }

    pub fn waiting(&self) -> Option<&Waiting> {
        match &self.purpose {
            Purpose::Website(waiting) | Purpose::Trial(_, waiting) => Some(waiting),
            Purpose::Account | Purpose::AccountEntry(_) | Purpose::AccountPage(_) => None,
        }
    }

    /// The test login that this is.
    pub const fn trial(&self) -> Option<TrialId> {
        match &self.purpose {
            Purpose::Trial(id, _) => Some(*id),
            _ => None,
        }
    }
}
