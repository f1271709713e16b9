//! The `claims` parameter (OpenID Connect Core §5.5): single claims, for the ID token or the UserInfo answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Members other than the two are ignored, as the specification asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimsRequest {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub userinfo: BTreeMap<String, Option<Demand>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub id_token: BTreeMap<String, Option<Demand>>,
}

/// What is asked of one claim (§5.5.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Demand {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub essential: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<Value>>,
}

const LONGEST: usize = 8_192;
const MOST_CLAIMS: usize = 100;

impl ClaimsRequest {
    /// None where the text is no JSON object of this shape, or larger than anybody needs.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        // A list of the members would be read too.
        let object: serde_json::Map<String, Value> = serde_json::from_str(text).ok()?;
        let parsed: Self = serde_json::from_value(Value::Object(object)).ok()?;
        let few = parsed.userinfo.len() + parsed.id_token.len() <= MOST_CLAIMS;
        few.then_some(parsed)
    }

    /// Whether it asks for another person than this one (§5.5.1: `sub` with a value).
    pub fn is_for_other(&self, subject: &str) -> bool {
        let subject = Value::from(subject);
        [&self.userinfo, &self.id_token].into_iter().any(|place| {
            let demand = place.get("sub").and_then(Option::as_ref);
            demand.is_some_and(|demand| !demand.is_met_by(&subject))
        })
    }

    pub fn is_empty(&self) -> bool {
        self.userinfo.is_empty() && self.id_token.is_empty()
    }
}

impl Demand {
    /// Whether a value is one of those asked for; without a demand every value is.
    pub fn is_met_by(&self, found: &Value) -> bool {
        let one = self.value.as_ref().is_none_or(|value| value == found);
        let among = self.values.as_ref().is_none_or(|values| values.contains(found));
        one && among
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_places_are_read_and_others_ignored() {
        let text = r#"{"userinfo":{"name":{"essential":true},"nickname":null},
            "id_token":{"acr":{"values":["a","b"]}},"other":{"x":1}}"#;
        let request = ClaimsRequest::parse(text).unwrap();
        assert!(request.userinfo["name"].as_ref().unwrap().essential);
        assert_eq!(request.userinfo["nickname"], None);
        let acr = request.id_token["acr"].as_ref().unwrap();
        assert!(acr.is_met_by(&"b".into()) && !acr.is_met_by(&"c".into()));
    }

    #[test]
    fn another_subject_is_noticed() {
        let request = |text: &str| ClaimsRequest::parse(text).unwrap();
        assert!(!request(r#"{"id_token":{"sub":null}}"#).is_for_other("a"));
        assert!(!request(r#"{"id_token":{"sub":{"value":"a"}}}"#).is_for_other("a"));
        assert!(request(r#"{"userinfo":{"sub":{"value":"b"}}}"#).is_for_other("a"));
        assert!(request(r#"{"id_token":{"sub":{"values":["b","c"]}}}"#).is_for_other("a"));
    }

    #[test]
    fn what_is_not_of_the_shape_or_too_large_is_refused() {
        let deep = format!("{}1{}", r#"{"a":"#.repeat(500), "}".repeat(500));
        let long = format!(r#"{{"userinfo":{{"{}":null}}}}"#, "a".repeat(9_000));
        for wrong in ["", "[]", "1", r#"{"userinfo":[]}"#, r#"{"id_token":{"a":1}}"#, &deep, &long]
        {
            assert_eq!(ClaimsRequest::parse(wrong), None, "{wrong:.40}");
        }
    }
}
