//! Names that can only be made by parsing.

use serde::{Deserialize, Serialize};

use super::fold;

/// A user ID as compared: folded and lower case, so that no two accounts collide by spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LoginName(String);

impl LoginName {
    pub const LONGEST: usize = 128;

    /// Accepts 1 to 128 printable characters without spaces.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > Self::LONGEST * 8 {
            return None;
        }
        let folded = fold::name(typed).to_lowercase();
        let fine = (1..=Self::LONGEST).contains(&folded.chars().count())
            && folded.chars().all(|letter| letter.is_alphanumeric() || "-_.@+/#".contains(letter));
        fine.then_some(Self(folded))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for LoginName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// A mail address that can receive a letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MailAddress(String);

impl MailAddress {
    pub fn parse(typed: &str) -> Option<Self> {
        let folded = fold::name(typed);
        // A leading hyphen could be read as an option by a mail program (ML-03).
        let fine = folded.len() <= 254
            && !folded.starts_with('-')
            && !folded.chars().any(|letter| letter.is_control() || letter.is_whitespace())
            && folded.parse::<lettre::Address>().is_ok()
            && folded
                .rsplit_once('@')
                .is_some_and(|(local, host)| !local.starts_with('"') && is_host(host));
        fine.then_some(Self(folded))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }

    /// What a page may show before the person is known: the first letter and the domain.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((self.0.as_str(), ""));
        let first = local.chars().next().map(String::from).unwrap_or_default();
        format!("{first}***@{domain}")
    }
}

impl std::fmt::Display for MailAddress {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// Whether a text could be the name of a host, in whatever script; an address of numbers in brackets is none.
fn is_host(text: &str) -> bool {
    text.split('.').all(|label| {
        (1..=63).contains(&label.chars().count())
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// A tenant's word in addresses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenantSlug(String);

impl TenantSlug {
    /// Accepts 1 to 40 of `a-z`, `0-9` and inner hyphens.
    pub fn parse(typed: &str) -> Option<Self> {
        let fine = (1..=40).contains(&typed.len())
            && typed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !typed.starts_with('-')
            && !typed.ends_with('-');
        fine.then(|| Self(typed.to_owned()))
    }

    /// Of the tenant whose people administer.
    pub fn system() -> Self {
        Self("system".to_owned())
    }

    pub fn is_system(&self) -> bool {
        *self == Self::system()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for TenantSlug {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_names_have_one_spelling() {
        let canonical = LoginName::parse("alice").unwrap();
        for typed in ["ALICE", "alice ", "ａｌｉｃｅ", "　Alice"] {
            assert_eq!(LoginName::parse(typed).unwrap(), canonical, "{typed}");
        }
        // A zero-width joiner, a line break, a right-to-left override, an inner space.
        for typed in
            ["", "al\u{200d}ice", "ali\nce", "\u{202e}alice", "al ice", &"a".repeat(10_000)]
        {
            assert!(LoginName::parse(typed).is_none(), "{typed:?}");
        }
    }

    #[test]
    fn mail_addresses_that_could_inject_are_refused() {
        for typed in
            ["taro@example.jp", "taro@日本語.jp", "t.a+ro@mail-1.example.co.jp", "taro@intranet"]
        {
            assert!(MailAddress::parse(typed).is_some(), "{typed}");
        }
        for typed in [
            "",
            "taro",
            "-taro@example.jp",
            "a@b\r\nBcc: c@d.e",
            "a b@c.de",
            "a@b>c.de",
            "<a@b.cd>",
            "a@b.cd%0a",
            "a@b..cd",
            "a@-b.cd",
            "a@[127.0.0.1]",
            "\"a\"@b.cd",
            "a(comment)@b.cd",
            "a@b.cd@e.fg",
        ] {
            assert!(MailAddress::parse(typed).is_none(), "{typed:?}");
        }
    }

    #[test]
    fn masking_keeps_the_first_letter() {
        assert_eq!(MailAddress::parse("taro@example.jp").unwrap().masked(), "t***@example.jp");
    }
}
