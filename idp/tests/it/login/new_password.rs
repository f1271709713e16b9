//! The forced change of a password.

use idp::model::login_method::LoginMethod;
use idp::model::password::{Origin, Typed};
use idp::model::policy::{CharacterClass, Policy};
use idp::usecase::admin::users;

use crate::support::tenant::ADMIN;
use crate::support::{Browser, PASSWORD, TestIdp, TestTenant, TestUser, Website, days, minutes};

const NEW: &str = "ao-no-kasa-42";

fn twice(new: &str) -> [(&str, &str); 2] {
    [("new_password", new), ("new_password_confirm", new)]
}

async fn try_in(acme: &TestTenant, portal: &Website, user: &TestUser, password: &str) -> Browser {
    let mut browser = acme.at_login(portal).await;
    let fields = [("username", user.name()), ("password", password)];
    browser.submit("/password", &fields).await;
    browser
}

#[tokio::test]
async fn an_expired_password_is_changed_before_the_login_goes_on() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    idp.clock.advance(days(90) - minutes(1));
    assert!(acme.past_password(&portal, &alice).await.page().has("#otp"));
    idp.clock.advance(minutes(1));
    let mut browser = acme.past_password(&portal, &alice).await;
    let page = browser.page();
    assert_eq!(page.problem().as_deref(), Some("password_expired"));
    assert!(page.has("#new-password[autocomplete=new-password]") && page.has("#rules li"));

    browser.submit("/new-password", &twice(NEW)).await;
    idp.enter_code(&mut browser, &alice).await;
    portal.redeem(&browser.arrival()).await;
    let notice = idp.mailbox(&alice).newest().await;
    assert!(!notice.is_about_a_code() && notice.mail.subject.contains("パスワード"));
    let old = acme.past_password(&portal, &alice).await;
    assert_eq!(old.page().problem().as_deref(), Some("wrong_credentials"));
    assert!(try_in(&acme, &portal, &alice, NEW).await.page().has("#otp"));
    assert!(acme.actions().await.contains(&"password.change".to_owned()));
    idp.deliver().await;
}

#[tokio::test]
async fn the_new_password_stands_only_after_the_code() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    idp.clock.advance(days(90));
    let mut thief = acme.past_password(&portal, &alice).await;
    thief.submit("/new-password", &twice(NEW)).await;
    assert!(thief.page().has("#otp"));
    let with_new = try_in(&acme, &portal, &alice, NEW).await;
    assert_eq!(with_new.page().problem().as_deref(), Some("wrong_credentials"));
    let owner = acme.past_password(&portal, &alice).await;
    assert_eq!(owner.page().problem().as_deref(), Some("password_expired"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_temporary_password_serves_for_its_time() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let until = idp.app.now().plus(minutes(60));
    let alice = acme
        .user_as("alice", |new| new.password.as_mut().unwrap().1 = Origin::Temporary { until })
        .await;
    let mut browser = acme.past_password(&portal, &alice).await;
    assert_eq!(browser.page().problem().as_deref(), Some("password_temporary"));
    browser.submit("/new-password", &twice(NEW)).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());

    let bob = acme
        .user_as("bob", |new| new.password.as_mut().unwrap().1 = Origin::Temporary { until })
        .await;
    idp.clock.advance(minutes(60));
    let late = acme.past_password(&portal, &bob).await;
    assert_eq!(late.page().problem().as_deref(), Some("wrong_credentials"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_reset_password_ends_the_sessions_and_must_be_changed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    let mut before = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&before.arrival()).await;
    let typed = Typed::fold("shiro-no-hata-9");
    users::reset_password(&idp.app, &acme.tenant, &alice.user, &typed, ADMIN).await.unwrap();
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    assert!(before.open(portal.sign_in_link()).await.has("#password"));

    let mut browser = try_in(&acme, &portal, &alice, "shiro-no-hata-9").await;
    assert_eq!(browser.page().problem().as_deref(), Some("password_reset"));
    browser.submit("/new-password", &twice(NEW)).await;
    assert!(browser.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn each_rule_has_its_own_word() {
    let idp = TestIdp::start().await;
    let mut acme = idp.classic().await;
    acme.change_policy(|policy| {
        policy.password.required_classes = [CharacterClass::Digit].into();
    })
    .await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    idp.clock.advance(days(90));
    let mut browser = acme.past_password(&portal, &alice).await;
    let long = "a1-".repeat(11);
    for (new, expected) in [
        ("", "required"),
        ("ao-no-4", "password_too_short"),
        (long.as_str(), "password_too_long"),
        ("青い傘と白い旗を四十二本", "password_characters"),
        ("ao-no-kasa-shiro", "password_classes"),
        ("kasa-ALICE-42-shiro", "password_contains_id"),
        ("password1", "password_common"),
        (PASSWORD, "password_reused"),
    ] {
        let page = browser.submit("/new-password", &twice(new)).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(expected)), "{new}");
        assert!(!new.is_empty() && !page.body.contains(new) || new.is_empty());
    }
    let differing = [("new_password", NEW), ("new_password_confirm", "ao-no-kasa-43")];
    let page = browser.submit("/new-password", &differing).await;
    assert_eq!(page.problem().as_deref(), Some("password_mismatch"));
    assert!(!browser.has_left());
    browser.submit("/new-password", &twice(NEW)).await;
    assert!(browser.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn former_passwords_are_refused_as_many_as_the_policy_says() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.password.former_refused = 2;
    let acme = idp.tenant("acme", policy).await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    idp.clock.advance(days(90));
    let mut browser = acme.past_password(&portal, &alice).await;
    browser.submit("/new-password", &twice(NEW)).await;
    assert!(browser.has_left());
    idp.clock.advance(days(90));
    let mut browser = try_in(&acme, &portal, &alice, NEW).await;
    for refused in [PASSWORD, NEW] {
        let page = browser.submit("/new-password", &twice(refused)).await;
        assert_eq!(page.problem().as_deref(), Some("password_reused"), "{refused}");
    }
    browser.submit("/new-password", &twice("momo-no-hana-33")).await;
    assert!(browser.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn a_change_ends_the_sessions_that_the_old_password_opened() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.session.idle_minutes = 400;
    policy.password.valid_days = Some(1);
    policy.password.remind_days_before.clear();
    let acme = idp.tenant("acme", policy).await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    idp.clock.advance(days(1) - minutes(10));
    let mut old = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&old.arrival()).await;
    idp.clock.advance(minutes(10) - time::Duration::seconds(1));
    let elsewhere = acme.past_password(&portal, &alice).await;
    let tokens_elsewhere = portal.redeem(&elsewhere.arrival()).await;
    idp.clock.advance(minutes(1));

    let mut browser = acme.past_password(&portal, &alice).await;
    browser.submit("/new-password", &twice(NEW)).await;
    let fresh = portal.redeem(&browser.arrival()).await;
    for dead in [&tokens.access_token, &tokens_elsewhere.access_token] {
        assert_eq!(portal.userinfo(dead).await.status(), 401);
    }
    assert_eq!(portal.userinfo(&fresh.access_token).await.status(), 200);
    assert!(old.open(portal.sign_in_link()).await.has("#password"));
    browser.open(portal.sign_in_link()).await;
    assert!(browser.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn a_user_without_second_step_needs_no_code_for_the_change() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    assert_eq!(alice.user.login_method, LoginMethod::Password);
    idp.clock.advance(days(91));
    let mut browser = acme.past_password(&portal, &alice).await;
    browser.submit("/new-password", &twice(NEW)).await;
    assert!(browser.has_left());
    idp.deliver().await;
}
