//! Every operation by every role, by token and by key: the document is walked, the table of deeds is expected.

use idp::model::admin::{ApiScope, Deed, Role};
use serde_json::{Value, json};

use super::{Scene, all_scopes, code, described, key, token};

/// One operation of the document, ready to be asked for.
pub(super) struct Operation {
    pub deed: Deed,
    pub method: String,
    pub path: String,
    pub body: Option<Value>,
}

/// A body that is taken, for operations that want one.
fn body(deed: Deed) -> Option<Value> {
    Some(match deed {
        Deed::TenantCreate => json!({ "slug": "newco", "name": "新社", "preset": "standard" }),
        Deed::TenantRename => json!({ "name": "新社" }),
        Deed::TenantImages => json!({ "image": null }),
        Deed::PolicyChange => json!(idp::model::policy::Policy::standard()),
        Deed::PolicyRollBack => json!({ "version": 1 }),
        Deed::PolicySimulate => json!({ "policy": null, "user_id": "alice" }),
        Deed::UserCreate => json!({ "user_id": "taro", "devices": [] }),
        Deed::UserInvite => json!({ "delivery": "caller" }),
        Deed::UserLoginMethod => json!({ "login_method": "password" }),
        Deed::UserClaims => json!({ "name": "花子" }),
        Deed::ClientCreate => json!({ "profile": "web", "metadata": {
            "client_name": "shop", "redirect_uris": ["https://shop.test/callback"] } }),
        Deed::ClientChange => json!({ "metadata": { "client_name": "market" } }),
        Deed::ClientTry => json!({ "scope": "openid" }),
        Deed::ClientRotateSecret => json!({ "overlap_seconds": 60 }),
        Deed::InitialAccessTokenCreate => json!({ "uses": 1, "days": 1 }),
        Deed::CertificateIssue => json!({ "device": 1 }),
        Deed::KeyRotate => json!({}),
        Deed::RoleGrant => json!({ "user_id": "hanako", "role": "auditor" }),
        Deed::ApiKeyCreate => {
            json!({ "name": "k", "role": "auditor", "scopes": ["users:read"], "days": 1 })
        }
        Deed::UserRename => json!({ "user_id": "hanako" }),
        Deed::UserAddresses => json!({ "devices": [{ "mail": "a@acme.test", "kind": "pc" }] }),
        Deed::OutboxRetry => json!({ "id": null }),
        Deed::WebhookCreate => json!({ "url": "https://hooks.example/" }),
        Deed::ScimTokenCreate => json!({ "name": "directory", "days": 1 }),
        _ => return None,
    })
}

pub(super) async fn operations(scene: &Scene, tenant: &str) -> Vec<Operation> {
    let document = described(&scene.idp).await;
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let word = operation["operationId"].as_str().unwrap();
            let deed = *Deed::ALL.iter().find(|deed| deed.as_str() == word).unwrap();
            let user = match deed {
                Deed::UserInvite => &scene.newcomer,
                _ => &scene.alice,
            };
            let path = path
                .trim_start_matches("/api/v1")
                .replace("{tenant}", tenant)
                .replace("{id}", &user.user.id.to_string())
                .replace("{client_id}", scene.portal.id())
                .replace("{place}", "logo")
                .replace("{device}", "1");
            let dry = if method == "get" { "" } else { "?dry_run=true" };
            let (method, path) = (method.to_uppercase(), format!("{path}{dry}"));
            all.push(Operation { deed, method, path, body: body(deed) });
        }
    }
    assert_eq!(all.len(), Deed::ALL.len(), "{}", all.len());
    all
}

/// What an answer says of the permission: none of these words means that there was one.
const REFUSED: [&str; 4] = ["invalid_token", "forbidden_role", "insufficient_scope", "acts_upward"];

async fn verdict(scene: &Scene, token: &str, asked: &Operation) -> Option<String> {
    let page = scene.by(token, &asked.method, &asked.path, asked.body.clone()).await;
    assert!(page.status() < 500, "{} {page:?}", asked.path);
    let refused = page.status() >= 400;
    let word = refused.then(|| code(&page));
    // What there is not of the scene is answered as such to whoever may ask for it.
    word.filter(|word| REFUSED.contains(&word.as_str()))
}

// AD-02, AD-16
#[tokio::test]
async fn a_role_does_its_own_deeds_in_its_own_tenant_and_nothing_else() {
    let scene = Scene::set().await;
    let here = operations(&scene, "acme").await;
    let there = operations(&scene, "other").await;
    for role in [Role::Auditor, Role::SupportDesk, Role::Owner] {
        let callers = [
            key(&scene.acme, role, &all_scopes()).await,
            token(&scene.acme, role, &all_scopes()).await,
        ];
        for caller in &callers {
            for asked in &here {
                let told = verdict(&scene, caller, asked).await;
                let expected = if !asked.path.starts_with("/tenants/acme") {
                    Some("invalid_token")
                } else if asked.deed.roles().contains(&role) {
                    None
                } else {
                    Some("forbidden_role")
                };
                assert_eq!(told.as_deref(), expected, "{role:?} {:?}", asked.deed);
            }
            for asked in &there {
                let told = verdict(&scene, caller, asked).await;
                assert_eq!(told.as_deref(), Some("invalid_token"), "{role:?} {:?}", asked.deed);
            }
        }
    }
}

#[tokio::test]
async fn a_role_over_the_installation_does_its_deeds_everywhere() {
    let scene = Scene::set().await;
    let here = operations(&scene, "acme").await;
    for role in Role::ALL {
        let callers = [
            key(&scene.system, role, &all_scopes()).await,
            token(&scene.system, role, &all_scopes()).await,
        ];
        for caller in &callers {
            for asked in &here {
                let told = verdict(&scene, caller, asked).await;
                let may = asked.deed.roles().contains(&role);
                let expected = (!may).then_some("forbidden_role");
                assert_eq!(told.as_deref(), expected, "{role:?} {:?}", asked.deed);
            }
        }
    }
}

#[tokio::test]
async fn a_scope_lets_through_its_own_deeds_alone() {
    let scene = Scene::set().await;
    let here = operations(&scene, "acme").await;
    for &scope in ApiScope::ALL {
        let callers = [
            key(&scene.system, Role::Operator, &[scope]).await,
            token(&scene.system, Role::Operator, &[scope]).await,
        ];
        for caller in &callers {
            for asked in &here {
                let told = verdict(&scene, caller, asked).await;
                let fits = asked.deed.scope() == scope;
                let told = told.filter(|word| word != "acts_upward");
                let expected = (!fits).then_some("insufficient_scope");
                assert_eq!(told.as_deref(), expected, "{scope:?} {:?}", asked.deed);
            }
        }
    }
    let reader = key(&scene.system, Role::Operator, &[ApiScope::UsersRead]).await;
    let page = scene.by(&reader, "GET", "/tenants/acme/audit", None).await;
    let challenge = page.header("www-authenticate").unwrap();
    assert!(
        challenge.contains("error=\"insufficient_scope\", scope=\"audit:read\""),
        "{challenge}"
    );
}

/// A role that is gone is gone at once, and so is a client put out of service (AD-13).
#[tokio::test]
async fn what_is_taken_is_taken_at_once() {
    let scene = Scene::set().await;
    let caller = token(&scene.acme, Role::Owner, &all_scopes()).await;
    let (list, clients) = ("/tenants/acme/users", "/tenants/acme/clients");
    assert_eq!(scene.by(&caller, "GET", list, None).await.status(), 200);
    let all = scene.ask("GET", clients, None).await.json();
    let machine = all["items"].as_array().unwrap();
    let machine = machine.iter().find(|one| one["metadata"]["api_role"] == "owner").unwrap();
    let at = format!("{clients}/{}", machine["client_id"].as_str().unwrap());
    for (patch, status) in [
        (json!({ "api_role": "auditor" }), 403),
        (json!({ "api_role": null }), 401),
        (json!({ "api_role": "owner", "disabled": true }), 401),
        (json!({ "disabled": false }), 201),
    ] {
        let page = scene.ask("PATCH", &at, Some(json!({ "metadata": patch }))).await;
        assert_eq!(page.status(), 200, "{page:?}");
        let new = Some(json!({ "user_id": "taro" , "login_method": "password" }));
        assert_eq!(scene.by(&caller, "POST", list, new).await.status(), status, "{patch}");
    }
}
