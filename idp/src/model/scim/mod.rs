//! SCIM 2.0 (RFC 7643, RFC 7644): what resources may say, how they are asked for and changed. Pure.

pub mod claims;
pub mod etag;
pub mod filter;
pub mod group;
pub mod list;
mod matches;
pub mod patch;
pub mod path;
pub mod project;
pub mod read;
pub mod schema;
pub mod user;
pub mod wanted;
pub mod wrong;

pub use schema::{ENTERPRISE, Kind};
pub use wrong::{ScimType, Wrong};

/// A resource as JSON. Names have the case of their schema, once it was read.
pub type Resource = serde_json::Map<String, serde_json::Value>;

/// The value of a name, whatever its case (RFC 7643 §2.1).
pub fn member<'a>(object: &'a Resource, name: &str) -> Option<&'a serde_json::Value> {
    object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Nothing: null, or a list of nothing (RFC 7643 §2.5).
pub fn is_unassigned(value: &serde_json::Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// The element that counts where one is wanted: the preferred one, else the first.
pub fn preferred(list: Option<&serde_json::Value>) -> Option<&Resource> {
    let list = list?.as_array()?;
    let is_primary = |one: &&serde_json::Value| one["primary"] == true;
    list.iter().find(is_primary).or_else(|| list.first())?.as_object()
}
