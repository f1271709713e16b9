//! Browsers that an account knows: their own count, and who gets no credit from them.

use idp::model::password::Typed;

use crate::support::tenant::ADMIN;
use crate::support::{Browser, PASSWORD, TestIdp, TestTenant, TestUser, Website, minutes, seconds};

const WRONG: &str = "not-this-one-77";
const KNOWN: &str = "__Host-sekisho_known_acme";

/// A browser that the user signed in with once, now without a session.
async fn owned(idp: &TestIdp, acme: &TestTenant, portal: &Website, user: &TestUser) -> Browser {
    let mut browser = acme.past_password(portal, user).await;
    idp.enter_code(&mut browser, user).await;
    assert!(browser.has_left());
    out(acme, &mut browser).await;
    browser
}

async fn out(acme: &TestTenant, browser: &mut Browser) {
    browser.open(acme.at("/logout")).await;
    browser.submit("/logout/confirm", &[]).await;
}

async fn try_with(browser: &mut Browser, portal: &Website, name: &str, password: &str) -> String {
    browser.open(portal.sign_in_link()).await;
    let fields = [("username", name), ("password", password)];
    let page = browser.submit("/password", &fields).await;
    page.problem().unwrap_or_else(|| if page.has("#otp") { "otp" } else { "in" }.to_owned())
}

async fn hammer(idp: &TestIdp, acme: &TestTenant, portal: &Website, times: u32) {
    for _ in 0..times {
        let mut stranger = Browser::new(acme.door.from("198.51.100.7"));
        try_with(&mut stranger, portal, "alice", WRONG).await;
        idp.clock.advance(minutes(5));
    }
}

// LK-10
#[tokio::test]
async fn strangers_do_not_keep_the_owner_out_of_a_browser_the_account_knows() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut own = owned(&idp, &acme, &portal, &alice).await;
    hammer(&idp, &acme, &portal, 10).await;
    let mut other = idp.browser();
    assert_eq!(try_with(&mut other, &portal, "alice", PASSWORD).await, "account_locked");
    assert_eq!(try_with(&mut own, &portal, "alice", PASSWORD).await, "otp");
    idp.enter_code(&mut own, &alice).await;
    assert!(own.has_left(), "the whole login goes through");
    assert_eq!(
        try_with(&mut other, &portal, "alice", PASSWORD).await,
        "account_locked",
        "strangers keep their count"
    );
}

// LK-10, D6: the deviation of the classic preset.
#[tokio::test]
async fn under_classic_there_is_one_count() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut own = owned(&idp, &acme, &portal, &alice).await;
    hammer(&idp, &acme, &portal, 5).await;
    assert_eq!(try_with(&mut own, &portal, "alice", PASSWORD).await, "account_locked");
    let letter = idp.mailbox(&alice).newest().await;
    assert!(letter.mail.subject.contains("ロック"));
    let told = acme.audit().await.into_iter().find(|one| one.action == "login.locked").unwrap();
    assert_eq!(told.address.as_deref(), Some("198.51.100.7"));
}

#[tokio::test]
async fn the_owners_own_failures_count_for_his_browser_alone() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut own = owned(&idp, &acme, &portal, &alice).await;
    for _ in 0..10 {
        try_with(&mut own, &portal, "alice", WRONG).await;
        idp.clock.advance(minutes(5));
    }
    // LK-06: it is bounded like any other.
    assert_eq!(try_with(&mut own, &portal, "alice", PASSWORD).await, "account_locked");
    let mut other = idp.browser();
    assert_eq!(try_with(&mut other, &portal, "alice", PASSWORD).await, "otp");
    acme.unlock(&alice).await;
    assert_eq!(try_with(&mut own, &portal, "alice", PASSWORD).await, "otp");
    idp.deliver().await;
}

#[tokio::test]
async fn a_known_browser_waits_for_its_own_failures_too() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut own = owned(&idp, &acme, &portal, &alice).await;
    for _ in 0..3 {
        try_with(&mut own, &portal, "alice", WRONG).await;
    }
    assert_eq!(try_with(&mut own, &portal, "alice", PASSWORD).await, "try_later");
    idp.clock.advance(seconds(1));
    assert_eq!(try_with(&mut own, &portal, "alice", PASSWORD).await, "otp");
    idp.deliver().await;
}

// LK-11
#[tokio::test]
async fn a_forged_cookie_and_that_of_another_user_give_no_credit() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mallory = acme.user("mallory").await;
    owned(&idp, &acme, &portal, &alice).await;
    let mut mallorys = owned(&idp, &acme, &portal, &mallory).await;
    hammer(&idp, &acme, &portal, 10).await;
    assert_eq!(try_with(&mut mallorys, &portal, "alice", PASSWORD).await, "account_locked");
    for forged in ["n_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "n_", "", "x"] {
        let mut browser = idp.browser();
        browser.set_cookie(KNOWN, forged);
        assert_eq!(try_with(&mut browser, &portal, "alice", PASSWORD).await, "account_locked");
    }
    idp.deliver().await;
}

// SE-09, LK-11
#[tokio::test]
async fn a_planted_cookie_never_becomes_known() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mallory = acme.user("mallory").await;
    let mallorys = owned(&idp, &acme, &portal, &mallory).await;
    let planted = mallorys.cookie("known").unwrap().to_owned();
    let mut victims = idp.browser();
    victims.set_cookie(KNOWN, &planted);
    try_with(&mut victims, &portal, "alice", PASSWORD).await;
    idp.enter_code(&mut victims, &alice).await;
    assert_ne!(victims.cookie("known"), Some(planted.as_str()));
    hammer(&idp, &acme, &portal, 10).await;
    let mut mallorys = mallorys;
    assert_eq!(try_with(&mut mallorys, &portal, "alice", PASSWORD).await, "account_locked");
    idp.deliver().await;
}

// LK-11
#[tokio::test]
async fn a_changed_password_makes_the_browser_a_stranger() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut old = owned(&idp, &acme, &portal, &alice).await;
    let typed = Typed::fold("ao-no-kasa-42");
    idp::usecase::admin::users::reset_password(&idp.app, &acme.tenant, &alice.user, &typed, ADMIN)
        .await
        .unwrap();
    let mut new = idp.browser();
    try_with(&mut new, &portal, "alice", "ao-no-kasa-42").await;
    let chosen = [("new_password", "midori-no-isu-9"), ("new_password_confirm", "midori-no-isu-9")];
    new.submit("/new-password", &chosen).await;
    idp.enter_code(&mut new, &alice).await;
    assert!(new.has_left());
    hammer(&idp, &acme, &portal, 10).await;
    assert_eq!(try_with(&mut old, &portal, "alice", "midori-no-isu-9").await, "account_locked");
    assert_eq!(try_with(&mut new, &portal, "alice", "midori-no-isu-9").await, "otp");
    idp.deliver().await;
}

// LG-30
#[tokio::test]
async fn the_owner_is_told_of_a_new_browser_but_not_of_the_first_or_a_known_one() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let news = async || {
        let letters = idp.mailbox(&alice).letters().await;
        letters.into_iter().filter(|one| !one.is_about_a_code()).collect::<Vec<_>>()
    };
    let mut own = owned(&idp, &acme, &portal, &alice).await;
    assert!(news().await.is_empty());
    try_with(&mut own, &portal, "alice", PASSWORD).await;
    idp.enter_code(&mut own, &alice).await;
    assert!(own.has_left() && news().await.is_empty());
    let mut second = Browser::new(acme.door.from("203.0.113.9"));
    second
        .headers
        .push(("user-agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0.0.0".to_owned()));
    try_with(&mut second, &portal, "alice", PASSWORD).await;
    idp.enter_code(&mut second, &alice).await;
    let told = news().await;
    assert_eq!(told.len(), 1);
    assert!(told[0].mail.text.contains("Chrome 120 / Windows"), "{}", told[0].mail.text);
    assert!(told[0].mail.text.contains("203.0.113.9"));
}

// SE-14
#[tokio::test]
async fn two_users_of_one_browser_are_both_known_and_share_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let (alice, bob) = (acme.user("alice").await, acme.user("bob").await);
    let mut shared = owned(&idp, &acme, &portal, &alice).await;
    assert_eq!(try_with(&mut shared, &portal, "bob", PASSWORD).await, "otp");
    idp.enter_code(&mut shared, &bob).await;
    assert!(shared.has_left());
    out(&acme, &mut shared).await;
    hammer(&idp, &acme, &portal, 10).await;
    for name in ["alice", "bob"] {
        assert_eq!(try_with(&mut shared, &portal, name, PASSWORD).await, "otp", "{name}");
    }
    idp.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_wrong_passwords_at_once_from_a_known_browser_count_exactly() {
    let idp = TestIdp::start().await;
    let mut acme = idp.standard().await;
    acme.change_policy(|policy| policy.lockout.growing_delay = false).await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let own = owned(&idp, &acme, &portal, &alice).await;
    let mut browsers = Vec::new();
    for _ in 0..40 {
        let mut browser = own.clone();
        browser.open(portal.sign_in_link()).await;
        browsers.push(browser);
    }
    let tries = browsers.into_iter().map(|mut browser| {
        tokio::spawn(async move {
            let fields = [("username", "alice"), ("password", WRONG)];
            browser.submit("/password", &fields).await.status()
        })
    });
    for done in futures_util::future::join_all(tries).await {
        done.unwrap();
    }
    let outcomes = acme.outcomes(&alice).await;
    let count = |word: &str| outcomes.iter().filter(|one| **one == word).count();
    assert_eq!((count("wrong_password"), count("locked")), (9, 1), "{outcomes:?}");
    idp.deliver().await;
}
