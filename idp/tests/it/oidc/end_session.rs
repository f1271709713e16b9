//! Logout asked for by a website.

use axum::http::Request;

use crate::support::{Browser, TestIdp, TestTenant, Tokens, Website, encoded, minutes};

async fn scene() -> (TestIdp, TestTenant, Website, Browser, Tokens) {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    (idp, acme, portal, browser, tokens)
}

fn logout(acme: &TestTenant, fields: &[(&str, &str)]) -> String {
    format!("{}?{}", acme.at("/logout"), encoded(fields))
}

async fn is_signed_in(browser: &Browser, portal: &Website) -> bool {
    let mut browser = browser.clone();
    browser.open(portal.sign_in_link()).await;
    browser.has_left()
}

const BYE: (&str, &str) = ("post_logout_redirect_uri", "https://portal.test/bye");

#[tokio::test]
async fn a_hint_of_the_person_signed_in_ends_the_session_and_leads_back() {
    let (_idp, acme, portal, mut browser, tokens) = scene().await;
    let before = browser.clone();
    let state = "a&b=1#<>";
    let fields = [("id_token_hint", tokens.id_token.as_str()), BYE, ("state", state)];
    browser.open(logout(&acme, &fields)).await;
    let arrival = browser.arrival();
    assert!(arrival.url.as_str().starts_with("https://portal.test/bye?state="));
    assert_eq!(arrival.get("state"), Some(state));
    assert!(browser.cookie("session").is_none());
    assert!(!is_signed_in(&browser, &portal).await);
    assert!(!is_signed_in(&before, &portal).await, "the old cookie is dead too");
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    assert!(acme.actions().await.contains(&"logout".to_owned()));
}

#[tokio::test]
async fn a_hint_serves_long_after_it_expired() {
    let (idp, acme, portal, mut browser, tokens) = scene().await;
    for _ in 0..6 {
        idp.clock.advance(minutes(20));
        assert!(is_signed_in(&browser, &portal).await);
    }
    browser.open(logout(&acme, &[("id_token_hint", &tokens.id_token)])).await;
    assert!(browser.page().has("#signed-out"));
    assert!(!is_signed_in(&browser, &portal).await);
}

#[tokio::test]
async fn without_a_hint_the_person_is_asked() {
    let (_idp, acme, portal, mut browser, _) = scene().await;
    let named = ("client_id", portal.id());
    for fields in [&[][..], &[named][..], &[named, BYE, ("state", "xyz")][..]] {
        let page = browser.open(logout(&acme, fields)).await;
        assert!(page.has("#logout-confirm"), "{fields:?}");
        assert!(is_signed_in(&browser, &portal).await, "asking ends nothing");
    }
    browser.submit("/logout/confirm", &[("decision", "yes")]).await;
    assert_eq!(browser.arrival().url.as_str(), "https://portal.test/bye?state=xyz");
    assert!(!is_signed_in(&browser, &portal).await);
}

#[tokio::test]
async fn a_hint_of_somebody_else_or_of_another_session_is_no_proof() {
    let (idp, acme, portal, mut browser, _) = scene().await;
    let bob = acme.simple_user("bob").await;
    let bobs = acme.past_password(&portal, &bob).await;
    let bobs_token = portal.redeem(&bobs.arrival()).await.id_token;
    let alice = [("username", "alice"), ("password", crate::support::PASSWORD)];
    let mut elsewhere = acme.at_login(&portal).await;
    elsewhere.submit("/password", &alice).await;
    let other_session = portal.redeem(&elsewhere.arrival()).await.id_token;
    for token in [&bobs_token, &other_session] {
        let page = browser.open(logout(&acme, &[("id_token_hint", token), BYE])).await;
        assert!(page.has("#logout-confirm"));
        assert!(is_signed_in(&browser, &portal).await);
    }
    assert!(is_signed_in(&bobs, &portal).await);
    idp.deliver().await;
}

#[tokio::test]
async fn a_hint_that_is_no_token_of_ours_ends_nothing() {
    let (idp, acme, portal, mut browser, tokens) = scene().await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let theirs = other.website("theirs").await;
    let carol = other.simple_user("carol").await;
    let foreign = other.past_password(&theirs, &carol).await;
    let foreign = theirs.redeem(&foreign.arrival()).await.id_token;
    let unsigned = format!("{}.", tokens.id_token.rsplit_once('.').unwrap().0);
    for token in ["garbage", &unsigned, &foreign, &tokens.access_token] {
        let page = browser.open(logout(&acme, &[("id_token_hint", token), BYE])).await;
        assert!(page.location().is_none() && !page.has("#signed-out"));
        assert!(is_signed_in(&browser, &portal).await);
    }
}

#[tokio::test]
async fn only_a_registered_address_is_gone_back_to() {
    let (_idp, acme, portal, mut browser, tokens) = scene().await;
    let shop = acme.website("shop").await;
    let hint = ("id_token_hint", tokens.id_token.as_str());
    for address in [
        "https://evil.test/bye",
        "https://portal.test/bye/",
        "https://portal.test/callback",
        "https://shop.test/bye",
        "javascript:alert(1)",
    ] {
        let page =
            browser.open(logout(&acme, &[hint, ("post_logout_redirect_uri", address)])).await;
        assert_eq!((page.status(), page.location()), (400, None), "{address}");
        assert!(is_signed_in(&browser, &portal).await);
    }
    let page = browser.open(logout(&acme, &[hint, ("client_id", shop.id()), BYE])).await;
    assert_eq!((page.status(), page.location()), (400, None), "not the audience of the hint");
    let page = browser.open(logout(&acme, &[BYE])).await;
    assert_eq!((page.status(), page.location()), (400, None), "nobody is named");
    let page = browser.open(logout(&acme, &[("client_id", "nobody")])).await;
    assert_eq!((page.status(), page.location()), (400, None));
}

#[tokio::test]
async fn the_confirmation_is_ours_to_ask_for() {
    let (idp, acme, portal, mut browser, _) = scene().await;
    let url = acme.at("/logout/confirm");
    for csrf in ["", "x"] {
        let page = browser.post(&url, &[("csrf", csrf), ("decision", "yes")]).await;
        assert_eq!((page.status(), page.problem().as_deref()), (403, Some("forbidden")));
    }
    let stranger = acme.at_login(&portal).await;
    let csrf = stranger.page().attribute("[name=csrf]", "value").unwrap();
    assert_eq!(browser.post(&url, &[("csrf", &csrf)]).await.status(), 403);
    assert!(is_signed_in(&browser, &portal).await);
    drop(idp);
}

#[tokio::test]
async fn a_website_may_post_and_whoever_is_out_is_told_so() {
    let (idp, acme, portal, mut browser, tokens) = scene().await;
    let fields = [("id_token_hint", tokens.id_token.as_str()), BYE];
    browser.headers.push(("sec-fetch-site", "cross-site".to_owned()));
    browser.post(&acme.at("/logout"), &fields).await;
    assert!(browser.has_left());
    assert!(!is_signed_in(&browser, &portal).await);
    assert!(idp.browser().open(acme.at("/logout")).await.has("#signed-out"));
    let twice = format!("{}&state=a&state=b", logout(&acme, &fields));
    assert_eq!(idp.door().get(&twice).await.status(), 400);
    let request = Request::delete(acme.at("/logout")).body(axum::body::Body::empty());
    assert_eq!(idp.door().send(request.unwrap()).await.status(), 405);
}
