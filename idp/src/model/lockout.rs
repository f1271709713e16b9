//! Lockout: what wrong passwords and codes do to a login name. Unknown names are counted just the same.

use serde::{Deserialize, Serialize};
use time::Duration;

use super::ending::Ending;
use super::moment::Moment;
use super::policy::{LockoutRules, Release};

/// The count kept for one login name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Standing {
    pub failures: u32,
    pub last_failure: Option<Moment>,
    pub locked_at: Option<Moment>,
    /// Wrong answers to the secret question since the last right one.
    pub wrong_answers: u32,
    pub reason: LockReason,
}

/// What was wrong too often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockReason {
    #[default]
    PasswordAndCode,
    Answers,
}

impl LockReason {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PasswordAndCode => "password_and_code",
            Self::Answers => "answers",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::PasswordAndCode, Self::Answers].into_iter().find(|one| one.as_str() == text)
    }
}

/// Whether a try is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// Too soon after the last failure.
    WaitUntil(Moment),
    /// Locked; without an end, until the support desk unlocks.
    Locked(Lock),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    pub until: Option<Moment>,
    pub reason: LockReason,
}

/// Failures that cost nothing but themselves, where the delay grows.
const FREE_FAILURES: u32 = 3;

/// The longest delay: two to this power, in seconds.
const MOST_DOUBLINGS: u32 = 8;

impl Standing {
    pub const CLEAN: Self = Self {
        failures: 0,
        last_failure: None,
        locked_at: None,
        wrong_answers: 0,
        reason: LockReason::PasswordAndCode,
    };

    /// The one place that decides whether a try is looked at. No clock, no database.
    pub fn gate(&self, rules: &LockoutRules, now: Moment) -> Gate {
        if let Some(locked_at) = self.locked_at {
            let reason = self.reason;
            match rules.release {
                Release::Desk => return Gate::Locked(Lock { until: None, reason }),
                Release::AfterMinutes(minutes) => {
                    let until = locked_at.plus(Duration::minutes(minutes.into()));
                    if now < until {
                        return Gate::Locked(Lock { until: Some(until), reason });
                    }
                }
            }
        }
        match self.next_try(rules) {
            Some(then) if now < then => Gate::WaitUntil(then),
            _ => Gate::Open,
        }
    }

    /// The one place that decides what a failure does. Call it only where the gate was open.
    #[must_use]
    pub fn after_failure(self, rules: &LockoutRules, now: Moment) -> Self {
        let before = self.since_last_lock();
        let failures = before.failures + 1;
        let locked_at = (failures >= u32::from(rules.tries)).then_some(now);
        let reason = LockReason::PasswordAndCode;
        Self { failures, last_failure: Some(now), locked_at, reason, ..before }
    }

    /// The one place that decides what a wrong answer does. Call it only where the gate was open.
    #[must_use]
    pub fn after_wrong_answer(self, rules: &LockoutRules, now: Moment) -> Self {
        let before = self.since_last_lock();
        let wrong_answers = before.wrong_answers + 1;
        let tries = u32::from(rules.answer_tries.unwrap_or(u8::MAX));
        if wrong_answers < tries {
            return Self { wrong_answers, ..before };
        }
        Self { wrong_answers, locked_at: Some(now), reason: LockReason::Answers, ..before }
    }

    /// Whether a link that was mailed at `made` ends the lock that stands now; if not, what became of its own.
    ///
    /// Answers are guessed by whoever reads the mails: their lock is not ended by one.
    pub fn link_ends_lock(
        &self,
        made: Moment,
        rules: &LockoutRules,
        now: Moment,
    ) -> Result<(), Ending> {
        let Some(locked_at) = self.locked_at else { return Err(Ending::Used) };
        if locked_at > made || self.reason != LockReason::PasswordAndCode {
            return Err(Ending::Superseded);
        }
        match self.gate(rules, now) {
            Gate::Locked(_) => Ok(()),
            Gate::Open | Gate::WaitUntil(_) => Err(Ending::Expired),
        }
    }

    /// A lock that ran out by itself starts the counts anew.
    const fn since_last_lock(self) -> Self {
        if self.locked_at.is_some() { Self::CLEAN } else { self }
    }

    fn next_try(&self, rules: &LockoutRules) -> Option<Moment> {
        let past = self.failures.checked_sub(FREE_FAILURES)?;
        if !rules.growing_delay || self.locked_at.is_some() {
            return None;
        }
        let seconds = 1_i64 << past.min(MOST_DOUBLINGS);
        Some(self.last_failure?.plus(Duration::seconds(seconds)))
    }
}

/// The counts that a try falls under: the name's, and the own one of a browser that the account knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub name: Standing,
    /// None: the browser is a stranger's, or the policy has one count for all.
    pub browser: Option<Standing>,
}

impl Counts {
    /// A known browser is kept out by its own failures, and by wrong answers, which lock the whole account.
    pub fn gate(&self, rules: &LockoutRules, now: Moment) -> Gate {
        let of_name = self.name.gate(rules, now);
        match (self.browser, of_name) {
            (None, _) | (Some(_), Gate::Locked(Lock { reason: LockReason::Answers, .. })) => {
                of_name
            }
            (Some(own), _) => own.gate(rules, now),
        }
    }

    /// Counts a failure where it belongs.
    #[must_use]
    pub fn after_failure(self, rules: &LockoutRules, now: Moment) -> Self {
        match self.browser {
            Some(own) => Self { browser: Some(own.after_failure(rules, now)), ..self },
            None => Self { name: self.name.after_failure(rules, now), ..self },
        }
    }

    /// A login clears the count that it fell under and leaves strangers theirs.
    #[must_use]
    pub fn after_login(self) -> Self {
        match self.browser {
            Some(_) => Self { browser: Some(Standing::CLEAN), ..self },
            None => Self { name: Standing::CLEAN, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::policy::Policy;

    const BY_DESK: Lock = Lock { until: None, reason: LockReason::PasswordAndCode };
    const START: Moment = Moment::from_seconds(1_000_000);

    fn fail(
        mut standing: Standing,
        rules: &LockoutRules,
        times: u32,
        mut now: Moment,
    ) -> (Standing, Moment) {
        for _ in 0..times {
            if let Gate::WaitUntil(then) = standing.gate(rules, now) {
                now = then;
            }
            standing = standing.after_failure(rules, now);
        }
        (standing, now)
    }

    #[test]
    fn classic_locks_at_the_fifth_until_the_desk_unlocks() {
        let rules = Policy::classic().lockout;
        let (four, now) = fail(Standing::CLEAN, &rules, 4, START);
        assert_eq!(four.gate(&rules, now), Gate::Open);
        let (five, now) = fail(four, &rules, 1, now);
        let much_later = now.plus(Duration::days(400));
        assert_eq!(five.gate(&rules, much_later), Gate::Locked(BY_DESK));
    }

    #[test]
    fn standard_slows_down_then_locks_for_a_quarter_of_an_hour() {
        let rules = Policy::standard().lockout;
        let (three, now) = fail(Standing::CLEAN, &rules, 3, START);
        assert_eq!(three.gate(&rules, now), Gate::WaitUntil(now.plus(Duration::seconds(1))));
        let (five, now) = fail(three, &rules, 2, now);
        assert_eq!(five.gate(&rules, now), Gate::WaitUntil(now.plus(Duration::seconds(4))));
        let (ten, now) = fail(five, &rules, 5, now);
        let until = now.plus(Duration::minutes(15));
        assert_eq!(ten.gate(&rules, now), Gate::Locked(Lock { until: Some(until), ..BY_DESK }));
        assert_eq!(ten.gate(&rules, until), Gate::Open);
        assert_eq!(ten.after_failure(&rules, until).failures, 1);
    }

    #[test]
    fn a_known_browser_has_its_own_count_but_not_for_answers() {
        let rules = Policy::standard().lockout;
        let (locked, now) = fail(Standing::CLEAN, &rules, 10, START);
        let mut counts = Counts { name: locked, browser: Some(Standing::CLEAN) };
        assert_eq!(counts.gate(&rules, now), Gate::Open);
        counts = counts.after_failure(&rules, now);
        assert_eq!((counts.name, counts.browser.map(|own| own.failures)), (locked, Some(1)));
        assert_eq!(counts.after_login().name, locked, "strangers keep their count");
        let stranger = Counts { name: locked, browser: None };
        assert!(matches!(stranger.gate(&rules, now), Gate::Locked(_)));
        assert_eq!(stranger.after_login().name, Standing::CLEAN);
        let by_answers = Standing { reason: LockReason::Answers, ..locked };
        let counts = Counts { name: by_answers, ..counts };
        assert!(matches!(counts.gate(&rules, now), Gate::Locked(_)));
    }

    #[test]
    fn wrong_answers_have_a_count_of_their_own_and_lock_the_account() {
        let rules = Policy::classic().lockout;
        let (mut standing, now) = fail(Standing::CLEAN, &rules, 4, START);
        for _ in 0..4 {
            standing = standing.after_wrong_answer(&rules, now);
            assert_eq!(standing.gate(&rules, now), Gate::Open);
        }
        let locked = standing.after_wrong_answer(&rules, now);
        let lock = Lock { until: None, reason: LockReason::Answers };
        assert_eq!(locked.gate(&rules, now), Gate::Locked(lock));
    }

    #[test]
    fn answers_are_counted_anew_after_a_lock_that_ran_out() {
        let mut rules = Policy::classic().lockout;
        rules.release = Release::AfterMinutes(15);
        let answer_wrong = |standing: Standing, times: u32, now| {
            (0..times).fold(standing, |before, _| before.after_wrong_answer(&rules, now))
        };
        let locked = answer_wrong(Standing::CLEAN, 5, START);
        let later = START.plus(Duration::minutes(15));
        assert!(matches!(locked.gate(&rules, START), Gate::Locked(_)));
        assert_eq!(locked.gate(&rules, later), Gate::Open);
        assert_eq!(answer_wrong(locked, 4, later).gate(&rules, later), Gate::Open);
        assert!(matches!(answer_wrong(locked, 5, later).gate(&rules, later), Gate::Locked(_)));
        let (failed, _) = fail(locked, &rules, 1, later);
        assert_eq!((failed.failures, failed.wrong_answers), (1, 0));
    }

    #[test]
    fn a_mailed_link_ends_its_own_lock_only() {
        let rules = Policy::standard().lockout;
        let (locked, at) = fail(Standing::CLEAN, &rules, 10, START);
        let second = Duration::seconds(1);
        let by_answers = Standing { reason: LockReason::Answers, ..locked };
        for (standing, made, now, verdict) in [
            (locked, at, at, Ok(())),
            (locked, at.plus(second), at.plus(second), Ok(())),
            (locked, at.minus(second), at, Err(Ending::Superseded)),
            (by_answers, at, at, Err(Ending::Superseded)),
            (locked, at, at.plus(Duration::minutes(15)), Err(Ending::Expired)),
            (Standing::CLEAN, at, at, Err(Ending::Used)),
        ] {
            assert_eq!(standing.link_ends_lock(made, &rules, now), verdict);
        }
    }
}
