//! Reminders before something expires: each step once, and none that a later one has overtaken.

use std::collections::BTreeSet;

use time::Duration;

use super::moment::Moment;

/// Days before the end of a certificate at which its owner is reminded.
pub fn of_certificates() -> BTreeSet<u16> {
    BTreeSet::from([30, 7, 1])
}

/// The step that is due: the smallest of `days` that has begun. None before the first and after the end.
pub fn due(days: &BTreeSet<u16>, end: Moment, now: Moment) -> Option<u16> {
    if now >= end {
        return None;
    }
    days.iter().copied().find(|step| now >= end.minus(Duration::days((*step).into())))
}

/// Days that are left, as people count them: begun ones are whole.
pub fn days_left(end: Moment, now: Moment) -> u16 {
    let left = end.since(now);
    let begun = i64::from(left > Duration::days(left.whole_days()));
    u16::try_from(left.whole_days() + begun).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_due_by_the_days_left() {
        let end = Moment::from_seconds(100_000_000);
        let days = of_certificates();
        for (left, expected, count) in [
            (Duration::days(31), None, 31),
            (Duration::days(30) + Duration::SECOND, None, 31),
            (Duration::days(30), Some(30), 30),
            (Duration::days(8), Some(30), 8),
            (Duration::days(7), Some(7), 7),
            (Duration::hours(25), Some(7), 2),
            (Duration::hours(24), Some(1), 1),
            (Duration::hours(1), Some(1), 1),
            (Duration::ZERO, None, 0),
        ] {
            let now = end.minus(left);
            assert_eq!(due(&days, end, now), expected, "{left}");
            assert_eq!(days_left(end, now), count, "{left}");
        }
    }
}
