//! The password step: what is refused is refused alike.

use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;
use serde_json::json;

use crate::support::tenant::credentials;
use crate::support::{Page, TestIdp, TestTenant, Website};

async fn tried(acme: &TestTenant, portal: &Website, name: &str, password: &str) -> Page {
    let mut browser = acme.at_login(portal).await;
    browser.submit("/password", &[("username", name), ("password", password)]).await.clone()
}

#[tokio::test]
async fn every_wrong_try_is_answered_alike_and_counted_alike() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let portal = acme.website("portal").await;
    acme.user("alice").await;
    acme.disable(&acme.user("closed").await).await;
    acme.user_as("invited", |new| new.password = None).await;
    other.user("bob").await;

    let known = tried(&acme, &portal, "alice", "not-this-one-77").await;
    assert_eq!((known.status(), known.problem().as_deref()), (422, Some("wrong_credentials")));
    let right = crate::support::PASSWORD;
    for name in ["nobody", "closed", "invited", "bob"] {
        let page = tried(&acme, &portal, name, right).await;
        assert_eq!(page.likeness(), known.likeness(), "{name}");
    }
    for name in ["alice", "nobody", "closed", "invited", "bob"] {
        for _ in 1..4 {
            let page = tried(&acme, &portal, name, "not-this-one-77").await;
            assert_eq!(page.likeness(), known.likeness(), "{name}");
        }
        let fifth = tried(&acme, &portal, name, "not-this-one-77").await;
        assert_eq!(fifth.problem().as_deref(), Some("account_locked"), "{name}");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn what_cannot_be_a_user_id_is_as_wrong_as_any_other() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;

    let expected = tried(&acme, &portal, "nobody", "x").await.likeness();
    let long = "a".repeat(5_000);
    for name in ["a b", "' OR 1=1 --", "{{7*7}}", "<script>alert(1)</script>", &long] {
        let page = tried(&acme, &portal, name, "x").await;
        assert!(!page.body.contains("<script>"), "{name}");
        assert_eq!(page.problem().as_deref(), Some("wrong_credentials"), "{name}");
        assert_eq!(page.status(), expected.0);
    }
}

#[tokio::test]
async fn an_empty_field_is_asked_for_and_not_counted() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.at_login(&portal).await;
    for fields in [&[][..], &[("username", "alice")][..], &[("password", "x")][..]] {
        for _ in 0..3 {
            let page = browser.submit("/password", fields).await;
            assert_eq!((page.status(), page.problem().as_deref()), (422, Some("required")));
        }
    }
    assert_eq!(acme.outcomes(&alice).await.len(), 0);
    assert!(acme.past_password(&portal, &alice).await.has_left());
}

#[tokio::test]
async fn a_user_id_has_one_spelling() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    acme.simple_user("alice").await;
    for typed in ["ALICE", " alice", "ａｌｉｃｅ"] {
        let mut browser = acme.at_login(&portal).await;
        let password = crate::support::PASSWORD;
        browser.submit("/password", &[("username", typed), ("password", password)]).await;
        assert!(browser.has_left(), "{typed}");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn a_password_alone_signs_in_where_the_method_says_so() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    let browser = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    assert_eq!(tokens.claims["amr"], json!(["pwd"]));
    assert_eq!(tokens.claims["acr"], "urn:sekisho:acr:password");
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 0);
    let entry = &acme.history(&alice).await[0];
    assert_eq!((entry.method, entry.device), (LoginMethod::Password, None));
    assert_eq!(entry.origin.address, "127.0.0.1");
    assert_eq!(entry.client.as_ref(), Some(&portal.client.id));
}

#[tokio::test]
async fn the_login_page_says_which_website_asks_and_fills_the_hint_in() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = idp.browser();
    for hint in [alice.name(), "nobody-at-all"] {
        let page = browser.open(portal.sign_in_link_with(&[("login_hint", hint)])).await;
        assert_eq!(page.attribute("#username", "value").as_deref(), Some(hint));
        assert!(page.text("main").contains("portal") && page.text("main").contains("idp.test"));
    }
    browser.submit("/password", &credentials(&alice)).await;
    assert!(browser.page().has("#otp"));
    idp.deliver().await;
}

#[tokio::test]
async fn passwords_are_bounded_but_not_cut() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let stem = "kaza guruma no iro wa ao ".repeat(4);
    let (long, other) = (format!("{stem}A"), format!("{stem}B"));
    let alice = acme
        .user_as("alice", |new| {
            let (typed, ..) = new.password.as_mut().unwrap();
            *typed = idp::model::password::Typed::fold(&long);
        })
        .await;
    let page = tried(&acme, &portal, "alice", &other).await;
    assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    let page = tried(&acme, &portal, "alice", &long).await;
    assert!(page.has("#otp"));
    idp.mailbox(&alice).newest().await;
    let page = tried(&acme, &portal, "alice", &"x".repeat(100_000)).await;
    assert_eq!(page.status(), 413);
}
