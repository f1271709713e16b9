//! What the doctor of an installation finds, and where good ends: pure rules over what was measured.

use std::net::IpAddr;

use serde::Serialize;
use time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Fine,
    /// Works, but not for long or not as it should.
    Warning,
    /// People cannot log in, or somebody must look now.
    Broken,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub check: &'static str,
    pub level: Level,
    pub says: String,
}

impl Finding {
    pub fn new(check: &'static str, level: Level, says: impl Into<String>) -> Self {
        Self { check, level, says: says.into() }
    }
}

/// Two clocks that tell codes and tokens from stale ones.
pub fn clocks(apart: Duration) -> Level {
    let apart = apart.abs();
    if apart <= Duration::seconds(2) {
        Level::Fine
    } else if apart <= Duration::seconds(30) {
        Level::Warning
    } else {
        Level::Broken
    }
}

/// The mail outbox: how long the oldest letter waits, how many were given up in the last day.
pub fn outbox(oldest: Option<Duration>, failed: u64) -> Level {
    let oldest = oldest.unwrap_or(Duration::ZERO);
    if oldest >= Duration::minutes(15) {
        Level::Broken
    } else if oldest >= Duration::minutes(2) || failed > 0 {
        Level::Warning
    } else {
        Level::Fine
    }
}

/// A certificate or an authority that ends.
pub fn expiry(left: Duration, early: Duration) -> Level {
    if left <= Duration::days(7) {
        Level::Broken
    } else if left <= early {
        Level::Warning
    } else {
        Level::Fine
    }
}

/// The key that signs, by its age: the schedule changes it after ninety days.
pub fn key(age: Option<Duration>) -> Level {
    match age {
        None => Level::Broken,
        Some(age) if age > Duration::days(93) => Level::Warning,
        Some(_) => Level::Fine,
    }
}

/// How the service stands behind its proxies, and from where its people seem to come.
#[derive(Clone, Copy, Debug)]
pub struct Front<'a> {
    /// The service speaks TLS itself, or plain HTTP on this machine alone.
    pub is_bare: bool,
    pub proxies: usize,
    /// The addresses of the last logins.
    pub addresses: &'a [String],
}

/// So many logins from one inner address are no accident.
const ENOUGH: usize = 10;

pub fn front(front: Front<'_>) -> (Level, &'static str) {
    if !front.is_bare && front.proxies == 0 {
        let says = "a proxy speaks TLS, but none is listed in `proxies`: everybody has its address";
        return (Level::Broken, says);
    }
    let same = front.addresses.windows(2).all(|pair| pair[0] == pair[1]);
    let inner = front.addresses.first().and_then(|one| one.parse().ok()).is_some_and(is_inner);
    if !front.is_bare && same && inner && front.addresses.len() >= ENOUGH {
        let says = "the last logins all come from one inner address: X-Forwarded-For does not arrive, \
                    or a proxy in between is not listed";
        return (Level::Warning, says);
    }
    (Level::Fine, "addresses of people arrive")
}

fn is_inner(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_loopback(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_its_edges() {
        for (seconds, level) in
            [(0, Level::Fine), (-2, Level::Fine), (3, Level::Warning), (-31, Level::Broken)]
        {
            assert_eq!(clocks(Duration::seconds(seconds)), level, "{seconds}");
        }
        let minutes = |count| Some(Duration::minutes(count));
        for (oldest, failed, level) in [
            (None, 0, Level::Fine),
            (minutes(1), 0, Level::Fine),
            (None, 1, Level::Warning),
            (minutes(2), 0, Level::Warning),
            (minutes(15), 0, Level::Broken),
        ] {
            assert_eq!(outbox(oldest, failed), level);
        }
        for (days, level) in [(7, Level::Broken), (30, Level::Warning), (31, Level::Fine)] {
            assert_eq!(expiry(Duration::days(days), Duration::days(30)), level, "{days}");
        }
        assert_eq!(key(None), Level::Broken);
        assert_eq!(key(Some(Duration::days(91))), Level::Fine);
        assert_eq!(key(Some(Duration::days(94))), Level::Warning);
    }

    #[test]
    fn proxies_by_table() {
        let many = |address: &str| vec![address.to_owned(); 10];
        for (is_bare, proxies, addresses, level) in [
            (true, 0, many("10.0.0.1"), Level::Fine),
            (false, 0, Vec::new(), Level::Broken),
            (false, 1, Vec::new(), Level::Fine),
            (false, 1, many("10.0.0.1"), Level::Warning),
            (false, 1, many("198.51.100.7"), Level::Fine),
            (false, 1, many("10.0.0.1")[..9].to_vec(), Level::Fine),
        ] {
            let told = front(Front { is_bare, proxies, addresses: &addresses });
            assert_eq!(told.0, level, "{is_bare} {proxies} {addresses:?}");
        }
    }
}
