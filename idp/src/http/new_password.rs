//! New passwords on pages: the rules in words, for password managers, and what was wrong with one.

use fluent_templates::fluent_bundle::FluentValue;

use crate::model::password::Weakness;
use crate::model::policy::{CharacterClass, Characters, Language, PasswordRules};
use crate::usecase::login::new_password::Refusal;
use crate::wire::params::Params;
use crate::words::{text, text_with};

/// The two fields of a new password, by the ids of their elements.
pub const PAIR: [&str; 2] = ["new-password", "new-password-confirm"];

/// The id of the first of these fields that was left empty. Their names are the ids with underscores.
pub fn left_empty<'a>(fields: &Params, ids: &[&'a str]) -> Option<&'a str> {
    let is_empty = |id: &&&str| fields.value(&id.replace('-', "_")).is_none_or(str::is_empty);
    ids.iter().find(is_empty).copied()
}

/// The problem word of a refusal, and the number that its text names.
pub const fn wording(refusal: &Refusal) -> (&'static str, Option<u8>) {
    match refusal {
        Refusal::Mismatch => ("password_mismatch", None),
        Refusal::Reused => ("password_reused", None),
        Refusal::Weak(Weakness::TooShort(least)) => ("password_too_short", Some(*least)),
        Refusal::Weak(Weakness::TooLong(most)) => ("password_too_long", Some(*most)),
        Refusal::Weak(Weakness::Characters) => ("password_characters", None),
        Refusal::Weak(Weakness::Classes(_)) => ("password_classes", None),
        Refusal::Weak(Weakness::ContainsId) => ("password_contains_id", None),
        Refusal::Weak(Weakness::Commonplace) => ("password_common", None),
    }
}

/// The rules that `PasswordRules::judge` checks, each in words.
pub fn rules_in_words(rules: &PasswordRules, second: bool, language: Language) -> Vec<String> {
    let number = |value: u8| FluentValue::from(i64::from(value));
    let length = [("min", number(rules.shortest(second))), ("max", number(rules.length_max))];
    let mut lines = vec![text_with(language, "rule-length", &length)];
    if rules.characters == Characters::HalfWidth {
        lines.push(text(language, "rule-characters-half-width"));
    }
    if !rules.required_classes.is_empty() {
        let names: Vec<_> =
            rules.required_classes.iter().map(|class| text(language, class_key(*class))).collect();
        let list = names.join(&text(language, "list-separator"));
        lines.push(text_with(language, "rule-classes", &[("list", FluentValue::from(list))]));
    }
    lines.push(match rules.former_refused {
        0 | 1 => text(language, "rule-not-current"),
        n => text_with(language, "rule-not-former", &[("n", number(n))]),
    });
    lines.push(text(language, "rule-not-id"));
    if rules.refuse_commonplace {
        lines.push(text(language, "rule-not-common"));
    }
    lines
}

const fn class_key(class: CharacterClass) -> &'static str {
    match class {
        CharacterClass::Digit => "class-digit",
        CharacterClass::Lower => "class-lower",
        CharacterClass::Upper => "class-upper",
        CharacterClass::Symbol => "class-symbol",
    }
}

/// The same for password managers that make one (`passwordrules`).
pub fn rules_for_managers(rules: &PasswordRules, second: bool) -> String {
    let mut line =
        format!("minlength: {}; maxlength: {};", rules.shortest(second), rules.length_max);
    for class in &rules.required_classes {
        line.push_str(match class {
            CharacterClass::Digit => " required: digit;",
            CharacterClass::Lower => " required: lower;",
            CharacterClass::Upper => " required: upper;",
            CharacterClass::Symbol => " required: [-!#$%&*+=.];",
        });
    }
    line.push_str(" allowed: lower, upper, digit, [-!#$%&*+=.];");
    line
}
