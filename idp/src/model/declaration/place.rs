//! Where an item stands in a file of TOML.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The line, from 1, on which what is at a path of keys and numbers stands (`client.0.profile`); where it is not said,
/// that of what would hold it. None of a file that is no TOML.
pub(super) fn line(text: &str, path: &str) -> Option<usize> {
    let whole = DeTable::parse(text).ok()?;
    let mut at = whole.span().start;
    let mut within = Some(Held::Table(whole.get_ref()));
    for part in path.split('.') {
        let Some((start, value)) = within.and_then(|held| held.part(part)) else { break };
        at = start;
        within = Held::of(value);
    }
    Some(line_at(text, at))
}

/// The line of a place in a text.
pub(super) fn line_at(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

/// What holds others.
#[derive(Clone, Copy)]
enum Held<'a> {
    Table(&'a DeTable<'a>),
    Array(&'a [Spanned<DeValue<'a>>]),
}

impl<'a> Held<'a> {
    fn of(value: &'a Spanned<DeValue<'a>>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self::Table(table)),
            DeValue::Array(array) => Some(Self::Array(array)),
            _ => None,
        }
    }

    /// Where a part begins, and what it is.
    fn part(self, name: &str) -> Option<(usize, &'a Spanned<DeValue<'a>>)> {
        match self {
            Self::Table(table) => {
                let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
                Some((key.span().start, value))
            }
            Self::Array(array) => {
                let value = array.get(name.parse::<usize>().ok()?)?;
                Some((value.span().start, value))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    const TEXT: &str = r#"name = "A"

[policy]
history_days = 3
look = { colour = "red",
  name = "x" }
[policy.one_time_code]
digits = 6

[[client]]
client_id = "a"

[[client]]
client_id = "b"
profile = "web"
"#;

    #[test]
    fn an_item_is_found_by_its_path() {
        for (path, wanted) in [
            ("name", 1),
            ("policy.history_days", 4),
            ("policy.look.name", 6),
            ("policy.one_time_code.digits", 8),
            ("policy.one_time_code.life", 7),
            ("client.0", 10),
            ("client.1.profile", 15),
            ("client.1.colour", 13),
            ("client.7", 10),
            ("elsewhere", 1),
        ] {
            assert_eq!(line(TEXT, path), Some(wanted), "{path}");
        }
        assert_eq!(line("name = ", "name"), None);
    }
}
