//! Temporary passwords: drawn so that nobody misreads them, in a shape that any contract's rules can allow.

use super::policy::PasswordRules;

/// Letters to draw for one; what the rules leave no room for is cut off.
pub const DRAWN: usize = 128;

const GROUP: usize = 4;
const USUAL: usize = 19;

/// Groups of four with hyphens between them, the first of them in capitals: digits, both cases and a symbol.
pub fn shaped(drawn: &str, rules: &PasswordRules, has_second_step: bool) -> String {
    let shortest = usize::from(rules.shortest(has_second_step));
    let length = USUAL.max(shortest).min(usize::from(rules.length_max));
    let mut text = String::with_capacity(length);
    let mut letters = drawn.chars();
    for at in 0..length {
        let between = at % (GROUP + 1) == GROUP && at + 1 < length;
        let letter = if between { Some('-') } else { letters.next() };
        text.extend(letter.map(|one| if at < GROUP { one } else { one.to_ascii_lowercase() }));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::policy::Policy;
    use crate::random::{SystemRandom, letters};

    #[test]
    fn shapes_by_table() {
        let drawn = "KX7MQP4RW9ZTH6YEABCDEFGHJKMNPQRSTUVWXYZ23456789";
        let mut rules = Policy::classic().password;
        assert_eq!(shaped(drawn, &rules, true), "KX7M-qp4r-w9zt-h6ye");
        rules.length_max = 8;
        assert_eq!(shaped(drawn, &rules, true), "KX7M-qp4");
        rules.length_max = 10;
        assert_eq!(shaped(drawn, &rules, true), "KX7M-qp4rw", "no hyphen at the end");
        rules.length_max = 128;
        rules.length_min = 24;
        assert_eq!(shaped(drawn, &rules, true), "KX7M-qp4r-w9zt-h6ye-abcd");
        rules.length_min = 128;
        let long = shaped(&letters(&SystemRandom, DRAWN), &rules, true);
        assert_eq!(long.chars().count(), 128);
    }
}
