//! A browser that an account knows: its owner signed in from it. It has a count of failures of its own, and may be
//! remembered for the second step.

use super::history::Origin;
use super::ids::{KnownBrowserId, UserId};
use super::lockout::Standing;
use super::moment::Moment;

#[derive(Clone, Debug)]
pub struct KnownBrowser {
    pub id: KnownBrowserId,
    pub user: UserId,
    pub origin: Origin,
    pub created_at: Moment,
    pub last_seen: Moment,
    /// Until when it skips the second step.
    pub remembered_until: Option<Moment>,
    /// Failures from this browser, where they are counted apart.
    pub standing: Standing,
    /// Ended by the user or with the password: it is not known any more.
    pub ended: bool,
}

/// So many browsers an account knows at once; the one longest unseen gives way. It bounds the tries that counts of
/// their own add up to.
pub const MOST: u64 = 10;

impl KnownBrowser {
    pub fn is_remembered(&self, now: Moment) -> bool {
        !self.ended && self.remembered_until.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn remembering_ends_to_the_millisecond_and_with_the_browser() {
        let now = Moment::from_seconds(1_000_000);
        let until = now.plus(Duration::days(30));
        let browser = KnownBrowser {
            id: KnownBrowserId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            origin: Origin { address: String::new(), browser: String::new() },
            created_at: now,
            last_seen: now,
            remembered_until: Some(until),
            standing: Standing::CLEAN,
            ended: false,
        };
        assert!(browser.is_remembered(until.minus(Duration::milliseconds(1))));
        assert!(!browser.is_remembered(until));
        assert!(!KnownBrowser { ended: true, ..browser.clone() }.is_remembered(now));
        assert!(!KnownBrowser { remembered_until: None, ..browser }.is_remembered(now));
    }
}
