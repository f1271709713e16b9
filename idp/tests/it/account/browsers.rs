//! Signed-in browsers.

use crate::support::tenant::credentials;
use crate::support::{Browser, TestIdp, TestTenant, TestUser};

async fn signed_in(acme: &TestTenant, user: &TestUser) -> Browser {
    let mut browser = Browser::new(acme.door.clone());
    browser.open(acme.at("/account")).await;
    browser.submit("/password", &credentials(user)).await;
    browser
}

async fn is_in(acme: &TestTenant, browser: &mut Browser) -> bool {
    browser.open(acme.at("/account")).await.has("#devices")
}

fn ends(browser: &Browser) -> Vec<String> {
    browser.page().attributes("form[action*='/sessions/']", "action")
}

// AC-11
#[tokio::test]
async fn each_is_listed_and_can_be_signed_out_alone() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let bob = acme.simple_user("bob").await;
    let mut one = signed_in(&acme, &alice).await;
    let mut two = signed_in(&acme, &alice).await;
    let mut bobs = signed_in(&acme, &bob).await;
    let page = one.open(acme.at("/account/browsers")).await;
    assert_eq!(page.text("#session-1 .mark"), "現在ご利用中");
    let [own, other] = ends(&one).try_into().unwrap();
    one.submit(&other, &[]).await;
    assert_eq!(ends(&one), std::slice::from_ref(&own));
    assert!(is_in(&acme, &mut one).await && !is_in(&acme, &mut two).await);
    assert!(is_in(&acme, &mut bobs).await);

    bobs.open(acme.at("/account/browsers")).await;
    let csrf = bobs.page().attribute("input[name=csrf]", "value").unwrap();
    bobs.post(&own, &[("csrf", &csrf)]).await;
    assert!(is_in(&acme, &mut one).await, "somebody else's is out of reach");
    bobs.post(&acme.at("/account/browsers/sessions/x/end"), &[("csrf", &csrf)]).await;
    assert_eq!(bobs.page().status(), 404);

    one.open(acme.at("/account/browsers")).await;
    one.submit(&own, &[]).await;
    assert!(one.page().has("#password") && one.cookie("session").is_none());
    let deeds = acme.actions().await;
    assert_eq!(deeds.iter().filter(|deed| *deed == "session.end").count(), 2);
    idp.deliver().await;
}

#[tokio::test]
async fn all_others_are_signed_out_at_once() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let mut browsers = Vec::new();
    for _ in 0..3 {
        let mut browser = signed_in(&acme, &alice).await;
        let code = idp.mailbox(&alice).newest().await.one_time_code();
        browser.submit("/code", &[("otp", &code), ("remember", "on")]).await;
        browsers.push(browser);
    }
    let mut own = browsers.pop().unwrap();
    own.open(acme.at("/account/browsers")).await;
    assert!(own.page().has("#remembered-end-3"));
    own.submit("/others/end", &[]).await;
    assert!(own.page().has("#session-1") && !own.page().has("#session-2"));
    assert!(own.page().has("#remembered-end-1") && !own.page().has("#remembered-end-2"));
    assert!(!own.page().has("#end-others"));
    for mut other in browsers {
        assert!(!is_in(&acme, &mut other).await);
        other.submit("/password", &credentials(&alice)).await;
        assert!(other.page().has("#otp"), "it is not remembered any more");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn an_account_remembers_no_more_than_ten_browsers() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    for _ in 0..11 {
        idp.clock.advance(crate::support::minutes(4));
        let mut browser = signed_in(&acme, &alice).await;
        let code = idp.mailbox(&alice).letters().await;
        let code = code.iter().rfind(|one| one.is_about_a_code()).unwrap().one_time_code();
        browser.submit("/code", &[("otp", &code), ("remember", "on")]).await;
    }
    let read = idp.app.database.read();
    let known = idp::store::known_browsers::of_user(read, acme.tenant.id, alice.user.id).await;
    assert_eq!(known.unwrap().len(), 10);
    idp.deliver().await;
}
