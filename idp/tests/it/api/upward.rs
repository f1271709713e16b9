//! Nobody acts upward, and nobody gives more than he has (AD-16).

use idp::model::admin::{ApiScope, Grant, Role};
use idp::usecase::admin::roles;
use serde_json::{Value, json};

use super::{Scene, all_scopes, code, key};
use crate::support::TestUser;
use crate::support::tenant::ADMIN;

async fn with_role(scene: &Scene, name: &str, role: Role) -> TestUser {
    let user = scene.system.user(name).await;
    let grant = Grant { role, over: None };
    roles::grant(&scene.idp.app, &user.user.login_name, grant, ADMIN).await.unwrap();
    user
}

#[tokio::test]
async fn people_above_are_out_of_reach() {
    let scene = Scene::set().await;
    let boss = with_role(&scene, "boss", Role::Operator).await;
    let peer = with_role(&scene, "peer", Role::SupportDesk).await;
    let desk = key(&scene.system, Role::SupportDesk, &all_scopes()).await;
    for deed in ["unlock", "force-change", "end-sessions"] {
        let at = |user: &TestUser| format!("/tenants/system/users/{}/{deed}", user.user.id);
        let page = scene.by(&desk, "POST", &at(&boss), None).await;
        assert_eq!((page.status(), code(&page).as_str()), (403, "acts_upward"), "{deed}");
        let page = scene.by(&desk, "POST", &at(&peer), None).await;
        assert!(page.status() < 300, "{deed} {page:?}");
    }
    let owner = key(&scene.system, Role::Owner, &all_scopes()).await;
    let at = format!("/tenants/system/users/{}/disable", boss.user.id);
    assert_eq!(code(&scene.by(&owner, "POST", &at, None).await), "acts_upward");
}

#[tokio::test]
async fn keys_clients_and_roles_are_never_above_their_giver() {
    let scene = Scene::set().await;
    scene.system.user("hanako").await;
    let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
    let few = [ApiScope::AccessWrite, ApiScope::ClientsWrite, ApiScope::UsersRead];
    let limited = key(&scene.acme, Role::Owner, &few).await;
    let key = |role: &str, scope: &str| json!({ "name": "k", "role": role, "scopes": [scope], "days": 1 });
    let client = |role: &str, scope: &str| {
        json!({ "profile": "service", "metadata": {
            "client_name": "m", "api_role": role, "scope": scope } })
    };
    let role = |role: &str| json!({ "user_id": "hanako", "role": role });
    let (keys, clients) = ("/tenants/acme/api-keys", "/tenants/acme/clients");
    let roles = "/tenants/acme/roles";
    for (who, path, body, status) in [
        (&owner, keys, key("owner", "users:write"), 201),
        (&owner, keys, key("operator", "users:write"), 403),
        (&limited, keys, key("owner", "users:read"), 201),
        (&limited, keys, key("owner", "users:write"), 403),
        (&owner, clients, client("owner", "users:write"), 201),
        (&owner, clients, client("operator", "users:write"), 403),
        (&limited, clients, client("auditor", "users:read"), 201),
        (&limited, clients, client("auditor", "audit:read"), 403),
        (&owner, roles, role("owner"), 201),
        (&owner, roles, role("operator"), 403),
    ] {
        let page = scene.by(who, "POST", path, Some(body.clone())).await;
        assert_eq!(page.status(), status, "{path} {body} {page:?}");
        if status == 403 {
            assert_eq!(code(&page), "acts_upward", "{path} {body}");
        }
    }
}

/// A client that may administer more than the caller gives him neither its secret nor another scope.
#[tokio::test]
async fn a_client_above_cannot_be_taken_over() {
    let scene = Scene::set().await;
    let metadata = json!({ "client_name": "m", "api_role": "owner", "scope": "audit:read" });
    let new = json!({ "profile": "service", "metadata": metadata });
    let made = scene.ask("POST", "/tenants/acme/clients", Some(new)).await.json();
    let at = format!("/tenants/acme/clients/{}", made["client"]["client_id"].as_str().unwrap());
    let limited = key(&scene.acme, Role::Owner, &[ApiScope::ClientsWrite]).await;
    let rotate = format!("{at}/rotate-secret");
    let overlap = json!({ "overlap_seconds": 0 });
    let name = json!({ "metadata": { "client_name": "n" } });
    for (method, path, body) in [
        ("POST", &rotate, Some(overlap)),
        ("PATCH", &at, Some(name)),
        ("DELETE", &at, None::<Value>),
    ] {
        let page = scene.by(&limited, method, path, body).await;
        assert_eq!((page.status(), code(&page).as_str()), (403, "acts_upward"), "{method}");
    }
}
