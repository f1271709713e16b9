//! Recovery codes: ten secrets on paper, each of which proves its owner once.

use super::fold;
use super::ids::{TenantId, UserId};
use super::moment::Moment;

/// How many are made at once.
pub const COUNT: usize = 10;

/// Letters of one code. Of an alphabet of 31 these are 74 bits.
pub const LETTERS: usize = 15;

const GROUP: usize = 5;

/// What an owner still has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub count: u32,
    /// None where none were ever made.
    pub made: Option<Moment>,
}

/// A code as people read it: in groups of five.
pub fn grouped(letters: &str) -> String {
    let mut text = String::with_capacity(letters.len() + letters.len() / GROUP);
    for (at, letter) in letters.chars().enumerate() {
        if at > 0 && at % GROUP == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

/// A typed code as it was drawn: width, case, spaces and hyphens do not matter.
pub fn folded(typed: &str) -> String {
    let start: String = typed.chars().take(100).collect();
    fold::code(&start).to_uppercase()
}

/// What the digest of a code covers: a code is its owner's alone.
pub fn digest_input(tenant: TenantId, user: UserId, folded: &str) -> String {
    format!("recovery|{tenant}|{user}|{folded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_groups_and_typed_in_any_way() {
        let drawn = "ABCDE23456FGHJK";
        assert_eq!(grouped(drawn), "ABCDE-23456-FGHJK");
        for typed in [
            "ABCDE-23456-FGHJK",
            "abcde 23456 fghjk",
            "ＡＢＣＤＥ－２３４５６－ＦＧＨＪＫ",
            " abcde−23456ー FGHJK　",
            drawn,
        ] {
            assert_eq!(folded(typed), drawn, "{typed}");
        }
        assert!(folded(&"A".repeat(100_000)).len() <= 100);
    }

    #[test]
    fn a_code_holds_seventy_four_bits() {
        let letters = f64::from(u8::try_from(LETTERS).unwrap());
        assert!(31_f64.log2() * letters >= 74.0);
    }
}
