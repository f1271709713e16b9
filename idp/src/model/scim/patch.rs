//! Changes of a resource (RFC 7644 §3.5.2), as the RFC has them and as the large senders write them.

use serde_json::Value;

use super::path::{Name, Target};
use super::read::{single, value_of};
use super::schema::Attribute;
use super::{Kind, Resource, ScimType, Wrong, filter, is_unassigned, member};

const MOST_OPERATIONS: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Add,
    Replace,
    Remove,
}

/// One change as it was sent.
#[derive(Clone, Debug)]
pub struct Operation {
    op: Op,
    path: Option<Target>,
    value: Value,
}

/// The changes of a request.
pub fn operations(body: &Resource) -> Result<Vec<Operation>, Wrong> {
    let bad = |why: &str| Wrong::new(ScimType::InvalidSyntax, why);
    let list = member(body, "Operations").and_then(Value::as_array);
    let list = list.ok_or_else(|| bad("Operations is not a list"))?;
    if list.is_empty() || list.len() > MOST_OPERATIONS {
        return Err(bad("Operations is empty or too long"));
    }
    let read = |one: &Value| {
        let one = one.as_object().ok_or_else(|| bad("an operation is not an object"))?;
        let word = member(one, "op").and_then(Value::as_str).unwrap_or_default();
        let op = match word.to_ascii_lowercase().as_str() {
            "add" => Op::Add,
            "replace" => Op::Replace,
            "remove" => Op::Remove,
            _ => return Err(bad("op is not add, replace or remove")),
        };
        let path = match member(one, "path") {
            None | Some(Value::Null) => None,
            Some(Value::String(path)) if path.len() <= filter::MOST_BYTES => {
                Some(Target::parse(path)?)
            }
            Some(_) => return Err(Wrong::path("path is not a text, or is too long")),
        };
        let value = member(one, "value").cloned().unwrap_or_default();
        Ok(Operation { op, path, value })
    };
    list.iter().map(read).collect()
}

/// Makes all changes, or says what is wrong with the first that cannot be made.
pub fn apply(kind: Kind, resource: &mut Resource, list: &[Operation]) -> Result<(), Wrong> {
    list.iter().try_for_each(|one| match (&one.path, one.op) {
        (Some(path), op) => change(kind, resource, (op, path, &one.value)),
        (None, Op::Remove) => Err(Wrong::new(ScimType::NoTarget, "remove needs a path")),
        (None, op) => whole(kind, resource, op, &one.value),
    })
}

/// Without a path: what is named is changed. What nobody may set, and what no schema knows, is passed over.
fn whole(kind: Kind, resource: &mut Resource, op: Op, value: &Value) -> Result<(), Wrong> {
    let parts = value.as_object();
    let parts = parts.ok_or_else(|| Wrong::value("value", "is not an object"))?;
    for (key, value) in parts {
        let Ok(path) = Target::parse(key) else { continue };
        let attribute = kind.attribute(path.name.urn, &path.name.name);
        let passed = attribute.is_some_and(Attribute::is_read_only);
        if passed || !path.name.is_known(kind) {
            continue;
        }
        change(kind, resource, (op, &path, value))?;
    }
    Ok(())
}

fn change(kind: Kind, resource: &mut Resource, what: (Op, &Target, &Value)) -> Result<(), Wrong> {
    let (op, path, value) = what;
    let name = &path.name;
    if !name.is_known(kind) {
        return Err(Wrong::path("path names no attribute of this resource"));
    }
    let Some(attribute) = kind.attribute(name.urn, &name.name) else {
        return extension(kind, resource, name, (op, value));
    };
    let sub = name.sub.as_deref().or(path.sub.as_deref());
    let sub = match sub.map(|sub| attribute.sub(sub)) {
        Some(None) => return Err(Wrong::path("path names no part of this attribute")),
        found => found.flatten(),
    };
    if attribute.is_read_only() || sub.is_some_and(Attribute::is_read_only) {
        return Err(Wrong::read_only(&attribute.name));
    }
    if op == Op::Remove && attribute.required && sub.is_none() && path.filter.is_none() {
        return Err(Wrong::new(ScimType::Mutability, "a required attribute cannot be removed"));
    }
    let holder = match name.extension() {
        Some(urn) => {
            let holder = resource.entry(urn).or_insert_with(|| Value::Object(Resource::new()));
            holder.as_object_mut().ok_or_else(|| Wrong::path("the extension is no object"))?
        }
        None => resource,
    };
    match (&path.filter, attribute.multi_valued) {
        (Some(_), false) => Err(Wrong::path("this attribute has one value")),
        (Some(_), true) => some_values(holder, attribute, (op, path, sub), value),
        (None, true) => all_values(holder, attribute, (op, sub), value),
        (None, false) => one_value(holder, attribute, (op, sub), value),
    }
}

/// A whole extension.
fn extension(
    kind: Kind,
    resource: &mut Resource,
    name: &Name,
    (op, value): (Op, &Value),
) -> Result<(), Wrong> {
    let urn = name.extension().ok_or_else(|| Wrong::path("path names no extension"))?;
    if op == Op::Remove || is_unassigned(value) {
        resource.remove(urn);
        return Ok(());
    }
    let parts = value.as_object().ok_or_else(|| Wrong::value(urn, "is not an object"))?;
    for (key, value) in parts {
        let sub = Name { urn: name.urn, name: key.clone(), sub: None };
        if sub.is_known(kind) {
            let path = Target { name: sub, filter: None, sub: None };
            change(kind, resource, (op, &path, value))?;
        }
    }
    Ok(())
}

fn one_value(
    holder: &mut Resource,
    attribute: &Attribute,
    (op, sub): (Op, Option<&Attribute>),
    value: &Value,
) -> Result<(), Wrong> {
    let key = &attribute.name;
    if let Some(sub) = sub {
        let parts = holder.entry(key).or_insert_with(|| Value::Object(Resource::new()));
        let parts = parts.as_object_mut().ok_or_else(|| Wrong::path("not an object"))?;
        put(parts, sub, op, value)?;
        if parts.is_empty() {
            holder.remove(key);
        }
        return Ok(());
    }
    let new = if op == Op::Remove { None } else { single(attribute, value)? };
    match (holder.get_mut(key), new) {
        (Some(Value::Object(before)), Some(Value::Object(new))) => before.extend(new),
        (_, Some(new)) => drop(holder.insert(key.clone(), new)),
        // What is never shown cannot be seen to be gone: it is said.
        (None, None) if op == Op::Remove => drop(holder.insert(key.clone(), Value::Null)),
        (_, None) => drop(holder.remove(key)),
    }
    Ok(())
}

/// All values of an attribute, or a part of each.
fn all_values(
    holder: &mut Resource,
    attribute: &Attribute,
    (op, sub): (Op, Option<&Attribute>),
    value: &Value,
) -> Result<(), Wrong> {
    let key = &attribute.name;
    let mut list = taken(holder, key);
    if let Some(sub) = sub {
        if list.is_empty() && op != Op::Remove {
            list.push(Value::Object(Resource::new()));
        }
        for parts in list.iter_mut().filter_map(Value::as_object_mut) {
            put(parts, sub, op, value)?;
        }
        return given(holder, attribute, list);
    }
    let new = match value_of(attribute, value)? {
        Some(Value::Array(new)) => new,
        _ => Vec::new(),
    };
    match op {
        // Entra ID names the members that go in the value.
        Op::Remove if !new.is_empty() => list.retain(|one| !new.iter().any(|n| same(one, n))),
        Op::Remove => list.clear(),
        Op::Replace => list = new,
        Op::Add => add(&mut list, new),
    }
    given(holder, attribute, list)
}

/// The values that a filter picks, or a part of each.
fn some_values(
    holder: &mut Resource,
    attribute: &Attribute,
    (op, path, sub): (Op, &Target, Option<&Attribute>),
    value: &Value,
) -> Result<(), Wrong> {
    let Some(filter) = &path.filter else { return Ok(()) };
    let mut list = taken(holder, &attribute.name);
    let picked = |one: &Value| filter.matches_value(attribute, one);
    if !list.iter().any(picked) {
        // Entra ID adds the first value of a kind so.
        let begun = filter.as_example(attribute).filter(|_| op == Op::Add);
        let none = || Wrong::new(ScimType::NoTarget, "path picks no value");
        list.push(Value::Object(begun.ok_or_else(none)?));
    }
    if op == Op::Remove && sub.is_none() {
        list.retain(|one| !picked(one));
        return given(holder, attribute, list);
    }
    let mut primary = None;
    for (at, one) in list.iter_mut().enumerate().filter(|(_, one)| picked(one)) {
        let Value::Object(parts) = one else { continue };
        match (sub, op) {
            (Some(sub), op) => put(parts, sub, op, value)?,
            (None, op) => {
                let Some(Value::Object(new)) = single(attribute, value)? else { continue };
                if op == Op::Replace {
                    parts.clear();
                }
                parts.extend(new);
            }
        }
        primary = parts.get("primary").filter(|one| **one == true).map(|_| at).or(primary);
    }
    only_primary(&mut list, primary);
    given(holder, attribute, list)
}

fn put(parts: &mut Resource, sub: &Attribute, op: Op, value: &Value) -> Result<(), Wrong> {
    let new = if op == Op::Remove { None } else { value_of(sub, value)? };
    match new {
        Some(new) => drop(parts.insert(sub.name.clone(), new)),
        None => drop(parts.remove(&sub.name)),
    }
    Ok(())
}

/// Adds what is not there yet. A new preferred value takes the place of the one before.
fn add(list: &mut Vec<Value>, new: Vec<Value>) {
    for one in new {
        let there = list.iter().position(|before| *before == one || same_member(before, &one));
        let at = there.unwrap_or_else(|| {
            list.push(one.clone());
            list.len() - 1
        });
        let primary = (one["primary"] == true).then_some(at);
        only_primary(list, primary);
    }
}

fn only_primary(list: &mut [Value], at: Option<usize>) {
    let Some(at) = at else { return };
    for (other, value) in list.iter_mut().enumerate() {
        if let Value::Object(parts) = value
            && other != at
            && parts.get("primary").is_some_and(|one| *one == true)
        {
            parts.insert("primary".to_owned(), Value::Bool(false));
        }
    }
}

/// Whether they have one value; then one of the two is meant by the other.
fn same(one: &Value, other: &Value) -> bool {
    match (one.get("value"), other.get("value")) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// A member is one, whatever else is told of it.
fn same_member(one: &Value, other: &Value) -> bool {
    other.get("display").is_none() && other.get("primary").is_none() && {
        let kind = |value: &Value| value.get("type").cloned();
        same(one, other) && (kind(other).is_none() || kind(one) == kind(other))
    }
}

fn taken(holder: &mut Resource, key: &str) -> Vec<Value> {
    let Some(Value::Array(list)) = holder.remove(key) else { return Vec::new() };
    list
}

fn given(holder: &mut Resource, attribute: &Attribute, mut list: Vec<Value>) -> Result<(), Wrong> {
    list.retain(|one| one.as_object().is_none_or(|parts| !parts.is_empty()));
    if let Some(list) = value_of(attribute, &Value::Array(list))? {
        holder.insert(attribute.name.clone(), list);
    }
    Ok(())
}
