//! What is known of people, and what of it a client learns (OpenID Connect Core §5.1, §5.4).

mod released;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

pub use self::released::{Known, disclosed, may_be_mapped, permitted, released};
use super::names::MailAddress;

/// The standard claims that somebody told of a person, and attributes of the tenant's own. What is absent is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Claims {
    pub name: Option<String>,
    pub family_name: Option<String>,
    pub given_name: Option<String>,
    pub middle_name: Option<String>,
    pub nickname: Option<String>,
    pub preferred_username: Option<String>,
    pub profile: Option<String>,
    pub picture: Option<String>,
    pub website: Option<String>,
    pub gender: Option<String>,
    pub birthdate: Option<String>,
    pub zoneinfo: Option<String>,
    pub locale: Option<String>,
    pub email: Option<String>,
    pub email_verified: Option<bool>,
    pub phone_number: Option<String>,
    pub phone_number_verified: Option<bool>,
    pub address: Option<Address>,
    /// Of no standard; a policy says which claim each becomes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
}

/// OpenID Connect Core §5.1.1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = PostalAddress)]
pub struct Address {
    pub formatted: Option<String>,
    pub street_address: Option<String>,
    pub locality: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
}

/// Something that a claim cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}: {1}")]
pub struct Wrong(pub String, pub &'static str);

impl Claims {
    /// Refuses what no client could read as the specification describes it.
    pub fn check(&self) -> Result<(), Wrong> {
        let wrong = |name: &str, why| Err(Wrong(name.to_owned(), why));
        for (name, value) in self.told() {
            let text = value.as_str().unwrap_or("-");
            if text.is_empty() || text.len() > 1_024 || text.chars().any(|one| one == '\0') {
                return wrong(&name, "is empty or longer than 1024 bytes");
            }
            let link = ["profile", "picture", "website"].contains(&name.as_str());
            let scheme = Url::parse(text).map(|url| url.scheme().to_owned());
            if link && !scheme.is_ok_and(|scheme| scheme == "https" || scheme == "http") {
                return wrong(&name, "is not a web address");
            }
        }
        if self.email.as_deref().is_some_and(|text| MailAddress::parse(text).is_none()) {
            return wrong("email", "is not a mail address");
        }
        if self.birthdate.as_deref().is_some_and(|text| !is_birthdate(text)) {
            return wrong("birthdate", "is not YYYY-MM-DD, 0000-MM-DD or YYYY");
        }
        let huge = serde_json::to_string(self).map_or(usize::MAX, |text| text.len());
        if huge > 16_384 { wrong("attributes", "are more than 16 KB") } else { Ok(()) }
    }

    /// What the person is called, each way of it, as far as anybody types it to find him.
    pub fn called(&self) -> impl Iterator<Item = String> + '_ {
        let names = [&self.name, &self.family_name, &self.given_name, &self.nickname];
        names.into_iter().flatten().map(|name| name.chars().take(100).collect())
    }

    /// The names of what is told.
    pub fn names(&self) -> Vec<String> {
        self.told()
            .into_iter()
            .map(|(name, _)| name)
            .chain(self.attributes.keys().cloned())
            .collect()
    }

    /// What is known of the standard claims, by name; never a null, never an empty address.
    fn told(&self) -> Map<String, Value> {
        let Ok(Value::Object(mut all)) = serde_json::to_value(self) else { return Map::new() };
        all.remove("attributes");
        if let Some(Value::Object(address)) = all.get_mut("address") {
            address.retain(|_, part| !part.is_null());
        }
        all.retain(|_, value| {
            !value.is_null() && value.as_object().is_none_or(|one| !one.is_empty())
        });
        all
    }
}

/// A day, a day of no year, or a year (§5.1).
fn is_birthdate(text: &str) -> bool {
    let number = |part: &str, digits: usize, range: std::ops::RangeInclusive<u32>| {
        part.len() == digits && part.parse().is_ok_and(|number| range.contains(&number))
    };
    match text.split('-').collect::<Vec<_>>().as_slice() {
        [year] => number(year, 4, 1..=9999),
        [year, month, day] => {
            number(year, 4, 0..=9999) && number(month, 2, 1..=12) && number(day, 2, 1..=31)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_client_could_read_is_refused() {
        for wrong in [
            json!({ "name": "" }),
            json!({ "picture": "javascript:alert(1)" }),
            json!({ "email": "nobody" }),
            json!({ "birthdate": "1999-13-01" }),
            json!({ "birthdate": "1. 1. 1999" }),
            json!({ "attributes": { "x": "y".repeat(20_000) } }),
        ] {
            let claims: Claims = serde_json::from_value(wrong.clone()).unwrap();
            assert!(claims.check().is_err(), "{wrong}");
        }
        assert!(serde_json::from_value::<Claims>(json!({ "sub": "x" })).is_err());
        for (claim, fine) in [("rank", true), ("name#ja-Kana-JP", true), ("sub", false)] {
            assert_eq!(may_be_mapped(claim), fine, "{claim}");
        }
    }
}
