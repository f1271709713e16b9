//! Reads resources as senders write them: names in any case, truth in words, one value where there may be several. What
//! nobody may set, and what no schema knows, is passed over (RFC 7644 §3.3, §3.5.1).

use serde_json::{Value, json};

use super::matches::truth;
use super::schema::{Attribute, Type, common, find};
use super::{Kind, Resource, ScimType, Wrong, is_unassigned, member};

/// Longer texts are refused; a certificate is the longest that anybody sends.
const LONGEST: usize = 16 * 1024;

/// More of one resource is refused.
const MOST_BYTES: usize = 64 * 1024;

/// How many values one attribute may have.
pub const MOST_VALUES: usize = 10_000;

/// A resource in the case of its schemas, with what may be set, and nothing empty.
pub fn resource(kind: Kind, sent: &Resource) -> Result<Resource, Wrong> {
    let mut read = attributes(&kind.schema().attributes, sent)?;
    if let Some(value) = member(sent, "externalId").filter(|value| !is_unassigned(value)) {
        let external = find(common(), "externalId");
        if let Some(value) = external.map(|one| single(one, value)).transpose()?.flatten() {
            read.insert("externalId".to_owned(), value);
        }
    }
    if let Some(extension) = kind.extension()
        && let Some(sent) = member(sent, &extension.id).filter(|value| !value.is_null())
    {
        let parts = sent.as_object().ok_or_else(|| not(&extension.id, "an object"))?;
        let parts = attributes(&extension.attributes, parts)?;
        if !parts.is_empty() {
            read.insert(extension.id.clone(), Value::Object(parts));
        }
    }
    for attribute in kind.schema().attributes.iter().filter(|one| one.required) {
        if !read.contains_key(&attribute.name) {
            return Err(Wrong::value(&attribute.name, "is required"));
        }
    }
    let is_user = kind == Kind::User;
    if is_user && serde_json::to_string(&read).map_or(usize::MAX, |text| text.len()) > MOST_BYTES {
        return Err(Wrong::new(ScimType::InvalidValue, "the resource is too large"));
    }
    Ok(read)
}

fn attributes(known: &[Attribute], sent: &Resource) -> Result<Resource, Wrong> {
    let mut read = Resource::new();
    for (name, value) in sent {
        let Some(attribute) = find(known, name).filter(|one| !one.is_read_only()) else { continue };
        if let Some(value) = value_of(attribute, value)? {
            read.insert(attribute.name.clone(), value);
        }
    }
    Ok(read)
}

/// The value of an attribute; none where it says nothing.
pub fn value_of(attribute: &Attribute, sent: &Value) -> Result<Option<Value>, Wrong> {
    if is_unassigned(sent) {
        return Ok(None);
    }
    if !attribute.multi_valued {
        return single(attribute, sent);
    }
    let one = [sent.clone()];
    let list = sent.as_array().map_or(&one[..], Vec::as_slice);
    if list.len() > MOST_VALUES {
        return Err(Wrong::value(&attribute.name, "has too many values"));
    }
    let mut read = Vec::new();
    for one in list {
        read.extend(single(attribute, one)?);
    }
    if read.iter().filter(|one| one["primary"] == true).count() > 1 {
        return Err(Wrong::value(&attribute.name, "has more than one primary value"));
    }
    Ok((!read.is_empty()).then_some(Value::Array(read)))
}

/// One value of an attribute.
pub fn single(attribute: &Attribute, sent: &Value) -> Result<Option<Value>, Wrong> {
    let name = &attribute.name;
    match attribute.kind {
        Type::Complex => {
            let short;
            let parts = match sent {
                Value::Object(parts) => parts,
                // A bare text is the value: so Entra ID sends a manager.
                Value::String(text) if attribute.sub("value").is_some() => {
                    short = Resource::from_iter([("value".to_owned(), json!(text))]);
                    &short
                }
                Value::Null => return Ok(None),
                _ => return Err(not(name, "an object")),
            };
            let parts = attributes(&attribute.sub_attributes, parts)?;
            Ok((!parts.is_empty()).then_some(Value::Object(parts)))
        }
        Type::Boolean => match truth(sent) {
            Some(value) => Ok(Some(Value::Bool(value))),
            None => Err(not(name, "true or false")),
        },
        Type::Integer => {
            if sent.is_i64() {
                Ok(Some(sent.clone()))
            } else {
                Err(not(name, "a number"))
            }
        }
        Type::String | Type::Reference | Type::Binary | Type::DateTime => {
            let text = sent.as_str().ok_or_else(|| not(name, "a text"))?;
            if text.len() > LONGEST || text.contains('\0') {
                return Err(Wrong::value(name, "is too long"));
            }
            Ok((!text.is_empty()).then(|| json!(text)))
        }
    }
}

fn not(name: &str, what: &str) -> Wrong {
    Wrong::value(name, &format!("is not {what}"))
}
