//! How many tries one source address may make: a burst, then one every so often. A stranger cannot lock many names,
//! for he is stopped before anything is counted (LK-07).

use std::net::{IpAddr, Ipv6Addr};

use time::Duration;

use super::moment::Moment;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Tries that may come at once.
    pub burst: u32,
    /// The time after which one more may come.
    pub every: Duration,
}

/// What is remembered of an address: when all that it used will have been earned back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used(Moment);

impl Throttle {
    /// Takes one try. Refused, nothing is taken: the answer is how long to wait.
    pub fn take(&self, before: Option<Used>, now: Moment) -> Result<Used, Duration> {
        let earned = before.map_or(now, |used| used.0.max(now));
        let after = earned.plus(self.every);
        let over = after.since(now) - self.every * self.burst;
        if over > Duration::ZERO { Err(over) } else { Ok(Used(after)) }
    }
}

/// A network has so many times the tries of one address: many people may be behind it (LK-07).
const OF_A_NETWORK: u32 = 16;

impl Throttle {
    /// The bounds of a whole network.
    #[must_use]
    pub fn of_network(self) -> Self {
        let burst = self.burst.saturating_mul(OF_A_NETWORK);
        Self { burst, every: self.every / i32::try_from(OF_A_NETWORK).unwrap_or(i32::MAX) }
    }
}

/// The network that an address belongs to: a /24 of IPv4, a /48 of IPv6.
pub fn network(address: &str) -> Option<String> {
    match address.parse::<IpAddr>().ok()? {
        IpAddr::V6(whole) => {
            let net = u128::from(whole) & !(u128::MAX >> 48);
            Some(format!("{}/48", Ipv6Addr::from(net)))
        }
        IpAddr::V4(whole) => {
            let [a, b, c, _] = whole.octets();
            Some(format!("{a}.{b}.{c}.0/24"))
        }
    }
}

/// Whose tries are counted together: an IPv6 subscriber has a whole /64 to send from.
pub fn source(address: &str) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(whole)) => {
            let net = u128::from(whole) & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from(net))
        }
        Ok(IpAddr::V4(whole)) => whole.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Throttle = Throttle { burst: 3, every: Duration::seconds(2) };

    #[test]
    fn a_burst_then_one_every_two_seconds() {
        let start = Moment::from_seconds(1_000_000);
        let mut used = None;
        for _ in 0..3 {
            used = Some(RULES.take(used, start).unwrap());
        }
        assert_eq!(RULES.take(used, start), Err(Duration::seconds(2)));
        let later = start.plus(Duration::milliseconds(1_999));
        assert_eq!(RULES.take(used, later), Err(Duration::milliseconds(1)));
        let then = start.plus(Duration::seconds(2));
        used = Some(RULES.take(used, then).unwrap());
        assert!(RULES.take(used, then).is_err());
        let rested = start.plus(Duration::days(1));
        for _ in 0..3 {
            used = Some(RULES.take(used, rested).unwrap());
        }
        assert!(RULES.take(used, rested).is_err(), "rest earns a burst, not more");
    }

    #[test]
    fn a_clock_that_goes_back_opens_nothing() {
        let start = Moment::from_seconds(1_000_000);
        let used = (0..3).fold(None, |used, _| Some(RULES.take(used, start).unwrap()));
        assert!(RULES.take(used, start.minus(Duration::seconds(60))).is_err());
    }

    #[test]
    fn networks_by_table() {
        for (address, expected) in [
            ("192.0.2.1", Some("192.0.2.0/24")),
            ("2001:db8:1:2:3:4:5:6", Some("2001:db8:1::/48")),
            ("-", None),
        ] {
            assert_eq!(network(address).as_deref(), expected);
        }
        let whole = RULES.of_network();
        assert_eq!((whole.burst, whole.every), (48, Duration::milliseconds(125)));
    }

    #[test]
    fn sources_by_table() {
        for (address, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("-", "-"),
        ] {
            assert_eq!(source(address), expected);
        }
    }
}
