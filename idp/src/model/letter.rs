//! Letters as intents: what the outbox keeps. No code stands in one; it is drawn when the letter is written.

use serde::{Deserialize, Serialize};

use super::ids::{CodeId, DeviceId, LetterId, TenantId, UserId};
use super::moment::Moment;
use super::policy::Language;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub user: UserId,
    pub device: DeviceId,
    pub language: Language,
    pub about: About,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "letter")]
pub enum About {
    /// ワンタイムパスワードのお知らせ
    LoginCode {
        code: CodeId,
        website: Option<String>,
    },
    PasswordChanged {
        at: Moment,
    },
    AccountLocked {
        at: Moment,
    },
}

/// A letter taken from the outbox to be sent.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub tenant: TenantId,
    pub id: LetterId,
    pub letter: Letter,
    pub tries: u32,
}
