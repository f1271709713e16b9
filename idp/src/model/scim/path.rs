//! Names of attributes: `userName`, `name.familyName`, `urn:…:User:department` (RFC 7644 §3.10), and targets of changes
//! with a filter in brackets (§3.5.2).

use super::filter::{Filter, Parser};
use super::schema::{ENTERPRISE, GROUP, USER};
use super::{Kind, Wrong};

/// A name of an attribute, its schema and its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub urn: Option<&'static str>,
    /// Empty where the whole extension is meant.
    pub name: String,
    pub sub: Option<String>,
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub name: Name,
    /// Which of several values.
    pub filter: Option<Filter>,
    /// The part of those.
    pub sub: Option<String>,
}

const URNS: [&str; 3] = [ENTERPRISE, USER, GROUP];

impl Name {
    /// Reads a name as it stands alone.
    pub fn parse(text: &str) -> Option<Self> {
        let (urn, rest) = split_urn(text)?;
        if urn.is_some() && rest.is_empty() {
            return Some(Self { urn, name: String::new(), sub: None });
        }
        let (name, sub) = match rest.split_once('.') {
            Some((name, sub)) => (name, Some(sub)),
            None => (rest, None),
        };
        let fine = is_word(name) && sub.is_none_or(is_word);
        fine.then(|| Self { urn, name: name.to_owned(), sub: sub.map(str::to_owned) })
    }

    /// Whether this is an attribute of such resources, down to its part.
    pub fn is_known(&self, kind: Kind) -> bool {
        if self.name.is_empty() {
            return self.extension() == kind.extension().map(|_| ENTERPRISE);
        }
        let Some(attribute) = kind.attribute(self.urn, &self.name) else { return false };
        self.sub.as_deref().is_none_or(|sub| attribute.sub(sub).is_some())
    }

    /// The extension that it belongs to.
    pub fn extension(&self) -> Option<&'static str> {
        self.urn.filter(|urn| *urn == ENTERPRISE)
    }

    pub fn is(&self, name: &str, sub: Option<&str>) -> bool {
        let same = |mine: &str, other: &str| mine.eq_ignore_ascii_case(other);
        self.extension().is_none()
            && same(&self.name, name)
            && match (&self.sub, sub) {
                (None, None) => true,
                (Some(mine), Some(other)) => same(mine, other),
                _ => false,
            }
    }
}

impl Target {
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let bad = || Wrong::path("path is not the name of an attribute");
        let Some(open) = text.find('[') else {
            let name = Name::parse(text.trim()).ok_or_else(bad)?;
            return Ok(Self { name, filter: None, sub: None });
        };
        let name = Name::parse(text[..open].trim()).filter(|name| name.sub.is_none());
        let close = text.rfind(']').filter(|close| *close > open).ok_or_else(bad)?;
        let filter = Parser::read(&text[open + 1..close])?;
        let sub = match text[close + 1..].trim() {
            "" => None,
            rest => Some(rest.strip_prefix('.').filter(|sub| is_word(sub)).ok_or_else(bad)?),
        };
        Ok(Self { name: name.ok_or_else(bad)?, filter: Some(filter), sub: sub.map(str::to_owned) })
    }
}

/// The schema that a name begins with, and the rest. A schema that is not served is no name.
fn split_urn(text: &str) -> Option<(Option<&'static str>, &str)> {
    if !text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:")) {
        return Some((None, text));
    }
    URNS.into_iter().find_map(|urn| {
        let (start, rest) = (text.get(..urn.len())?, text.get(urn.len()..)?);
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix(':')? };
        start.eq_ignore_ascii_case(urn).then_some((Some(urn), rest))
    })
}

/// ATTRNAME (§3.4.2.2), and `$ref`.
fn is_word(text: &str) -> bool {
    let rest = text.strip_prefix('$').unwrap_or(text);
    rest.starts_with(|one: char| one.is_ascii_alphabetic())
        && rest.bytes().all(|one| one.is_ascii_alphanumeric() || one == b'-' || one == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_table() {
        for (text, urn, name, sub) in [
            ("userName", None, "userName", None),
            ("name.familyName", None, "name", Some("familyName")),
            ("members.$ref", None, "members", Some("$ref")),
            ("urn:ietf:params:scim:schemas:core:2.0:User:userName", Some(USER), "userName", None),
            (
                "URN:ietf:params:scim:schemas:extension:enterprise:2.0:user:manager.value",
                Some(ENTERPRISE),
                "manager",
                Some("value"),
            ),
            (ENTERPRISE, Some(ENTERPRISE), "", None),
        ] {
            let found = Name::parse(text).unwrap();
            assert_eq!((found.urn, found.name.as_str(), found.sub.as_deref()), (urn, name, sub));
        }
        for wrong in ["", "1a", "a b", "a.b.c", "a.", ".a", "urn:x:y", "a[b]", "ユーザ"] {
            assert_eq!(Name::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn targets_by_table() {
        let target = Target::parse("emails[type eq \"work\" and value co \"@a]b\"].value").unwrap();
        assert_eq!((target.name.name.as_str(), target.sub.as_deref()), ("emails", Some("value")));
        assert!(Target::parse("members").unwrap().filter.is_none());
        for wrong in
            ["emails[type eq \"work\"", "emails[]", "emails[type]", "a[b pr]c", "a.b[c pr]"]
        {
            assert!(Target::parse(wrong).is_err(), "{wrong}");
        }
    }
}
