//! A remembered browser skips the mailed code, and nothing else.

use idp::model::login_method::LoginMethod;
use idp::model::password::Typed;
use idp::model::policy::Policy;
use serde_json::json;

use crate::support::tenant::{ADMIN, credentials};
use crate::support::{Browser, PASSWORD, TestIdp, TestTenant, TestUser, Website, days};

/// A browser that the user signed in with and had remembered; its session is ended.
async fn remembered(
    idp: &TestIdp,
    acme: &TestTenant,
    portal: &Website,
    user: &TestUser,
) -> Browser {
    let mut browser = acme.past_password(portal, user).await;
    assert!(browser.page().has("#remember-browser"));
    let code = idp.mailbox(user).newest().await.one_time_code();
    browser.submit("/code", &[("otp", &code), ("remember", "on")]).await;
    if browser.page().has("#consent-accept") {
        browser.submit("/consent", &[("decision", "accept")]).await;
    }
    assert!(browser.has_left());
    browser.open(acme.at("/logout")).await;
    browser.submit("/logout/confirm", &[]).await;
    browser
}

async fn again(browser: &mut Browser, link: &str, user: &TestUser) {
    browser.open(link).await;
    browser.submit("/password", &credentials(user)).await;
}

#[tokio::test]
async fn the_second_step_is_skipped_and_nobody_claims_that_it_was_passed() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = remembered(&idp, &acme, &portal, &alice).await;
    let mails = idp.mailbox(&alice).letters().await.len();
    idp.clock.advance(days(29));
    again(&mut browser, &portal.sign_in_link(), &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    assert_eq!(tokens.claims["amr"], json!(["pwd"]));
    assert_eq!(tokens.claims["acr"], "urn:sekisho:acr:password");
    assert_eq!(acme.history(&alice).await[0].method, LoginMethod::Password);
    assert_eq!(idp.mailbox(&alice).letters().await.len(), mails, "no code is mailed");
}

#[tokio::test]
async fn it_ends_on_its_day() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = remembered(&idp, &acme, &portal, &alice).await;
    idp.clock.advance(days(30));
    again(&mut browser, &portal.sign_in_link(), &alice).await;
    assert!(browser.page().has("#otp"));
    idp.deliver().await;
}

#[tokio::test]
async fn nothing_is_remembered_that_was_not_asked_for_or_that_the_policy_forbids() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    idp.enter_code(&mut browser, &alice).await;
    browser.open(acme.at("/logout")).await;
    browser.submit("/logout/confirm", &[]).await;
    again(&mut browser, &portal.sign_in_link(), &alice).await;
    assert!(browser.page().has("#otp"), "not asked for");

    let old = idp.tenant("old", Policy::classic()).await;
    let (shop, bob) = (old.website("shop").await, old.user("bob").await);
    let mut browser = old.past_password(&shop, &bob).await;
    assert!(!browser.page().has("#remember-browser"));
    let code = idp.mailbox(&bob).newest().await.one_time_code();
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    let action = browser.page().attribute("form", "action").unwrap();
    browser.post(&action, &[("otp", &code), ("remember", "on"), ("csrf", &csrf)]).await;
    assert!(browser.has_left());
    browser.open(old.at("/logout")).await;
    browser.submit("/logout/confirm", &[]).await;
    again(&mut browser, &shop.sign_in_link(), &bob).await;
    assert!(browser.page().has("#otp"), "a field that no page offers does nothing");
    idp.deliver().await;
}

#[tokio::test]
async fn whoever_asks_for_a_fresh_login_gets_every_step() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = remembered(&idp, &acme, &portal, &alice).await;
    for more in [("prompt", "login"), ("max_age", "600")] {
        again(&mut browser, &portal.sign_in_link_with(&[more]), &alice).await;
        assert!(browser.page().has("#otp"), "{more:?}");
    }
    again(&mut browser, &acme.at("/account/data"), &alice).await;
    assert!(browser.page().has("#otp"), "a page that wants a fresh login");
    idp.deliver().await;
}

#[tokio::test]
async fn a_remembered_browser_reaches_no_page_that_wants_every_step() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = remembered(&idp, &acme, &portal, &alice).await;
    again(&mut browser, &acme.at("/account"), &alice).await;
    assert!(browser.page().has("#devices"));
    browser.open(acme.at("/account/data")).await;
    assert!(browser.page().has("#password"), "a moment ago, but by one step only");
    idp.deliver().await;
}

#[tokio::test]
async fn a_new_password_ends_it_and_is_never_set_by_one_step() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = remembered(&idp, &acme, &portal, &alice).await;
    let typed = Typed::fold("ao-no-kasa-42");
    idp::usecase::admin::users::reset_password(&idp.app, &acme.tenant, &alice.user, &typed, ADMIN)
        .await
        .unwrap();
    browser.open(portal.sign_in_link()).await;
    browser.submit("/password", &[("username", "alice"), ("password", "ao-no-kasa-42")]).await;
    let chosen = [("new_password", "midori-no-isu-9"), ("new_password_confirm", "midori-no-isu-9")];
    assert!(browser.submit("/new-password", &chosen).await.has("#otp"), "the code is asked for");
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());
    browser.open(acme.at("/logout")).await;
    browser.submit("/logout/confirm", &[]).await;
    browser.open(portal.sign_in_link()).await;
    browser.submit("/password", &[("username", "alice"), ("password", "midori-no-isu-9")]).await;
    assert!(browser.page().has("#otp"), "the old remembering is over");
    idp.deliver().await;
}

#[tokio::test]
async fn a_password_changed_on_the_account_page_ends_it_too() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = remembered(&idp, &acme, &portal, &alice).await;
    let mut elsewhere = acme.signed_in(&idp, &alice, "/account/password").await;
    let changed = [
        ("current_password", PASSWORD),
        ("new_password", "midori-no-isu-9"),
        ("new_password_confirm", "midori-no-isu-9"),
    ];
    elsewhere.submit("/account/password", &changed).await;
    browser.open(portal.sign_in_link()).await;
    browser.submit("/password", &[("username", "alice"), ("password", "midori-no-isu-9")]).await;
    assert!(browser.page().has("#otp"));
    idp.deliver().await;
}

#[tokio::test]
async fn the_user_ends_it_on_the_page_of_his_browsers() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = remembered(&idp, &acme, &portal, &alice).await;
    again(&mut browser, &acme.at("/account"), &alice).await;
    let page = browser.open(acme.at("/account/browsers")).await;
    let action = page.attribute("form[action*='/remembered/']", "action").unwrap();
    let page = browser.submit(&action, &[]).await;
    assert!(!page.has("#remembered-end-1"));
    assert!(acme.actions().await.contains(&"browser.forget".to_owned()));
    browser.submit("/logout/confirm", &[]).await;
    again(&mut browser, &portal.sign_in_link(), &alice).await;
    assert!(browser.page().has("#otp"));
    idp.deliver().await;
}
