//! PK: challenges and verifiers that are not what they should be.

use super::{CHALLENGE, VERIFIER, fapi, link, proven, refused, request};
use crate::support::website::direct::text;
use crate::support::{Arrival, ClientKey, TestIdp};

// PK-06
#[tokio::test]
async fn a_verifier_has_its_length_and_its_letters() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let long = "v".repeat(129);
    for wrong in [long.as_str(), &long[..42], &format!("{VERIFIER}\u{e9}"), "", "."] {
        browser.open(portal.sign_in_link()).await;
        let page = portal.token(&browser.arrival(), &[("code_verifier", wrong)]).await;
        refused(&page, "invalid_grant", wrong);
    }
}

// PK-08
#[tokio::test]
async fn a_challenge_that_comes_again_is_noted_and_refused_under_fapi() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let noted = async || acme.actions().await.iter().filter(|one| *one == "pkce.reuse").count();
    let mut browser = acme.past_password(&portal, &alice).await;
    assert_eq!(noted().await, 0);
    for times in 0..3 {
        browser.open(link(&acme, &request(&portal, &[]))).await;
        assert!(browser.has_left() && !browser.arrival().code().is_empty());
        assert_eq!(noted().await, times);
    }
    let key = ClientKey::es256();
    let strict = crate::support::Website::register(&acme, "strict", fapi(&key)).await;
    let mut heard = Vec::new();
    for _ in 0..2 {
        let page = proven(&idp, &strict, &key, ("/par", &request(&strict, &[]))).await;
        assert_eq!(page.status(), 201, "{page:?}");
        let answer = page.json();
        let fields = [("client_id", strict.id()), ("request_uri", text(&answer, "request_uri"))];
        browser.open(link(&acme, &fields)).await;
        heard.push(browser.arrival().get("error").map(str::to_owned));
    }
    assert_eq!(heard, [None, Some("invalid_request".to_owned())], "of another client it is new");
    assert_eq!(noted().await, 3);
}

// PK-10
#[tokio::test]
async fn a_code_of_another_person_does_not_fit_ones_own_verifier() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, mallory) = (acme.simple_user("alice").await, acme.simple_user("mallory").await);
    let portal = acme.website("portal").await;
    let stolen = acme.past_password(&portal, &alice).await.arrival();
    let mut browser = acme.past_password(&portal, &mallory).await;
    browser.open(link(&acme, &request(&portal, &[("code_challenge", CHALLENGE)]))).await;
    let own = browser.arrival();
    let injected = Arrival::new(stolen.url.clone());
    let page = portal.token(&injected, &[("code_verifier", VERIFIER)]).await;
    refused(&page, "invalid_grant", "alice's code, mallory's verifier");
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &own.code()),
        ("redirect_uri", portal.redirect_uri()),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(portal.send("/token", &fields).await.status(), 200, "her own does");
    refused(&portal.token(&stolen, &[]).await, "invalid_grant", "burnt by the try");
}
