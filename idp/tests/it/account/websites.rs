//! Connected websites.

use crate::support::TestIdp;

// AC-13
#[tokio::test]
async fn taking_a_consent_back_ends_what_it_gave() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    let mut browser = acme.past_password(&portal, &alice).await;
    idp.enter_code(&mut browser, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    browser.open(shop.sign_in_link()).await;
    browser.submit("/consent", &[("decision", "accept")]).await;
    let others = shop.redeem(&browser.arrival()).await;
    browser.open(portal.sign_in_link()).await;
    let code_under_way = browser.arrival();
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 200);

    let page = browser.open(acme.at("/account/websites")).await;
    assert!(page.has("#website-revoke-2") && page.text("main").contains("portal.test"));
    let action = format!("/{}/revoke", portal.id());
    let page = browser.submit(&action, &[]).await;
    assert!(page.has("#website-revoke-1") && !page.has("#website-revoke-2"));
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    assert_eq!(portal.token(&code_under_way, &[]).await.error(), "invalid_grant");
    assert_eq!(shop.userinfo(&others.access_token).await.status(), 200, "the other goes on");
    assert!(browser.open(portal.sign_in_link()).await.has("#consent-accept"), "asked again");
    let deeds = acme.actions().await;
    assert!(deeds.contains(&"consent.revoke".to_owned()));
}

#[tokio::test]
async fn nobody_takes_back_what_another_agreed_to() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let (alice, bob) = (acme.user("alice").await, acme.user("bob").await);
    let portal = acme.website("portal").await;
    let mut alices = acme.past_password(&portal, &alice).await;
    idp.enter_code(&mut alices, &alice).await;
    let tokens = portal.redeem(&alices.arrival()).await;
    let mut bobs = idp.browser();
    bobs.open(acme.at("/account")).await;
    bobs.submit("/password", &crate::support::tenant::credentials(&bob)).await;
    idp.enter_code(&mut bobs, &bob).await;
    let csrf = bobs.page().attribute("input[name=csrf]", "value").unwrap();
    for client in [portal.id(), "nobody", "%00", "..%2f.."] {
        let address = acme.at(&format!("/account/websites/{client}/revoke"));
        assert!(bobs.post(&address, &[("csrf", &csrf)]).await.status() < 500, "{client}");
    }
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 200);
}
