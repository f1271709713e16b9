//! Every decision of the world goes through here. What is not overridden is the product: its own function where it has
//! one, and where a guarded update or a look-up decides, the condition of that.

use idp::model::attempt::Attempt;
use idp::model::consent::{self, Consent};
use idp::model::enrolment::{self, Enrolment};
use idp::model::known_browser::KnownBrowser;
use idp::model::lockout::{Counts, Gate};
use idp::model::login_method::LoginMethod;
use idp::model::moment::Moment;
use idp::model::one_time_code::{OneTimeCode, Verdict};
use idp::model::policy::{CodeRules, EnrolmentRules, LockoutRules, Policy};
use idp::model::reissue::{self, Reissue};
use idp::model::secret::{Kind, Opaque};
use idp::model::step::{Known, Step, next_step, proven};
use idp::model::user::{Stage, User};
use idp::random::SystemRandom;
use idp::wire::scope::Scope;

use crate::facts;
use crate::world::{At, Browser, Code, Who};

/// Where a count is looked at or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Password,
    Code,
    /// The code page of a login whose password was wrong.
    Doubt,
    Certificate,
    SignIn,
    Answer,
}

pub trait Rules: Send + Sync {
    fn next_step(&self, attempt: &Attempt, known: Known<'_>, policy: &Policy, now: Moment) -> Step {
        next_step(attempt, known, policy, now)
    }

    /// `usecase::login::resume`: a login belongs to the browser that began it.
    fn is_own(&self, own: Browser, asks: Browser) -> bool {
        facts::browser(own) == facts::browser(asks)
    }

    fn gate(&self, _: Door, counts: &Counts, rules: &LockoutRules, now: Moment) -> Gate {
        counts.gate(rules, now)
    }

    fn after_failure(&self, _: Door, before: Counts, rules: &LockoutRules, now: Moment) -> Counts {
        before.after_failure(rules, now)
    }

    /// Where a wrong password leads: nowhere, or into doubt where that is concealed.
    fn after_wrong_password(&self, stays: At, _meant: At) -> At {
        stays
    }

    /// A login in doubt asks for a code like any other, and none is mailed.
    fn mails_the_doubted(&self) -> bool {
        false
    }

    /// No code leads on from doubt.
    fn second_of_the_doubted(&self, stays: At, _meant: At) -> At {
        stays
    }

    /// `store::attempts::advance`.
    fn advances(&self, read: At, stored: At) -> bool {
        facts::progress(read) == facts::progress(stored)
    }

    /// What a session says of how its user was proven.
    fn claims(&self, at: At, _own: LoginMethod) -> LoginMethod {
        proven(&facts::progress(at))
    }

    /// A right password drops what was chosen in the same login before.
    fn drops_chosen(&self) -> bool {
        true
    }

    /// `store::codes::of_attempt_for_update`.
    fn is_code_of(&self, code: &Code, login: usize) -> bool {
        code.open && code.login == login
    }

    /// `usecase::login::code`: a code for another user is none.
    fn is_code_for(&self, code: &Code, who: Who) -> bool {
        facts::user_id(code.who) == facts::user_id(who)
    }

    /// The code is read in the transaction that judges it.
    fn code_read(&self, _before: Option<usize>, within: Option<usize>) -> Option<usize> {
        within
    }

    fn judge(&self, code: &OneTimeCode, typed: &[u8], rules: &CodeRules, now: Moment) -> Verdict {
        code.judge(typed, rules, now)
    }

    /// One guarded update spends a one-time thing.
    fn spends(&self, open: bool) -> bool {
        open
    }

    /// Whether a value drawn for one purpose is taken for another.
    fn serves(&self, drawn: Kind, wanted: Kind) -> bool {
        let value = Opaque::draw(drawn, &SystemRandom);
        Opaque::parse(wanted, value.expose())
            .is_some_and(|read| read.digest(facts::TENANT) == value.digest(facts::TENANT))
    }

    fn is_remembered(&self, known: &KnownBrowser, now: Moment) -> bool {
        known.is_remembered(now)
    }

    /// A change of the password ends what accounts know of browsers.
    fn forgets_browsers(&self) -> bool {
        true
    }

    /// A reissue ends every session.
    fn reissue_ends_sessions(&self) -> bool {
        true
    }

    /// A reissue makes one.
    fn reissue_signs_in(&self) -> bool {
        false
    }

    /// `usecase::token`: a code is redeemed while the session and the user behind it stand.
    fn redeems(&self, lives: bool) -> bool {
        lives
    }

    fn consent(&self, policy: &Policy, anew: bool, agreed: bool) -> Consent {
        let request = facts::accepted(anew);
        let before = if agreed { request.scope.clone() } else { Scope::default() };
        consent::decide(policy.consent, &request.prompt, &request.scope, &before)
    }

    fn enrolment_step(&self, row: &Enrolment, browser: Browser, now: Moment) -> enrolment::Step {
        row.step(Some(&facts::browser(browser)), now)
    }

    fn closes_at_next(&self, row: &Enrolment, rules: &EnrolmentRules) -> bool {
        row.closes_at_next(rules)
    }

    /// `usecase::enrolment`: only who has no password yet has something to enrol.
    fn enrols(&self, user: &User) -> bool {
        matches!(user.stage, Stage::Invited)
    }

    fn reissue_step(
        &self,
        row: &Reissue,
        browser: Browser,
        policy: &Policy,
        now: Moment,
    ) -> reissue::Step {
        row.step(Some(&facts::browser(browser)), policy, now)
    }

    /// `usecase::reissue::find`: the mailed link is the address of a reissue, there is no other.
    fn is_found(&self, link: bool, _note: bool) -> bool {
        link
    }
}

/// The product.
pub struct Product;

impl Rules for Product {}
