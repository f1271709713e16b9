//! Seeded bugs: rules that differ from the product's in one decision each. If the walk did not find one of them, it
//! would not find it in the product either.

use idp::model::attempt::{Attempt, Progress};
use idp::model::enrolment::{self, Enrolment};
use idp::model::known_browser::KnownBrowser;
use idp::model::lockout::{Counts, Gate};
use idp::model::login_method::LoginMethod;
use idp::model::moment::Moment;
use idp::model::one_time_code::{OneTimeCode, Verdict};
use idp::model::password::MustChange;
use idp::model::policy::{CodeRules, LockoutRules, Policy};
use idp::model::secret::Kind;
use idp::model::step::{Known, Step, next_step};
use idp::model::user::User;

use crate::rules::{Door, Rules};
use crate::world::{At, Browser, Code, Who};

/// A code page that always comes, and then the code alone decides (the shape of CVE-2025-64103).
pub struct CodeAlone;

impl Rules for CodeAlone {
    fn after_wrong_password(&self, _: At, meant: At) -> At {
        meant
    }
}

/// Where the first step is concealed, wrong codes are counted only behind a right password.
pub struct DoubtsUncounted;

impl Rules for DoubtsUncounted {
    fn after_failure(&self, at: Door, before: Counts, rules: &LockoutRules, now: Moment) -> Counts {
        if at == Door::Doubt { before } else { before.after_failure(rules, now) }
    }
}

/// The code is mailed to whoever is named, and leads on as if the password had been right.
pub struct DoubtPasses;

impl Rules for DoubtPasses {
    fn mails_the_doubted(&self) -> bool {
        true
    }

    fn second_of_the_doubted(&self, _stays: At, meant: At) -> At {
        meant
    }
}

/// The forced change comes before the code, and so tells that the password was right.
pub struct ToldByTheChange;

impl Rules for ToldByTheChange {
    fn next_step(&self, attempt: &Attempt, known: Known<'_>, policy: &Policy, now: Moment) -> Step {
        let told = Policy { conceal_first_step: false, ..policy.clone() };
        match attempt.progress {
            Progress::Password { .. } => next_step(attempt, known, &told, now),
            _ => next_step(attempt, known, policy, now),
        }
    }
}

/// A note that another step left opens a reissue without its mailed link (the shape of CVE-2026-18963).
pub struct NoteForLink;

impl Rules for NoteForLink {
    fn is_found(&self, link: bool, note: bool) -> bool {
        link || note
    }
}

/// A code is refused only if it is wrong *and* too old (the shape of CVE-2026-28513).
pub struct WrongAndLate;

impl Rules for WrongAndLate {
    fn judge(&self, code: &OneTimeCode, typed: &[u8], rules: &CodeRules, now: Moment) -> Verdict {
        match code.judge(typed, rules, now) {
            Verdict::Expired if code.judge(typed, rules, code.asked_at) == Verdict::Right => {
                Verdict::Right
            }
            other => other,
        }
    }
}

/// A code is looked up, and spent later without another look (the shape of CVE-2026-1035).
pub struct CheckThenSpend;

impl Rules for CheckThenSpend {
    fn code_read(&self, before: Option<usize>, _within: Option<usize>) -> Option<usize> {
        before
    }

    fn spends(&self, _open: bool) -> bool {
        true
    }
}

/// One store for all one-time values, without their kinds (the shape of CVE-2026-4282).
pub struct OneStore;

impl Rules for OneStore {
    fn serves(&self, _drawn: Kind, _wanted: Kind) -> bool {
        true
    }
}

/// The code of any login will do.
pub struct CodeOfAnyLogin;

impl Rules for CodeOfAnyLogin {
    fn is_code_of(&self, code: &Code, _login: usize) -> bool {
        code.open
    }
}

/// A code of another user will do.
pub struct CodeOfAnyUser;

impl Rules for CodeOfAnyUser {
    fn is_code_for(&self, _code: &Code, _who: Who) -> bool {
        true
    }
}

/// The lock is looked at with the password, not with the code (the shape of CVE-2024-32868).
pub struct LockForgottenAtCode;

impl Rules for LockForgottenAtCode {
    fn gate(&self, door: Door, counts: &Counts, rules: &LockoutRules, now: Moment) -> Gate {
        if door == Door::Code { Gate::Open } else { counts.gate(rules, now) }
    }
}

/// Wrong codes are not counted (the shape of CVE-2018-14657).
pub struct CodesUncounted;

impl Rules for CodesUncounted {
    fn after_failure(&self, at: Door, before: Counts, rules: &LockoutRules, now: Moment) -> Counts {
        if at == Door::Code { before } else { before.after_failure(rules, now) }
    }
}

/// The initial code proven in one browser opens the enrolment in every browser (the shape of CVE-2026-119128).
pub struct EnrolsAnyBrowser;

impl Rules for EnrolsAnyBrowser {
    fn enrolment_step(&self, row: &Enrolment, _: Browser, now: Moment) -> enrolment::Step {
        row.step(row.browser.as_deref(), now)
    }
}

/// Who has a password enrols once more.
pub struct EnrolsTheEnrolled;

impl Rules for EnrolsTheEnrolled {
    fn enrols(&self, _user: &User) -> bool {
        true
    }
}

/// A temporary password is as good as one that was chosen.
pub struct TemporaryStays;

impl Rules for TemporaryStays {
    fn next_step(&self, attempt: &Attempt, known: Known<'_>, policy: &Policy, now: Moment) -> Step {
        match next_step(attempt, known, policy, now) {
            Step::NewPassword(MustChange::Temporary) => {
                let chosen = Attempt { new_password: Some(String::new()), ..attempt.clone() };
                next_step(&chosen, known, policy, now)
            }
            other => other,
        }
    }
}

/// A browser stays remembered when the password changes.
pub struct RememberedForEver;

impl Rules for RememberedForEver {
    fn forgets_browsers(&self) -> bool {
        false
    }
}

/// A browser is taken for remembered once it is known.
pub struct KnownIsRemembered;

impl Rules for KnownIsRemembered {
    fn is_remembered(&self, _known: &KnownBrowser, _now: Moment) -> bool {
        true
    }
}

/// A login moves on, wherever it has got to since it was read.
pub struct Unguarded;

impl Rules for Unguarded {
    fn advances(&self, _read: At, _stored: At) -> bool {
        true
    }
}

/// Whoever has the address of a login goes on with it.
pub struct AnyBrowser;

impl Rules for AnyBrowser {
    fn is_own(&self, _own: Browser, _asks: Browser) -> bool {
        true
    }
}

/// The website is answered without consent.
pub struct ConsentSkipped;

impl Rules for ConsentSkipped {
    fn next_step(&self, attempt: &Attempt, known: Known<'_>, policy: &Policy, now: Moment) -> Step {
        match next_step(attempt, known, policy, now) {
            Step::Consent => Step::Answer,
            other => other,
        }
    }
}

/// What a former password opened stays open: the product's own bug, found by this model.
pub struct FormerPassword;

impl Rules for FormerPassword {
    fn next_step(&self, attempt: &Attempt, known: Known<'_>, policy: &Policy, now: Moment) -> Step {
        let password = known.user.and_then(|user| user.usable_password(now));
        let mut believed = attempt.clone();
        if let (Some(password), Progress::Password { set_at, .. } | Progress::Both { set_at, .. }) =
            (password, &mut believed.progress)
        {
            *set_at = password.set_at;
        }
        next_step(&believed, known, policy, now)
    }
}

/// The second step of any method will do: the product's own bug, found by this model.
pub struct AnySecondStep;

impl Rules for AnySecondStep {
    fn next_step(&self, attempt: &Attempt, known: Known<'_>, policy: &Policy, now: Moment) -> Step {
        let mut believed = attempt.clone();
        if let (Some(user), Progress::Both { method, .. }) = (known.user, &mut believed.progress) {
            *method = user.login_method;
        }
        next_step(&believed, known, policy, now)
    }
}

/// The session of before outlives a reissue.
pub struct SessionsOutlive;

impl Rules for SessionsOutlive {
    fn reissue_ends_sessions(&self) -> bool {
        false
    }
}

/// The end of a reissue signs in.
pub struct ReissueSignsIn;

impl Rules for ReissueSignsIn {
    fn reissue_signs_in(&self) -> bool {
        true
    }
}

/// A code is redeemed whatever became of the session.
pub struct RedeemsAlways;

impl Rules for RedeemsAlways {
    fn redeems(&self, _lives: bool) -> bool {
        true
    }
}

/// A session claims its user's method, whatever was proven.
pub struct ClaimsTheMethod;

impl Rules for ClaimsTheMethod {
    fn claims(&self, _at: At, own: LoginMethod) -> LoginMethod {
        own
    }
}

/// What one person chose waits for the next one: the product's own bug, found by this model.
pub struct ChosenForAnother;

impl Rules for ChosenForAnother {
    fn drops_chosen(&self) -> bool {
        false
    }
}
