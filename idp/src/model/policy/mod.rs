//! Policy (ご契約内容): everything that varies by contract, one typed value per tenant.

pub mod check;
pub mod deviation;
pub mod items;
pub mod language;
pub mod look;
pub mod presets;
pub mod registration;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use self::language::{Language, LanguageRules};
pub use self::look::{Desk, Look, SealRules};
pub use self::registration::Registration;
use super::login_method::LoginMethod;

/// One contract's rules. Durations carry their unit in the name. Lives only checked: see [`check`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub preset: Preset,
    pub password: PasswordRules,
    pub one_time_code: CodeRules,
    pub lockout: LockoutRules,
    /// The code page always comes, so that a right password does not show.
    pub conceal_first_step: bool,
    pub login_methods: MethodRules,
    pub account_site: AccountSiteRules,
    pub devices_at_most: u8,
    pub history_days: u16,
    pub certificate: CertificateRules,
    pub enrolment: EnrolmentRules,
    pub reissue: ReissueRules,
    pub question: QuestionRules,
    pub recovery_codes: bool,
    pub session: SessionRules,
    pub consent: ConsentRule,
    /// Links on the login page, for clients that do not say otherwise.
    pub links: LinkRules,
    /// Whether clients may register themselves (RFC 7591).
    pub client_registration: Registration,
    pub languages: LanguageRules,
    pub desk: Option<Desk>,
    pub look: Look,
    /// Attributes of people that websites see, beside the standard claims.
    #[serde(default)]
    pub claims: Vec<ClaimRule>,
}

impl Policy {
    /// Whether a login page leads to the account site; a client may say otherwise.
    pub fn links_to_account(&self, own: Option<bool>) -> bool {
        own.unwrap_or(self.links.account) && self.account_site.on
    }

    /// The same for the reissue.
    pub fn links_to_reissue(&self, own: Option<bool>) -> bool {
        own.unwrap_or(self.links.reissue) && self.reissue.on
    }
}

/// Under which name an attribute is told, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRule {
    pub claim: String,
    /// Whoever has this scope learns it; others must ask for it by name.
    pub scope: String,
    pub attribute: String,
}

/// Where a policy began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    Standard,
    Classic,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordRules {
    /// Shortest with a second step behind it, in characters.
    pub length_min: u8,
    /// Shortest when the password is all there is.
    pub length_min_alone: u8,
    pub length_max: u8,
    pub characters: Characters,
    pub required_classes: BTreeSet<CharacterClass>,
    /// None: a password does not expire.
    pub valid_days: Option<u16>,
    pub remind_days_before: BTreeSet<u16>,
    /// How many former passwords are refused; 1 is the current one.
    pub former_refused: u8,
    pub refuse_commonplace: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Characters {
    /// The manual's list: half-width digits, letters and its symbols.
    HalfWidth,
    Any,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CharacterClass {
    Digit,
    Lower,
    Upper,
    Symbol,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRules {
    pub digits: u8,
    pub life_seconds: u32,
    pub resend_wait_seconds: u32,
    pub mails_per_quarter_hour: u8,
    pub tries_per_code: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LockoutRules {
    /// Wrong passwords and codes together.
    pub tries: u8,
    /// Each failure past the third makes the next try wait, twice as long each time.
    pub growing_delay: bool,
    pub release: Release,
    /// The owner gets a mailed link that ends the lock.
    pub self_release_by_mail: bool,
    /// A browser known to the account has a count of its own.
    pub known_browser_counts_apart: bool,
    /// Wrong answers to the secret question; None where there is none.
    pub answer_tries: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// The support desk ends the lock.
    Desk,
    AfterMinutes(u16),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MethodRules {
    pub allowed: BTreeSet<LoginMethod>,
    pub of_new_user: LoginMethod,
    pub user_may_change: MethodChange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MethodChange {
    No,
    UpwardOnly,
    BothWays,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the contract with a name")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountSiteRules {
    pub on: bool,
    pub device_add: bool,
    pub device_change: bool,
    pub device_delete: bool,
    pub password_change: bool,
    pub question_change: bool,
    pub history: bool,
    pub connected_websites: bool,
    pub browsers: bool,
    pub data_download: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateRules {
    pub valid_days: u16,
    pub key: CertificateKey,
    pub download_password: DownloadPassword,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateKey {
    Rsa2048,
    P256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DownloadPassword {
    /// Kept sealed and shown on the account page after re-authentication.
    Kept,
    ShownOnce,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentRules {
    pub address_days: u16,
    pub tries: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReissueRules {
    pub on: bool,
    pub link_minutes: u16,
    pub ends_with: ReissueEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReissueEnd {
    /// Secret question, then a temporary password shown once.
    TemporaryPassword { minutes: u16 },
    /// Certificate, recovery code or support desk, then a new password.
    SecondProof,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionRules {
    pub on: bool,
    pub list: Vec<Bilingual>,
}

/// A text of the tenant's own in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub ja: String,
    pub en: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRules {
    pub idle_minutes: u16,
    pub absolute_minutes: u16,
    /// One login serves all websites of the tenant.
    pub single_sign_on: bool,
    /// How long a remembered browser skips the second step.
    pub remembered_browser_days: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentRule {
    Never,
    FirstTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkRules {
    pub account: bool,
    pub reissue: bool,
}
