//! Pushed authorization requests (RFC 9126).

use idp::model::client::Client;

use crate::support::website::direct::text;
use crate::support::{Browser, PASSWORD, TestIdp, TestTenant, Website, encoded, minutes, seconds};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

async fn scene(change: fn(&mut Client)) -> (TestIdp, TestTenant, Website, Browser) {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.simple_user("alice").await;
    let portal = Website::register(&acme, "portal", change).await;
    let browser = idp.browser();
    (idp, acme, portal, browser)
}

/// A whole request; `more` replaces or adds, an empty value removes.
fn fields<'a>(portal: &'a Website, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let whole = [
        ("response_type", "code"),
        ("redirect_uri", portal.redirect_uri()),
        ("scope", "openid email"),
        ("state", "s-1"),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let kept = whole.into_iter().filter(|(name, _)| more.iter().all(|(own, _)| own != name));
    kept.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()).collect()
}

async fn pushed(portal: &Website, more: &[(&str, &str)]) -> String {
    let page = portal.send("/par", &fields(portal, more)).await;
    assert_eq!(page.status(), 201, "{page:?}");
    let answer = page.json();
    assert_eq!(answer["expires_in"], 60);
    text(&answer, "request_uri").to_owned()
}

fn authorize(acme: &TestTenant, client: &str, request_uri: &str, more: &[(&str, &str)]) -> String {
    let both = [("client_id", client), ("request_uri", request_uri)];
    let all: Vec<_> = both.into_iter().chain(more.iter().copied()).collect();
    format!("{}?{}", acme.at("/authorize"), encoded(&all))
}

async fn log_in(browser: &mut Browser) {
    browser.submit("/password", &[("username", "alice"), ("password", PASSWORD)]).await;
}

#[tokio::test]
async fn a_pushed_request_is_answered_once() {
    let (_idp, acme, portal, mut browser) = scene(|_| ()).await;
    let uri = pushed(&portal, &[]).await;
    assert!(uri.starts_with("urn:ietf:params:oauth:request_uri:"));
    let link = authorize(&acme, portal.id(), &uri, &[]);
    // Whoever reloads before the login is over meets the login again.
    browser.open(&link).await;
    browser.open(&link).await;
    log_in(&mut browser).await;
    let arrival = browser.arrival();
    assert_eq!(arrival.get("state"), Some("s-1"));
    let code = arrival.code();
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", portal.redirect_uri()),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(portal.send("/token", &exchange).await.status(), 200);
    // PR-23
    let page = browser.open(&link).await;
    assert_eq!((page.status(), page.location()), (400, None));
}

// PR-27: what stands beside the reference counts for nothing.
#[tokio::test]
async fn only_what_was_pushed_counts() {
    let (_idp, acme, portal, mut browser) = scene(|_| ()).await;
    let uri = pushed(&portal, &[]).await;
    let beside = [
        ("state", "other"),
        ("scope", "openid profile"),
        ("redirect_uri", "https://evil.test/cb"),
        ("prompt", "none"),
    ];
    browser.open(authorize(&acme, portal.id(), &uri, &beside)).await;
    log_in(&mut browser).await;
    let arrival = browser.arrival();
    assert!(arrival.url.as_str().starts_with(portal.redirect_uri()));
    assert_eq!(arrival.get("state"), Some("s-1"));
}

// PR-25, CO-08
#[tokio::test]
async fn a_reference_serves_its_client_alone_and_for_a_minute() {
    let (idp, acme, portal, mut browser) = scene(|_| ()).await;
    let shop = acme.website("shop").await;
    let uri = pushed(&portal, &[]).await;
    let other = format!("{uri}x");
    let code = uri.replace("q_", "c_");
    for (client, uri) in [(shop.id(), &uri), (portal.id(), &other), (portal.id(), &code)] {
        let page = browser.open(authorize(&acme, client, uri, &[])).await;
        assert_eq!((page.status(), page.location()), (400, None), "{client} {uri}");
    }
    idp.clock.advance(seconds(61));
    let page = browser.open(authorize(&acme, portal.id(), &uri, &[])).await;
    assert_eq!((page.status(), page.location()), (400, None));
    idp.clock.advance(minutes(1));
}

#[tokio::test]
async fn what_would_be_refused_later_is_refused_at_once() {
    let (_idp, _acme, portal, _) = scene(|_| ()).await;
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("redirect_uri", "", "invalid_request"),
        ("redirect_uri", "https://evil.test/cb", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("scope", "", "invalid_scope"),
        ("request", "eyJhbGciOiJub25lIn0.e30.", "invalid_request_object"),
        // PR-26
        ("request_uri", "urn:ietf:params:oauth:request_uri:q_x", "invalid_request"),
    ] {
        let page = portal.send("/par", &fields(&portal, &[(name, value)])).await;
        assert_eq!((page.status(), page.error().as_str()), (400, error), "{name}={value}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
}

// PR-22
#[tokio::test]
async fn a_stranger_pushes_nothing() {
    let (idp, acme, portal, _) = scene(|_| ()).await;
    let mut request = portal.direct("/par", &fields(&portal, &[]));
    request.headers_mut().remove("authorization");
    let page = idp.door().send(request).await;
    assert_eq!((page.status(), page.error().as_str()), (401, "invalid_client"));
    assert_eq!(idp.door().get(&acme.at("/par")).await.status(), 405);
}

// PR-21
#[tokio::test]
async fn a_client_that_has_to_push_cannot_do_without() {
    let (_idp, acme, portal, mut browser) = scene(|client| {
        client.settings.request.require_pushed_authorization_requests = true;
    })
    .await;
    let page = browser.open(portal.sign_in_link()).await;
    assert_eq!((page.status(), page.location()), (400, None));
    let uri = pushed(&portal, &[]).await;
    browser.open(authorize(&acme, portal.id(), &uri, &[])).await;
    log_in(&mut browser).await;
    assert!(browser.has_left());
}
