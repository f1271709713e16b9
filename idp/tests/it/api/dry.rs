//! A dry run answers as the deed would, and leaves everything as it was.

use serde_json::json;

use super::{Scene, code};

#[tokio::test]
async fn nothing_of_a_dry_run_stays() {
    let scene = Scene::set().await;
    let holder = scene.acme.certificate_user("holder").await;
    scene.system.user("hanako").await;
    let policy = serde_json::to_value(idp::model::policy::Policy::standard()).unwrap();
    let portal = format!("/tenants/acme/clients/{}", scene.portal.id());
    let certificates = format!("/tenants/acme/users/{}/certificates", holder.user.id);
    let before = scene.counts().await;
    let tenant = json!({ "slug": "newco", "name": "新社", "preset": "standard" });
    let metadata = json!({ "client_name": "m", "redirect_uris": ["https://m.test/"] });
    for (method, path, body) in [
        ("POST", "/tenants", Some(tenant)),
        ("PATCH", "/tenants/acme", Some(json!({ "name": "新社" }))),
        ("PUT", "/tenants/acme/policy", Some(policy)),
        ("POST", "/tenants/acme/policy/roll-back", Some(json!({ "version": 1 }))),
        (
            "POST",
            "/tenants/acme/users",
            Some(json!({ "user_id": "taro", "login_method": "password" })),
        ),
        ("POST", &scene.newcomer_at("/invite"), Some(json!({ "delivery": "mail" }))),
        ("POST", &scene.alice_at("/unlock"), None),
        ("POST", &scene.alice_at("/disable"), None),
        ("POST", &scene.alice_at("/force-change"), None),
        ("POST", &scene.alice_at("/end-sessions"), None),
        ("PUT", &scene.alice_at("/claims"), Some(json!({ "name": "x" }))),
        ("PUT", &scene.alice_at("/login-method"), Some(json!({ "login_method": "password" }))),
        ("POST", "/tenants/acme/clients", Some(json!({ "profile": "web", "metadata": metadata }))),
        ("PATCH", &portal, Some(json!({ "metadata": { "client_name": "x" } }))),
        ("POST", &format!("{portal}/rotate-secret"), Some(json!({ "overlap_seconds": 0 }))),
        ("DELETE", &portal, None),
        ("POST", &certificates, Some(json!({ "device": 1 }))),
        ("POST", "/tenants/acme/keys/rotate", Some(json!({ "urgent": true }))),
        ("POST", "/tenants/acme/initial-access-tokens", Some(json!({ "uses": 1, "days": 1 }))),
        (
            "POST",
            "/tenants/acme/api-keys",
            Some(json!({ "name": "k", "role": "owner", "scopes": ["users:read"], "days": 1 })),
        ),
        ("POST", "/tenants/acme/roles", Some(json!({ "user_id": "hanako", "role": "owner" }))),
    ] {
        let dry = format!("{path}?dry_run=true");
        // A key makes no difference: nothing was done.
        let headers = [("idempotency-key", "dry")];
        let page = scene.with(&scene.operator, (method, &dry), &headers, body).await;
        assert_eq!((page.status(), page.header("dry-run")), (200, Some("true")), "{dry} {page:?}");
        assert_eq!(page.location(), None);
        assert_eq!(scene.counts().await, before, "{dry}");
    }
    let alice = scene.ask("GET", &scene.alice_at(""), None).await.json();
    assert_eq!(
        (&alice["state"], &alice["login_method"]),
        (&json!("active"), &json!("password_otp"))
    );
    assert_eq!(alice["claims"]["name"], json!(null));
    let tenant = scene.ask("GET", "/tenants/acme", None).await.json();
    assert_eq!((&tenant["name"], &tenant["policy_version"]), (&json!("acme 株式会社"), &json!(1)));
    let refused = json!({ "user_id": "alice", "login_method": "password" });
    let page = scene.ask("POST", "/tenants/acme/users?dry_run=true", Some(refused)).await;
    assert_eq!((page.status(), code(&page).as_str()), (409, "already_exists"));
}
