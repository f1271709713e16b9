//! The mailed link that undoes a step down: opened without effect, pressed once, and only for a day.

use futures_util::future::join_all;
use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;

use crate::support::person::NEW;
use crate::support::tenant::{address, credentials};
use crate::support::{Browser, TestIdp, TestTenant, TestUser, days};

/// Changes to the password alone; returns the session that did it, and the link.
async fn stepped_down(idp: &TestIdp, acme: &TestTenant, user: &TestUser) -> (Browser, String) {
    let mut browser = acme.signed_in(idp, user, "/account/method").await;
    browser.submit("/account/method", &[("method", "password")]).await;
    assert!(browser.submit("/execute", &[]).await.has("#method-done"));
    let link = idp.letters_to(&user.addresses[0]).newest().await.link();
    (browser, link)
}

async fn method(acme: &TestTenant, user: &TestUser) -> LoginMethod {
    acme.now(user).await.login_method
}

#[tokio::test]
async fn the_button_behind_the_link_brings_everything_back() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let (mut thief, link) = stepped_down(&idp, &acme, &alice).await;
    let mut elsewhere = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&elsewhere.arrival()).await;
    let mut owner = idp.browser();
    let page = owner.open(&link).await;
    assert_eq!(page.status(), 200);
    assert!(page.has("#method-undo") && page.text("main").contains("alice"));
    let action = page.attribute("main form", "action").unwrap();
    let page = owner.submit(&action, &[]).await;
    assert!(page.has("#method-undone"));
    assert_eq!(method(&acme, &alice).await, LoginMethod::PasswordOtp);

    assert!(thief.open(acme.at("/account")).await.has("#password"), "everything signed in ends");
    assert!(elsewhere.open(acme.at("/account")).await.has("#password"));
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    let letter = idp.mailbox(&alice).newest().await;
    assert!(letter.mail.subject.contains("ログイン方法") && !letter.has_link());
    assert!(acme.actions().await.contains(&"method.undo".to_owned()));

    let mut login = acme.at_login(&portal).await;
    let page = login.submit("/password", &credentials(&alice)).await;
    assert!(page.has("#new-password"), "whoever made the change knew the password");
    login.submit("/new-password", &[("new_password", NEW), ("new_password_confirm", NEW)]).await;
    assert!(login.page().has("#otp"), "and the code is asked again");
    idp.enter_code(&mut login, &alice).await;
    assert!(login.has_left());
    idp.deliver().await;
}

/// Mail scanners open links.
#[tokio::test]
async fn opening_the_link_changes_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let (mut browser, link) = stepped_down(&idp, &acme, &alice).await;
    for _ in 0..10 {
        assert!(idp.door().get(&link).await.has("#method-undo"));
    }
    let head = axum::http::Request::head(&link).body(axum::body::Body::empty()).unwrap();
    assert_eq!(idp.door().send(head).await.status(), 200);
    assert_eq!(idp.door().post(&link, &[]).await.status(), 403, "nor a form that is not ours");
    assert_eq!(method(&acme, &alice).await, LoginMethod::Password);
    assert!(browser.open(acme.at("/account")).await.has("#devices"));
    let mut owner = idp.browser();
    owner.open(&link).await;
    let action = owner.page().attribute("main form", "action").unwrap();
    assert!(owner.submit(&action, &[]).await.has("#method-undone"));
    idp.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_link_works_once_however_often_it_is_pressed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user_as("alice", |new| new.addresses.push(address("two@phone.test"))).await;
    let (_, link) = stepped_down(&idp, &acme, &alice).await;
    let other_link = idp.letters_to("two@phone.test").newest().await.link();
    assert_ne!(link, other_link, "each letter has its own link to the one change");
    let mut owner = idp.browser();
    owner.open(&link).await;
    let action = owner.page().attribute("main form", "action").unwrap();
    let tries = (0..16).map(|_| {
        let (mut owner, action) = (owner.clone(), action.clone());
        tokio::spawn(async move { owner.submit(&action, &[]).await.has("#method-undone") })
    });
    let won = join_all(tries).await.into_iter().map(Result::unwrap).filter(|won| *won).count();
    assert_eq!(won, 1);
    let undone = acme.actions().await;
    assert_eq!(undone.iter().filter(|deed| *deed == "method.undo").count(), 1);
    for link in [&link, &other_link] {
        let page = owner.open(link).await;
        assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_expired")));
        assert!(!page.body.contains("alice"));
    }
    idp.deliver().await;
}

#[tokio::test]
async fn the_link_lives_for_a_day() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for (name, past, works) in [("alice", 1, true), ("bob", 0, false)] {
        let user = acme.user(name).await;
        let (_, link) = stepped_down(&idp, &acme, &user).await;
        let mut owner = idp.browser();
        owner.open(&link).await;
        let action = owner.page().attribute("main form", "action").unwrap();
        idp.clock.advance(days(1) - time::Duration::milliseconds(past));
        let page = owner.submit(&action, &[]).await.clone();
        assert_eq!(page.has("#method-undone"), works);
        if !works {
            assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_expired")));
            assert_eq!(owner.open(&link).await.status(), 410);
            assert_eq!(method(&acme, &user).await, LoginMethod::Password);
        }
    }
    idp.deliver().await;
}

#[tokio::test]
async fn a_link_whose_change_is_history_leads_nowhere() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let (mut browser, link) = stepped_down(&idp, &acme, &alice).await;
    browser.open(acme.at("/account/method")).await;
    browser.submit("/account/method", &[("method", "password_otp")]).await;
    assert!(browser.submit("/execute", &[]).await.has("#method-done"));
    let page = idp.browser().open(&link).await.clone();
    assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_expired")));
    idp.deliver().await;
}

#[tokio::test]
async fn links_of_other_kinds_and_tenants_undo_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let alice = acme.user("alice").await;
    let (_, link) = stepped_down(&idp, &acme, &alice).await;
    let carol = acme.newcomer("carol").await;
    let (enrolment, _) = acme.handed_over(&carol).await;
    let token = link.rsplit('/').next().unwrap();
    let of_enrolment = enrolment.rsplit('/').next().unwrap();
    for url in [
        other.at(&format!("/method-undo/{token}")),
        acme.at(&format!("/method-undo/{of_enrolment}")),
        acme.at("/method-undo/x"),
        acme.at("/method-undo/%0d%0ax"),
    ] {
        let page = idp.door().get(&url).await;
        assert_eq!(
            (page.status(), page.problem().as_deref()),
            (410, Some("link_expired")),
            "{url}"
        );
    }
    let page = idp.door().get(&acme.at(&format!("/enrol/{token}"))).await;
    assert_eq!(page.problem().as_deref(), Some("link_unknown"));
    let dump = idp.dump();
    assert!(!dump.windows(token.len()).any(|part| part == token.as_bytes()), "kept as a digest");
}
