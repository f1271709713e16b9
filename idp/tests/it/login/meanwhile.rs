//! What a login in progress rests on changes under it.

use idp::model::password::{Origin, Typed};
use idp::usecase::admin::users;

use crate::support::tenant::{ADMIN, credentials};
use crate::support::{PASSWORD, TestIdp, days, minutes};

const NEW: &str = "ao-no-kasa-42";
const SET_BY_DESK: &str = "shiro-no-hata-9";

fn twice(new: &str) -> [(&str, &str); 2] {
    [("new_password", new), ("new_password_confirm", new)]
}

/// A thief with the old password waits on the page of the forced change.
#[tokio::test]
async fn whoever_knew_the_former_password_gets_no_further() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    idp.clock.advance(days(90));
    let mut thief = acme.past_password(&portal, &alice).await;
    assert_eq!(thief.page().problem().as_deref(), Some("password_expired"));
    let typed = Typed::fold(SET_BY_DESK);
    users::reset_password(&idp.app, &acme.tenant, &alice.user, &typed, ADMIN).await.unwrap();
    // The login that the old password began is over.
    let page = thief.submit("/new-password", &twice(NEW)).await;
    assert!(page.has("#restart") && !page.has("#new-password"), "{}", page.body);

    let mut owner = acme.at_login(&portal).await;
    let page = owner.submit("/password", &[("username", "alice"), ("password", SET_BY_DESK)]).await;
    assert_eq!(page.problem().as_deref(), Some("password_reset"), "the desk's still stands");
    owner.submit("/new-password", &twice("momo-no-hana-33")).await;
    assert!(owner.has_left());
    idp.deliver().await;
}

/// The same with a chosen password that waits for the code.
#[tokio::test]
async fn a_password_that_waits_does_not_stand_over_another() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    idp.clock.advance(days(90));
    let mut first = acme.past_password(&portal, &alice).await;
    assert!(first.submit("/new-password", &twice(NEW)).await.has("#otp"));
    let mut second = acme.past_password(&portal, &alice).await;
    second.submit("/new-password", &twice("momo-no-hana-33")).await;
    idp.enter_code(&mut second, &alice).await;
    assert!(second.has_left());
    let code = idp.mailbox(&alice).letters().await;
    let code = code.iter().find(|letter| letter.is_about_a_code()).unwrap().one_time_code();
    assert!(first.submit("/code", &[("otp", &code)]).await.has("#password"));
    idp.deliver().await;
}

/// One browser, one login: what alice chose is not bob's.
#[tokio::test]
async fn a_chosen_password_goes_with_whoever_chose_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let until = idp.app.now().plus(minutes(20));
    let alice = acme
        .user_as("alice", |new| new.password.as_mut().unwrap().1 = Origin::Temporary { until })
        .await;
    let bob = acme.user("bob").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    assert!(browser.submit("/new-password", &twice(NEW)).await.has("#otp"));
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    idp.clock.advance(minutes(20));
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#password"));
    assert!(browser.submit("/password", &credentials(&bob)).await.has("#otp"));
    idp.enter_code(&mut browser, &bob).await;
    assert!(browser.has_left());
    let mut later = acme.at_login(&portal).await;
    let page = later.submit("/password", &[("username", "bob"), ("password", PASSWORD)]).await;
    assert!(page.has("#otp"), "bob's own still stands");
    idp.deliver().await;
}
