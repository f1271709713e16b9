//! ログイン方法の変更: choose, confirm, execute; what it ends and what the next login asks.

use idp::model::login_method::LoginMethod;
use idp::model::policy::{MethodChange, Policy};

use crate::support::person::NEW;
use crate::support::tenant::credentials;
use crate::support::{Browser, Page, TestIdp, TestTenant, minutes};

const HERE: &str = "/account/method";

async fn choose(browser: &mut Browser, method: &str) -> Page {
    browser.submit(HERE, &[("method", method)]).await.clone()
}

async fn execute(browser: &mut Browser, method: &str) -> Page {
    assert!(choose(browser, method).await.has("#method-execute"));
    browser.submit("/execute", &[]).await.clone()
}

async fn method(acme: &TestTenant, user: &crate::support::TestUser) -> LoginMethod {
    acme.now(user).await.login_method
}

#[tokio::test]
async fn classic_steps_down_and_the_next_login_asks_no_code() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut elsewhere = acme.past_password(&portal, &alice).await;
    idp.enter_code(&mut elsewhere, &alice).await;
    let tokens = portal.redeem(&elsewhere.arrival()).await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let page = browser.page();
    assert_eq!(page.text("[aria-current=step]"), "ログイン方法の選択");
    let values = page.attributes("#method input[name=method]", "value");
    assert_eq!(values, ["password", "password_otp", "password_certificate"]);
    assert_eq!(page.attribute("#method input[checked]", "value").as_deref(), Some("password_otp"));
    let page = choose(&mut browser, "password").await;
    assert_eq!(page.text("[aria-current=step]"), "確認");
    let told = page.text("main").replace(' ', "");
    for word in ["ログイン方法変更前", "ログイン方法変更後", "ユーザID", "alice", "a***@acme.test"]
    {
        assert!(told.contains(word), "{word} in {told}");
    }
    assert!(page.has("#method-downward") && page.has("#method-back"));
    assert_eq!(method(&acme, &alice).await, LoginMethod::PasswordOtp, "asking changes nothing");
    let page = browser.submit("/execute", &[]).await.clone();
    assert!(page.has("#method-done") && page.text("[aria-current=step]") == "完了");
    assert_eq!(page.url, acme.at("/account/method/done"), "a reload does not repeat it");
    assert_eq!(method(&acme, &alice).await, LoginMethod::Password);

    assert!(browser.open(acme.at("/account")).await.has("#devices"), "this session stays");
    assert!(elsewhere.open(acme.at("/account")).await.has("#password"), "the other ended");
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    let letter = idp.mailbox(&alice).newest().await;
    assert!(
        letter.mail.subject.contains("ログイン方法") && letter.link().contains("/method-undo/")
    );
    assert!(acme.actions().await.contains(&"method.change".to_owned()));
    assert!(acme.past_password(&portal, &alice).await.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn classic_steps_up_and_the_next_login_asks_a_code() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let page = choose(&mut browser, "password_otp").await;
    assert!(!page.has("#method-downward"), "nothing to warn of");
    assert!(browser.submit("/execute", &[]).await.has("#method-done"));
    let letter = idp.mailbox(&alice).newest().await;
    assert!(!letter.has_link(), "a step up is not undone by a link");
    let mut login = acme.past_password(&portal, &alice).await;
    assert!(login.page().has("#otp"));
    idp.enter_code(&mut login, &alice).await;
    assert!(login.has_left());
    assert!(
        browser.open(acme.at(HERE)).await.has("#password"),
        "a login by less is not enough now"
    );
    idp.deliver().await;
}

#[tokio::test]
async fn what_cannot_be_chosen_is_refused() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme
        .user_as("alice", |new| {
            new.addresses.clear();
            new.login_method = Some(LoginMethod::Password);
        })
        .await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    for (chosen, word) in [
        ("password", "same_method"),
        ("password_otp", "no_device"),
        ("password_certificate", "no_device"),
        ("", "required"),
        ("passkey", "required"),
        ("PASSWORD_OTP", "required"),
    ] {
        let page = choose(&mut browser, chosen).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(word)), "{chosen}");
    }
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    for chosen in ["password_otp", "password", "passkey"] {
        let fields = [("csrf", &*csrf), ("method", chosen)];
        let page = browser.post(&acme.at("/account/method/execute"), &fields).await;
        assert!(!page.has("#method-done"), "{chosen}");
    }
    assert_eq!(method(&acme, &alice).await, LoginMethod::Password);
    assert!(!acme.actions().await.contains(&"method.change".to_owned()));
}

#[tokio::test]
async fn standard_steps_up_only() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::standard();
    policy.login_methods.allowed.insert(LoginMethod::Password);
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let values = browser.page().attributes("#method input[name=method]", "value");
    assert_eq!(values, ["password_otp", "password_certificate"]);
    let page = choose(&mut browser, "password_certificate").await;
    assert!(page.has("#method-execute") && !page.has("#method-downward"));
    let csrf = page.attribute("input[name=csrf]", "value").unwrap();
    for below in [HERE, "/account/method/execute"] {
        let fields = [("csrf", &*csrf), ("method", "password")];
        let page = browser.post(&acme.at(below), &fields).await;
        assert_eq!(
            (page.status(), page.problem().as_deref()),
            (422, Some("bad_request")),
            "{below}"
        );
    }
    assert_eq!(method(&acme, &alice).await, LoginMethod::PasswordOtp);
}

#[tokio::test]
async fn a_method_that_the_contract_lost_is_not_chosen_any_more() {
    let idp = TestIdp::start().await;
    let mut acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    assert!(choose(&mut browser, "password").await.has("#method-execute"));
    acme.change_policy(|policy| {
        policy.login_methods.allowed.remove(&LoginMethod::Password);
    })
    .await;
    idp.clock.advance(minutes(1));
    let page = browser.submit("/execute", &[]).await;
    assert_eq!(page.problem().as_deref(), Some("bad_request"));
    assert_eq!(method(&acme, &alice).await, LoginMethod::PasswordOtp);
}

/// Credentials are issued anew: a password that stood behind a second step may be too short to stand alone.
#[tokio::test]
async fn a_password_that_must_stand_alone_is_chosen_anew() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::standard();
    policy.login_methods.allowed.insert(LoginMethod::Password);
    policy.login_methods.user_may_change = MethodChange::BothWays;
    let acme = idp.tenant("acme", policy).await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    assert!(execute(&mut browser, "password").await.has("#method-done"));
    let mut login = acme.past_password(&portal, &alice).await;
    assert!(login.page().has("#new-password") && !login.has_left());
    let short = [("new_password", "Hashi-wo-wat-5"), ("new_password_confirm", "Hashi-wo-wat-5")];
    let page = login.submit("/new-password", &short).await;
    assert_eq!(
        page.problem().as_deref(),
        Some("password_too_short"),
        "as long as one alone must be"
    );
    login.submit("/new-password", &[("new_password", NEW), ("new_password_confirm", NEW)]).await;
    assert!(login.page().has("#consent-accept") || login.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn cancel_and_back_change_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let cancel = browser.page().attribute("#method-cancel", "href").unwrap();
    choose(&mut browser, "password").await;
    let back = browser.page().attribute("#method-back", "href").unwrap();
    assert!(browser.open(&back).await.has("#method-next"));
    assert!(browser.open(&cancel).await.has("#devices"));
    assert_eq!(method(&acme, &alice).await, LoginMethod::PasswordOtp);
}

#[tokio::test]
async fn a_button_pressed_twice_changes_it_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    choose(&mut browser, "password").await;
    let mut twin = browser.clone();
    assert!(browser.submit("/execute", &[]).await.has("#method-done"));
    let page = twin.submit("/execute", &[]).await;
    assert!(!page.has("#password"), "nobody is thrown out: {:?}", page.problem());
    let deeds = acme.actions().await;
    assert_eq!(deeds.iter().filter(|deed| *deed == "method.change").count(), 1);
    assert_eq!(method(&acme, &alice).await, LoginMethod::Password);
    idp.deliver().await;
}

#[tokio::test]
async fn a_login_that_was_open_goes_on_by_the_method_of_now() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let mut login = acme.at_login(&portal).await;
    assert!(execute(&mut browser, "password_otp").await.has("#method-done"));
    login.submit("/password", &credentials(&alice)).await;
    assert!(login.page().has("#otp") && !login.has_left());
    idp.deliver().await;
}
