//! What a list is asked for: filter, order, page, attributes (RFC 7644 §3.4.2, §3.4.3).

use std::cmp::Ordering;

use serde_json::Value;

use super::filter::Filter;
use super::path::Name;
use super::project::Projection;
use super::{Kind, Resource, Wrong, member};

/// The most resources of one answer.
pub const MOST: u64 = 200;
const USUAL: u64 = 100;

#[derive(Clone, Debug)]
pub struct Query {
    pub filter: Option<Filter>,
    pub order: Option<Order>,
    /// Counted from one.
    pub start: u64,
    pub count: u64,
    pub projection: Projection,
}

#[derive(Clone, Debug)]
pub struct Order {
    pub by: Name,
    pub descending: bool,
}

impl Query {
    /// Reads parameters by name, as an address or a search request has them.
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Result<Self, Wrong> {
        let number = |name: &str, usual: u64, least: i64| match value(name) {
            None => Ok(usual),
            Some(text) => match text.trim().parse::<i64>() {
                Ok(number) => Ok(number.max(least).unsigned_abs()),
                Err(_) => Err(Wrong::value(name, "is not a number")),
            },
        };
        let filled = |name: &str| value(name).filter(|text| !text.trim().is_empty());
        let order = match filled("sortBy") {
            None => None,
            Some(text) => {
                let by = Name::parse(text.trim()).filter(|name| !name.name.is_empty());
                let by = by.ok_or_else(|| Wrong::value("sortBy", "is not an attribute"))?;
                let word = value("sortOrder").unwrap_or_default();
                Some(Order { by, descending: word.eq_ignore_ascii_case("descending") })
            }
        };
        Ok(Self {
            filter: filled("filter").map(|text| Filter::parse(&text)).transpose()?,
            order,
            start: number("startIndex", 1, 1)?,
            count: number("count", USUAL, 0)?.min(MOST),
            projection: Projection::of(
                value("attributes").as_deref(),
                value("excludedAttributes").as_deref(),
            )?,
        })
    }

    /// The same from the body of a search request: lists of names are lists there.
    pub fn of_body(body: &Resource) -> Result<Self, Wrong> {
        Self::read(|name| match member(body, name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Array(list) => {
                Some(list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","))
            }
            _ => None,
        })
    }

    /// Refuses names that no such resource has.
    pub fn check(&self, kind: Kind) -> Result<(), Wrong> {
        match &self.filter {
            Some(filter) if !filter.is_known(kind) => {
                Err(Wrong::filter("the filter names an attribute that there is not"))
            }
            _ => Ok(()),
        }
    }
}

impl Order {
    /// Whoever has no value comes last, and first where it goes backwards (§3.4.2.3).
    pub fn compare(&self, one: &Resource, other: &Resource) -> Ordering {
        let text = |resource: &Resource| {
            let values = self.by.values(resource);
            let chosen = values.first().copied().cloned()?;
            Some(match chosen {
                Value::String(text) => text.to_lowercase(),
                other => other.to_string(),
            })
        };
        let order = match (text(one), text(other)) {
            (Some(one), Some(other)) => one.cmp(&other),
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (None, None) => Ordering::Equal,
        };
        if self.descending { order.reverse() } else { order }
    }
}
