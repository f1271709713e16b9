//! パスワード変更.

use idp::model::policy::Policy;

use crate::support::person::NEW;
use crate::support::tenant::credentials;
use crate::support::{Browser, PASSWORD, Page, TestIdp, days, seconds};

const HERE: &str = "/account/password";

async fn change(browser: &mut Browser, current: &str, new: &str, confirm: &str) -> Page {
    let fields =
        [("current_password", current), ("new_password", new), ("new_password_confirm", confirm)];
    browser.submit(HERE, &fields).await.clone()
}

/// AC-05: the other sessions end, this one stays.
#[tokio::test]
async fn a_change_ends_the_other_sessions_and_is_told() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut elsewhere = acme.past_password(&portal, &alice).await;
    idp.enter_code(&mut elsewhere, &alice).await;
    let tokens = portal.redeem(&elsewhere.arrival()).await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    assert_eq!(browser.page().text("[aria-current=step]"), "パスワード変更");
    assert_eq!(
        browser.page().attribute("#current-password", "autocomplete").as_deref(),
        Some("current-password")
    );
    let page = change(&mut browser, PASSWORD, NEW, NEW).await;
    assert_eq!((page.status(), page.problem()), (200, None));
    assert_eq!(page.text("[aria-current=step]"), "パスワード変更完了");
    assert!(!page.body.contains(NEW));

    assert!(browser.open(acme.at("/account")).await.has("#devices"), "this one stays");
    assert!(elsewhere.open(acme.at("/account")).await.has("#password"), "the other ended");
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    let letter = idp.mailbox(&alice).newest().await;
    assert!(letter.mail.subject.contains("パスワード") && !letter.is_about_a_code());
    assert!(!letter.mail.text.contains(NEW));
    assert!(acme.actions().await.contains(&"password.change".to_owned()));

    let mut old = acme.at_login(&portal).await;
    let page = old.submit("/password", &credentials(&alice)).await;
    assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    let page = old.submit("/password", &[("username", "alice"), ("password", NEW)]).await;
    assert!(page.has("#otp"));
    idp.deliver().await;
}

/// AC-01, AC-02: a session alone is not enough, and guessing counts like at the login.
#[tokio::test]
async fn wrong_current_passwords_lock_the_account() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let mut wrong = acme.at_login(&portal).await;
    wrong.submit("/password", &[("username", "alice"), ("password", "guess-guess-77")]).await;
    for _ in 0..3 {
        let page = change(&mut browser, "guess-guess-77", NEW, NEW).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some("wrong_credentials")));
        assert!(page.has("#current-password"));
    }
    let page = change(&mut browser, "guess-guess-77", NEW, NEW).await;
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("account_locked")));
    assert!(page.has("#support-desk"));
    let mut outcomes = acme.outcomes(&alice).await;
    outcomes.sort_unstable();
    assert_eq!(outcomes[..2], ["locked", "signed_in"]);
    assert_eq!(outcomes[2..], ["wrong_password"; 4]);
    assert!(acme.past_password(&portal, &alice).await.page().has("#account-locked"));

    browser.open(acme.at(HERE)).await;
    let page = change(&mut browser, PASSWORD, NEW, NEW).await;
    assert_eq!(
        page.problem().as_deref(),
        Some("account_locked"),
        "nor the right one, while locked"
    );
    acme.unlock(&alice).await;
    assert!(acme.past_password(&portal, &alice).await.has_left(), "and nothing was changed");
    idp.deliver().await;
}

/// AC-03; PW-06, PW-08.
#[tokio::test]
async fn a_password_that_may_not_be_is_refused_with_its_own_word() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("usr-alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let long = "Kaza-guruma-77".repeat(3);
    for (new, confirm, word) in [
        (PASSWORD, PASSWORD, "password_reused"),
        (NEW, "another-77-77", "password_mismatch"),
        ("Kaza-77", "Kaza-77", "password_too_short"),
        (&*long, &*long, "password_too_long"),
        ("xxUSR-ALICE77xx", "xxUSR-ALICE77xx", "password_contains_id"),
        ("password1", "password1", "password_common"),
        ("風車がまわる-77", "風車がまわる-77", "password_characters"),
    ] {
        let page = change(&mut browser, PASSWORD, new, confirm).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(word)), "{new}");
        assert!(page.attributes("input[type=password]", "value").iter().all(String::is_empty));
    }
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"], "none of it was a wrong try");
    assert!(!acme.actions().await.contains(&"password.change".to_owned()));
    assert_eq!(change(&mut browser, PASSWORD, NEW, NEW).await.problem(), None);
    idp.deliver().await;
}

#[tokio::test]
async fn former_passwords_are_refused_as_far_back_as_the_contract_says() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.password.former_refused = 2;
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.simple_user("alice").await;
    idp.clock.advance(seconds(1));
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    assert_eq!(change(&mut browser, PASSWORD, NEW, NEW).await.problem(), None);
    idp.clock.advance(seconds(1));
    browser.open(acme.at(HERE)).await;
    let page = change(&mut browser, NEW, PASSWORD, PASSWORD).await;
    assert_eq!(page.problem().as_deref(), Some("password_reused"));
    let third = "Mizu-no-oto-wa-3";
    assert_eq!(change(&mut browser, NEW, third, third).await.problem(), None);
    browser.open(acme.at(HERE)).await;
    assert_eq!(change(&mut browser, third, PASSWORD, PASSWORD).await.problem(), None);
    idp.deliver().await;
}

#[tokio::test]
async fn an_empty_field_is_named_and_is_no_try() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    for (current, new, confirm, id) in [
        ("", NEW, NEW, "#current-password"),
        (PASSWORD, "", NEW, "#new-password"),
        (PASSWORD, NEW, "", "#new-password-confirm"),
    ] {
        for _ in 0..3 {
            let page = change(&mut browser, current, new, confirm).await;
            assert_eq!((page.status(), page.problem().as_deref()), (422, Some("required")));
            assert!(page.has(&format!("#problem a[href='{id}']")), "{}", page.text("#problem"));
        }
    }
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
}

#[tokio::test]
async fn the_growing_delay_holds_here_too() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let mut words = Vec::new();
    for _ in 0..4 {
        let page = change(&mut browser, "guess-guess-77", NEW, NEW).await;
        words.push(page.problem().unwrap());
    }
    assert_eq!(words[..3], ["wrong_credentials"; 3]);
    let page = change(&mut browser, PASSWORD, NEW, NEW).await;
    assert_eq!(page.problem().as_deref(), Some("try_later"), "{words:?}");
    idp.clock.advance(crate::support::minutes(2));
    assert_eq!(change(&mut browser, PASSWORD, NEW, NEW).await.problem(), None);
    idp.deliver().await;
}

/// AC-04.
#[tokio::test]
async fn standard_never_forces_a_change() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    idp.clock.advance(days(1_000));
    let browser = acme.signed_in(&idp, &alice, "/account").await;
    assert!(browser.page().has("#devices"));
}

#[tokio::test]
async fn a_form_that_is_not_ours_changes_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let fields =
        [("current_password", PASSWORD), ("new_password", NEW), ("new_password_confirm", NEW)];
    assert_eq!(browser.post(&acme.at(HERE), &fields).await.status(), 403);
    assert_eq!(idp.door().post(&acme.at(HERE), &fields).await.status(), 403);
    assert!(!acme.actions().await.contains(&"password.change".to_owned()));
}

#[tokio::test]
async fn nobody_changes_the_password_of_another_person() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    let fields = [
        ("csrf", &*csrf),
        ("username", "bob"),
        ("login_name", "bob"),
        ("current_password", PASSWORD),
        ("new_password", NEW),
        ("new_password_confirm", NEW),
    ];
    assert_eq!(browser.post(&acme.at(HERE), &fields).await.problem(), None);
    assert!(acme.past_password(&portal, &bob).await.has_left(), "bob's is as before");
    assert!(!acme.past_password(&portal, &alice).await.has_left());
    idp.deliver().await;
}
