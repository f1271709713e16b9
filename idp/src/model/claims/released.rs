//! Which of what is known a client learns: by scope, by name, and under the names that a policy gives to attributes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Claims;
use crate::model::device::Device;
use crate::model::moment::Moment;
use crate::model::policy::ClaimRule;
use crate::model::user::User;
use crate::wire::claims_request::{ClaimsRequest, Demand};
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

/// The scope that opens a claim, where one does.
fn scope_of<'a>(claim: &str, rules: &'a [ClaimRule]) -> Option<&'a str> {
    let standard = BY_SCOPE.iter().find(|(_, claims)| claims.contains(&claim));
    let mapped = || rules.iter().find(|rule| rule.claim == claim).map(|rule| &*rule.scope);
    standard.map(|(scope, _)| *scope).or_else(mapped)
}

/// What a person agrees to who agrees to a request: the scope that was asked for, and what would open the claims that were
/// asked for by name.
pub fn disclosed(scope: &Scope, asked: &ClaimsRequest, rules: &[ClaimRule]) -> Scope {
    let names = asked.userinfo.keys().chain(asked.id_token.keys());
    let opened: Vec<_> = names.filter_map(|name| scope_of(name, rules)).collect();
    scope.with(&Scope::parse(&opened.join(" ")).unwrap_or_default())
}

/// Takes out what a client asks for by name and may not have by scope.
pub fn permitted(
    mut asked: ClaimsRequest,
    own: Option<&Scope>,
    rules: &[ClaimRule],
) -> ClaimsRequest {
    let Some(own) = own else { return asked };
    let may = |name: &String| scope_of(name, rules).is_none_or(|scope| own.has(scope));
    asked.userinfo.retain(|name, _| may(name));
    asked.id_token.retain(|name, _| may(name));
    asked
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

    #[test]
    fn what_is_asked_for_by_name_counts_as_the_scope_that_opens_it() {
        let rules = [ClaimRule {
            claim: "rank".to_owned(),
            scope: "address".to_owned(),
            attribute: "rank".to_owned(),
        }];
        let text = r#"{"userinfo":{"email":null,"rank":null},"id_token":{"acr":null,"sub":null}}"#;
        let asked = ClaimsRequest::parse(text).unwrap();
        let scope = |text: &str| Scope::parse(text).unwrap();
        let whole = disclosed(&scope("openid"), &asked, &rules);
        assert_eq!(whole, scope("openid email address"));
        assert_eq!(permitted(asked.clone(), None, &rules), asked);
        let own = scope("openid email");
        let left = permitted(asked.clone(), Some(&own), &rules);
        assert!(left.userinfo.keys().eq(["email"]) && left.id_token == asked.id_token);
    }
}
