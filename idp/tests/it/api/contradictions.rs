//! What contradicts itself is refused, whoever asks and by whichever way it comes (AD-31 to AD-34, AD-36).

use idp::model::policy::Policy;
use serde_json::{Value, json};

use super::{Scene, code};
use crate::support::Website;
use crate::support::website::{direct::text, part};

const CLIENTS: &str = "/tenants/acme/clients";

/// A client in the words of RFC 7591, with something that it cannot have.
fn with(profile: &str, member: &str, value: &Value) -> Value {
    let mut metadata = json!({ "client_name": "app" });
    if profile != "service" {
        metadata["redirect_uris"] = json!(["https://app.test/callback"]);
    }
    metadata[member] = value.clone();
    json!({ "profile": profile, "metadata": metadata })
}

/// Nothing of it was made, and the answer says why.
async fn refused(scene: &Scene, what: (&str, &str), body: Value) {
    let before = scene.counts().await;
    let page = scene.ask(what.0, what.1, Some(body.clone())).await;
    assert_eq!((page.status(), code(&page).as_str()), (422, "invalid"), "{body} {page:?}");
    assert!(!page.json()["errors"].as_array().unwrap().is_empty(), "{body} {page:?}");
    assert_eq!(scene.counts().await, before, "{body}");
}

/// Makes one that can be, and tries to change it into one that cannot.
async fn turned(scene: &Scene, profile: &str, member: &str, value: &Value) {
    let plain = with(profile, "client_name", &json!("plain"));
    let made = scene.ask("POST", CLIENTS, Some(plain)).await;
    assert_eq!(made.status(), 201, "{made:?}");
    let made = made.json();
    let at = format!("{CLIENTS}/{}", made["client"]["client_id"].as_str().unwrap());
    refused(scene, ("PATCH", &at), json!({ "metadata": { member: value } })).await;
    assert_eq!(scene.ask("GET", &at, None).await.json(), made["client"]);
}

// AD-31
#[tokio::test]
async fn what_keeps_no_secret_has_none_and_what_proves_itself_does() {
    let scene = Scene::set().await;
    let methods = ["client_secret_basic", "client_secret_post", "client_secret_jwt"];
    for profile in ["browser", "native", "device", "fapi2"] {
        for method in methods {
            let member = "token_endpoint_auth_method";
            refused(&scene, ("POST", CLIENTS), with(profile, member, &json!(method))).await;
        }
    }
    for profile in ["web", "service", "fapi2"] {
        let none = json!("none");
        refused(&scene, ("POST", CLIENTS), with(profile, "token_endpoint_auth_method", &none))
            .await;
    }
    let secret = json!("client_secret_basic");
    turned(&scene, "browser", "token_endpoint_auth_method", &secret).await;
    turned(&scene, "web", "token_endpoint_auth_method", &json!("none")).await;
    // Nobody chooses a secret either.
    refused(&scene, ("POST", CLIENTS), with("web", "client_secret", &json!("hunter2"))).await;
}

// AD-32
#[tokio::test]
async fn what_keeps_no_secret_has_pkce() {
    let scene = Scene::set().await;
    for profile in ["browser", "native", "device", "fapi2"] {
        refused(&scene, ("POST", CLIENTS), with(profile, "require_pkce", &json!(false))).await;
    }
    turned(&scene, "browser", "require_pkce", &json!(false)).await;
    let itself = json!(["client_credentials"]);
    refused(&scene, ("POST", CLIENTS), with("browser", "grant_types", &itself)).await;
}

/// AD-33: a client is called what the server drew, which no audience of anybody can be; and the audience of another
/// tenant, written into a token of one's own, opens nothing there.
#[tokio::test]
async fn no_client_is_called_like_an_audience() {
    let scene = Scene::set().await;
    for name in ["https://stock.test/", &scene.other.issuer(), scene.portal.id()] {
        let mut body = with("web", "client_id", &json!(name));
        refused(&scene, ("POST", CLIENTS), body.clone()).await;
        body = with("web", "client_name", &json!("x"));
        body["client_id"] = json!(name);
        refused(&scene, ("POST", CLIENTS), body).await;
    }
    let at = format!("{CLIENTS}/{}", scene.portal.id());
    refused(&scene, ("PATCH", &at), json!({ "metadata": { "client_id": "x" } })).await;
    let made = scene.ask("POST", CLIENTS, Some(with("web", "client_name", &json!("x")))).await;
    let drawn = made.json()["client"]["client_id"].as_str().unwrap().to_owned();
    assert!(drawn.len() >= 20 && url::Url::parse(&drawn).is_err(), "{drawn}");

    let (theirs, portal) = (scene.other.issuer(), scene.portal.id().to_owned());
    let greedy = Website::register(&scene.acme, "greedy", |client| {
        client.settings.tokens.resources = [theirs.clone(), portal.clone()].into();
    });
    let greedy = greedy.await;
    let bob = scene.acme.simple_user("bob").await;
    let tokens = greedy.tokens_of(&scene.acme, &bob).await;
    let renew = text(&tokens, "refresh_token");
    let page = greedy.refresh(renew, &[("resource", &portal)]).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_target"), "{page:?}");
    let page = greedy.refresh(renew, &[("resource", &theirs)]).await.json();
    let token = text(&page, "access_token");
    assert_eq!(part(token, 1)["aud"], theirs);
    let at = scene.other.at("/userinfo");
    let request = axum::http::Request::get(at).header("authorization", format!("Bearer {token}"));
    let page = scene.idp.door().send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(page.status(), 401, "{page:?}");
    let page = scene.by(token, "GET", "/tenants/other/users", None).await;
    assert_eq!((page.status(), code(&page).as_str()), (401, "invalid_token"));
}

// AD-34
#[tokio::test]
async fn rules_and_clients_that_cannot_be_are_refused_whole() {
    let scene = Scene::set().await;
    let keys = json!({ "keys": [] });
    for (profile, member, value) in [
        ("web", "redirect_uris", json!([])),
        ("web", "grant_types", json!(["password"])),
        ("web", "response_types", json!(["token"])),
        ("web", "id_token_signed_response_alg", json!("none")),
        ("web", "token_endpoint_auth_method", json!("private_key_jwt")),
        ("web", "token_endpoint_auth_method", json!("tls_client_auth")),
        ("web", "require_signed_request_object", json!(true)),
        ("web", "jwks", keys),
        ("web", "backchannel_logout_uri", json!("http://app.test/out")),
        ("web", "colour", json!("red")),
        ("service", "grant_types", json!(["refresh_token"])),
        ("fapi2", "require_pushed_authorization_requests", json!(false)),
        ("fapi2", "id_token_signed_response_alg", json!("RS256")),
    ] {
        refused(&scene, ("POST", CLIENTS), with(profile, member, &value)).await;
    }
    for (place, value, pointer) in [
        ("/login_methods/allowed", json!([]), "/login_methods"),
        ("/login_methods/allowed", json!(["password"]), "/login_methods"),
        ("/conceal_first_step", json!(true), "/conceal_first_step"),
        ("/password/length_min", json!(1), "/password/length_min"),
        ("/one_time_code/digits", json!(3), "/one_time_code/digits"),
    ] {
        let mut policy = json!(Policy::standard());
        policy["login_methods"] = json!(super::policy().login_methods);
        *policy.pointer_mut(place).unwrap() = value;
        let before = scene.counts().await;
        let page = scene.ask("PUT", "/tenants/acme/policy", Some(policy)).await;
        assert_eq!((page.status(), code(&page).as_str()), (422, "invalid"), "{place} {page:?}");
        let errors = page.json()["errors"].clone();
        let told = errors.as_array().unwrap().iter().filter_map(|one| one["pointer"].as_str());
        assert!(told.clone().any(|one| one.starts_with(pointer)), "{place} {errors}");
        assert_eq!(scene.counts().await, before, "{place}");
    }
}

/// AD-36: neither what is known of a person nor what a contract says of it stands where the protocol speaks.
#[tokio::test]
async fn no_attribute_speaks_for_the_protocol() {
    const WORDS: [&str; 12] = [
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "nonce",
        "acr",
        "amr",
        "sid",
        "azp",
        "client_id",
        "scope",
    ];
    let scene = Scene::set().await;
    let mallory = scene.acme.simple_user("mallory").await;
    let at = format!("/tenants/acme/users/{}/claims", mallory.user.id);
    for word in WORDS {
        refused(&scene, ("PUT", &at), json!({ word: "x" })).await;
        let mut policy = json!(super::policy());
        policy["claims"] = json!([{ "attribute": "role", "claim": word, "scope": "openid" }]);
        refused(&scene, ("PUT", "/tenants/acme/policy"), policy).await;
    }
    // An attribute may be called so, but nothing of it is told under that name.
    let attributes: serde_json::Map<_, _> =
        WORDS.iter().map(|word| ((*word).to_owned(), json!("forged"))).collect();
    let page = scene.ask("PUT", &at, Some(json!({ "attributes": attributes }))).await;
    assert!([200, 422].contains(&page.status()), "{page:?}");
    let mut policy = json!(super::policy());
    policy["claims"] = json!([{ "attribute": "sub", "claim": "rank", "scope": "openid" }]);
    assert_eq!(scene.ask("PUT", "/tenants/acme/policy", Some(policy)).await.status(), 200);
    let tokens = scene.portal.tokens_of(&scene.acme, &mallory).await;
    for token in ["id_token", "access_token"] {
        let said = part(text(&tokens, token), 1);
        assert_eq!(said["iss"], scene.acme.issuer(), "{token}");
        assert_eq!(said["sub"], mallory.subject(), "{token}");
        assert!(WORDS.iter().all(|word| said[*word] != "forged"), "{token} {said}");
    }
    let told = scene.portal.userinfo(text(&tokens, "access_token")).await.json();
    assert_eq!(told["sub"], mallory.subject());
    assert!(WORDS.iter().all(|word| told[*word] != "forged"), "{told}");
}
