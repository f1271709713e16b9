//! Passwords: what a new one must be, and when one must be changed.

use serde::{Deserialize, Serialize};
use time::Duration;

use super::fold;
use super::moment::Moment;
use super::names::{LoginName, MailAddress};
use super::policy::{CharacterClass, Characters, PasswordRules};

/// The symbols of the manual's list. The yen sign arrives folded to the backslash.
const SYMBOLS: &str = "!\"#$%&'()*+,-./:;<=>\\@[^_`~";

/// Longer input is refused unread (the longest rule is 128 characters of at most four bytes each).
const MOST_BYTES: usize = 1_024;

/// Programs draw passwords of this length at most.
const LONGEST_DRAWN: u8 = 128;

/// Fewer guesses than this by a cracker's usual order means commonplace.
const COMMONPLACE_GUESSES: u64 = 1_000_000;

/// A password as typed, folded. Prints as `***`.
#[derive(Clone)]
pub struct Typed(zeroize::Zeroizing<String>);

impl Typed {
    pub fn fold(typed: &str) -> Self {
        let short = typed.len() <= MOST_BYTES;
        // Cut input can match no stored password: those are shorter.
        Self(zeroize::Zeroizing::new(if short { fold::password(typed) } else { String::new() }))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("***")
    }
}

/// Why a password is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weakness {
    TooShort(u8),
    TooLong(u8),
    Characters,
    Classes(Vec<CharacterClass>),
    ContainsId,
    Commonplace,
}

/// What the rules look at besides the password.
pub struct Person<'a> {
    pub login_name: &'a LoginName,
    pub addresses: &'a [MailAddress],
    pub has_second_step: bool,
}

impl PasswordRules {
    pub fn shortest(&self, has_second_step: bool) -> u8 {
        if has_second_step { self.length_min } else { self.length_min_alone }
    }

    /// Judges a password that a program draws for somebody who must change it at once: it may be longer than what
    /// people choose here.
    pub fn judge_drawn(&self, typed: &Typed, person: &Person<'_>) -> Result<(), Weakness> {
        Self { length_max: self.length_max.max(LONGEST_DRAWN), ..self.clone() }.judge(typed, person)
    }

    /// Judges a new password by everything that needs no stored password.
    pub fn judge(&self, typed: &Typed, person: &Person<'_>) -> Result<(), Weakness> {
        let text = typed.expose();
        let length = text.chars().count();
        let shortest = self.shortest(person.has_second_step);
        if length < usize::from(shortest) {
            return Err(Weakness::TooShort(shortest));
        }
        if length > usize::from(self.length_max) {
            return Err(Weakness::TooLong(self.length_max));
        }
        if !text.chars().all(|letter| self.characters.allow(letter)) {
            return Err(Weakness::Characters);
        }
        let missing: Vec<_> =
            self.required_classes.iter().copied().filter(|class| !class.occurs(text)).collect();
        if !missing.is_empty() {
            return Err(Weakness::Classes(missing));
        }
        if person.occurs(text) {
            return Err(Weakness::ContainsId);
        }
        if self.refuse_commonplace && commonplace(text, person) {
            return Err(Weakness::Commonplace);
        }
        Ok(())
    }
}

impl Person<'_> {
    fn occurs(&self, text: &str) -> bool {
        let name = self.login_name.as_str();
        fold::contains(text, name)
            || self.addresses.iter().any(|address| fold::contains(text, address.local_part()))
    }
}

fn commonplace(text: &str, person: &Person<'_>) -> bool {
    let start: String = text.chars().take(100).collect();
    let known = [person.login_name.as_str()];
    zxcvbn::zxcvbn(&start, &known).guesses() < COMMONPLACE_GUESSES
}

impl Characters {
    pub fn allow(self, letter: char) -> bool {
        match self {
            Self::Any => !letter.is_control(),
            Self::HalfWidth => letter.is_ascii_alphanumeric() || SYMBOLS.contains(letter),
        }
    }
}

impl CharacterClass {
    fn occurs(self, text: &str) -> bool {
        text.chars().any(|letter| match self {
            Self::Digit => letter.is_ascii_digit(),
            Self::Lower => letter.is_lowercase(),
            Self::Upper => letter.is_uppercase(),
            Self::Symbol => !letter.is_alphanumeric(),
        })
    }
}

/// How a stored password came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Origin {
    /// The user chose it.
    Chosen,
    /// Made by a reissue, for one login and a short time.
    Temporary { until: Moment },
    /// Set by an administrator: the user must choose his own.
    Reset,
}

/// The stored password of a user.
#[derive(Clone, Debug)]
pub struct Stored {
    pub hash: String,
    pub origin: Origin,
    pub set_at: Moment,
}

/// Why a new password must be chosen before going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MustChange {
    Expired,
    Temporary,
    Reset,
}

impl Stored {
    /// Whether it still opens anything: a temporary one does not after its time.
    pub fn is_usable(&self, now: Moment) -> bool {
        !matches!(self.origin, Origin::Temporary { until } if now >= until)
    }

    /// When one that its user chose expires by itself.
    pub fn expires(&self, rules: &PasswordRules) -> Option<Moment> {
        let days = rules.valid_days.filter(|_| self.origin == Origin::Chosen)?;
        Some(self.set_at.plus(Duration::days(days.into())))
    }

    pub fn must_change(&self, rules: &PasswordRules, now: Moment) -> Option<MustChange> {
        match self.origin {
            Origin::Temporary { .. } => Some(MustChange::Temporary),
            Origin::Reset => Some(MustChange::Reset),
            Origin::Chosen => {
                let expires = self.expires(rules)?;
                (now >= expires).then_some(MustChange::Expired)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::policy::Policy;

    fn judge(policy: &Policy, second: bool, typed: &str) -> Result<(), Weakness> {
        let name = LoginName::parse("p-01-usr012").unwrap();
        let addresses = [MailAddress::parse("taro.yamada@example.jp").unwrap()];
        let person = Person { login_name: &name, addresses: &addresses, has_second_step: second };
        policy.password.judge(&Typed::fold(typed), &person)
    }

    #[test]
    fn classic_rules_by_table() {
        let policy = Policy::classic();
        for (typed, verdict) in [
            ("kazaguruma 7", Err(Weakness::Characters)),
            ("かざぐるまかざぐるま", Err(Weakness::Characters)),
            ("aB3!x-q", Err(Weakness::TooShort(8))),
            ("kaza-guruma-7Q", Ok(())),
            ("ｋａｚａ－ｇｕｒｕｍａ－７Ｑ", Ok(())),
            ("kaza¥guruma￥7Q", Ok(())),
            ("kaza{guruma}7Q", Err(Weakness::Characters)),
            ("kaza-guruma-7Q-kaza-guruma-7Q-xyz", Err(Weakness::TooLong(32))),
            ("xP-01-USR012x", Err(Weakness::ContainsId)),
            ("Taro.Yamada77", Err(Weakness::ContainsId)),
            ("password1", Err(Weakness::Commonplace)),
            ("qwertyuiop", Err(Weakness::Commonplace)),
        ] {
            assert_eq!(judge(&policy, true, typed), verdict, "{typed}");
        }
    }

    #[test]
    fn standard_asks_for_more_when_the_password_is_alone() {
        let policy = Policy::standard();
        assert_eq!(judge(&policy, true, "風車 kaza 7"), Ok(()));
        assert_eq!(judge(&policy, false, "風車 kaza 7"), Err(Weakness::TooShort(15)));
        assert_eq!(judge(&policy, true, &"風".repeat(129)), Err(Weakness::TooLong(128)));
        assert_eq!(judge(&policy, true, "a\u{0}bcdefgh12"), Err(Weakness::Characters));
        assert_eq!(judge(&policy, true, &"x".repeat(5_000)), Err(Weakness::TooShort(8)));
    }

    #[test]
    fn classes_are_asked_for_by_name() {
        let mut policy = Policy::classic();
        policy.password.required_classes = [CharacterClass::Digit, CharacterClass::Upper].into();
        let missing = Weakness::Classes(vec![CharacterClass::Digit, CharacterClass::Upper]);
        assert_eq!(judge(&policy, true, "kaza-guruma-mawaru"), Err(missing));
    }

    #[test]
    fn a_password_expires_on_the_day() {
        let rules = Policy::classic().password;
        let set_at = Moment::from_seconds(1_000_000);
        let stored = Stored { hash: String::new(), origin: Origin::Chosen, set_at };
        let end = set_at.plus(Duration::days(90));
        assert_eq!(stored.must_change(&rules, end.minus(Duration::seconds(1))), None);
        assert_eq!(stored.must_change(&rules, end), Some(MustChange::Expired));
        assert_eq!(stored.must_change(&Policy::standard().password, end), None);
        let temporary = Stored { origin: Origin::Temporary { until: end }, ..stored };
        assert!(temporary.is_usable(set_at) && !temporary.is_usable(end));
        assert_eq!(temporary.must_change(&rules, set_at), Some(MustChange::Temporary));
    }

    #[test]
    fn half_width_is_the_manuals_list_and_no_more() {
        for letter in (0..=u8::MAX).map(char::from) {
            let listed =
                letter.is_ascii_alphanumeric() || "!\"#$%&'()*+,-./:;<=>\\@[^_`~".contains(letter);
            assert_eq!(Characters::HalfWidth.allow(letter), listed, "{letter:?}");
        }
        assert_eq!(SYMBOLS.chars().count(), 27);
    }
}
