//! Login history (ログイン履歴): what a user reads about the logins of his account.

use serde::{Deserialize, Serialize};

use super::ids::{ClientId, DeviceId, UserId};
use super::login_method::LoginMethod;
use super::moment::Moment;

/// Where a request came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub address: String,
    pub browser: String,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub user: UserId,
    pub at: Moment,
    pub origin: Origin,
    pub device: Option<DeviceId>,
    pub method: LoginMethod,
    pub client: Option<ClientId>,
    pub outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    SignedIn,
    WrongPassword,
    WrongCode,
    WrongAnswer,
    WrongRecoveryCode,
    /// A certificate that is none of the user's, or not valid any more.
    WrongCertificate,
    /// The try that locked the account.
    Locked,
    /// A try on a locked account.
    RefusedWhileLocked,
}

impl Outcome {
    pub const ALL: [Self; 8] = [
        Self::SignedIn,
        Self::WrongPassword,
        Self::WrongCode,
        Self::WrongAnswer,
        Self::WrongRecoveryCode,
        Self::WrongCertificate,
        Self::Locked,
        Self::RefusedWhileLocked,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::WrongAnswer => "wrong_answer",
            Self::WrongRecoveryCode => "wrong_recovery_code",
            Self::WrongCertificate => "wrong_certificate",
            Self::Locked => "locked",
            Self::RefusedWhileLocked => "refused_while_locked",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}
