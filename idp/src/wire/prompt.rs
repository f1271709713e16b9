//! `prompt` as a set, its contradictions excluded (OpenID Connect Core §3.1.2.1).

use serde::{Deserialize, Serialize};

#[expect(clippy::struct_excessive_bools, reason = "the parameter is a set of four words")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    pub none: bool,
    pub login: bool,
    pub consent: bool,
    pub select_account: bool,
}

impl Prompt {
    /// None where `none` stands with another word, or a word is unknown.
    pub fn parse(text: &str) -> Option<Self> {
        let mut prompt = Self::default();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match word {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                "consent" => prompt.consent = true,
                "select_account" => prompt.select_account = true,
                _ => return None,
            }
        }
        let contradicts = prompt.none && (prompt.login || prompt.consent || prompt.select_account);
        (!contradicts).then_some(prompt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contradictions_are_refused() {
        assert!(Prompt::parse("login consent").is_some_and(|p| p.login && p.consent && !p.none));
        assert_eq!(Prompt::parse("none login"), None);
        assert_eq!(Prompt::parse("create"), None);
    }
}
