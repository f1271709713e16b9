//! What stands between a user and a login, in one word.

use super::lockout::Gate;
use super::moment::Moment;
use super::password::MustChange;
use super::policy::PasswordRules;
use super::user::{Stage, User};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserState {
    Active,
    ToEnrol,
    Locked,
    Disabled,
    Expired,
    Reset,
    Temporary,
}

impl UserState {
    pub const ALL: [Self; 7] = [
        Self::Active,
        Self::ToEnrol,
        Self::Locked,
        Self::Disabled,
        Self::Expired,
        Self::Reset,
        Self::Temporary,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::ToEnrol => "to_enrol",
            Self::Locked => "locked",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::Reset => "reset",
            Self::Temporary => "temporary",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The one that weighs most.
    pub fn of(user: &User, gate: Gate, rules: &PasswordRules, now: Moment) -> Self {
        let stored = match &user.stage {
            Stage::Invited => return Self::ToEnrol,
            Stage::Disabled(_) => return Self::Disabled,
            Stage::Active(stored) => stored,
        };
        if let Gate::Locked(_) = gate {
            return Self::Locked;
        }
        match stored.must_change(rules, now) {
            None => Self::Active,
            Some(MustChange::Expired) => Self::Expired,
            Some(MustChange::Temporary) => Self::Temporary,
            Some(MustChange::Reset) => Self::Reset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for state in UserState::ALL {
            assert_eq!(UserState::parse(state.as_str()), Some(state));
        }
        assert_eq!(UserState::parse("asleep"), None);
    }
}
