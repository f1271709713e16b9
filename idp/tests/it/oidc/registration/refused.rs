//! What is not registered.

use axum::body::Body;
use axum::http::Request;
use idp::model::policy::{Policy, Registration};
use idp::model::throttle::Throttle;
use serde_json::{Value, json};

use super::{Scene, request, website, with};
use crate::support::{ClientKey, TestIdp, seconds};

// RU-58
#[tokio::test]
async fn addresses_that_lead_astray_are_not_registered() {
    let scene = Scene::open().await;
    let long = format!("https://rp1.test/{}", "a".repeat(512));
    for uri in [
        "https://rp1.test/cb#f",
        "https://rp1.test/cb#",
        "http://rp1.test/cb",
        "https://rp1.test@evil.test/cb",
        "https://rp1.test/cb%0d%0aSet-Cookie:a=b",
        " https://rp1.test/cb",
        "https://rp1.test/cb\t",
        "https://rp1.test/cb\n",
        "\u{3000}https://rp1.test/cb",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "blob:https://rp1.test/x",
        "file:///etc/passwd",
        "*",
        "https://*.rp1.test/cb",
        "/cb",
        "",
        &long,
    ] {
        let sent = json!({ "redirect_uris": ["https://rp1.test/fine", uri] });
        let page = scene.register(&sent).await;
        let answer = (page.status(), page.error());
        assert_eq!(answer, (400, "invalid_redirect_uri".to_owned()), "{uri:?}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let told = page.json()["error_description"].as_str().unwrap().to_owned();
        assert!(told.bytes().all(|one| (b' '..=b'~').contains(&one) && one != b'"'), "{told}");
    }
    let many: Vec<_> = (0..33).map(|n| format!("https://rp1.test/{n}")).collect();
    for uris in [json!([]), json!(null), json!("https://rp1.test/cb"), json!([1]), json!(many)] {
        let page = scene.register(&json!({ "redirect_uris": uris })).await;
        assert_eq!(page.error(), "invalid_redirect_uri", "{uris}");
    }
}

#[tokio::test]
async fn what_is_not_offered_is_not_registered() {
    let scene = Scene::open().await;
    let keys = ClientKey::es256().jwks();
    for more in [
        json!({ "response_types": ["id_token"] }),
        json!({ "response_types": ["code", "code id_token"] }),
        json!({ "response_types": [] }),
        json!({ "grant_types": ["implicit"] }),
        json!({ "grant_types": ["authorization_code", "implicit"] }),
        json!({ "grant_types": ["password"] }),
        json!({ "grant_types": ["refresh_token"] }),
        json!({ "grant_types": ["client_credentials"], "token_endpoint_auth_method": "none" }),
        json!({ "grant_types": ["client_credentials"] , "response_types": ["code"] }),
        json!({ "token_endpoint_auth_method": "magic" }),
        json!({ "token_endpoint_auth_method": "private_key_jwt" }),
        json!({ "application_type": "fridge" }),
        json!({ "application_type": "native", "token_endpoint_auth_method": "client_secret_basic" }),
        json!({ "id_token_signed_response_alg": "none" }),
        json!({ "id_token_signed_response_alg": "HS256" }),
        json!({ "request_object_signing_alg": "none" }),
        json!({ "subject_type": "sometimes" }),
        json!({ "jwks": keys, "jwks_uri": "https://rp.test/keys" }),
        json!({ "jwks": { "keys": [{ "kty": "oct", "k": "AAAA" }] } }),
        json!({ "jwks": "keys" }),
        json!({ "logo_uri": "javascript:alert(1)" }),
        json!({ "policy_uri": "data:text/html,x" }),
        json!({ "tos_uri": "http://rp.test/terms" }),
        json!({ "client_uri": "http://rp.test/" }),
        json!({ "backchannel_logout_uri": "http://rp.test/back" }),
        json!({ "frontchannel_logout_uri": "https://elsewhere.test/front" }),
        json!({ "client_name": "a\u{202e}b" }),
        json!({ "client_name": "a\nb" }),
        json!({ "client_name": "a".repeat(201) }),
        json!({ "client_name": 1 }),
        json!({ "contacts": "ops@rp.test" }),
        json!({ "default_max_age": -1 }),
        json!({ "require_pkce": "yes" }),
        json!({ "require_pkce": false, "token_endpoint_auth_method": "none" }),
        json!({ "subject_type": "pairwise",
                "redirect_uris": ["https://a.test/cb", "https://b.test/cb"] }),
    ] {
        let page = scene.register(&with(more.clone())).await;
        let answer = (page.status(), page.error());
        assert_eq!(answer, (400, "invalid_client_metadata".to_owned()), "{more}");
    }
    assert!(!scene.acme.actions().await.contains(&"client.register".to_owned()));
}

#[tokio::test]
async fn only_json_in_bounds_is_read() {
    let scene = Scene::open().await;
    let place = scene.acme.at("/register");
    let send = async |kind: &str, body: String| {
        let request = Request::post(&place).header("content-type", kind);
        scene.idp.door().send(request.body(Body::from(body)).unwrap()).await
    };
    let good = website().to_string();
    for body in ["", "[]", "null", "{", "{\"redirect_uris\":[],\"redirect_uris\":[]}"] {
        let page = send("application/json", body.to_owned()).await;
        assert_eq!((page.status(), page.error().as_str()), (400, "invalid_client_metadata"));
    }
    for kind in ["application/x-www-form-urlencoded", "text/plain", "text/json", ""] {
        assert_eq!(send(kind, good.clone()).await.status(), 415, "{kind}");
    }
    let large = with(json!({ "unheard_of": "a".repeat(70_000) })).to_string();
    assert_eq!(send("application/json", large).await.status(), 413);
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(send("application/json", deep).await.status(), 400);
    assert_eq!(send("application/json; charset=utf-8", good).await.status(), 201);
}

/// The document of a sector, and whether a client with these two addresses is registered then.
async fn sector(scene: &Scene, status: u16, document: &str) -> (u16, String) {
    const URI: &str = "https://rp.test/sector.json";
    scene.idp.outside.answers(URI, status, "application/json", document);
    let page = scene
        .register(&json!({
            "redirect_uris": ["https://a.test/cb", "https://b.test/cb"],
            "subject_type": "pairwise",
            "sector_identifier_uri": URI,
        }))
        .await;
    let error = page.json().get("error").and_then(Value::as_str).unwrap_or_default().to_owned();
    (page.status(), error)
}

// OpenID Connect Registration §5
#[tokio::test]
async fn a_sector_names_every_address() {
    let scene = Scene::open().await;
    let all = json!(["https://b.test/cb", "https://a.test/cb", "https://c.test/cb"]).to_string();
    assert_eq!(sector(&scene, 200, &all).await, (201, String::new()));
    let refused = (400, "invalid_client_metadata".to_owned());
    for (status, document) in [
        (200, json!(["https://a.test/cb"]).to_string()),
        (200, json!(["https://a.test/cb", "https://b.test/cb/"]).to_string()),
        (200, json!({ "a": "https://a.test/cb" }).to_string()),
        (200, "[]".to_owned()),
        (200, "<html>".to_owned()),
        (302, all.clone()),
        (404, all),
    ] {
        assert_eq!(sector(&scene, status, &document).await, refused, "{status} {document}");
    }
}

// SS-10: whoever may not register makes nobody call anybody.
#[tokio::test]
async fn nothing_is_fetched_for_a_stranger() {
    let scene = Scene::under(Registration::WithToken).await;
    assert_eq!(sector(&scene, 200, "[]").await.0, 401);
    assert!(scene.idp.outside.calls().is_empty());
}

#[tokio::test]
async fn one_address_registers_only_so_often() {
    let idp = TestIdp::start_bounded(Throttle { burst: 3, every: seconds(2) }).await;
    let policy = Policy { client_registration: Registration::Open, ..Policy::classic() };
    let acme = idp.tenant("acme", policy).await;
    let door = idp.door().from("198.51.100.7");
    let place = acme.at("/register");
    for _ in 0..3 {
        let page = door.send(request("POST", &place, None, Some(&website()))).await;
        assert_eq!(page.status(), 201);
    }
    let page = door.send(request("POST", &place, None, Some(&website()))).await;
    assert_eq!((page.status(), page.header("retry-after")), (429, Some("2")));
    let other = idp.door().from("203.0.113.9");
    assert_eq!(other.send(request("POST", &place, None, Some(&website()))).await.status(), 201);
    idp.clock.advance(seconds(2));
    assert_eq!(door.send(request("POST", &place, None, Some(&website()))).await.status(), 201);
}

#[tokio::test]
async fn what_people_are_shown_leads_to_the_web() {
    let scene = Scene::open().await;
    for member in ["logo_uri", "client_uri", "policy_uri", "tos_uri"] {
        for address in
            ["javascript:alert(1)", "data:text/html,x", "http://rp.test/x", "app.rp:/x", "/x"]
        {
            let page = scene.register(&with(json!({ member: address }))).await;
            let answer = (page.status(), page.error());
            assert_eq!(answer, (400, "invalid_client_metadata".to_owned()), "{member} {address}");
        }
        for address in ["https://rp.test/x", "http://localhost:8081/x"] {
            let told = scene.registered(&with(json!({ member: address }))).await;
            assert_eq!(told[member], address);
        }
    }
}
