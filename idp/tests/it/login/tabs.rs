//! Tabs, reloads, the back button, other browsers: each meets the truth.

use crate::support::tenant::credentials;
use crate::support::{Arrival, TestIdp, minutes};

#[tokio::test]
async fn a_step_out_of_its_turn_changes_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let (alice, bob) = (acme.user("alice").await, acme.user("bob").await);
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    let csrf = browser.page().attribute("[name=csrf]", "value").unwrap();
    let attempt = browser.page().url.clone();
    let csrf = csrf.as_str();
    let new = [("csrf", csrf), ("new_password", "x"), ("new_password_confirm", "x")];
    let bobs: Vec<_> = credentials(&bob).into_iter().chain([("csrf", csrf)]).collect();

    let ahead: [(&str, &[(&str, &str)]); 5] = [
        ("/new-password", &new),
        ("/code", &[("csrf", csrf), ("otp", "123456")]),
        ("/code", &[("csrf", csrf)]),
        ("/code/again", &[("csrf", csrf)]),
        ("/consent", &[("csrf", csrf), ("decision", "accept")]),
    ];
    for (step, fields) in &ahead {
        let page = browser.post(&format!("{attempt}{step}"), fields).await;
        assert!(page.has("#password") && page.status() == 200, "{step}");
    }
    browser.submit("/password", &credentials(&alice)).await;
    let again: [(&str, &[(&str, &str)]); 3] =
        [("/password", &bobs), ("/new-password", &new), ahead[4]];
    for (step, fields) in again {
        let page = browser.post(&format!("{attempt}{step}"), fields).await;
        assert!(page.has("#otp") && page.status() == 200, "{step}");
    }
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1);
    assert_eq!(idp.mailbox(&bob).letters().await.len(), 0);
    assert_eq!(acme.outcomes(&bob).await.len(), 0);
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    let page = browser.submit("/code", &[("otp", &code)]).await;
    assert!(page.has("#consent-accept"));
    assert!(page.text("main").contains("alice"));
}

#[tokio::test]
async fn an_attempt_belongs_to_the_browser_that_began_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut victim = acme.at_login(&portal).await;
    let attacker = acme.past_password(&portal, &alice).await;
    let page = victim.open(&attacker.page().url).await;
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("other_browser")));
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    let victim_page = acme.at_login(&portal).await;
    let csrf = victim_page.page().attribute("[name=csrf]", "value").unwrap();
    let mut victim = victim_page;
    let action = format!("{}/code", attacker.page().url);
    let page = victim.post(&action, &[("csrf", &csrf), ("otp", &code)]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("other_browser")));
    assert!(victim.cookie("session").is_none());
}

#[tokio::test]
async fn without_a_cookie_the_page_says_so() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    let url = browser.page().url.clone();
    browser.forget_cookies();
    let page = browser.open(&url).await;
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("no_cookie")));
    let page = idp.door().post(&format!("{url}/password"), &[("username", "a")]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("no_cookie")));
}

#[tokio::test]
async fn a_handle_that_nobody_gave_out_is_an_ended_login() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    let known = browser.page().url.rsplit('/').next().unwrap().to_owned();
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    for handle in ["a_", "x", "a_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &known[..20]] {
        let page = browser.open(acme.at(&format!("/login/{handle}"))).await;
        assert_eq!((page.status(), page.problem().as_deref()), (410, Some("expired")), "{handle}");
    }
    let page = browser.open(other.at(&format!("/login/{known}"))).await;
    assert_eq!(page.status(), 410, "another tenant does not know it");
}

#[tokio::test]
async fn two_tabs_do_not_mix() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    let mut browser = acme.at_login(&portal).await;
    let first = browser.page().url.clone();
    browser.open(shop.sign_in_link()).await;
    browser.submit("/password", &credentials(&bob)).await;
    assert_eq!(shop.redeem(&browser.arrival()).await.subject(), bob.subject());

    assert!(browser.open(&first).await.has("#password"), "the other tab still asks who it is");
    browser.submit("/password", &credentials(&alice)).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    assert_eq!(tokens.subject(), alice.subject());
    browser.open(shop.sign_in_link()).await;
    let now = shop.redeem(&browser.arrival()).await;
    assert_eq!((now.subject(), &now.claims["sid"]), (alice.subject(), &tokens.claims["sid"]));
}

#[tokio::test]
async fn a_finished_login_says_so_and_leads_on() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    let before = browser.clone();
    let url = browser.page().url.clone();
    browser.submit("/password", &credentials(&alice)).await;
    let answered = browser.arrival();

    let page = browser.open(&url).await.clone();
    assert_eq!((page.status(), page.problem()), (200, None));
    let restart = page.attribute("#restart", "href").unwrap();
    browser.open(&restart).await;
    assert_ne!(browser.arrival().code(), answered.code());
    let mut back_button = before;
    let page = back_button.submit("/password", &credentials(&alice)).await;
    assert!(page.has("#restart") && !back_button.has_left(), "no second code");
    portal.redeem(&answered).await;
}

#[tokio::test]
async fn a_login_has_half_an_hour() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    idp.clock.advance(minutes(30));
    let page = browser.submit("/password", &credentials(&alice)).await;
    assert_eq!((page.status(), page.problem().as_deref()), (410, Some("expired")));
    assert_eq!(acme.outcomes(&alice).await.len(), 0);
    let restart = page.attribute("#restart", "href").unwrap();
    browser.open(&restart).await;
    browser.submit("/password", &credentials(&alice)).await;
    let answer: Arrival = browser.arrival();
    portal.redeem(&answer).await;
}

#[tokio::test]
async fn giving_up_is_told_to_the_website_at_any_step() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    for mut browser in [acme.at_login(&portal).await, acme.past_password(&portal, &alice).await] {
        let url = browser.page().url.clone();
        browser.submit("/cancel", &[]).await;
        let arrival = browser.arrival();
        assert_eq!(arrival.error(), "access_denied");
        assert_eq!(arrival.get("iss"), Some(acme.issuer().as_str()));
        assert!(arrival.get("state").is_some());
        assert!(browser.open(&url).await.has("#restart"));
    }
    idp.deliver().await;
}

#[tokio::test]
async fn reload_and_the_back_button_meet_the_step_that_is_due() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    let mut back = browser.clone();
    browser.submit("/password", &credentials(&alice)).await;
    let url = browser.page().url.clone();
    for _ in 0..2 {
        assert!(browser.open(&url).await.has("#otp"));
    }
    let page = back.submit("/password", &credentials(&alice)).await;
    assert!(page.has("#otp"));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1, "no second mail");
}
