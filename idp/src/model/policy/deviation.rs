//! Where a policy departs from today's standards: which item, and what it breaks. One table; the console, the API and
//! the command line tell it.

use serde::Serialize;

use super::super::login_method::LoginMethod;
use super::{Characters, DownloadPassword, MethodChange, Policy, ReissueEnd, Release};

/// An item of a policy that a standard would have otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Deviation {
    /// Its path in the policy.
    pub field: &'static str,
    /// What it is, as a word.
    pub what: &'static str,
    /// Sections of OWASP ASVS 5.0 (with the level) and NIST SP 800-63B-4.
    pub breaks: &'static str,
}

/// An item, what it is when it departs, what it breaks then, and whether it does.
type Row = (&'static str, &'static str, &'static str, fn(&Policy) -> bool);

/// What passwords may at least be long, where nothing else is asked for (NIST SP 800-63B-4 §3.1.1.2).
const LONG_ENOUGH_ALONE: u8 = 15;
const ROOM: u8 = 64;
/// A day, and an hour without a sign (NIST SP 800-63B-4 §2.2.3).
const DAY: u16 = 24 * 60;
const HOUR: u16 = 60;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("password.length_min_alone", "short_alone", "ASVS 6.2.1 (L1), SP 800-63B-4 §3.1.1.2",
        |policy| alone(policy) && policy.password.length_min_alone < LONG_ENOUGH_ALONE),
    ("password.length_max", "no_room", "ASVS 6.2.9 (L2), SP 800-63B-4 §3.1.1.2",
        |policy| policy.password.length_max < ROOM),
    ("password.characters", "half_width", "ASVS 6.2.5 (L1), SP 800-63B-4 §3.1.1.2",
        |policy| policy.password.characters == Characters::HalfWidth),
    ("password.required_classes", "composed", "ASVS 6.2.5 (L1), SP 800-63B-4 §3.1.1.2",
        |policy| !policy.password.required_classes.is_empty()),
    ("password.valid_days", "expires", "ASVS 6.2.10 (L2), SP 800-63B-4 §3.1.1.2",
        |policy| policy.password.valid_days.is_some()),
    ("password.refuse_commonplace", "commonplace", "ASVS 6.2.4 (L1), SP 800-63B-4 §3.1.1.2",
        |policy| !policy.password.refuse_commonplace),
    ("lockout.release", "desk_releases", "ASVS 6.1.1 (L1)",
        |policy| policy.lockout.release == Release::Desk && !policy.lockout.self_release_by_mail),
    ("login_methods.allowed", "one_factor", "ASVS 6.3.3 (L2)", alone),
    ("login_methods.allowed", "mailed_codes", "ASVS 6.3.6 (L3), SP 800-63B-4 §3.1.3.1",
        |policy| policy.login_methods.allowed.contains(&LoginMethod::PasswordOtp)),
    ("login_methods.user_may_change", "downward", "ASVS 6.3.4 (L2), 7.5.1 (L2)",
        |policy| policy.login_methods.user_may_change == MethodChange::BothWays),
    ("certificate.download_password", "kept_password", "ASVS 11.4.4 (L2), 14.2.6 (L3)",
        |policy| policy.certificate.download_password == DownloadPassword::Kept),
    ("reissue.ends_with", "temporary_password", "ASVS 6.4.1 (L1), 6.4.6 (L3)",
        |policy| policy.reissue.on
            && matches!(policy.reissue.ends_with, ReissueEnd::TemporaryPassword { .. })),
    ("question.on", "secret_question", "ASVS 6.4.2 (L1), SP 800-63B-4 §3.1.1.2",
        |policy| policy.question.on),
    ("session.idle_minutes", "long_idle", "SP 800-63B-4 §2.2.3",
        |policy| policy.session.idle_minutes > HOUR),
    ("session.absolute_minutes", "long_session", "SP 800-63B-4 §2.2.3",
        |policy| policy.session.absolute_minutes > DAY),
];

/// Whether a password is all that some login needs.
fn alone(policy: &Policy) -> bool {
    policy.login_methods.allowed.contains(&LoginMethod::Password)
}

/// All that a policy departs in, in the order of its items.
pub fn of(policy: &Policy) -> Vec<Deviation> {
    let departs = |row: &&Row| (row.3)(policy);
    let told = |row: &Row| Deviation { field: row.0, what: row.1, breaks: row.2 };
    ROWS.iter().filter(departs).map(told).collect()
}

/// The words of all that there may be.
pub fn words() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use super::super::items;
    use super::*;

    fn told(policy: &Policy) -> Vec<&'static str> {
        of(policy).iter().map(|one| one.what).collect()
    }

    #[test]
    fn standard_has_nothing_against_it_but_mailed_codes() {
        assert_eq!(told(&Policy::standard()), ["mailed_codes"]);
    }

    #[test]
    fn classic_is_the_manual_and_says_what_it_costs() {
        let classic = told(&Policy::classic());
        let wanted = [
            "short_alone",
            "no_room",
            "half_width",
            "expires",
            "desk_releases",
            "one_factor",
            "mailed_codes",
            "downward",
            "kept_password",
            "temporary_password",
            "secret_question",
        ];
        assert_eq!(classic, wanted);
    }

    #[test]
    fn each_row_can_be_met_and_left() {
        let mut worst = Policy::classic();
        worst.password.required_classes = [super::super::CharacterClass::Digit].into();
        worst.password.refuse_commonplace = false;
        worst.session.idle_minutes = 61;
        worst.session.absolute_minutes = 24 * 60 + 1;
        assert_eq!(told(&worst), words().collect::<Vec<_>>());
        let mut best = Policy::standard();
        best.login_methods.allowed = [LoginMethod::PasswordCertificate].into();
        assert!(told(&best).is_empty());
    }

    #[test]
    fn what_departs_is_an_item_of_the_policy() {
        let paths: Vec<_> = items::all().map(|item| item.path).collect();
        for row in ROWS {
            assert!(paths.contains(&row.0), "{}", row.0);
        }
    }
}
