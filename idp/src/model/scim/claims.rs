//! What of a person's resource is known to websites too: standard claims (OpenID Connect Core §5.1) and attributes.
//!
//! Each side keeps its own. Where a claim is not what the resource says, somebody told it by another door: that counts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{ENTERPRISE, Resource, Wrong, preferred};
use crate::model::claims::Claims;

/// Claims, and the attribute and part that each has a place in.
const PLACES: [(&str, &str, Option<&str>); 8] = [
    ("name", "displayName", None),
    ("family_name", "name", Some("familyName")),
    ("given_name", "name", Some("givenName")),
    ("middle_name", "name", Some("middleName")),
    ("nickname", "nickName", None),
    ("profile", "profileUrl", None),
    ("locale", "locale", None),
    ("zoneinfo", "timezone", None),
];

/// Claims that come from the preferred one of several values.
const LISTS: [(&str, &str); 2] = [("phone_number", "phoneNumbers"), ("picture", "photos")];

const ADDRESS: [(&str, &str); 6] = [
    ("formatted", "formatted"),
    ("street_address", "streetAddress"),
    ("locality", "locality"),
    ("region", "region"),
    ("postal_code", "postalCode"),
    ("country", "country"),
];

/// What becomes an attribute of the tenant's own, under the same name.
const OWN: [&str; 2] = ["title", "userType"];
const OWN_OF_ENTERPRISE: [&str; 5] =
    ["employeeNumber", "costCenter", "organization", "division", "department"];

type Told = BTreeMap<String, Value>;

/// The claims after a resource was set: what it says, and what else is known.
pub fn told(before: &Claims, resource: &Resource) -> Result<Claims, Wrong> {
    let said = said_by(resource);
    let mut claims = flat(before);
    claims.retain(|name, _| !is_mapped(name));
    claims.extend(said);
    let claims = unflat(claims).ok_or_else(|| Wrong::value("value", "is not readable"))?;
    claims.check().map_err(|wrong| Wrong::value(&wrong.0, wrong.1))?;
    Ok(claims)
}

/// Brings a resource to what is known by other doors.
pub fn overlay(resource: &mut Resource, claims: &Claims) {
    let (said, known) = (said_by(resource), flat(claims));
    let names: Vec<_> = said.keys().chain(known.keys()).cloned().collect();
    for name in names.into_iter().filter(|name| is_mapped(name)) {
        if said.get(&name) != known.get(&name) {
            set(resource, &name, known.get(&name));
        }
    }
}

fn is_mapped(name: &str) -> bool {
    let own = |name: &str| OWN.contains(&name) || OWN_OF_ENTERPRISE.contains(&name);
    PLACES.iter().any(|(claim, ..)| *claim == name)
        || LISTS.iter().any(|(claim, _)| *claim == name)
        || name == "address"
        || name.strip_prefix("attributes.").is_some_and(own)
}

fn said_by(resource: &Resource) -> Told {
    let mut said = Told::new();
    let mut say = |claim: &str, value: Option<&Value>| {
        said.extend(value.map(|value| (claim.to_owned(), value.clone())));
    };
    let part = |key: &str, sub: &str| resource.get(key).and_then(|value| value.get(sub));
    for (claim, key, sub) in PLACES {
        let value = match sub {
            Some(sub) => part(key, sub),
            None => resource.get(key),
        };
        say(claim, value.filter(|value| claim != "profile" || is_web(value)));
    }
    if !resource.contains_key("displayName") {
        say("name", part("name", "formatted"));
    }
    for name in OWN {
        say(&format!("attributes.{name}"), resource.get(name));
    }
    for name in OWN_OF_ENTERPRISE {
        say(&format!("attributes.{name}"), part(ENTERPRISE, name));
    }
    let value = |key: &str| preferred(resource.get(key)).and_then(|one| one.get("value"));
    say("picture", value("photos").filter(|value| is_web(value)));
    let phone = value("phoneNumbers").and_then(Value::as_str);
    say("phone_number", phone.map(|text| json!(text.trim_start_matches("tel:"))).as_ref());
    if let Some(parts) = preferred(resource.get("addresses")) {
        let parts = ADDRESS
            .iter()
            .filter_map(|(claim, sub)| Some(((*claim).to_owned(), parts.get(*sub)?.clone())));
        let address: Resource = parts.collect();
        say("address", (!address.is_empty()).then_some(Value::Object(address)).as_ref());
    }
    said
}

fn is_web(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    url::Url::parse(text).is_ok_and(|url| ["http", "https"].contains(&url.scheme()))
}

fn set(resource: &mut Resource, claim: &str, value: Option<&Value>) {
    if let Some((_, key, sub)) = PLACES.iter().find(|(one, ..)| *one == claim) {
        match sub {
            Some(sub) => set_part(resource, key, sub, value),
            None => set_in(resource, key, value),
        }
        if claim == "name" && value.is_none() {
            set_part(resource, "name", "formatted", None);
        }
        return;
    }
    if let Some(name) = claim.strip_prefix("attributes.") {
        if OWN.contains(&name) {
            return set_in(resource, name, value);
        }
        return set_part(resource, ENTERPRISE, name, value);
    }
    let list = LISTS.iter().find(|(one, _)| *one == claim).map_or("addresses", |(_, key)| key);
    let new = match value {
        Some(Value::Object(address)) => Some(address_of(address)),
        Some(value) => Some(Resource::from_iter([("value".to_owned(), value.clone())])),
        None => None,
    };
    set_preferred(resource, list, new);
}

fn address_of(claim: &Resource) -> Resource {
    let part = |(from, to): &(&str, &str)| Some(((*to).to_owned(), claim.get(*from)?.clone()));
    ADDRESS.iter().filter_map(part).collect()
}

fn set_preferred(resource: &mut Resource, key: &str, new: Option<Resource>) {
    let mut list = match resource.remove(key) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    let at = list.iter().position(|one| one["primary"] == true).unwrap_or(0);
    match (list.get_mut(at), new) {
        (Some(Value::Object(parts)), Some(new)) => {
            parts.retain(|key, _| ["type", "primary", "display"].contains(&key.as_str()));
            parts.extend(new);
        }
        (Some(_), None) => drop(list.remove(at)),
        (_, Some(new)) => list.push(Value::Object(new)),
        (None, None) => {}
    }
    if !list.is_empty() {
        resource.insert(key.to_owned(), Value::Array(list));
    }
}

fn set_part(resource: &mut Resource, key: &str, sub: &str, value: Option<&Value>) {
    let mut parts = match resource.remove(key) {
        Some(Value::Object(parts)) => parts,
        _ => Resource::new(),
    };
    set_in(&mut parts, sub, value);
    if !parts.is_empty() {
        resource.insert(key.to_owned(), Value::Object(parts));
    }
}

fn set_in(holder: &mut Resource, key: &str, value: Option<&Value>) {
    match value {
        Some(value) => drop(holder.insert(key.to_owned(), value.clone())),
        None => drop(holder.remove(key)),
    }
}

/// Claims by name; attributes of the tenant's own behind `attributes.`.
fn flat(claims: &Claims) -> Told {
    let Ok(Value::Object(mut all)) = serde_json::to_value(claims) else { return Told::new() };
    let own = all.remove("attributes");
    let own = own.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
    if let Some(Value::Object(address)) = all.get_mut("address") {
        address.retain(|_, part| !part.is_null());
    }
    let empty =
        |value: &Value| value.is_null() || value.as_object().is_some_and(Resource::is_empty);
    let own = own.into_iter().map(|(name, value)| (format!("attributes.{name}"), value));
    all.into_iter().filter(|(_, value)| !empty(value)).chain(own).collect()
}

fn unflat(told: Told) -> Option<Claims> {
    let (mut all, mut own) = (Resource::new(), Resource::new());
    for (name, value) in told {
        match name.strip_prefix("attributes.") {
            Some(name) => own.insert(name.to_owned(), value),
            None => all.insert(name, value),
        };
    }
    all.insert("attributes".to_owned(), Value::Object(own));
    serde_json::from_value(Value::Object(all)).ok()
}
