//! The menu of the account site: what a user of a contract can do for himself. One rule for the pages and for their
//! addresses.

use serde::{Deserialize, Serialize};

use super::login_method::LoginMethod;
use super::policy::{MethodChange, Policy};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    Devices,
    Password,
    Question,
    History,
    Method,
    Websites,
    Browsers,
    RecoveryCodes,
    Data,
}

impl Entry {
    pub const ALL: [Self; 9] = [
        Self::Devices,
        Self::Password,
        Self::Question,
        Self::History,
        Self::Method,
        Self::Websites,
        Self::Browsers,
        Self::RecoveryCodes,
        Self::Data,
    ];

    /// Whether the contract has it. What it has not is absent from the menu and from its address.
    pub fn is_on(self, policy: &Policy) -> bool {
        let site = &policy.account_site;
        site.on
            && match self {
                Self::Devices => true,
                Self::Password => site.password_change,
                Self::Question => policy.question.on && site.question_change,
                Self::History => site.history,
                Self::Method => method_changes(policy),
                Self::Websites => site.connected_websites,
                Self::Browsers => site.browsers,
                Self::RecoveryCodes => policy.recovery_codes,
                Self::Data => site.data_download,
            }
    }
}

impl Entry {
    /// Its address, below the tenant's own.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Devices => "/account",
            Self::Password => "/account/password",
            Self::Question => "/account/question",
            Self::History => "/account/history",
            Self::Method => "/account/method",
            Self::Websites => "/account/websites",
            Self::Browsers => "/account/browsers",
            Self::RecoveryCodes => "/account/recovery-codes",
            Self::Data => "/account/data",
        }
    }
}

fn method_changes(policy: &Policy) -> bool {
    let rules = &policy.login_methods;
    rules.user_may_change != MethodChange::No && rules.allowed.len() > 1
}

/// The methods that a user may change to.
pub fn methods_open_to(policy: &Policy, now: LoginMethod) -> Vec<LoginMethod> {
    let rules = &policy.login_methods;
    let fits = |method: &LoginMethod| match rules.user_may_change {
        MethodChange::No => false,
        MethodChange::UpwardOnly => *method > now,
        MethodChange::BothWays => *method != now,
    };
    rules.allowed.iter().copied().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_presets_have_these_entries() {
        let on = |policy: &Policy| -> Vec<_> {
            Entry::ALL.into_iter().filter(|entry| entry.is_on(policy)).collect()
        };
        let classic = on(&Policy::classic());
        assert!(classic.contains(&Entry::Question) && !classic.contains(&Entry::RecoveryCodes));
        let standard = on(&Policy::standard());
        assert!(!standard.contains(&Entry::Question) && standard.contains(&Entry::RecoveryCodes));
        let mut closed = Policy::classic();
        closed.account_site.on = false;
        assert!(on(&closed).is_empty());
    }

    #[test]
    fn standard_changes_upward_only() {
        let standard = Policy::standard();
        let open = methods_open_to(&standard, LoginMethod::PasswordOtp);
        assert_eq!(open, [LoginMethod::PasswordCertificate]);
        assert!(methods_open_to(&standard, LoginMethod::PasswordCertificate).is_empty());
        let classic = methods_open_to(&Policy::classic(), LoginMethod::PasswordCertificate);
        assert_eq!(classic, [LoginMethod::Password, LoginMethod::PasswordOtp]);
    }
}
