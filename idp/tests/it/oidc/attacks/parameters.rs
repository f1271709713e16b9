//! PR: parameters in every wrong shape.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use super::{fapi, is_a_page, link, proven, refused, request};
use crate::support::website::direct::text;
use crate::support::{Arrival, ClientKey, TestIdp, Website, encoded};

// PR-07
#[tokio::test]
async fn a_parameter_given_twice_is_refused_at_every_direct_endpoint() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let pushed = request(&portal, &[]);
    let asked = [("token", "x"), ("token_type_hint", "access_token")];
    for (path, fields) in
        [("/par", pushed.as_slice()), ("/revoke", &asked[..]), ("/introspect", &asked[..])]
    {
        for (name, value) in fields.iter().copied().chain([("unknown", "1")]) {
            let mut twice = portal.direct(path, fields);
            let both = [(name, value), (name, value)];
            let rest: Vec<_> = fields.iter().copied().filter(|(other, _)| *other != name).collect();
            let body = format!("{}&{}", encoded(&rest), encoded(&both));
            *twice.body_mut() = Body::from(body);
            refused(&idp.door().send(twice).await, "invalid_request", &format!("{path} {name}"));
        }
    }
}

// PR-08
#[tokio::test]
async fn names_with_brackets_are_other_names() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    for name in ["client_id[]", "client_id[0]", "client_id%5B%5D"] {
        let rest = request(&portal, &[("client_id", "")]);
        let page = idp.door().get(&format!("{}&{name}={}", link(&acme, &rest), portal.id())).await;
        is_a_page(&page, name);
        assert_eq!(page.problem().as_deref(), Some("unknown_client"), "{name}");
    }
    browser
        .open(format!(
            "{}&scope[]=email&scope[0]=phone",
            portal.sign_in_link_with(&[("scope", "openid")])
        ))
        .await;
    let answer = portal.token(&browser.arrival(), &[("scope[]", "email")]).await.json();
    assert_eq!(answer["scope"], "openid");
}

// PR-13
#[tokio::test]
async fn asking_for_the_head_alone_begins_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.past_password(&portal, &alice).await;
    let session = browser.cookie("session").unwrap().to_owned();
    let codes = async || acme.actions().await.iter().filter(|one| *one == "code.issue").count();
    let before = codes().await;
    for cookie in ["", &format!("__Host-sekisho_session_acme={session}")] {
        let asked = Request::head(portal.sign_in_link()).header("cookie", cookie);
        let page = idp.door().send(asked.body(Body::empty()).unwrap()).await;
        assert_eq!((page.status(), page.location()), (405, None), "{page:?}");
        assert!(page.cookies_set().is_empty() && page.body.is_empty(), "{page:?}");
    }
    assert_eq!(codes().await, before);
}

// PR-14
#[tokio::test]
async fn claims_in_every_shape_are_no_fault() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let silent = async |claims: &str| {
        let asked = [("claims", claims), ("prompt", "none")];
        let page = idp.door().get(&portal.sign_in_link_with(&asked)).await;
        assert!(page.status() < 500, "{claims:.60}");
        let arrival = page.location().map(|to| Arrival::new(url::Url::parse(to).unwrap()));
        arrival.map_or("page".to_owned(), |arrival| arrival.error().to_owned())
    };
    let nested = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    for deep in [nested(50), nested(1_000), format!("{{\"userinfo\":{}}}", nested(50))] {
        let heard = silent(&deep).await;
        assert!(["login_required", "invalid_request"].contains(&heard.as_str()), "{heard}");
    }
    let value = format!("{{\"userinfo\":{{\"name\":{{\"value\":{}}}}}}}", nested(50));
    assert_ne!(silent(&value).await, "page");
    let huge = format!("{{\"userinfo\":{{\"{}\":null}}}}", "a".repeat(65_536));
    let page =
        idp.door().post(&acme.at("/authorize"), &request(&portal, &[("claims", &huge)])).await;
    assert!((400..500).contains(&page.status()) && page.location().is_none(), "{page:?}");
    let heard = silent(&huge[..20_000]).await;
    assert_eq!(heard, "invalid_request");
    let unknown = r#"{"userinfo":{"shoe_size":{"essential":true,"colour":1}},"other":[1]}"#;
    assert_eq!(silent(unknown).await, "login_required", "ignored");
    for wrong in
        ["{\"userinfo\":1}", "{\"id_token\":[]}", "\"x\"", "{\"userinfo\":{\"name\":7}}", "{} {}"]
    {
        assert_eq!(silent(wrong).await, "invalid_request", "{wrong}");
    }
}

// PR-15
#[tokio::test]
async fn a_hint_of_nobody_we_know_signs_nobody_in() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let (alice, carol) = (acme.simple_user("alice").await, other.simple_user("carol").await);
    let (portal, theirs) = (acme.website("portal").await, other.website("theirs").await);
    let foreign = other.past_password(&theirs, &carol).await;
    let foreign = theirs.redeem(&foreign.arrival()).await.id_token;
    let own = acme.past_password(&portal, &alice).await;
    let own = portal.redeem(&own.arrival()).await.id_token;
    let claims = own.split('.').nth(1).unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
    for hint in [&foreign, &unsigned, &own] {
        let asked = [("id_token_hint", hint.as_str()), ("prompt", "none")];
        let page = idp.door().get(&portal.sign_in_link_with(&asked)).await;
        let arrival = Arrival::new(url::Url::parse(page.location().unwrap()).unwrap());
        assert_eq!(arrival.error(), "login_required");
        assert!(page.cookies_set().iter().all(|line| !line.contains("session")));
    }
}

// PR-16
#[tokio::test]
async fn a_login_hint_tells_nothing_of_accounts() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut looks = Vec::new();
    for name in ["alice", "nobody", "alice@acme.test"] {
        let mut browser = idp.browser();
        let page = browser.open(portal.sign_in_link_with(&[("login_hint", name)])).await;
        let headers: Vec<_> = page.headers.keys().map(|name| name.as_str().to_owned()).collect();
        looks.push((page.likeness(), headers));
    }
    assert_eq!(looks[0], looks[1]);
    assert_eq!(looks[0], looks[2]);
}

// PR-21, PR-28
#[tokio::test]
async fn a_fapi_client_pushes_and_its_objects_live_an_hour() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let key = ClientKey::es256();
    let strict = Website::register(&acme, "strict", fapi(&key)).await;
    is_a_page(&idp.door().get(&link(&acme, &request(&strict, &[]))).await, "not pushed");
    let now = idp.app.now().seconds();
    for (lives, status) in [(300, 201), (3_600, 201), (3_601, 400), (86_400, 400)] {
        let mut claims =
            json!({ "iss": strict.id(), "aud": strict.issuer, "nbf": now, "exp": now + lives });
        for (name, value) in request(&strict, &[]) {
            claims[name] = json!(value);
        }
        let object = key.sign(&json!({ "alg": "ES256", "typ": "oauth-authz-req+jwt" }), &claims);
        let fields = [("client_id", strict.id()), ("request", object.as_str())];
        let page = proven(&idp, &strict, &key, ("/par", &fields)).await;
        assert_eq!(page.status(), status, "{lives}: {page:?}");
        if status == 400 {
            assert_eq!(page.error(), "invalid_request_object", "{lives}");
        } else {
            assert!(text(&page.json(), "request_uri").starts_with("urn:"));
        }
    }
}
