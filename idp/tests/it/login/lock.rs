//! The account lock, and the growing delay before it.

use idp::model::password::Typed;

use crate::support::tenant::{ADMIN, credentials};
use crate::support::{Browser, Page, TestIdp, TestTenant, Website, minutes, seconds};

const WRONG: &str = "not-this-one-77";

async fn fail(acme: &TestTenant, portal: &Website, name: &str, times: u32) -> Page {
    let mut last = None;
    for _ in 0..times {
        let mut browser = acme.at_login(portal).await;
        let fields = [("username", name), ("password", WRONG)];
        last = Some(browser.submit("/password", &fields).await.clone());
    }
    last.unwrap()
}

#[tokio::test]
async fn five_failures_lock_known_and_unknown_names_alike() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;

    let fourth = fail(&acme, &portal, "alice", 4).await;
    assert_eq!(fourth.problem().as_deref(), Some("wrong_credentials"));
    let known = fail(&acme, &portal, "alice", 1).await;
    assert!(known.has("#account-locked") && known.has("#support-desk"));
    assert_eq!((known.status(), known.problem().as_deref()), (403, Some("account_locked")));
    let unknown = fail(&acme, &portal, "nobody", 5).await;
    assert_eq!(unknown.likeness(), known.likeness());

    let mut browser = acme.at_login(&portal).await;
    let right = browser.submit("/password", &credentials(&alice)).await;
    assert_eq!(right.likeness(), known.likeness());
    let mail = idp.mailbox(&alice).newest().await;
    assert!(!mail.is_about_a_code() && mail.mail.subject.contains("ロック"));
    // All at one moment of the test's clock, where no order is promised.
    let mut told = acme.outcomes(&alice).await;
    told.sort_unstable();
    let wrong = ["wrong_password"; 4].into_iter();
    assert_eq!(
        told,
        ["locked", "refused_while_locked"].into_iter().chain(wrong).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn only_the_desk_ends_a_classic_lock() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    fail(&acme, &portal, "alice", 5).await;
    idp.clock.advance(crate::support::days(30));
    let locked = acme.past_password(&portal, &alice).await;
    assert_eq!(locked.page().problem().as_deref(), Some("account_locked"));

    acme.unlock(&alice).await;
    assert!(acme.past_password(&portal, &alice).await.has_left());
    assert!(acme.actions().await.contains(&"user.unlock".to_owned()));
    idp.deliver().await;
}

#[tokio::test]
async fn a_login_clears_the_count() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    for _ in 0..3 {
        fail(&acme, &portal, "alice", 4).await;
        assert!(acme.past_password(&portal, &alice).await.has_left());
    }
    idp.deliver().await;
}

#[tokio::test]
async fn a_right_password_alone_does_not_clear_the_count() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    fail(&acme, &portal, "alice", 4).await;
    assert!(acme.past_password(&portal, &alice).await.page().has("#otp"));
    let page = fail(&acme, &portal, "alice", 1).await;
    assert_eq!(page.problem().as_deref(), Some("account_locked"));
    idp.deliver().await;
}

#[tokio::test]
async fn spellings_and_websites_share_one_count() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    acme.user("alice").await;
    fail(&acme, &portal, "ALICE", 2).await;
    fail(&acme, &shop, "ａｌｉｃｅ", 2).await;
    let page = fail(&acme, &portal, " alice", 1).await;
    assert_eq!(page.problem().as_deref(), Some("account_locked"));
    idp.deliver().await;
}

#[tokio::test]
async fn the_count_is_shared_by_all_processes() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    fail(&acme, &portal, "alice", 4).await;
    let mut browser = idp.browser().at(idp.replica().await);
    browser.open(portal.sign_in_link()).await;
    let page = browser.submit("/password", &[("username", "alice"), ("password", WRONG)]).await;
    assert_eq!(page.problem().as_deref(), Some("account_locked"));
    idp.deliver().await;
}

/// Tries with the right password and says what came of it.
async fn right(acme: &TestTenant, portal: &Website, name: &str) -> Browser {
    let mut browser = acme.at_login(portal).await;
    let fields = [("username", name), ("password", crate::support::PASSWORD)];
    browser.submit("/password", &fields).await;
    browser
}

#[tokio::test]
async fn standard_makes_the_next_try_wait_longer_each_time() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    acme.user("alice").await;
    fail(&acme, &portal, "alice", 3).await;
    for wait in [1, 2, 4, 8] {
        let early = right(&acme, &portal, "alice").await;
        assert_eq!(early.page().problem().as_deref(), Some("try_later"), "{wait}");
        assert_eq!(early.page().status(), 422);
        idp.clock.advance(seconds(wait));
        let page = fail(&acme, &portal, "alice", 1).await;
        assert_eq!(page.problem().as_deref(), Some("wrong_credentials"), "{wait}");
    }
    idp.clock.advance(seconds(16));
    assert!(right(&acme, &portal, "alice").await.page().has("#otp"));
    idp.deliver().await;
}

#[tokio::test]
async fn the_delay_is_the_same_for_a_name_that_nobody_has() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    acme.user("alice").await;
    let known = fail(&acme, &portal, "alice", 4).await;
    let unknown = fail(&acme, &portal, "nobody", 4).await;
    assert_eq!(known.problem().as_deref(), Some("try_later"));
    assert_eq!(unknown.likeness(), known.likeness());
}

#[tokio::test]
async fn a_standard_lock_ends_by_the_clock() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    for _ in 0..10 {
        fail(&acme, &portal, "alice", 1).await;
        idp.clock.advance(minutes(5));
    }
    idp.clock.advance(minutes(9));
    let locked = right(&acme, &portal, "alice").await;
    assert_eq!(locked.page().problem().as_deref(), Some("account_locked"));
    idp.clock.advance(minutes(1));
    assert!(right(&acme, &portal, "alice").await.page().has("#otp"));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 2);
}

#[tokio::test]
async fn a_lock_stops_a_login_under_way() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    fail(&acme, &portal, "alice", 5).await;
    let page = browser.submit("/code", &[("otp", &code)]).await;
    assert_eq!(page.problem().as_deref(), Some("account_locked"));
    assert!(browser.cookie("session").is_none());
    idp.deliver().await;
}

#[tokio::test]
async fn a_lock_page_does_not_stop_the_password_from_being_reset() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    fail(&acme, &portal, "alice", 5).await;
    let typed = Typed::fold("ao-no-kasa-42");
    idp::usecase::admin::users::reset_password(&idp.app, &acme.tenant, &alice.user, &typed, ADMIN)
        .await
        .unwrap();
    let mut browser = acme.at_login(&portal).await;
    let fields = [("username", "alice"), ("password", "ao-no-kasa-42")];
    assert!(browser.submit("/password", &fields).await.has("#account-locked"));
    idp.deliver().await;
}
