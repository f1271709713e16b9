//! What of a filter the database can answer. The rest is looked at in what it finds.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::Kind;
use super::filter::{Filter, Op};
use super::list::Order;
use super::matches::truth;
use super::path::Name;
use crate::model::fold;
use crate::model::moment::Moment;
use crate::model::names::LoginName;

/// A question to the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Everything,
    Nothing,
    All(Vec<Test>),
    Any(Vec<Test>),
    Id(Uuid),
    /// The login name of a person, folded; the name of a group, in any case.
    Name(String),
    NameBegins(String),
    ExternalId(String),
    /// Of a person, in lower case.
    Address(String),
    Active(bool),
    /// Of a group.
    Member(Uuid),
    Created(Bound),
    Modified(Bound),
}

/// A side of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    After(Moment),
    From(Moment),
    Before(Moment),
    UpTo(Moment),
}

/// An order that the database knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Id,
    Name,
    Created,
}

/// What holds of whatever a filter finds, and whether that is all that it says.
pub fn test(kind: Kind, filter: &Filter) -> (Test, bool) {
    match filter {
        Filter::All(list) => {
            let (tests, exact) = tests(kind, list);
            (Test::All(tests), exact)
        }
        Filter::Any(list) => {
            let (tests, exact) = tests(kind, list);
            (Test::Any(tests), exact)
        }
        Filter::Compare(name, op, value) => compare(kind, name, *op, value),
        Filter::Within(name, inner) => within(kind, name, inner),
        Filter::Not(_) | Filter::Present(_) => (Test::Everything, false),
    }
}

/// The order of the database, where it is the one asked for.
pub fn column(kind: Kind, order: Option<&Order>) -> Option<(Column, bool)> {
    let Some(order) = order else { return Some((Column::Id, false)) };
    let name = if kind == Kind::User { "userName" } else { "displayName" };
    let table = [(Column::Id, "id", None), (Column::Created, "meta", Some("created"))];
    if kind == Kind::User && order.by.is(name, None) {
        return Some((Column::Name, order.descending));
    }
    let found = table.into_iter().find(|(_, name, sub)| order.by.is(name, *sub));
    found.map(|(column, ..)| (column, order.descending))
}

fn tests(kind: Kind, list: &[Filter]) -> (Vec<Test>, bool) {
    let tests: Vec<_> = list.iter().map(|one| test(kind, one)).collect();
    let exact = tests.iter().all(|(_, exact)| *exact);
    (tests.into_iter().map(|(test, _)| test).collect(), exact)
}

fn within(kind: Kind, name: &Name, inner: &Filter) -> (Test, bool) {
    let of_value = |filter: &Filter| match filter {
        Filter::Compare(sub, op, value) if sub.is("value", None) => {
            let whole = Name { sub: Some("value".to_owned()), ..name.clone() };
            compare(kind, &whole, *op, value)
        }
        _ => (Test::Everything, false),
    };
    match inner {
        Filter::All(list) => (Test::All(list.iter().map(|one| of_value(one).0).collect()), false),
        one => of_value(one),
    }
}

fn compare(kind: Kind, name: &Name, op: Op, value: &Value) -> (Test, bool) {
    let text = value.as_str().unwrap_or_default();
    let is = |one: &str, sub: Option<&str>| name.is(one, sub);
    let id = |found: fn(Uuid) -> Test| Uuid::parse_str(text).map_or(Test::Nothing, found);
    let found = match (kind, op) {
        (_, Op::Eq) if is("id", None) => id(Test::Id),
        (_, Op::Eq) if is("externalId", None) => Test::ExternalId(text.to_owned()),
        (Kind::User, Op::Eq) if is("userName", None) => {
            LoginName::parse(text).map_or(Test::Nothing, |name| Test::Name(name.to_string()))
        }
        (Kind::User, Op::Sw) if is("userName", None) && !text.is_empty() => {
            Test::NameBegins(fold::name(text).to_lowercase())
        }
        (Kind::User, Op::Eq) if is("emails", Some("value")) || is("emails", None) => {
            Test::Address(fold::name(text).to_lowercase())
        }
        (Kind::User, Op::Eq) if is("active", None) => {
            truth(value).map_or(Test::Nothing, Test::Active)
        }
        (Kind::Group, Op::Eq) if is("displayName", None) => Test::Name(text.to_lowercase()),
        (Kind::Group, Op::Eq) if is("members", Some("value")) || is("members", None) => {
            id(Test::Member)
        }
        _ => return moment(name, op, text),
    };
    // Names in scripts whose lower case the database does not know are looked at here too.
    let exact = !matches!(&found, Test::Name(name) if kind == Kind::Group && !name.is_ascii());
    if exact { (found, true) } else { (Test::Everything, false) }
}

fn moment(name: &Name, op: Op, text: &str) -> (Test, bool) {
    let not = (Test::Everything, false);
    let Ok(parsed) = OffsetDateTime::parse(text, &Rfc3339) else { return not };
    let (nanos, whole) = (parsed.unix_timestamp_nanos(), 1_000_000);
    // Finer than what is kept: looked at in what was found.
    if nanos % whole != 0 {
        return not;
    }
    let at = Moment::from_millis(i64::try_from(nanos / whole).unwrap_or(i64::MAX));
    let bound = match op {
        Op::Gt => Bound::After(at),
        Op::Ge => Bound::From(at),
        Op::Lt => Bound::Before(at),
        Op::Le => Bound::UpTo(at),
        _ => return not,
    };
    if name.is("meta", Some("created")) {
        return (Test::Created(bound), true);
    }
    if name.is("meta", Some("lastModified")) {
        return (Test::Modified(bound), true);
    }
    not
}
