//! What the website will learn.

use crate::support::tenant::credentials;
use crate::support::{Browser, TestIdp, TestTenant, TestUser, Website};

async fn at_consent(
    idp: &TestIdp,
    acme: &TestTenant,
    website: &Website,
    alice: &TestUser,
) -> Browser {
    let mut browser = acme.past_password(website, alice).await;
    let code = idp.mailbox(alice).newest().await.one_time_code();
    browser.submit("/code", &[("otp", &code)]).await;
    assert!(browser.page().has("#consent-accept"));
    browser
}

#[tokio::test]
async fn standard_asks_the_first_time_only() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = at_consent(&idp, &acme, &portal, &alice).await;
    assert!(browser.page().text("main").contains("portal.test"));
    assert_eq!(browser.page().html().select(&crate::support::page::css(".scopes li")).count(), 3);
    browser.submit("/consent", &[("decision", "accept")]).await;
    portal.redeem(&browser.arrival()).await;
    assert!(acme.actions().await.contains(&"consent.accept".to_owned()));

    browser.open(portal.sign_in_link()).await;
    portal.redeem(&browser.arrival()).await;
    browser.open(portal.sign_in_link_with(&[("scope", "openid")])).await;
    assert!(browser.has_left(), "less than agreed needs no question");
    browser.open(portal.sign_in_link_with(&[("prompt", "consent")])).await;
    assert!(browser.page().has("#consent-accept"));
}

#[tokio::test]
async fn more_than_was_agreed_is_asked_again() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = idp.browser();
    browser.open(portal.sign_in_link_with(&[("scope", "openid")])).await;
    browser.submit("/password", &credentials(&alice)).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());
    browser.open(portal.sign_in_link()).await;
    assert!(browser.page().has("#consent-accept"));
    let silent = browser.open(portal.sign_in_link_with(&[("prompt", "none")])).await;
    assert!(silent.location().unwrap().contains("error=consent_required"));
}

#[tokio::test]
async fn a_no_is_carried_to_the_website() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = at_consent(&idp, &acme, &portal, &alice).await;
    browser.submit("/consent", &[("decision", "cancel")]).await;
    assert_eq!(browser.arrival().error(), "access_denied");
    browser.open(portal.sign_in_link()).await;
    assert!(browser.page().has("#consent-accept"), "nothing was agreed");
}

#[tokio::test]
async fn the_form_cannot_be_edited_into_agreeing_to_more() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let shop = acme.website("shop").await;
    let mut browser = idp.browser();
    browser.open(portal.sign_in_link_with(&[("scope", "openid")])).await;
    browser.submit("/password", &credentials(&alice)).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    browser.submit("/code", &[("otp", &code)]).await;
    let csrf = browser.page().attribute("[name=csrf]", "value").unwrap();
    let action = browser.page().attribute("form", "action").unwrap();
    let edited = [
        ("csrf", csrf.as_str()),
        ("decision", "accept"),
        ("scope", "openid email profile"),
        ("client_id", shop.id()),
    ];
    browser.post(&action, &edited).await;
    let answer = portal.token(&browser.arrival(), &[]).await.json();
    assert_eq!(answer["scope"], "openid");
    browser.open(shop.sign_in_link()).await;
    assert!(browser.page().has("#consent-accept"));
}

#[tokio::test]
async fn consent_is_for_whoever_is_still_signed_in() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = at_consent(&idp, &acme, &portal, &alice).await;
    acme.disable(&alice).await;
    browser.submit("/consent", &[("decision", "accept")]).await;
    assert!(!browser.has_left());
    assert!(!acme.actions().await.contains(&"consent.accept".to_owned()));
}
