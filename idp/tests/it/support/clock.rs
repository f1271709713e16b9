//! A clock that stands still until it is told to go on.

use std::sync::atomic::{AtomicI64, Ordering};

use idp::clock::Clock;
use idp::model::moment::Moment;
use time::Duration;

pub struct TestClock(AtomicI64);

/// 2026-08-23T05:05:00Z, a Sunday afternoon in Tokyo.
const START: i64 = 1_787_461_500_000;

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl TestClock {
    pub fn advance(&self, span: Duration) {
        let millis = i64::try_from(span.whole_milliseconds()).unwrap();
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

pub const fn seconds(count: i64) -> Duration {
    Duration::seconds(count)
}

pub const fn minutes(count: i64) -> Duration {
    Duration::minutes(count)
}

pub const fn days(count: i64) -> Duration {
    Duration::days(count)
}
