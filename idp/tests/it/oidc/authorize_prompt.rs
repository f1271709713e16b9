//! prompt, max_age and id_token_hint: whether the session that stands answers a request.

use idp::model::policy::Policy;

use crate::support::tenant::credentials;
use crate::support::{TestIdp, minutes, seconds};

#[tokio::test]
async fn silent_requests_never_show_a_page() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let silent = [("prompt", "none")];
    let mut browser = idp.browser();
    browser.open(portal.sign_in_link_with(&silent)).await;
    assert_eq!(browser.arrival().error(), "login_required");

    let mut halfway = acme.past_password(&portal, &alice).await;
    let url = halfway.page().url.clone();
    halfway.open(portal.sign_in_link_with(&silent)).await;
    assert_eq!(halfway.arrival().error(), "login_required");
    halfway.open(&url).await;
    idp.enter_code(&mut halfway, &alice).await;
    halfway.open(portal.sign_in_link_with(&silent)).await;
    assert_eq!(portal.redeem(&halfway.arrival()).await.subject(), alice.subject());
}

#[tokio::test]
async fn a_fresh_login_is_asked_for_and_shown_in_auth_time() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    for again in [("prompt", "login"), ("prompt", "select_account"), ("max_age", "0")] {
        idp.clock.advance(minutes(1));
        browser.open(portal.sign_in_link_with(&[again])).await;
        assert!(browser.page().has("#password"), "{again:?}");
        browser.submit("/password", &credentials(&alice)).await;
        let tokens = portal.redeem(&browser.arrival()).await;
        let now = idp.app.clock.now().seconds();
        assert_eq!(tokens.claims["auth_time"], now, "{again:?}");
    }
}

#[tokio::test]
async fn max_age_bounds_the_age_of_the_login() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    idp.clock.advance(seconds(10));
    browser.open(portal.sign_in_link_with(&[("max_age", "10")])).await;
    assert!(browser.has_left());
    idp.clock.advance(seconds(1));
    browser.open(portal.sign_in_link_with(&[("max_age", "10"), ("prompt", "none")])).await;
    assert_eq!(browser.arrival().error(), "login_required");
    assert!(browser.open(portal.sign_in_link_with(&[("max_age", "10")])).await.has("#password"));
}

#[tokio::test]
async fn a_hint_names_the_person_who_is_meant() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    let mut alices = acme.past_password(&portal, &alice).await;
    let alices_token = portal.redeem(&alices.arrival()).await.id_token;
    let bobs = acme.past_password(&portal, &bob).await;
    let bobs_token = portal.redeem(&bobs.arrival()).await.id_token;

    let mut ask = async |token: &str| {
        let wanted = [("prompt", "none"), ("id_token_hint", token)];
        alices.open(portal.sign_in_link_with(&wanted)).await;
        alices.arrival().get("error").map(str::to_owned)
    };
    assert_eq!(ask(&alices_token).await, None);
    assert_eq!(ask(&bobs_token).await.as_deref(), Some("login_required"));
    assert_eq!(ask("garbage").await, None, "names nobody");
    idp.clock.advance(minutes(20));
    assert_eq!(ask(&alices_token).await, None);
    idp.clock.advance(minutes(20));
    assert_eq!(ask(&alices_token).await, None);
    idp.clock.advance(minutes(25));
    assert_eq!(ask(&alices_token).await, None, "expired, and still a hint");
    assert_eq!(ask(&bobs_token).await.as_deref(), Some("login_required"));

    alices.open(portal.sign_in_link_with(&[("id_token_hint", &bobs_token)])).await;
    assert!(alices.page().has("#password"), "somebody else has to log in");
    alices.open(shop.sign_in_link_with(&[("id_token_hint", &bobs_token)])).await;
    assert!(alices.has_left(), "a token of another audience names nobody");
}

#[tokio::test]
async fn another_person_may_log_in_over_a_session() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let first = portal.redeem(&browser.arrival()).await;
    browser.open(portal.sign_in_link_with(&[("prompt", "login")])).await;
    browser.submit("/password", &credentials(&bob)).await;
    let second = portal.redeem(&browser.arrival()).await;
    assert_eq!(second.subject(), bob.subject());
    assert_ne!(first.claims["sid"], second.claims["sid"]);
    assert_eq!(portal.userinfo(&first.access_token).await.status(), 401);
}

#[tokio::test]
async fn without_single_sign_on_a_silent_request_is_still_answered() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.session.single_sign_on = false;
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    browser.open(portal.sign_in_link_with(&[("prompt", "none")])).await;
    portal.redeem(&browser.arrival()).await;
}

#[tokio::test]
async fn the_same_challenge_may_serve_three_requests() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let link = portal.sign_in_link();
    let mut codes = std::collections::BTreeSet::new();
    for _ in 0..3 {
        browser.open(&link).await;
        codes.insert(browser.arrival().code());
        portal.redeem(&browser.arrival()).await;
    }
    assert_eq!(codes.len(), 3);
}
