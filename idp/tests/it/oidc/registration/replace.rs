//! A client replaces what it registered.

use serde_json::{Value, json};

use super::{Scene, website, with};
use crate::support::ClientKey;
use crate::support::tenant::ADMIN;

/// What replaces the metadata of a client that was told this.
fn instead(told: &Value, more: Value) -> Value {
    let mut said = with(more);
    said["client_id"] = told["client_id"].clone();
    said
}

// RFC 7592 §2.2
#[tokio::test]
async fn a_client_replaces_all_that_it_said() {
    let scene = Scene::open().await;
    let first = with(json!({
        "client_name": "Shop",
        "default_max_age": 600,
        "post_logout_redirect_uris": ["https://rp.test/bye"],
        "grant_types": ["authorization_code", "refresh_token"],
    }));
    let told = scene.registered(&first).await;
    let more = json!({ "redirect_uris": ["https://rp.test/new"], "client_name": "Store",
                       "client_secret": told["client_secret"] });
    let page = scene.manage("PUT", &told, Some(&instead(&told, more))).await;
    assert_eq!(page.status(), 200, "{}", page.body);
    let changed = page.json();
    for same in ["client_id", "registration_access_token", "registration_client_uri"] {
        assert_eq!(changed[same], told[same], "{same}");
    }
    assert_eq!(changed["client_name"], "Store");
    assert_eq!(changed["redirect_uris"], json!(["https://rp.test/new"]));
    assert_eq!(changed["grant_types"], json!(["authorization_code"]), "the default again");
    assert_eq!(changed["post_logout_redirect_uris"], json!([]));
    assert!(changed.get("default_max_age").is_none());
    assert!(changed.get("client_secret").is_none(), "the secret stays as it was");
    assert_eq!(scene.manage("GET", &told, None).await.json(), changed);

    let alice = scene.acme.simple_user("alice").await;
    let mut rp = scene.website(&told).await;
    rp.secret = told["client_secret"].as_str().map(str::to_owned);
    let browser = scene.acme.past_password(&rp, &alice).await;
    assert_eq!(rp.redeem(&browser.arrival()).await.claims["sub"], alice.subject());
    let actions = scene.acme.actions().await;
    assert!(actions.contains(&"client.registration.change".to_owned()));
}

#[tokio::test]
async fn another_method_brings_or_takes_the_secret() {
    let scene = Scene::open().await;
    let told = scene.registered(&website()).await;
    let put = async |more: Value| {
        let page = scene.manage("PUT", &told, Some(&instead(&told, more))).await;
        assert_eq!(page.status(), 200, "{}", page.body);
        page.json()
    };
    let keys = ClientKey::es256().jwks();
    let by_key =
        put(json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": keys })).await;
    assert!(by_key.get("client_secret").is_none());
    let public = put(json!({ "token_endpoint_auth_method": "none" })).await;
    assert_eq!(public["require_pkce"], true);
    assert!(public.get("client_secret").is_none());
    let secret = put(json!({ "token_endpoint_auth_method": "client_secret_post" })).await;
    assert_eq!(secret["client_secret_expires_at"], 0);
    assert_ne!(secret["client_secret"], told["client_secret"]);
    let same = put(json!({ "token_endpoint_auth_method": "client_secret_basic" })).await;
    assert!(same.get("client_secret").is_none(), "the one at hand serves");
}

#[tokio::test]
async fn a_replacement_names_the_client_and_nothing_of_ours() {
    let scene = Scene::open().await;
    let told = scene.registered(&website()).await;
    let another = scene.registered(&website()).await;
    let mut refused = vec![
        website(),
        instead(&another, json!({})),
        instead(&told, json!({ "client_secret": another["client_secret"] })),
        instead(&told, json!({ "client_secret": "guess" })),
        instead(&told, json!({ "client_secret": 1 })),
        instead(&told, json!({ "response_types": ["id_token"] })),
    ];
    for ours in [
        "registration_access_token",
        "registration_client_uri",
        "client_id_issued_at",
        "client_secret_expires_at",
    ] {
        refused.push(instead(&told, json!({ ours: told[ours] })));
    }
    for sent in refused {
        let page = scene.manage("PUT", &told, Some(&sent)).await;
        assert_eq!(
            (page.status(), page.error().as_str()),
            (400, "invalid_client_metadata"),
            "{sent}"
        );
    }
    let sent = instead(&told, json!({ "redirect_uris": ["http://rp.test/cb"] }));
    assert_eq!(scene.manage("PUT", &told, Some(&sent)).await.error(), "invalid_redirect_uri");
    let mut expected = told.clone();
    for once in ["client_secret", "client_secret_expires_at"] {
        expected.as_object_mut().unwrap().remove(once);
    }
    assert_eq!(scene.manage("GET", &told, None).await.json(), expected, "nothing changed");
}

#[tokio::test]
async fn what_an_administrator_said_stays() {
    let scene = Scene::open().await;
    let told = scene.registered(&website()).await;
    let mut client = scene.kept(&told).await.unwrap();
    client.settings.disabled = true;
    client.settings.account_link = Some(false);
    client.settings.tokens.access_token_life = Some(60);
    client.settings.tokens.resources.insert("https://api.test".to_owned());
    let (app, tenant) = (&scene.idp.app, &scene.acme.tenant);
    let changed = idp::usecase::admin::clients::change(app, tenant, &client, ADMIN).await;
    assert!(matches!(changed, Ok(None)));
    let sent = instead(&told, json!({ "disabled": false, "dpop_bound_access_tokens": true }));
    assert_eq!(scene.manage("PUT", &told, Some(&sent)).await.status(), 200);
    client.settings.tokens.dpop_bound_access_tokens = true;
    assert_eq!(scene.kept(&told).await.unwrap().settings, client.settings);
}
