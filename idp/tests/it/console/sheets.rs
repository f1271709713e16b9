//! What a tenant has: clients, keys, letters, the audit trail, webhooks, and who may administer.

use idp::model::admin::Role;
use idp::model::names::LoginName;

use super::{administrator, entered, system};
use crate::support::{Browser, TestIdp, TestTenant};

const AT: &str = "/console/t/acme";

/// The actors of the deeds of this name.
pub(super) async fn noted(tenant: &TestTenant, action: &str) -> Vec<String> {
    let all = tenant.audit().await;
    all.into_iter().filter(|one| one.action == action).map(|one| one.actor).collect()
}

async fn owner(idp: &TestIdp, acme: &TestTenant, below: &str) -> Browser {
    let owner = administrator(idp, "hanako", Role::Owner, Some(acme)).await;
    entered(idp, &owner, &format!("{AT}{below}")).await
}

#[tokio::test]
async fn a_client_is_registered_copied_changed_and_removed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let mut browser = owner(&idp, &acme, "/clients/new").await;
    let redirect = "https://shop.example/callback";
    let new = |name, uris| {
        [("profile", "web"), ("client_name", name), ("redirect_uris", uris), ("jwks_uri", "")]
    };
    for (name, uris, word) in [
        ("", redirect, "required"),
        ("店", "", "client_no_redirect"),
        ("店", "http://shop.example/callback", "client_redirect"),
        ("店", "https://shop.example/*", "client_redirect"),
    ] {
        let page = browser.submit("/clients/new", &new(name, uris)).await;
        assert_eq!(page.problem().as_deref(), Some(word), "{uris}");
    }
    let page = browser.submit("/clients/new", &new("店", redirect)).await;
    let (secret, copies) = (page.text("#secret"), page.text("main"));
    let issuer = format!("{}/t/acme", crate::support::BASE);
    for part in [issuer.as_str(), redirect, "openid-client", "Authlib", "OIDCProviderMetadataURL"] {
        assert!(copies.contains(part), "{part}");
    }
    assert_eq!(copies.matches(&secret).count(), 1, "no text to copy holds the secret");
    assert_eq!(page.header("cache-control"), Some("no-store"));

    let client = page.attribute("#client-change", "href").unwrap().replace("/change", "");
    let shown = browser.open(&client).await;
    assert!(!shown.text("main").contains(&secret) && shown.text("main").contains(redirect));
    let listed = browser.open(format!("{AT}/clients?q=SHOP.example")).await;
    assert_eq!(listed.text("#client-1"), "店");
    assert!(!browser.open(format!("{AT}/clients?q=nothing")).await.has("#client-1"));

    let page = browser.open(format!("{client}/change")).await;
    assert_eq!(page.text("#redirect-uris"), redirect, "what is there can be changed");
    let page =
        browser.submit("/change", &[("client_name", "書店"), ("redirect_uris", redirect)]).await;
    assert!(page.has("#notice") && page.text("#sheet") == "書店", "{page:?}");

    browser.open(format!("{client}/rotate")).await;
    let page = browser.submit("/rotate", &[("overlap", "hour")]).await;
    let another = page.text("#secret");
    assert_ne!(another, secret);

    browser.open(format!("{client}/remove")).await;
    browser.submit("/remove", &[]).await;
    assert!(browser.page().has("#notice") && !browser.page().has("#client-1"));
    assert_eq!(browser.open(&client).await.status(), 404);
    for deed in ["client.create", "client.change", "client.rotate_secret", "client.remove"] {
        assert_eq!(noted(&acme, deed).await, ["hanako"], "{deed}");
    }
}

#[tokio::test]
async fn a_client_is_stopped_and_goes_on() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let id = acme.website("shop").await.client.id;
    let mut browser = owner(&idp, &acme, "/clients").await;
    let client = format!("{AT}/clients/{id}");
    browser.open(format!("{client}/stop")).await;
    let page = browser.submit("/stop", &[]).await;
    assert!(page.has("#notice") && page.has("#client-resume") && !page.has("#client-try"));
    let ask = format!("/t/acme/authorize?client_id={id}");
    assert_eq!(idp.door().get(&ask).await.problem().as_deref(), Some("unknown_client"));
    browser.open(format!("{client}/resume")).await;
    assert!(browser.submit("/resume", &[]).await.has("#client-stop"));
    assert_ne!(idp.door().get(&ask).await.problem().as_deref(), Some("unknown_client"));
    assert_eq!(noted(&acme, "client.change").await, ["hanako"; 2]);

    browser.open(format!("{client}/rotate")).await;
    browser.submit("/rotate", &[("overlap", "hour")]).await;
    browser.open(&client).await;
    let rows = browser.page().attributes("#secrets tbody th", "scope");
    assert_eq!(rows.len(), 2, "the former serves for an hour");
}

#[tokio::test]
async fn the_address_that_is_wrong_is_marked() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let mut browser = owner(&idp, &acme, "/clients/new").await;
    let fields = [
        ("profile", "web"),
        ("client_name", "店"),
        ("redirect_uris", "https://shop.example/callback"),
        ("post_logout_redirect_uris", "http://shop.example/bye"),
    ];
    let page = browser.submit("/clients/new", &fields).await;
    assert_eq!(page.problem().as_deref(), Some("client_redirect"));
    assert!(page.has("#post-logout-redirect-uris-error"), "{page:?}");
}

#[tokio::test]
async fn keys_are_rotated_at_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let mut browser = owner(&idp, &acme, "/keys").await;
    let before = browser.page().text("main").matches("使用中").count();
    assert!(before > 0 && browser.page().text("main").contains("/t/acme/jwks"));
    browser.open(format!("{AT}/keys/rotate")).await;
    assert_eq!(
        browser.submit("/rotate", &[("how", "some day")]).await.problem().as_deref(),
        Some("required")
    );
    let page = browser.submit("/rotate", &[("how", "urgent")]).await;
    assert!(page.has("#notice") && page.text("main").contains("使用終了"), "{page:?}");
    assert_eq!(noted(&acme, "key.rotate").await, ["hanako"]);
}

#[tokio::test]
async fn letters_are_seen_without_what_they_say() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let mut browser = owner(&idp, &acme, "/outbox").await;
    browser.open(format!("{AT}/users/{}/invite", alice.user.id)).await;
    let carol = acme.newcomer("carol").await;
    browser.open(format!("{AT}/users/{}/invite", carol.user.id)).await;
    browser.submit("/invite", &[("delivery", "mail")]).await;
    let page = browser.open(format!("{AT}/outbox?state=waiting")).await;
    assert!(
        page.has("#letters") && page.text("main").contains("初回のワンタイムパスワード"),
        "{page:?}"
    );
    assert!(!browser.open(format!("{AT}/outbox?state=failed")).await.has("#letters"));
    browser.open(format!("{AT}/outbox/all/retry")).await;
    assert_eq!(browser.submit("/retry", &[]).await.problem().as_deref(), Some("nothing_to_send"));
    let page = browser.open(format!("{AT}/outbox")).await;
    let retry = page.attribute("#outbox-retry-1", "href").unwrap();
    browser.open(&retry).await;
    assert!(browser.submit("/retry", &[]).await.has("#notice"));
    assert_eq!(noted(&acme, "outbox.retry").await, ["hanako"]);
    assert_eq!(browser.open(format!("{AT}/outbox/nonsense/retry")).await.status(), 404);
    idp.deliver().await;
}

#[tokio::test]
async fn the_trail_is_sought_verified_and_exported() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.user("alice").await;
    let mut browser = owner(&idp, &acme, "/audit?action=user.").await;
    let page = browser.page();
    assert!(page.has("#events") && page.text("main").contains("user.create"), "{page:?}");
    let page = browser.open(format!("{AT}/audit?action=nothing.of_this")).await;
    assert!(!page.has("#events"));
    let page = browser.open(format!("{AT}/audit?from=2001-01-01&until=2001-01-02")).await;
    assert!(!page.has("#events"));
    let page = browser.open(format!("{AT}/audit?from=yesterday")).await;
    assert!(page.has("#notice") && page.has("#events"), "what cannot be read is told");
    let page = browser.open(format!("{AT}/audit/verify")).await;
    assert!(page.text("main").contains("書き換えや削除のあとはありません"), "{page:?}");
    let page = browser.open(format!("{AT}/audit/export?action=user.create")).await;
    assert_eq!(page.header("content-type"), Some("application/jsonl"));
    let lines: Vec<serde_json::Value> =
        page.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!lines.is_empty() && lines.iter().all(|line| line["action"] == "user.create"));
    assert_eq!(noted(&acme, "audit.export").await, ["hanako"]);
}

#[tokio::test]
async fn a_webhook_is_added_and_removed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let mut browser = owner(&idp, &acme, "/webhooks/new").await;
    for (url, events, word) in [
        ("http://10.0.0.1/hook", "", "webhook_address"),
        ("https://hook.example/x", "User!", "webhook_events"),
    ] {
        let page = browser.submit("/webhooks/new", &[("url", url), ("events", events)]).await;
        assert_eq!(page.problem().as_deref(), Some(word));
    }
    let fields = [("url", "https://hook.example/x"), ("events", "user. client.")];
    let page = browser.submit("/webhooks/new", &fields).await;
    let secret = page.text("#secret");
    let page = browser.open(format!("{AT}/webhooks")).await;
    assert!(
        page.text("main").contains("https://hook.example/x")
            && !page.text("main").contains(&secret)
    );
    let remove = page.attribute("#webhook-remove-1", "href").unwrap();
    browser.open(&remove).await;
    let page = browser.submit("/remove", &[]).await;
    assert!(page.has("#notice") && !page.has("#webhooks"), "{page:?}");
    for deed in ["webhook.create", "webhook.remove"] {
        assert_eq!(noted(&acme, deed).await, ["hanako"], "{deed}");
    }
}

#[tokio::test]
async fn roles_and_keys_are_given_within_ones_own() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    system(&idp).await.user("jiro").await;
    let mut browser = owner(&idp, &acme, "/access/roles/new").await;
    assert!(!browser.page().has("#role-operator"), "nobody gives more than he has");
    let fields = [("user_id", "jiro"), ("role", "operator")];
    assert_eq!(browser.submit("/roles/new", &fields).await.problem().as_deref(), Some("required"));
    let fields = [("user_id", "nobody"), ("role", "auditor")];
    assert_eq!(
        browser.submit("/roles/new", &fields).await.problem().as_deref(),
        Some("no_such_administrator")
    );
    let fields = [("user_id", "jiro"), ("role", "support_desk")];
    assert!(browser.submit("/roles/new", &fields).await.has("#notice"));
    let jiro = LoginName::parse("jiro").unwrap();
    let listed = idp::usecase::admin::roles::all(&idp.app).await.unwrap();
    let held = listed.iter().find(|one| one.login_name == jiro).unwrap();
    assert_eq!(held.held.grant.role, Role::SupportDesk);
    browser.open(format!("{AT}/access/roles/{}/revoke", held.held.id)).await;
    assert!(browser.submit("/revoke", &[]).await.has("#notice"));

    browser.open(format!("{AT}/access/api-keys/new")).await;
    let terms =
        |days| [("name", "夜間の処理"), ("role", "owner"), ("reach", "read"), ("days", days)];
    assert_eq!(
        browser.submit("/api-keys/new", &terms("0")).await.problem().as_deref(),
        Some("bad_days")
    );
    let page = browser.submit("/api-keys/new", &terms("30")).await;
    let key = page.text("#secret");
    let page = browser.open(format!("{AT}/access")).await;
    assert!(
        page.text("main").contains("users:read") && !page.text("main").contains("users:write"),
        "{page:?}"
    );
    assert!(!page.text("main").contains(&key));
    let end = page.attribute("#api-key-revoke-1", "href").unwrap();
    browser.open(&end).await;
    assert!(!browser.submit("/revoke", &[]).await.has("#api-key-revoke-1"));

    browser.open(format!("{AT}/access/scim-tokens/new")).await;
    let fields = [("name", "名簿"), ("days", "365")];
    let token = browser.submit("/scim-tokens/new", &fields).await.text("#secret");
    let page = browser.open(format!("{AT}/access")).await;
    assert!(!page.text("main").contains(&token));
    let end = page.attribute("#scim-token-revoke-1", "href").unwrap();
    browser.open(&end).await;
    assert!(!browser.submit("/revoke", &[]).await.has("#scim-token-revoke-1"));
    for deed in ["api_key.create", "api_key.revoke", "scim_token.create", "scim_token.revoke"] {
        assert_eq!(noted(&acme, deed).await, ["hanako"], "{deed}");
    }
}

/// The desk and the auditor see what is theirs, and no more.
#[tokio::test]
async fn others_see_less() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let desk = administrator(&idp, "hanako", Role::SupportDesk, Some(&acme)).await;
    let mut browser = entered(&idp, &desk, AT).await;
    assert!(browser.page().has("#nav-outbox"));
    for below in
        ["/clients", "/clients/new", "/keys", "/audit", "/audit/export", "/webhooks", "/access"]
    {
        assert_eq!(browser.open(format!("{AT}{below}")).await.status(), 403, "{below}");
    }
    let auditor = administrator(&idp, "jiro", Role::Auditor, Some(&acme)).await;
    let mut browser = entered(&idp, &auditor, AT).await;
    for below in ["/clients", "/keys", "/audit", "/webhooks", "/access", "/outbox"] {
        let page = browser.open(format!("{AT}{below}")).await;
        assert_eq!(page.status(), 200, "{below}");
        assert!(!page.has(".deeds a[id$='-new']"), "{below}");
    }
    for below in
        ["/clients/new", "/keys/rotate", "/webhooks/new", "/access/roles/new", "/outbox/all/retry"]
    {
        assert_eq!(browser.open(format!("{AT}{below}")).await.status(), 403, "{below}");
    }
}
