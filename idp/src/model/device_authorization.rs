//! A device without a browser asks for a person (RFC 8628): its codes, and what polling for the answer comes to.

use keys::random::Random;
use serde::{Deserialize, Serialize};
use time::Duration;

use super::fold;
use super::grant::Authenticated;
use super::ids::{ClientId, SessionId, UserId};
use super::moment::Moment;
use crate::wire::scope::Scope;

#[derive(Clone, Debug)]
pub struct DeviceAuthorization {
    pub client: ClientId,
    pub scope: Scope,
    pub details: Details,
    pub state: State,
    pub user: Option<UserId>,
    pub session: Option<SessionId>,
    /// Seconds that the device leaves between its tries.
    pub interval: u32,
    pub polled: Option<Moment>,
    pub expires: Moment,
}

/// What is kept with it and never searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Details {
    pub resources: Vec<String>,
    /// How the person who said yes was authenticated.
    pub authenticated: Option<Authenticated>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending,
    Approved,
    Denied,
    /// The device has its tokens.
    Spent,
}

/// Long enough to fetch a telephone and sign in with it.
pub const LIFE: Duration = Duration::minutes(10);

/// RFC 8628 §3.2.
pub const INTERVAL: u32 = 5;

/// What a device hears that is too fast: from now on so much slower (RFC 8628 §3.5).
pub const SLOWER: u32 = 5;

/// What a try of the device comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polled {
    Pending,
    TooFast,
    Denied,
    Expired,
    Approved,
    Spent,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Pending, Self::Approved, Self::Denied, Self::Spent];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Spent => "spent",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl DeviceAuthorization {
    pub fn poll(&self, now: Moment) -> Polled {
        match self.state {
            State::Spent => Polled::Spent,
            _ if now >= self.expires => Polled::Expired,
            State::Denied => Polled::Denied,
            State::Approved => Polled::Approved,
            State::Pending => {
                let wait = Duration::seconds(self.interval.into());
                let fast = self.polled.is_some_and(|last| now.since(last) < wait);
                if fast { Polled::TooFast } else { Polled::Pending }
            }
        }
    }

    /// Whether a person may still decide.
    pub fn is_open(&self, now: Moment) -> bool {
        self.state == State::Pending && now < self.expires
    }
}

/// What the person types: eight letters, none of which reads like another or makes a word (RFC 8628 §6.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserCode(String);

const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;

impl UserCode {
    pub fn draw(random: &dyn Random) -> Self {
        let mut code = String::with_capacity(LENGTH);
        while code.len() < LENGTH {
            let [byte] = keys::random::array::<1>(random);
            // 240 is a multiple of 20: no letter is likelier than another.
            if byte < 240 {
                code.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
            }
        }
        Self(code)
    }

    /// Folds full-width letters, case, spaces and hyphens.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 200 {
            return None;
        }
        let folded = fold::code(typed).to_ascii_uppercase();
        let fine = folded.len() == LENGTH && folded.bytes().all(|byte| LETTERS.contains(&byte));
        fine.then_some(Self(folded))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As it is shown: two groups of four.
impl std::fmt::Display for UserCode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, second) = self.0.split_at(LENGTH / 2);
        write!(out, "{first}-{second}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn codes_are_read_however_they_are_typed() {
        let code = UserCode::draw(&SystemRandom);
        let shown = code.to_string();
        assert_eq!(shown.len(), 9);
        let full_width: String =
            shown.chars().map(|one| char::from_u32(u32::from(one) + 0xFEE0).unwrap()).collect();
        let spaced = format!(" {} {} ", &shown[..4], &shown[5..]);
        for typed in [&shown, &shown.to_lowercase(), &full_width, &spaced, code.as_str()] {
            assert_eq!(UserCode::parse(typed), Some(code.clone()), "{typed}");
        }
        for wrong in ["", "BCDF", "BCDF-GHJA", "BCDF-GHJ1", "BCDFGHJKL", "' OR 1=1"] {
            assert_eq!(UserCode::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn polling_by_table() {
        let start = Moment::from_seconds(1_000_000);
        for (state, polled, now, expected) in [
            (State::Pending, None, 0, Polled::Pending),
            (State::Pending, Some(0), 5, Polled::Pending),
            (State::Pending, Some(0), 4, Polled::TooFast),
            (State::Approved, Some(0), 1, Polled::Approved),
            (State::Denied, None, 1, Polled::Denied),
            (State::Pending, None, 600, Polled::Expired),
            (State::Approved, None, 600, Polled::Expired),
            (State::Spent, None, 700, Polled::Spent),
        ] {
            let authorization = DeviceAuthorization {
                client: ClientId("tv".to_owned()),
                scope: Scope::default(),
                details: Details::default(),
                state,
                user: None,
                session: None,
                interval: INTERVAL,
                polled: polled.map(|after| start.plus(Duration::seconds(after))),
                expires: start.plus(LIFE),
            };
            let now = start.plus(Duration::seconds(now));
            assert_eq!(authorization.poll(now), expected, "{state:?} {polled:?}");
        }
    }
}
