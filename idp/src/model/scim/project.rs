//! Which attributes an answer has (RFC 7644 §3.9).

use serde_json::Value;

use super::path::Name;
use super::schema::{Attribute, Returned};
use super::{Kind, Resource, ScimType, Wrong};

/// What was asked to be in the answer, or not to be.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    only: Option<Vec<Name>>,
    without: Vec<Name>,
}

const MOST_NAMES: usize = 100;

impl Projection {
    pub fn of(only: Option<&str>, without: Option<&str>) -> Result<Self, Wrong> {
        let filled = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
        if filled(only) && filled(without) {
            let why = "attributes and excludedAttributes exclude each other";
            return Err(Wrong::new(ScimType::InvalidValue, why));
        }
        let names = |text: &str| {
            let list: Vec<_> =
                text.split(',').map(str::trim).filter(|one| !one.is_empty()).collect();
            if list.len() > MOST_NAMES {
                return Err(Wrong::value("attributes", "names too many"));
            }
            Ok(list.into_iter().filter_map(Name::parse).collect::<Vec<_>>())
        };
        let only = only.filter(|text| !text.trim().is_empty()).map(names).transpose()?;
        let without = without.map(names).transpose()?.unwrap_or_default();
        Ok(Self { only, without })
    }

    /// The resource as it is shown.
    pub fn show(&self, kind: Kind, resource: &Resource) -> Resource {
        let mut shown = match &self.only {
            Some(only) => picked(kind, resource, only),
            None => resource.clone(),
        };
        for name in &self.without {
            drop_from(kind, &mut shown, name);
        }
        shown
    }
}

fn is_always(attribute: Option<&Attribute>) -> bool {
    attribute.is_some_and(|one| one.returned == Returned::Always)
}

fn picked(kind: Kind, resource: &Resource, only: &[Name]) -> Resource {
    let mut shown = Resource::new();
    for (key, value) in resource {
        if is_always(kind.attribute(None, key)) {
            shown.insert(key.clone(), value.clone());
            continue;
        }
        let is_extension = kind.extension().is_some_and(|one| one.id == *key);
        if is_extension && let Value::Object(parts) = value {
            let names: Vec<_> = only.iter().filter(|name| name.extension().is_some()).collect();
            let whole = names.iter().any(|name| name.name.is_empty());
            let of =
                |(key, value): (&String, &Value)| Some((key.clone(), part(key, value, &names)?));
            let found = if whole { parts.clone() } else { parts.iter().filter_map(of).collect() };
            if !found.is_empty() {
                shown.insert(key.clone(), Value::Object(found));
            }
            continue;
        }
        let names: Vec<_> = only.iter().filter(|name| name.extension().is_none()).collect();
        if let Some(value) = part(key, value, &names) {
            shown.insert(key.clone(), value);
        }
    }
    shown
}

/// What of a value is named: all, some parts, or nothing.
fn part(key: &str, value: &Value, names: &[&Name]) -> Option<Value> {
    let about: Vec<_> = names.iter().filter(|name| name.name.eq_ignore_ascii_case(key)).collect();
    if about.iter().any(|name| name.sub.is_none()) {
        return Some(value.clone());
    }
    let subs: Vec<_> = about.iter().filter_map(|name| name.sub.as_deref()).collect();
    let keep = |value: &Value| {
        let mut parts = value.as_object()?.clone();
        parts.retain(|key, _| subs.iter().any(|sub| sub.eq_ignore_ascii_case(key)));
        (!parts.is_empty()).then_some(Value::Object(parts))
    };
    match value {
        _ if subs.is_empty() => None,
        Value::Array(list) => Some(Value::Array(list.iter().filter_map(keep).collect())),
        one => keep(one),
    }
}

fn drop_from(kind: Kind, shown: &mut Resource, name: &Name) {
    let holder = match name.extension() {
        Some(urn) if name.name.is_empty() => {
            shown.remove(urn);
            return;
        }
        Some(urn) => shown.get_mut(urn).and_then(Value::as_object_mut),
        None => Some(shown),
    };
    let Some(attribute) = kind.attribute(name.urn, &name.name) else { return };
    let Some(holder) = holder.filter(|_| !is_always(Some(attribute))) else { return };
    let Some(sub) = name.sub.as_deref().and_then(|sub| attribute.sub(sub)) else {
        if name.sub.is_none() {
            holder.remove(&attribute.name);
        }
        return;
    };
    match holder.get_mut(&attribute.name) {
        Some(Value::Array(list)) => {
            list.iter_mut().filter_map(Value::as_object_mut).for_each(|parts| {
                parts.remove(&sub.name);
            });
        }
        Some(Value::Object(parts)) => drop(parts.remove(&sub.name)),
        _ => {}
    }
}
