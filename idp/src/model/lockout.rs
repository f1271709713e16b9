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
    /// Failures since the last login, the locks that ran out among them (LK-06).
    pub total: u32,
    /// The same of browsers that the account knows, all together. It stands with the name alone.
    pub own_total: u32,
}

/// What was wrong too often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
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

/// So many failures in a row, whatever locks ran out among them, and no more are looked at until somebody unlocks the
/// account: never more than fifty of one password together (LK-06, SP 800-63B-4 §3.2.2).
pub const MOST_OF_STRANGERS: u32 = 30;

/// So many in a row from browsers that the account knows, and they count as strangers'.
const MOST_OF_OWN: u32 = 20;

/// The longest delay: two to this power, in seconds.
const MOST_DOUBLINGS: u32 = 8;

impl Standing {
    pub const CLEAN: Self = Self {
        failures: 0,
        last_failure: None,
        locked_at: None,
        wrong_answers: 0,
        reason: LockReason::PasswordAndCode,
        total: 0,
        own_total: 0,
    };

    /// The one place that decides whether a try is looked at. No clock, no database.
    pub fn gate(&self, rules: &LockoutRules, now: Moment) -> Gate {
        if let Some(locked_at) = self.locked_at {
            let reason = self.reason;
            if self.total >= MOST_OF_STRANGERS {
                return Gate::Locked(Lock { until: None, reason });
            }
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
        let (failures, total) = (before.failures + 1, before.total + 1);
        let locks = failures >= u32::from(rules.tries) || total >= MOST_OF_STRANGERS;
        let (last_failure, locked_at) = (Some(now), locks.then_some(now));
        let reason = LockReason::PasswordAndCode;
        Self { failures, last_failure, locked_at, reason, total, ..before }
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

    /// A lock that ran out by itself starts the counts anew, but not the totals.
    const fn since_last_lock(self) -> Self {
        let Self { total, own_total, .. } = self;
        if self.locked_at.is_some() { Self { total, own_total, ..Self::CLEAN } } else { self }
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
        match (self.own(), of_name) {
            (None, _) | (Some(_), Gate::Locked(Lock { reason: LockReason::Answers, .. })) => {
                of_name
            }
            (Some(own), _) => own.gate(rules, now),
        }
    }

    /// Counts a failure where it belongs.
    #[must_use]
    pub fn after_failure(self, rules: &LockoutRules, now: Moment) -> Self {
        match self.own() {
            Some(own) => Self {
                browser: Some(own.after_failure(rules, now)),
                name: Standing { own_total: self.name.own_total + 1, ..self.name },
            },
            None => Self { name: self.name.after_failure(rules, now), ..self },
        }
    }

    /// A login clears the count that it fell under and leaves strangers theirs.
    #[must_use]
    pub fn after_login(self) -> Self {
        let browser = self.browser.map(|_| Standing::CLEAN);
        match self.own() {
            Some(_) => Self { browser, name: Standing { own_total: 0, ..self.name } },
            None => Self { browser, name: Standing::CLEAN },
        }
    }

    /// The count of the known browser, while browsers of this account have one of their own.
    const fn own(&self) -> Option<Standing> {
        if self.name.own_total < MOST_OF_OWN { self.browser } else { None }
    }
}

#[cfg(test)]
mod tests;
