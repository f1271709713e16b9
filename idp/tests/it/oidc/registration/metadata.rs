//! What is registered, and what is answered.

use axum::body::Body;
use axum::http::Request;
use idp::model::client::Profile;
use idp::model::policy::{Policy, Registration};
use serde_json::json;

use super::{Scene, request, website, with};
use crate::support::{ClientKey, TestIdp};

#[tokio::test]
async fn a_website_registers_itself_and_signs_people_in() {
    let scene = Scene::open().await;
    let page = scene.register(&with(json!({ "client_name": "買い物" }))).await;
    assert_eq!(page.status(), 201, "{}", page.body);
    assert_eq!(page.header("content-type"), Some("application/json"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let told = page.json();
    for (member, expected) in [
        ("client_name", json!("買い物")),
        ("redirect_uris", json!(["https://rp.test/callback"])),
        ("token_endpoint_auth_method", json!("client_secret_basic")),
        ("grant_types", json!(["authorization_code"])),
        ("response_types", json!(["code"])),
        ("application_type", json!("web")),
        ("id_token_signed_response_alg", json!("RS256")),
        ("subject_type", json!("public")),
        ("require_pkce", json!(false)),
        ("client_secret_expires_at", json!(0)),
        ("client_id_issued_at", json!(scene.idp.app.now().seconds())),
    ] {
        assert_eq!(told[member], expected, "{member}");
    }
    for ours in ["disabled", "profile", "access_token_format", "resources", "account_link"] {
        assert!(told.get(ours).is_none(), "{ours}");
    }
    let id = told["client_id"].as_str().unwrap();
    let place = scene.acme.at(&format!("/register/{id}"));
    assert_eq!(told["registration_client_uri"], place);

    let alice = scene.acme.simple_user("alice").await;
    let rp = scene.website(&told).await;
    let browser = scene.acme.past_password(&rp, &alice).await;
    let tokens = rp.redeem(&browser.arrival()).await;
    assert_eq!(tokens.claims["aud"], *id);
    let audit = scene.acme.audit().await;
    let deed = audit.iter().find(|event| event.action == "client.register").unwrap();
    assert_eq!((deed.actor.as_str(), deed.subject.as_str()), ("client", id));
    assert!(deed.address.is_some());
    let dump = scene.idp.dump();
    for secret in ["client_secret", "registration_access_token"] {
        let secret = told[secret].as_str().unwrap().as_bytes();
        assert!(!dump.windows(secret.len()).any(|part| part == secret), "kept as it is");
    }
}

// RU-59
#[tokio::test]
async fn what_was_sent_is_answered() {
    let scene = Scene::open().await;
    let key = ClientKey::es256();
    let sent = json!({
        "redirect_uris": [
            "https://rp.test/cb?a=b&c=%2f", "https://rp.test/CB", "https://rp.test:8443/cb%2F",
            "http://127.0.0.1:8081/cb",
        ],
        "post_logout_redirect_uris": ["https://rp.test/bye"],
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": { "keys": [key.jwk()] },
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "application_type": "web",
        "client_name": "Shop",
        "client_uri": "https://rp.test/",
        "logo_uri": "https://images.test/logo.png",
        "policy_uri": "https://rp.test/policy",
        "tos_uri": "https://other.test/terms",
        "contacts": ["ops@rp.test"],
        "scope": "email openid",
        "id_token_signed_response_alg": "ES256",
        "userinfo_signed_response_alg": "RS256",
        "request_object_signing_alg": "ES256",
        "request_uris": ["https://rp.test/request#hash"],
        "default_max_age": 600,
        "require_auth_time": true,
        "default_acr_values": ["urn:x"],
        "initiate_login_uri": "https://rp.test/start",
        "backchannel_logout_uri": "https://rp.test/back",
        "backchannel_logout_session_required": true,
        "frontchannel_logout_uri": "https://rp.test/front",
        "frontchannel_logout_session_required": true,
        "require_pushed_authorization_requests": true,
        "dpop_bound_access_tokens": true,
        "require_pkce": true,
    });
    let mut asked = sent.clone();
    asked["unheard_of"] = json!({ "by": "us" });
    asked["disabled"] = json!(true);
    asked["resources"] = json!(["https://api.test"]);
    asked["tos_uri#ja"] = json!("https://rp.test/ja");
    asked["software_version"] = json!(null);
    let told = scene.registered(&asked).await;
    for (member, value) in sent.as_object().unwrap() {
        assert_eq!(&told[member], value, "{member}");
    }
    for passed_over in ["unheard_of", "disabled", "resources", "tos_uri#ja", "client_secret"] {
        assert!(told.get(passed_over).is_none(), "{passed_over}");
    }
    let shown = scene.manage("GET", &told, None).await;
    assert_eq!((shown.status(), shown.json()), (200, told.clone()));
    let kept = scene.kept(&told).await.unwrap();
    assert!(!kept.settings.disabled && kept.settings.tokens.resources.is_empty());
}

#[tokio::test]
async fn the_profile_follows_from_what_is_said() {
    let scene = Scene::open().await;
    let device = "urn:ietf:params:oauth:grant-type:device_code";
    for (more, profile, pkce) in [
        (json!({}), Profile::Web, false),
        (json!({ "token_endpoint_auth_method": "none" }), Profile::Browser, true),
        (
            json!({ "application_type": "native", "redirect_uris": ["test.rp.app:/cb"] }),
            Profile::Native,
            true,
        ),
        (
            json!({ "grant_types": ["client_credentials"], "response_types": [],
                    "redirect_uris": [] }),
            Profile::Service,
            false,
        ),
        (
            json!({ "grant_types": [device], "response_types": [], "redirect_uris": null,
                    "token_endpoint_auth_method": "none", "client_name": "テレビ" }),
            Profile::Device,
            true,
        ),
    ] {
        let told = scene.registered(&with(more.clone())).await;
        let kept = scene.kept(&told).await.unwrap();
        assert_eq!((kept.profile, kept.settings.require_pkce), (profile, pkce), "{more}");
        assert_eq!(told["require_pkce"], pkce);
        assert_eq!(told.get("client_secret").is_some(), kept.authentication.has_secret());
        assert_eq!(
            told.get("client_secret").is_some(),
            told.get("client_secret_expires_at").is_some()
        );
    }
}

#[tokio::test]
async fn a_client_without_a_name_is_called_by_its_host() {
    let scene = Scene::open().await;
    let told = scene.registered(&website()).await;
    assert_eq!(told["client_name"], "rp.test");
    let twice = json!({ "redirect_uris": ["https://rp.test/a", "https://rp.test/a"] });
    assert_eq!(scene.registered(&twice).await["redirect_uris"], json!(["https://rp.test/a"]));
}

#[tokio::test]
async fn where_it_is_off_there_is_nothing() {
    for policy in [Policy::classic(), Policy::standard()] {
        let idp = TestIdp::start().await;
        let acme = idp.tenant("acme", policy).await;
        let metadata = idp.door().get(&acme.at("/.well-known/openid-configuration")).await.json();
        assert!(metadata.get("registration_endpoint").is_none());
        for (method, below) in
            [("POST", ""), ("GET", "/x"), ("PUT", "/x"), ("DELETE", "/x"), ("POST", "")]
        {
            let place = acme.at(&format!("/register{below}"));
            let page =
                idp.door().send(request(method, &place, Some("i_x"), Some(&website()))).await;
            assert_eq!((page.status(), page.error().as_str()), (404, "not_found"), "{method}");
            let plain = Request::builder().method(method).uri(&place).body(Body::empty()).unwrap();
            assert_eq!(idp.door().send(plain).await.status(), 404, "{method}");
        }
    }
}

#[tokio::test]
async fn it_is_announced_where_it_is_on() {
    for rule in [Registration::Open, Registration::WithToken] {
        let scene = Scene::under(rule).await;
        let place = scene.acme.at("/.well-known/openid-configuration");
        let metadata = scene.idp.door().get(&place).await.json();
        assert_eq!(metadata["registration_endpoint"], scene.acme.at("/register"));
    }
}
