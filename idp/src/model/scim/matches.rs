//! Whether a resource is what a filter asks for (RFC 7644 §3.4.2.2).

use std::cmp::Ordering;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::filter::{Filter, Op};
use super::path::Name;
use super::schema::{Attribute, Kind, Type};
use super::{Resource, is_unassigned, member};

impl Filter {
    pub fn matches(&self, kind: Kind, resource: &Resource) -> bool {
        let test = |name: &Name, test: &dyn Fn(&Value, Option<&Attribute>) -> bool| {
            let attribute = name.attribute(kind);
            name.values(resource).iter().any(|value| test(value, attribute))
        };
        match self {
            Self::All(list) => list.iter().all(|one| one.matches(kind, resource)),
            Self::Any(list) => list.iter().any(|one| one.matches(kind, resource)),
            Self::Not(one) => !one.matches(kind, resource),
            Self::Present(name) => test(name, &|value, _| !is_nothing(value)),
            Self::Compare(name, op, wanted) => compared(*op, wanted, |op| {
                test(name, &|value, attribute| holds(value, op, wanted, attribute))
            }),
            Self::Within(name, inner) => {
                let Some(attribute) = name.attribute(kind) else { return false };
                let list = name.holder(resource).and_then(|holder| member(holder, &name.name));
                let list = list.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                list.iter().any(|one| inner.matches_value(attribute, one))
            }
        }
    }

    /// The same about one of several values of an attribute.
    pub fn matches_value(&self, attribute: &Attribute, one: &Value) -> bool {
        let part = |name: &Name| (one.get(one_name(attribute, name)), attribute.sub(&name.name));
        match self {
            Self::All(list) => list.iter().all(|inner| inner.matches_value(attribute, one)),
            Self::Any(list) => list.iter().any(|inner| inner.matches_value(attribute, one)),
            Self::Not(inner) => !inner.matches_value(attribute, one),
            Self::Present(name) => part(name).0.is_some_and(|value| !is_nothing(value)),
            Self::Compare(name, op, wanted) => compared(*op, wanted, |op| {
                let (value, sub) = part(name);
                value.is_some_and(|value| holds(value, op, wanted, sub))
            }),
            Self::Within(..) => false,
        }
    }
}

fn one_name<'a>(attribute: &'a Attribute, name: &'a Name) -> &'a str {
    attribute.sub(&name.name).map_or(name.name.as_str(), |sub| sub.name.as_str())
}

impl Name {
    fn holder<'a>(&self, resource: &'a Resource) -> Option<&'a Resource> {
        match self.extension() {
            Some(urn) => resource.get(urn)?.as_object(),
            None => Some(resource),
        }
    }

    /// The attribute compared with: the part named, or what stands for the whole.
    fn attribute(&self, kind: Kind) -> Option<&'static Attribute> {
        let attribute = kind.attribute(self.urn, &self.name)?;
        match &self.sub {
            Some(sub) => attribute.sub(sub),
            None => Some(attribute),
        }
    }

    /// All values that the name stands for; of complex ones their `value`.
    pub fn values<'a>(&self, resource: &'a Resource) -> Vec<&'a Value> {
        let value = self.holder(resource).and_then(|holder| member(holder, &self.name));
        let list = match value {
            None => return Vec::new(),
            Some(Value::Array(list)) => list.iter().collect(),
            Some(one) => vec![one],
        };
        let sub = self.sub.as_deref();
        let part = |value: &'a Value| match (value, sub) {
            (Value::Object(parts), sub) => {
                member(parts, sub.unwrap_or("value")).or(sub.is_none().then_some(value))
            }
            (value, None) => Some(value),
            _ => None,
        };
        list.into_iter().filter_map(part).collect()
    }
}

fn is_nothing(value: &Value) -> bool {
    is_unassigned(value) || value == "" || value.as_object().is_some_and(Resource::is_empty)
}

/// `ne` is not `eq`, and nothing equals null.
fn compared(op: Op, wanted: &Value, test: impl Fn(Op) -> bool) -> bool {
    match (op, wanted.is_null()) {
        (Op::Eq, true) => !test(Op::Ne),
        (Op::Ne, false) => !test(Op::Eq),
        (op, _) => test(op),
    }
}

fn holds(value: &Value, op: Op, wanted: &Value, attribute: Option<&Attribute>) -> bool {
    if wanted.is_null() {
        return op == Op::Ne && !is_nothing(value);
    }
    match (value, wanted) {
        (Value::Bool(value), wanted) => op == Op::Eq && truth(wanted) == Some(*value),
        (Value::Number(value), Value::Number(wanted)) => {
            value.as_f64().partial_cmp(&wanted.as_f64()).is_some_and(|order| fits(op, order))
        }
        (Value::String(value), Value::String(wanted)) => texts(value, op, wanted, attribute),
        _ => false,
    }
}

/// True and false, as senders write them.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn texts(value: &str, op: Op, wanted: &str, attribute: Option<&Attribute>) -> bool {
    if attribute.is_some_and(|one| one.kind == Type::DateTime) {
        let at = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
        let (Some(value), Some(wanted)) = (at(value), at(wanted)) else { return false };
        return fits(op, value.cmp(&wanted));
    }
    let exact = attribute.is_some_and(|one| one.case_exact);
    let fold = |text: &str| if exact { text.to_owned() } else { text.to_lowercase() };
    let (value, wanted) = (fold(value), fold(wanted));
    match op {
        Op::Co => value.contains(&wanted),
        Op::Sw => value.starts_with(&wanted),
        Op::Ew => value.ends_with(&wanted),
        op => fits(op, value.cmp(&wanted)),
    }
}

const fn fits(op: Op, order: Ordering) -> bool {
    match op {
        Op::Eq => order.is_eq(),
        Op::Ne => order.is_ne(),
        Op::Gt => order.is_gt(),
        Op::Ge => order.is_ge(),
        Op::Lt => order.is_lt(),
        Op::Le => order.is_le(),
        Op::Co | Op::Sw | Op::Ew => false,
    }
}
