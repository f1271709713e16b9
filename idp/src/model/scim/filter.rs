//! The filter language (RFC 7644 §3.4.2.2), read within bounds of length, depth and number of terms.

use serde_json::{Number, Value};

use super::Wrong;
use super::path::Name;

/// A longer filter is not read.
pub const MOST_BYTES: usize = 2_048;
/// Brackets and negations within each other.
const MOST_DEPTH: usize = 12;
const MOST_TERMS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Eq,
    Ne,
    Co,
    Sw,
    Ew,
    Gt,
    Ge,
    Lt,
    Le,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Present(Name),
    Compare(Name, Op, Value),
    /// Of one and the same of several values.
    Within(Name, Box<Filter>),
}

impl Filter {
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        Parser::read(text)
    }
}

pub(super) struct Parser<'a> {
    rest: &'a str,
    depth: usize,
    terms: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn read(text: &'a str) -> Result<Filter, Wrong> {
        if text.len() > MOST_BYTES {
            return Err(Wrong::filter("the filter is too long"));
        }
        let mut parser = Self { rest: text, depth: 0, terms: 0 };
        let filter = parser.any()?;
        parser.skip();
        if parser.rest.is_empty() { Ok(filter) } else { Err(bad()) }
    }

    fn any(&mut self) -> Result<Filter, Wrong> {
        let mut list = vec![self.all()?];
        while self.word("or") {
            list.push(self.all()?);
        }
        Ok(one_or(list, Filter::Any))
    }

    fn all(&mut self) -> Result<Filter, Wrong> {
        let mut list = vec![self.term()?];
        while self.word("and") {
            list.push(self.term()?);
        }
        Ok(one_or(list, Filter::All))
    }

    fn term(&mut self) -> Result<Filter, Wrong> {
        self.terms += 1;
        if self.terms > MOST_TERMS {
            return Err(Wrong::filter("the filter has too many terms"));
        }
        self.skip();
        if self.starts_group("not") {
            return Ok(Filter::Not(Box::new(self.inside('(', ')')?)));
        }
        if self.rest.starts_with('(') {
            return self.inside('(', ')');
        }
        let name = self.name()?;
        if self.rest.starts_with('[') {
            return Ok(Filter::Within(name, Box::new(self.inside('[', ']')?)));
        }
        if self.word("pr") {
            return Ok(Filter::Present(name));
        }
        let op = self.op()?;
        let value = self.value()?;
        let ordered = matches!(op, Op::Gt | Op::Ge | Op::Lt | Op::Le);
        if ordered && (value.is_boolean() || value.is_null()) {
            return Err(Wrong::filter("this value has no order"));
        }
        Ok(Filter::Compare(name, op, value))
    }

    /// What stands between brackets, which are consumed.
    fn inside(&mut self, open: char, close: char) -> Result<Filter, Wrong> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(Wrong::filter("the filter is too deep"));
        }
        self.rest = self.rest.strip_prefix(open).ok_or_else(bad)?;
        let filter = self.any()?;
        self.skip();
        self.rest = self.rest.strip_prefix(close).ok_or_else(bad)?;
        self.depth -= 1;
        Ok(filter)
    }

    /// Consumes a word before a bracket.
    fn starts_group(&mut self, word: &str) -> bool {
        let Some(start) = self.rest.get(..word.len()) else { return false };
        let rest = self.rest[word.len()..].trim_start_matches(' ');
        let found = start.eq_ignore_ascii_case(word) && rest.starts_with('(');
        if found {
            self.rest = rest;
        }
        found
    }

    fn name(&mut self) -> Result<Name, Wrong> {
        let end = self.rest.find([' ', '[', ']', '(', ')']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        Name::parse(name).filter(|name| !name.name.is_empty()).ok_or_else(bad)
    }

    fn op(&mut self) -> Result<Op, Wrong> {
        let table = [
            ("eq", Op::Eq),
            ("ne", Op::Ne),
            ("co", Op::Co),
            ("sw", Op::Sw),
            ("ew", Op::Ew),
            ("gt", Op::Gt),
            ("ge", Op::Ge),
            ("lt", Op::Lt),
            ("le", Op::Le),
        ];
        table.into_iter().find(|(word, _)| self.word(word)).map(|(_, op)| op).ok_or_else(bad)
    }

    /// A text, a number, true, false or null, as JSON writes them.
    fn value(&mut self) -> Result<Value, Wrong> {
        self.skip();
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<Value>();
        if !self.rest.starts_with('"') {
            let end = self.rest.find([' ', ')', ']']).unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at(end);
            self.rest = rest;
            return match word.to_ascii_lowercase().as_str() {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                "null" => Ok(Value::Null),
                _ => word.parse::<Number>().map(Value::Number).map_err(|_| bad()),
            };
        }
        let value = values.next().and_then(Result::ok).ok_or_else(bad)?;
        self.rest = &self.rest[values.byte_offset()..];
        Ok(value)
    }

    /// Consumes a word that ends where it ends.
    fn word(&mut self, word: &str) -> bool {
        self.skip();
        let Some(start) = self.rest.get(..word.len()) else { return false };
        let rest = &self.rest[word.len()..];
        let ends = rest.is_empty() || rest.starts_with([' ', '(', ')', ']']);
        let found = start.eq_ignore_ascii_case(word) && ends;
        if found {
            self.rest = rest;
        }
        found
    }

    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }
}

fn one_or(mut list: Vec<Filter>, many: fn(Vec<Filter>) -> Filter) -> Filter {
    match (list.len(), list.pop()) {
        (1, Some(one)) => one,
        (_, taken) => {
            list.extend(taken);
            many(list)
        }
    }
}

fn bad() -> Wrong {
    Wrong::filter("the filter cannot be read")
}

impl Filter {
    /// The value that a filter of equalities describes: what a change begins that picks nothing yet.
    pub(super) fn as_example(
        &self,
        attribute: &super::schema::Attribute,
    ) -> Option<super::Resource> {
        match self {
            Self::Compare(name, Op::Eq, value) if name.sub.is_none() => {
                let sub = attribute.sub(&name.name)?;
                Some(super::Resource::from_iter([(sub.name.clone(), value.clone())]))
            }
            Self::All(list) => list.iter().try_fold(super::Resource::new(), |mut all, one| {
                all.extend(one.as_example(attribute)?);
                Some(all)
            }),
            _ => None,
        }
    }

    /// Whether every name in it is an attribute of such resources.
    pub fn is_known(&self, kind: super::Kind) -> bool {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().all(|one| one.is_known(kind)),
            Self::Not(one) => one.is_known(kind),
            Self::Present(name) | Self::Compare(name, ..) => name.is_known(kind),
            Self::Within(name, inner) => {
                let attribute = kind.attribute(name.urn, &name.name);
                attribute.is_some_and(|one| name.sub.is_none() && inner.is_about(one))
            }
        }
    }

    fn is_about(&self, attribute: &super::schema::Attribute) -> bool {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().all(|one| one.is_about(attribute)),
            Self::Not(one) => one.is_about(attribute),
            Self::Present(name) | Self::Compare(name, ..) => {
                name.urn.is_none() && name.sub.is_none() && attribute.sub(&name.name).is_some()
            }
            Self::Within(..) => false,
        }
    }
}
