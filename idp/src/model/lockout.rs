//! Lockout: what wrong passwords and codes do to a login name. Unknown names are counted just the same.

use time::Duration;

use super::moment::Moment;
use super::policy::{LockoutRules, Release};

/// The count kept for one login name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Standing {
    pub failures: u32,
    pub last_failure: Option<Moment>,
    pub locked_at: Option<Moment>,
}

/// Whether a try is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// Too soon after the last failure.
    WaitUntil(Moment),
    /// Locked; without an end, until the support desk unlocks.
    Locked {
        until: Option<Moment>,
    },
}

/// Failures that cost nothing but themselves, where the delay grows.
const FREE_FAILURES: u32 = 3;

/// The longest delay: two to this power, in seconds.
const MOST_DOUBLINGS: u32 = 8;

impl Standing {
    pub const CLEAN: Self = Self { failures: 0, last_failure: None, locked_at: None };

    /// The one place that decides whether a try is looked at. No clock, no database.
    pub fn gate(&self, rules: &LockoutRules, now: Moment) -> Gate {
        if let Some(locked_at) = self.locked_at {
            match rules.release {
                Release::Desk => return Gate::Locked { until: None },
                Release::AfterMinutes(minutes) => {
                    let until = locked_at.plus(Duration::minutes(minutes.into()));
                    if now < until {
                        return Gate::Locked { until: Some(until) };
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
        // A lock that ran out by itself starts the count anew.
        let before = if self.locked_at.is_some() { 0 } else { self.failures };
        let failures = before + 1;
        let locked_at = (failures >= u32::from(rules.tries)).then_some(now);
        Self { failures, last_failure: Some(now), locked_at }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::policy::Policy;

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
        assert_eq!(five.gate(&rules, much_later), Gate::Locked { until: None });
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
        assert_eq!(ten.gate(&rules, now), Gate::Locked { until: Some(until) });
        assert_eq!(ten.gate(&rules, until), Gate::Open);
        assert_eq!(ten.after_failure(&rules, until).failures, 1);
    }
}
