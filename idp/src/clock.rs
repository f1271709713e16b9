//! The clock: the only caller of the wall clock stands here.

use crate::model::moment::Moment;

/// Tells the time. Use-cases read it once and pass the value on.
pub trait Clock: Send + Sync {
    fn now(&self) -> Moment;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn now(&self) -> Moment {
        let nanos = time::OffsetDateTime::now_utc().unix_timestamp_nanos();
        Moment::from_millis(i64::try_from(nanos / 1_000_000).unwrap_or(i64::MAX))
    }
}
