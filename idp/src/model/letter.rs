//! Letters as intents: what the outbox keeps. No code and no link stands in one; they are drawn when the letter is
//! written.

use serde::{Deserialize, Serialize};

use super::device::Kind;
use super::ids::{
    CodeId, DeviceId, EnrolmentId, LetterId, MethodChangeId, ProofId, ReissueId, TenantId, UserId,
};
use super::lockout::LockReason;
use super::login_method::LoginMethod;
use super::moment::Moment;
use super::names::MailAddress;
use super::policy::Language;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The user it is about.
    pub user: UserId,
    #[serde(flatten)]
    pub to: To,
    pub language: Language,
    pub about: About,
}

/// Where a letter goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum To {
    Device {
        device: DeviceId,
    },
    /// The new address that waits for its code.
    Proof {
        proof: ProofId,
    },
    /// An address that is no device: one that was, or the support desk's.
    Address {
        address: MailAddress,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "letter")]
pub enum About {
    /// ワンタイムパスワードのお知らせ
    LoginCode {
        code: CodeId,
        website: Option<String>,
    },
    EnrolmentAddress {
        enrolment: EnrolmentId,
    },
    EnrolmentCode {
        enrolment: EnrolmentId,
    },
    /// Too many wrong initial one-time passwords; for the support desk.
    EnrolmentClosed {
        at: Moment,
    },
    AddressCode {
        proof: ProofId,
    },
    DeviceAdded {
        at: Moment,
        address: String,
        kind: Kind,
    },
    DeviceChanged {
        at: Moment,
        old: String,
        new: String,
    },
    DeviceDeleted {
        at: Moment,
        address: String,
    },
    PasswordChanged {
        at: Moment,
    },
    PasswordExpiring {
        expires: Moment,
        days: u16,
    },
    QuestionChanged {
        at: Moment,
    },
    MethodChanged {
        at: Moment,
        before: LoginMethod,
        after: LoginMethod,
        /// Set where the change can be undone.
        undo: Option<MethodChangeId>,
    },
    MethodUndone {
        at: Moment,
        before: LoginMethod,
        after: LoginMethod,
    },
    CertificateIssued {
        at: Moment,
        number: u32,
        expires: Moment,
    },
    CertificateRevoked {
        at: Moment,
        number: u32,
    },
    CertificateExpiring {
        number: u32,
        expires: Moment,
        days: u16,
    },
    ReissueLink {
        reissue: ReissueId,
    },
    TemporaryPasswordMade {
        at: Moment,
    },
    PasswordReissued {
        at: Moment,
    },
    RecoveryCodesMade {
        at: Moment,
    },
    RecoveryCodeUsed {
        at: Moment,
        left: u32,
    },
    NewBrowser {
        at: Moment,
        browser: String,
        address: String,
    },
    AccountLocked {
        at: Moment,
        #[serde(default)]
        reason: LockReason,
    },
    /// The link that ends a lock.
    LockRelease {
        locked_at: Moment,
    },
    /// What was done after a user said that a login was not his.
    NotMe {
        at: Moment,
    },
    /// A user said of a login that it was not his; for the support desk.
    DeskNotMe {
        at: Moment,
        address: String,
    },
}

impl About {
    /// The folder of its templates below `templates/mail`.
    pub const fn folder(&self) -> &'static str {
        match self {
            Self::LoginCode { .. } => "login_code",
            Self::EnrolmentAddress { .. } => "enrolment_address",
            Self::EnrolmentCode { .. } => "enrolment_code",
            Self::EnrolmentClosed { .. } => "enrolment_closed",
            Self::AddressCode { .. } => "address_code",
            Self::DeviceAdded { .. } => "device_added",
            Self::DeviceChanged { .. } => "device_changed",
            Self::DeviceDeleted { .. } => "device_deleted",
            Self::PasswordChanged { .. } => "password_changed",
            Self::PasswordExpiring { .. } => "password_expiring",
            Self::QuestionChanged { .. } => "question_changed",
            Self::MethodChanged { .. } => "method_changed",
            Self::MethodUndone { .. } => "method_undone",
            Self::CertificateIssued { .. } => "certificate_issued",
            Self::CertificateRevoked { .. } => "certificate_revoked",
            Self::CertificateExpiring { .. } => "certificate_expiring",
            Self::ReissueLink { .. } => "reissue_link",
            Self::TemporaryPasswordMade { .. } => "temporary_password_made",
            Self::PasswordReissued { .. } => "password_reissued",
            Self::RecoveryCodesMade { .. } => "recovery_codes_made",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::NewBrowser { .. } => "new_browser",
            Self::AccountLocked { .. } => "account_locked",
            Self::LockRelease { .. } => "lock_release",
            Self::NotMe { .. } => "not_me",
            Self::DeskNotMe { .. } => "desk_not_me",
        }
    }
}

/// A letter taken from the outbox to be sent.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub tenant: TenantId,
    pub id: LetterId,
    pub letter: Letter,
    pub tries: u32,
}
