//! Claims for the bearer of an access token.

use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use idp::model::policy::Policy;
use serde_json::{Value, json};

use crate::support::tenant::credentials;
use crate::support::website::part;
use crate::support::{Page, TestIdp, TestTenant, Tokens, Website, form, minutes, seconds};

async fn scene() -> (TestIdp, TestTenant, Website, Tokens) {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let arrival = acme.past_password(&portal, &alice).await.arrival();
    let tokens = portal.redeem(&arrival).await;
    (idp, acme, portal, tokens)
}

fn is_refused(page: &Page, what: &str) {
    assert_eq!(page.status(), 401, "{what}");
    assert!(page.header("www-authenticate").unwrap().contains("error=\"invalid_token\""), "{what}");
    assert_eq!(page.body, "", "{what}");
}

#[tokio::test]
async fn each_scope_has_its_claims() {
    let (idp, acme, portal, tokens) = scene().await;
    let alice = tokens.subject().to_owned();
    let page = portal.userinfo(&tokens.access_token).await;
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let everything = json!({
        "sub": alice, "preferred_username": "alice",
        "email": "alice@acme.test", "email_verified": false
    });
    assert_eq!(page.json(), everything);
    let mut browser = idp.browser();
    browser.open(portal.sign_in_link()).await;
    let fields = [("username", "alice"), ("password", crate::support::PASSWORD)];
    browser.submit("/password", &fields).await;
    for (scope, members) in [
        ("openid", vec!["sub"]),
        ("openid profile", vec!["preferred_username", "sub"]),
        ("openid email", vec!["email", "email_verified", "sub"]),
    ] {
        browser.open(portal.sign_in_link_with(&[("scope", scope)])).await;
        let tokens = portal.redeem(&browser.arrival()).await;
        let claims = portal.userinfo(&tokens.access_token).await.json();
        let mut names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, members, "{scope}");
    }
    drop(acme);
    idp.deliver().await;
}

#[tokio::test]
async fn an_address_is_verified_by_a_code_that_was_sent_there() {
    let (idp, acme, portal, _) = scene().await;
    let bob = acme.user("bob").await;
    let mut browser = acme.past_password(&portal, &bob).await;
    idp.enter_code(&mut browser, &bob).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    let claims = portal.userinfo(&tokens.access_token).await.json();
    assert_eq!(
        (&claims["email"], &claims["email_verified"]),
        (&json!("bob@acme.test"), &json!(true))
    );
}

#[tokio::test]
async fn without_a_token_the_challenge_names_no_error() {
    let (idp, acme, _, tokens) = scene().await;
    for line in ["", "Bearer", "Bearer ", "Basic YTpi", &tokens.access_token] {
        let mut request = Request::get(acme.at("/userinfo"));
        if !line.is_empty() {
            request = request.header("authorization", line);
        }
        let page = idp.door().send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(page.status(), 401, "{line}");
        assert_eq!(page.header("www-authenticate"), Some("Bearer realm=\"userinfo\""), "{line}");
        assert_eq!(page.body, "");
    }
    let in_address = format!("{}?access_token={}", acme.at("/userinfo"), tokens.access_token);
    assert_eq!(idp.door().get(&in_address).await.status(), 401);
}

#[tokio::test]
async fn a_form_may_carry_the_token_but_not_beside_the_header() {
    let (idp, acme, _, tokens) = scene().await;
    let fields = [("access_token", tokens.access_token.as_str())];
    let page = idp.door().post(&acme.at("/userinfo"), &fields).await;
    assert_eq!(page.json()["sub"], tokens.subject());
    let mut both = form(&acme.at("/userinfo"), &fields);
    let line = format!("Bearer {}", tokens.access_token);
    both.headers_mut().insert("authorization", line.parse().unwrap());
    let page = idp.door().send(both).await;
    assert_eq!(page.status(), 400);
    assert!(page.header("www-authenticate").unwrap().contains("invalid_request"));
    let post = Request::post(acme.at("/userinfo")).header("authorization", line);
    let page = idp.door().send(post.body(Body::empty()).unwrap()).await;
    assert_eq!(page.status(), 200);
}

#[tokio::test]
async fn a_token_lives_ten_minutes_and_as_long_as_the_session() {
    let (idp, acme, portal, tokens) = scene().await;
    idp.clock.advance(minutes(10) - seconds(1));
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 200);
    idp.clock.advance(seconds(1));
    is_refused(&portal.userinfo(&tokens.access_token).await, "expired");

    let bob = acme.simple_user("bob").await;
    let mut browser = acme.past_password(&portal, &bob).await;
    let bobs = portal.redeem(&browser.arrival()).await;
    browser.open(acme.at("/logout")).await;
    browser.submit("/logout/confirm", &[("decision", "yes")]).await;
    is_refused(&portal.userinfo(&bobs.access_token).await, "signed out");
    let carol = acme.simple_user("carol").await;
    let browser = acme.past_password(&portal, &carol).await;
    let carols = portal.redeem(&browser.arrival()).await;
    acme.disable(&carol).await;
    is_refused(&portal.userinfo(&carols.access_token).await, "closed");
}

#[tokio::test]
async fn only_an_access_token_of_this_tenant_opens() {
    let (idp, acme, portal, tokens) = scene().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let theirs = other.website("theirs").await;
    let bob = other.simple_user("bob").await;
    let mut browser = other.at_login(&theirs).await;
    browser.submit("/password", &credentials(&bob)).await;
    let foreign = theirs.redeem(&browser.arrival()).await.access_token;
    is_refused(&portal.userinfo(&foreign).await, "of another tenant");
    is_refused(&portal.userinfo(&tokens.id_token).await, "an ID token");
    let secret = portal.secret.clone().unwrap();
    for other in ["x", "a.b.c", secret.as_str(), &"a.".repeat(40_000)] {
        is_refused(&portal.userinfo(other).await, other);
    }
    drop(acme);
}

/// The token with another header or payload, its signature as it was.
fn altered(token: &str, which: usize, change: impl FnOnce(&mut Value)) -> String {
    let mut value = part(token, which);
    change(&mut value);
    let mut parts: Vec<_> = token.split('.').map(str::to_owned).collect();
    parts[which] = URL_SAFE_NO_PAD.encode(value.to_string());
    parts.join(".")
}

#[tokio::test]
async fn a_token_that_was_touched_opens_nothing() {
    let (idp, acme, portal, tokens) = scene().await;
    let token = tokens.access_token.as_str();
    for alg in ["none", "None", "NONE", "nOnE", "HS256", "RS256", "ES384"] {
        let changed = altered(token, 0, |header| header["alg"] = json!(alg));
        is_refused(&portal.userinfo(&changed).await, alg);
        let unsigned = changed.rsplit_once('.').unwrap().0;
        is_refused(&portal.userinfo(&format!("{unsigned}.")).await, alg);
    }
    let jwks = idp.door().get(&acme.at("/jwks")).await.json();
    let key = jwks["keys"][0].clone();
    let headers: [(&str, Value); 6] = [
        ("jwk", key),
        ("jku", json!("https://evil.test/jwks")),
        ("kid", json!("../../../../dev/null")),
        ("kid", json!("' OR 1=1--")),
        ("crit", json!(["unknown"])),
        ("typ", json!("JWT")),
    ];
    for (name, value) in headers {
        let changed = altered(token, 0, |header| header[name] = value);
        is_refused(&portal.userinfo(&changed).await, name);
    }
    for (name, value) in [("exp", json!(9_999_999_999_i64)), ("aud", json!("x")), ("jti", json!(1))]
    {
        let changed = altered(token, 1, |claims| claims[name] = value);
        is_refused(&portal.userinfo(&changed).await, name);
    }
    let with_suffix = format!("{token}AAAA");
    for changed in [&token[..token.len() - 1], &token[..token.len() - 8], &with_suffix] {
        is_refused(&portal.userinfo(changed).await, "length");
    }
    assert_eq!(portal.userinfo(token).await.status(), 200);
}

#[tokio::test]
async fn a_token_signed_by_our_own_key_still_has_to_fit() {
    let (idp, acme, portal, tokens) = scene().await;
    let key = idp::usecase::token::keyring::current(
        &idp.app,
        acme.tenant.id,
        keys::signing::Algorithm::Es256,
    )
    .await
    .unwrap();
    let good = part(&tokens.access_token, 1);
    let sign = |claims: &Value| key.sign("at+jwt", claims).unwrap();
    assert_eq!(portal.userinfo(&sign(&good)).await.status(), 200, "the test's own signature works");
    for (name, value) in [
        ("aud", json!("https://evil.test")),
        ("aud", json!([portal.id()])),
        ("aud", Value::Null),
        ("iss", json!("https://idp.test/t/other")),
        ("client_id", json!("other")),
        ("jti", json!("0198d5a0-0000-7000-8000-000000000000")),
        ("exp", json!("9999999999")),
        ("exp", json!([9_999_999_999_i64])),
        ("exp", Value::Null),
        ("exp", json!(-1)),
        ("exp", json!(1e300)),
    ] {
        let mut claims = good.clone();
        claims[name] = value.clone();
        is_refused(&portal.userinfo(&sign(&claims)).await, &format!("{name}={value}"));
    }
}
