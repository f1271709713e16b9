//! Which of what is known a client learns: by scope, by name, and under the names that a policy gives to attributes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Claims;
use crate::model::device::Device;
use crate::model::moment::Moment;
use crate::model::policy::ClaimRule;
use crate::model::user::User;
use crate::wire::claims_request::Demand;
use crate::wire::scope::Scope;

/// Which claims a scope stands for (§5.4).
const BY_SCOPE: [(&str, &[&str]); 4] = [
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    ),
    ("email", &["email", "email_verified"]),
    ("address", &["address"]),
    ("phone", &["phone_number", "phone_number_verified"]),
];

/// What the protocol itself says in tokens: no attribute may stand there.
const RESERVED: [&str; 20] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "sid",
    "at_hash",
    "c_hash",
    "s_hash",
    "cnf",
    "act",
    "scope",
    "client_id",
];

/// Whether a policy may let an attribute appear under this name.
pub fn may_be_mapped(claim: &str) -> bool {
    let standard = BY_SCOPE.iter().any(|(_, claims)| claims.contains(&claim));
    let fine = claim.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
    (1..=128).contains(&claim.len()) && fine && !standard && !RESERVED.contains(&claim)
}

/// Everything that may be told of a person.
#[derive(Clone, Debug)]
pub struct Known {
    standard: Map<String, Value>,
    attributes: BTreeMap<String, Value>,
}

impl Known {
    /// What was told of a person, and what the account itself shows: the user ID, and the address of its first device,
    /// which is verified by a code that was sent there and entered.
    pub fn of(user: &User, told: Option<(Claims, Moment)>, device: Option<&Device>) -> Self {
        let (claims, at) = told.map_or((None, None), |(claims, at)| (Some(claims), Some(at)));
        let claims = claims.unwrap_or_default();
        let mut standard = claims.told();
        if !standard.contains_key("preferred_username") {
            standard.insert("preferred_username".to_owned(), json!(user.login_name.to_string()));
        }
        if !standard.contains_key("email")
            && let Some(device) = device
        {
            standard.insert("email".to_owned(), json!(device.address.to_string()));
            standard.insert("email_verified".to_owned(), json!(device.last_used.is_some()));
        }
        if let Some(at) = at {
            standard.insert("updated_at".to_owned(), json!(at.seconds()));
        }
        Self { standard, attributes: claims.attributes }
    }

    fn value(&self, claim: &str, rules: &[ClaimRule]) -> Option<&Value> {
        let mapped = || {
            let rule = rules.iter().find(|rule| rule.claim == claim)?;
            self.attributes.get(&rule.attribute)
        };
        self.standard.get(claim).or_else(mapped).filter(|value| !value.is_null())
    }
}

/// What a client learns by its scope, and by asking for claims one by one. A claim that is not known is no error,
/// however essential (§5.5.1).
pub fn released(
    known: &Known,
    rules: &[ClaimRule],
    scope: &Scope,
    asked: Option<&BTreeMap<String, Option<Demand>>>,
) -> Map<String, Value> {
    let standard = BY_SCOPE.iter().filter(|(token, _)| scope.has(token));
    let by_scope = standard.flat_map(|(_, claims)| claims.iter().copied());
    let by_rule = rules.iter().filter(|rule| scope.has(&rule.scope)).map(|rule| &*rule.claim);
    let by_name = asked.into_iter().flat_map(|asked| asked.keys().map(String::as_str));
    by_scope
        .chain(by_rule)
        .chain(by_name)
        .filter_map(|claim| Some((claim.to_owned(), known.value(claim, rules)?.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::ids::{TenantId, UserId};
    use crate::model::login_method::LoginMethod;
    use crate::model::names::LoginName;
    use crate::model::user::Stage;

    fn known() -> Known {
        let user = User {
            tenant: TenantId(Uuid::nil()),
            id: UserId(Uuid::nil()),
            login_name: LoginName::parse("hanako").unwrap(),
            subject: "s".to_owned(),
            stage: Stage::Invited,
            login_method: LoginMethod::Password,
            created_at: Moment::from_seconds(1),
        };
        let claims: Claims = serde_json::from_value(json!({
            "name": "緑川 花子",
            "phone_number": "+81 3 0000 0000",
            "address": { "country": "JP" },
            "attributes": { "rank": 3 },
        }))
        .unwrap();
        claims.check().unwrap();
        Known::of(&user, Some((claims, Moment::from_seconds(7))), None)
    }

    #[test]
    fn scopes_and_names_open_what_is_known_and_nothing_is_null() {
        let rules = [ClaimRule {
            claim: "https://acme.test/rank".to_owned(),
            scope: "profile".to_owned(),
            attribute: "rank".to_owned(),
        }];
        let of = |scope: &str, asked: Value| {
            let asked = serde_json::from_value(asked).unwrap();
            Value::Object(released(&known(), &rules, &Scope::parse(scope).unwrap(), Some(&asked)))
        };
        let profile = json!({ "name": "緑川 花子", "preferred_username": "hanako", "updated_at": 7,
            "https://acme.test/rank": 3 });
        assert_eq!(of("openid profile email", json!({})), profile);
        assert_eq!(of("address", json!({})), json!({ "address": { "country": "JP" } }));
        assert_eq!(of("openid", json!({ "sub": null, "gender": null, "rank": null })), json!({}));
        let single = json!({ "name": { "essential": true } });
        assert_eq!(of("openid", single), json!({ "name": "緑川 花子" }));
    }
}
