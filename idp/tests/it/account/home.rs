//! The account page.

use idp::model::policy::Policy;

use crate::support::tenant::{address, credentials};
use crate::support::{TestIdp, minutes};

#[tokio::test]
async fn the_page_leads_through_a_login_and_shows_who_is_in() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user_as("alice", |new| new.addresses.push(address("second@phone.test"))).await;
    let mut browser = idp.browser();
    let page = browser.open(acme.at("/account")).await;
    assert!(page.has("#password") && !page.has("#login-cancel"), "no website waits");
    browser.submit("/password", &credentials(&alice)).await;
    idp.enter_code(&mut browser, &alice).await;
    let page = browser.page();
    assert_eq!(page.url, acme.at("/account"));
    assert!(page.text("main").contains("alice") && page.has("#devices caption"));
    assert_eq!(page.attributes("#devices tbody th", "scope"), ["row", "row"]);
    assert!(
        page.text("main").replace(' ', "").contains("s***@phone.test")
            && !page.body.contains("second@")
    );
}

#[tokio::test]
async fn the_previous_login_is_told() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    for told in [false, true] {
        let mut browser = idp.browser();
        browser.open(acme.at("/account")).await;
        let page = browser.submit("/password", &credentials(&alice)).await;
        assert_eq!(page.text("main").contains("2026年8月23日(日) 14:05 JST"), told);
        idp.clock.advance(minutes(20));
    }
    idp.deliver().await;
}

#[tokio::test]
async fn the_session_of_a_website_opens_the_page_too_and_logout_ends_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    assert!(browser.open(acme.at("/account")).await.has("#devices"));
    assert!(browser.submit("/logout/confirm", &[]).await.has("#signed-out"));
    assert!(browser.open(acme.at("/account")).await.has("#password"));
}

#[tokio::test]
async fn a_tenant_without_the_site_has_no_such_page() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.account_site.on = false;
    let acme = idp.tenant("acme", policy).await;
    let page = idp.browser().open(acme.at("/account")).await.clone();
    assert_eq!((page.status(), page.problem().as_deref()), (404, Some("not_found")));
}

#[tokio::test]
async fn two_people_never_see_each_other() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let portal = acme.website("portal").await;
    let mut alices = acme.past_password(&portal, &alice).await;
    let mut bobs = acme.past_password(&portal, &bob).await;
    for _ in 0..5 {
        let (one, two) = (acme.at("/account"), acme.at("/account"));
        let (one, two) = tokio::join!(alices.open(one), bobs.open(two));
        assert!(one.body.contains("alice") && !one.body.contains("bob@"));
        assert!(two.body.contains("bob") && !two.body.contains("alice"));
    }
}
