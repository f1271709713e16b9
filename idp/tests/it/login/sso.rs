//! One login for all websites of a tenant, and where it ends.

use idp::model::policy::Policy;

use crate::support::tenant::{ADMIN, credentials};
use crate::support::{TestIdp, minutes};

#[tokio::test]
async fn one_login_serves_two_websites() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    let mut browser = acme.past_password(&portal, &alice).await;
    idp.enter_code(&mut browser, &alice).await;
    let first = portal.redeem(&browser.arrival()).await;
    idp.clock.advance(minutes(5));
    browser.open(shop.sign_in_link()).await;
    let second = shop.redeem(&browser.arrival()).await;
    for claim in ["sub", "sid", "auth_time", "acr", "amr"] {
        assert_eq!(first.claims[claim], second.claims[claim], "{claim}");
    }
    assert_eq!(second.claims["aud"], shop.id());
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
}

#[tokio::test]
async fn without_single_sign_on_each_website_asks() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.session.single_sign_on = false;
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.simple_user("alice").await;
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    let mut browser = acme.past_password(&portal, &alice).await;
    assert!(browser.open(shop.sign_in_link()).await.has("#password"));
}

#[tokio::test]
async fn a_session_ends_by_idleness_and_by_age() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut idle = acme.past_password(&portal, &alice).await;
    idp.clock.advance(minutes(30));
    assert!(idle.open(portal.sign_in_link()).await.has("#password"));

    let mut busy = acme.past_password(&portal, &alice).await;
    for _ in 0..(8 * 60 / 20 - 1) {
        idp.clock.advance(minutes(20));
        busy.open(portal.sign_in_link()).await;
        assert!(busy.has_left(), "being seen keeps a session alive");
    }
    idp.clock.advance(minutes(20));
    assert!(busy.open(portal.sign_in_link()).await.has("#password"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_session_is_of_one_tenant() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let alice = acme.simple_user("alice").await;
    let (portal, theirs) = (acme.website("portal").await, other.website("portal").await);
    let mut browser = acme.past_password(&portal, &alice).await;
    let session = browser.cookie("session").unwrap().to_owned();
    browser.set_cookie("__Host-sekisho_session_other", &session);
    assert!(browser.open(theirs.sign_in_link()).await.has("#password"));
}

#[tokio::test]
async fn a_login_over_a_session_keeps_it_under_another_cookie() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let first = browser.cookie("session").unwrap().to_owned();
    let tokens = portal.redeem(&browser.arrival()).await;
    browser.open(portal.sign_in_link_with(&[("prompt", "login")])).await;
    browser.submit("/password", &credentials(&alice)).await;
    assert_ne!(browser.cookie("session").unwrap(), first);
    let again = portal.redeem(&browser.arrival()).await;
    assert_eq!(tokens.claims["sid"], again.claims["sid"]);
    browser.set_cookie("__Host-sekisho_session_acme", &first);
    assert!(browser.open(portal.sign_in_link()).await.has("#password"));
}

#[tokio::test]
async fn a_password_changed_over_a_session_opens_another() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.password.valid_days = Some(1);
    policy.password.remind_days_before.clear();
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    idp.clock.advance(minutes(24 * 60 - 1));
    let mut browser = acme.past_password(&portal, &alice).await;
    let before = portal.redeem(&browser.arrival()).await;
    idp.clock.advance(minutes(1));
    browser.open(portal.sign_in_link_with(&[("prompt", "login")])).await;
    browser.submit("/password", &credentials(&alice)).await;
    let new = [("new_password", "ao-no-kasa-42"), ("new_password_confirm", "ao-no-kasa-42")];
    browser.submit("/new-password", &new).await;
    let after = portal.redeem(&browser.arrival()).await;
    assert_ne!(before.claims["sid"], after.claims["sid"]);
    assert_eq!(portal.userinfo(&before.access_token).await.status(), 401);
    idp.deliver().await;
}

#[tokio::test]
async fn a_closed_user_and_ended_sessions_are_out_at_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let portal = acme.website("portal").await;
    let mut alices = acme.past_password(&portal, &alice).await;
    let mut bobs = acme.past_password(&portal, &bob).await;
    acme.disable(&alice).await;
    let ended =
        idp::usecase::admin::users::end_sessions(&idp.app, &acme.tenant, &bob.user, ADMIN).await;
    assert_eq!(ended.unwrap(), 1);
    for browser in [&mut alices, &mut bobs] {
        assert!(browser.open(portal.sign_in_link()).await.has("#password"));
    }
}

#[tokio::test]
async fn a_cookie_that_is_no_session_is_nobody() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    let browsers = browser.cookie("browser").unwrap().to_owned();
    let real = browser.cookie("session").unwrap().to_owned();
    let changed = format!("s_{}", "A".repeat(43));
    for value in [&tokens.access_token, &browsers, &changed, &real[..real.len() - 1], ""] {
        browser.set_cookie("__Host-sekisho_session_acme", value);
        assert!(browser.open(portal.sign_in_link()).await.has("#password"), "{value}");
    }
    browser.set_cookie(
        "__Host-sekisho_session_acme",
        &format!("{real}; __Host-sekisho_session_acme={real}"),
    );
    assert!(
        browser.open(portal.sign_in_link()).await.has("#password"),
        "sent twice: none believed"
    );
    browser.set_cookie("__Host-sekisho_session_acme", &real);
    browser.open(portal.sign_in_link()).await;
    assert!(browser.has_left());
}
