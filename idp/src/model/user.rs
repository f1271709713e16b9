//! A user (ご利用者) and its stages.

use super::ids::{TenantId, UserId};
use super::login_method::LoginMethod;
use super::moment::Moment;
use super::names::LoginName;
use super::password;

#[derive(Clone, Debug)]
pub struct User {
    pub tenant: TenantId,
    pub id: UserId,
    pub login_name: LoginName,
    /// The `sub` that websites see: random, never reused (OpenID Connect Core §8).
    pub subject: String,
    pub stage: Stage,
    pub login_method: LoginMethod,
    pub created_at: Moment,
}

#[derive(Clone, Debug)]
pub enum Stage {
    /// Waits for the enrolment: has no password yet.
    Invited,
    Active(password::Stored),
    /// Closed by an administrator; the password is kept for the day it is opened again.
    Disabled(Option<password::Stored>),
}

impl Stage {
    /// The stored password, whether or not it opens anything now.
    pub const fn password(&self) -> Option<&password::Stored> {
        match self {
            Self::Active(stored) | Self::Disabled(Some(stored)) => Some(stored),
            Self::Invited | Self::Disabled(None) => None,
        }
    }
}

impl User {
    /// The password that may open this account now.
    pub fn usable_password(&self, now: Moment) -> Option<&password::Stored> {
        match &self.stage {
            Stage::Active(stored) if stored.is_usable(now) => Some(stored),
            Stage::Active(_) | Stage::Invited | Stage::Disabled(_) => None,
        }
    }

    pub const fn is_active(&self) -> bool {
        matches!(self.stage, Stage::Active(_))
    }
}
