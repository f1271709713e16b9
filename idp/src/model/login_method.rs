//! Login methods (ログイン方法): what a user shows to get in.

use serde::{Deserialize, Serialize};

use super::ids::{MethodChangeId, UserId};
use super::moment::Moment;

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LoginMethod {
    /// IDパスワード
    Password,
    /// IDパスワード+ワンタイムパスワード
    PasswordOtp,
    /// IDパスワード+電子証明書
    PasswordCertificate,
}

impl LoginMethod {
    pub const ALL: [Self; 3] = [Self::Password, Self::PasswordOtp, Self::PasswordCertificate];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PasswordOtp => "password_otp",
            Self::PasswordCertificate => "password_certificate",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }

    /// Its name on pages and in mails.
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::Password => "method-password",
            Self::PasswordOtp => "method-password-otp",
            Self::PasswordCertificate => "method-password-certificate",
        }
    }

    pub const fn has_second_step(self) -> bool {
        !matches!(self, Self::Password)
    }
}

/// A change of the login method that a user made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodChanged {
    pub id: MethodChangeId,
    pub user: UserId,
    pub before: LoginMethod,
    pub after: LoginMethod,
    pub at: Moment,
    /// Until when a mailed link undoes it; none where it made the account stronger.
    pub undo_until: Option<Moment>,
}
