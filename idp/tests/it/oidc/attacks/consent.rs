//! CR: consent that is not the person's own, and claims asked for by name.

use serde_json::json;

use crate::support::tenant::credentials;
use crate::support::website::direct::text;
use crate::support::{Browser, TestIdp, TestTenant, TestUser, Website};

async fn at_consent(idp: &TestIdp, acme: &TestTenant, link: &str, user: &TestUser) -> Browser {
    let mut browser = idp.browser();
    browser.open(link).await;
    browser.submit("/password", &credentials(user)).await;
    let code = idp.mailbox(user).newest().await.one_time_code();
    browser.submit("/code", &[("otp", &code)]).await;
    assert!(browser.page().has("#consent-accept"), "{}", browser.page().body);
    assert!(!acme.actions().await.contains(&"consent.accept".to_owned()));
    browser
}

// CR-12
#[tokio::test]
async fn a_question_is_answered_in_the_browser_that_was_asked() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let (alice, mallory) = (acme.user("alice").await, acme.user("mallory").await);
    let portal = acme.website("portal").await;
    let mut browser = at_consent(&idp, &acme, &portal.sign_in_link(), &alice).await;
    let action = browser.page().attribute("form[action$='/consent']", "action").unwrap();
    let csrf = browser.page().attribute("[name=csrf]", "value").unwrap();
    let other = at_consent(&idp, &acme, &portal.sign_in_link(), &mallory).await;
    let own = other.page().attribute("[name=csrf]", "value").unwrap();
    let nobody = idp.browser();
    for (mut browser, csrf) in [(other, &own), (nobody.clone(), &csrf), (nobody, &own)] {
        let page = browser.post(&action, &[("csrf", csrf), ("decision", "accept")]).await;
        assert!(page.status() >= 400 && page.location().is_none(), "{page:?}");
    }
    assert!(!acme.actions().await.contains(&"consent.accept".to_owned()));
    browser.submit("/consent", &[("decision", "accept")]).await;
    portal.redeem(&browser.arrival()).await;
}

// CR-10: what is asked for by name is shown and agreed to like a scope.
#[tokio::test]
async fn no_claim_is_had_by_name_that_was_not_agreed_to() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let plain = portal.sign_in_link_with(&[("scope", "openid")]);
    let mut browser = at_consent(&idp, &acme, &plain, &alice).await;
    browser.submit("/consent", &[("decision", "accept")]).await;
    portal.redeem(&browser.arrival()).await;
    let claims = json!({ "userinfo": { "email": null }, "id_token": { "name": null } }).to_string();
    let asked = [("scope", "openid"), ("claims", claims.as_str())];
    let mut silent = asked.to_vec();
    silent.push(("prompt", "none"));
    browser.open(portal.sign_in_link_with(&silent)).await;
    assert_eq!(browser.arrival().error(), "consent_required");
    let page = browser.open(portal.sign_in_link_with(&asked)).await;
    assert!(page.has("#consent-accept"));
    let lines = page.html().select(&crate::support::page::css(".scopes li")).count();
    assert_eq!(lines, 3, "openid, profile, email");
    browser.submit("/consent", &[("decision", "accept")]).await;
    let page = portal.token(&browser.arrival(), &[]).await.json();
    assert_eq!(page["scope"], "openid", "the token itself opens no more");
    let told = portal.userinfo(text(&page, "access_token")).await.json();
    assert_eq!(told["email"], "alice@acme.test");
    assert!(told.get("preferred_username").is_none(), "{told}");
    browser.open(portal.sign_in_link_with(&silent)).await;
    assert!(!browser.arrival().code().is_empty(), "agreed");
}

// CR-10
#[tokio::test]
async fn no_claim_is_had_by_name_that_the_client_may_not_have_by_scope() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let narrow = Website::register(&acme, "narrow", |client| {
        client.settings.scope = idp::wire::scope::Scope::parse("openid profile");
    })
    .await;
    let claims = json!({
        "userinfo": { "email": { "essential": true }, "preferred_username": null },
        "id_token": { "email": null },
    });
    let asked = [("scope", "openid email"), ("claims", &claims.to_string())];
    let tokens = narrow.tokens_with(&acme, &alice, &asked).await;
    let told = narrow.userinfo(text(&tokens, "access_token")).await.json();
    assert_eq!(told, json!({ "sub": alice.subject(), "preferred_username": "alice" }));
    let id_token = crate::support::website::part(text(&tokens, "id_token"), 1);
    assert!(id_token.get("email").is_none());
}

// CR-13: a public client asks like any other, and the first time nobody is passed on silently.
#[tokio::test]
async fn a_public_client_gets_nothing_silently_the_first_time() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let page = Website::register(&acme, "page", Website::public).await;
    let mut browser = at_consent(&idp, &acme, &portal.sign_in_link(), &alice).await;
    browser.submit("/consent", &[("decision", "accept")]).await;
    browser.open(page.sign_in_link_with(&[("prompt", "none")])).await;
    assert_eq!(browser.arrival().error(), "consent_required");
    browser.open(page.sign_in_link()).await;
    assert!(browser.page().has("#consent-accept"));
}
