//! LO: logouts that nobody asked for.

use axum::body::Body;
use axum::http::Request;

use crate::support::{Browser, TestIdp, TestTenant, Tokens, Website, encoded};

async fn scene() -> (TestIdp, TestTenant, Website, Browser, Tokens) {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    (idp, acme, portal, browser, tokens)
}

async fn is_signed_in(browser: &Browser, portal: &Website) -> bool {
    let mut browser = browser.clone();
    browser.open(portal.sign_in_link()).await;
    browser.has_left()
}

// LO-07
#[tokio::test]
async fn an_image_on_another_site_signs_nobody_out() {
    let (_idp, acme, portal, browser, _) = scene().await;
    let mut image = browser.clone();
    image.headers = vec![
        ("sec-fetch-site", "cross-site".to_owned()),
        ("sec-fetch-mode", "no-cors".to_owned()),
        ("sec-fetch-dest", "image".to_owned()),
        ("referer", "https://evil.test/".to_owned()),
    ];
    let named = format!("/logout?client_id={}", portal.id());
    for below in ["/logout", &named, "/logout?id_token_hint=x", "/logout/confirm"] {
        let page = image.open(acme.at(below)).await;
        assert!(page.location().is_none() && !page.has("#signed-out"), "{below}: {page:?}");
        assert!(is_signed_in(&browser, &portal).await, "{below}");
    }
    image.post(&acme.at("/logout/confirm"), &[("decision", "yes")]).await;
    image.post(&acme.at("/logout"), &[("decision", "yes")]).await;
    assert!(is_signed_in(&browser, &portal).await);
}

// LO-08
#[tokio::test]
async fn a_state_is_text_wherever_it_stands() {
    let (_idp, acme, portal, mut browser, _) = scene().await;
    let state = "\"><script>alert(1)</script>&a=b\r\nSet-Cookie: a=b";
    let back = ("post_logout_redirect_uri", "https://portal.test/bye");
    let fields = [("client_id", portal.id()), back, ("state", state)];
    let page = browser.open(format!("{}?{}", acme.at("/logout"), encoded(&fields))).await;
    if page.has("#logout-confirm") {
        assert!(!page.body.contains("<script>alert"), "{}", page.body);
        browser.submit("/logout/confirm", &[("decision", "yes")]).await;
        let arrival = browser.arrival();
        assert!(arrival.url.as_str().starts_with("https://portal.test/bye?state=%22%3E%3Cscript"));
        assert!(browser.page().cookies_set().iter().all(|line| !line.starts_with("a=")));
    } else {
        assert_eq!((page.status(), page.location()), (400, None));
        assert!(!page.body.contains("<script>alert"), "{}", page.body);
    }
    let fine = "\"><script>alert(1)</script>";
    let fields = [("client_id", portal.id()), back, ("state", fine)];
    let mut browser = browser.clone();
    let page = browser.open(format!("{}?{}", acme.at("/logout"), encoded(&fields))).await;
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
}

// LO-09
#[tokio::test]
async fn an_old_cookie_is_nobodys_on_every_process() {
    let (idp, acme, portal, mut browser, tokens) = scene().await;
    let before = browser.clone();
    let replica = idp.replica().await;
    assert!(is_signed_in(&before.clone().at(replica.clone()), &portal).await);
    let hint = encoded(&[("id_token_hint", tokens.id_token.as_str())]);
    let page = browser.open(format!("{}?{hint}", acme.at("/logout"))).await;
    assert_eq!(page.header("clear-site-data"), Some("\"cache\""));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let cleared = page
        .cookies_set()
        .iter()
        .any(|line| line.contains("session") && line.contains("Max-Age=0"));
    assert!(cleared && browser.cookie("session").is_none());
    for door in [idp.door(), replica] {
        let old = before.clone().at(door.clone());
        assert!(!is_signed_in(&old, &portal).await);
        assert!(old.clone().open(acme.at("/account")).await.has("#password"));
        let asked = super::bearing(&acme.at("/userinfo"), &tokens.access_token);
        assert_eq!(door.send(asked).await.status(), 401);
    }
}

// LO-01: neither does a look ahead at the link.
#[tokio::test]
async fn whoever_only_looks_ahead_ends_nothing() {
    let (idp, acme, portal, browser, _) = scene().await;
    let cookie = format!("__Host-sekisho_session_acme={}", browser.cookie("session").unwrap());
    for purpose in ["prefetch", "prefetch;prerender"] {
        let asked = Request::get(acme.at("/logout")).header("sec-purpose", purpose);
        let asked = asked.header("cookie", &cookie).body(Body::empty()).unwrap();
        idp.door().send(asked).await;
        assert!(is_signed_in(&browser, &portal).await);
    }
}
