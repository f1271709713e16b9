//! What belongs to another tenant is not there (AD-03, AD-04, AD-06, AD-07), and secrets are in no answer (AD-10).

use idp::model::admin::Role;
use serde_json::json;

use super::{Scene, all_scopes, code, key};
use crate::support::PASSWORD;

const NOBODYS: &str = "00000000-0000-7000-8000-000000000000";

#[tokio::test]
async fn ids_of_another_tenant_are_as_ids_of_nothing() {
    let scene = Scene::set().await;
    let bob = scene.other.user("bob").await;
    let shop = scene.other.website("shop").await;
    let theirs = scene.ask(
        "POST",
        "/tenants/other/api-keys",
        Some(json!({
            "name": "theirs", "role": "auditor", "scopes": ["users:read"], "days": 1,
        })),
    );
    let theirs = theirs.await.json()["about"]["id"].as_str().unwrap().to_owned();
    scene.system.user("hanako").await;
    let give = Some(json!({ "user_id": "hanako", "role": "auditor" }));
    let grant = scene.ask("POST", "/tenants/other/roles", give).await.json();
    let grant = grant["id"].as_str().unwrap();
    let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
    let bobs = bob.user.id.to_string();
    let before = scene.other.audit().await.len();
    for (method, path, id, body) in [
        ("GET", "/users/{}", bobs.as_str(), None),
        ("POST", "/users/{}/unlock", &bobs, None),
        ("POST", "/users/{}/disable", &bobs, None),
        ("PUT", "/users/{}/claims", &bobs, Some(json!({ "name": "x" }))),
        ("GET", "/users/{}/history", &bobs, None),
        ("GET", "/users/{}/certificates", &bobs, None),
        ("GET", "/clients/{}", shop.id(), None),
        ("PATCH", "/clients/{}", shop.id(), Some(json!({ "metadata": { "client_name": "x" } }))),
        ("DELETE", "/clients/{}", shop.id(), None),
        ("POST", "/clients/{}/rotate-secret", shop.id(), Some(json!({ "overlap_seconds": 0 }))),
        ("DELETE", "/api-keys/{}", &theirs, None),
        ("DELETE", "/roles/{}", grant, None),
    ] {
        let path = |id: &str| format!("/tenants/acme{}", path.replace("{}", id));
        let page = scene.by(&owner, method, &path(id), body.clone()).await;
        let random = scene.by(&owner, method, &path(NOBODYS), body).await;
        assert_eq!((page.status(), code(&page).as_str()), (404, "not_found"), "{}", path(id));
        assert_eq!(page.body, random.body, "{}", path(id));
    }
    assert_eq!(scene.other.audit().await.len(), before);
    // A tenant that is another's and one that there is not are the same.
    let [other, none] = ["other", "nobody"].map(|slug| format!("/tenants/{slug}/users"));
    let other = scene.by(&owner, "GET", &other, None).await;
    let none = scene.by(&owner, "GET", &none, None).await;
    assert_eq!((other.status(), &other.body), (none.status(), &none.body));
}

/// AD-04: the operator loads a thing, and the next request of a stranger names it below his own tenant.
#[tokio::test]
async fn what_somebody_else_just_loaded_is_not_there_either() {
    let scene = Scene::set().await;
    let bob = scene.other.user("bob").await;
    let shop = scene.other.website("shop").await;
    let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
    for below in [
        format!("users/{}", bob.user.id),
        format!("users/{}/history", bob.user.id),
        format!("users/{}/certificates", bob.user.id),
        format!("clients/{}", shop.id()),
    ] {
        for _ in 0..2 {
            let loaded = scene.ask("GET", &format!("/tenants/other/{below}"), None).await;
            assert_eq!(loaded.status(), 200, "{below}");
            let page = scene.by(&owner, "GET", &format!("/tenants/acme/{below}"), None).await;
            assert_eq!((page.status(), code(&page).as_str()), (404, "not_found"), "{below}");
            let there = scene.by(&owner, "GET", &format!("/tenants/other/{below}"), None).await;
            assert_eq!(code(&there), "invalid_token", "{below}");
        }
    }
}

/// AD-07: people who are there twice, once in each tenant, are found in the own one alone.
#[tokio::test]
async fn no_filter_looks_across() {
    let scene = Scene::set().await;
    let bob = scene.other.user("bob").await;
    let at = format!("/tenants/other/users/{}/claims", bob.user.id);
    scene.ask("PUT", &at, Some(json!({ "name": "Robert" }))).await;
    let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
    for query in ["user_id=bob", "begins=b", "mail=bob@other.test", "search=bob", "search=Robert"] {
        let path = format!("/tenants/acme/users?{query}");
        let page = scene.by(&owner, "GET", &path, None).await;
        assert_eq!((page.status(), &page.json()["items"]), (200, &json!([])), "{query}");
    }
    let found = scene.ask("GET", "/tenants/other/users?search=rob", None).await.json();
    assert_eq!(found["items"][0]["user_id"], "bob");
}

/// AD-08: nothing is listed or counted beyond the tenant.
#[tokio::test]
async fn lists_know_their_own_tenant_alone() {
    let scene = Scene::set().await;
    scene.other.user("bob").await;
    let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
    for list in ["users", "clients", "audit", "api-keys", "roles", "keys", "overview"] {
        let page = scene.by(&owner, "GET", &format!("/tenants/acme/{list}"), None).await;
        assert_eq!(page.status(), 200, "{list}");
        assert!(!page.body.contains("bob") && !page.body.contains("other"), "{list} {page:?}");
        assert!(page.json().get("total").is_none());
    }
}

/// AD-10, AD-30: neither what is stored nor what is sent comes back where it does not belong.
#[tokio::test]
async fn no_secret_is_in_an_answer() {
    let scene = Scene::set().await;
    let hash = scene.alice.user.stage.password().unwrap().hash.clone();
    let secret = scene.portal.secret.clone().unwrap();
    let alice = scene.alice_at("");
    let history = scene.alice_at("/history");
    let portal = format!("/tenants/acme/clients/{}", scene.portal.id());
    for path in [
        alice.as_str(),
        &history,
        &portal,
        "/tenants/acme/users",
        "/tenants/acme/clients",
        "/tenants/acme/audit",
        "/tenants/acme/api-keys",
        "/tenants/system/api-keys",
        "/tenants/acme/keys",
        "/tenants/acme/initial-access-tokens",
    ] {
        let page = scene.ask("GET", path, None).await;
        assert_eq!(page.status(), 200, "{path}");
        for secret in [&hash, &secret, &scene.operator, PASSWORD, "$argon2", "sealed", "digest"] {
            assert!(!page.body.contains(secret), "{path} {page:?}");
        }
    }
    for (method, path, body) in [
        ("POST", "/tenants/acme/users", json!({ "user_id": "taro", "password": "s3cret-word" })),
        ("POST", "/tenants/acme/users", json!({ "user_id": 1, "devices": "s3cret-word" })),
        ("PUT", &scene.alice_at("/claims"), json!({ "birthdate": "s3cret-word" })),
        ("PUT", &scene.alice_at("/claims"), json!({ "email_verified": "s3cret-word" })),
        ("PATCH", &portal, json!({ "metadata": { "client_secret": "s3cret-word" } })),
    ] {
        let page = scene.ask(method, path, Some(body.clone())).await;
        assert_eq!((page.status(), code(&page).as_str()), (422, "invalid"), "{body}");
        assert!(!page.body.contains("s3cret-word"), "{page:?}");
        assert!(page.json()["errors"][0]["pointer"].is_string(), "{page:?}");
    }
}
