//! The mailed link that ends a lock (`standard`).

use futures_util::future::join_all;
use idp::model::policy::Policy;

use crate::support::tenant::credentials;
use crate::support::{Browser, TestIdp, TestTenant, TestUser, Website, minutes};

/// Fails as long as it takes; the clock goes on between.
async fn lock(idp: &TestIdp, acme: &TestTenant, portal: &Website, name: &str) {
    for _ in 0..10 {
        idp.clock.advance(minutes(5));
        let mut browser = acme.at_login(portal).await;
        browser.submit("/password", &[("username", name), ("password", "wrong-77")]).await;
    }
}

async fn may_try(acme: &TestTenant, portal: &Website, user: &TestUser) -> bool {
    let mut browser: Browser = acme.at_login(portal).await;
    browser.submit("/password", &credentials(user)).await.has("#otp")
}

#[tokio::test]
async fn the_owner_ends_a_lock_by_the_button_behind_the_link() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    lock(&idp, &acme, &portal, "alice").await;
    let mut locked = acme.at_login(&portal).await;
    locked.submit("/password", &credentials(&alice)).await;
    assert!(locked.page().has("#account-locked") && locked.page().text("main").contains("メール"));
    let letters = idp.mailbox(&alice).letters().await;
    assert_eq!(letters.len(), 1, "one letter, which is the notice too");
    let link = letters[0].link();
    for _ in 0..10 {
        assert!(idp.browser().open(&link).await.has("#release-execute"), "opening changes nothing");
    }
    assert!(!may_try(&acme, &portal, &alice).await);

    let mut browser = idp.browser();
    browser.open(&link).await;
    let page = browser.submit(&link.replace(crate::support::BASE, ""), &[]).await;
    assert!(page.has("#release-done"), "{}", page.body);
    assert!(browser.cookie("session").is_none());
    assert!(may_try(&acme, &portal, &alice).await);
    let page = browser.open(&link).await;
    assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_used")));
    assert!(acme.actions().await.contains(&"lock.release".to_owned()));
    idp.deliver().await;
}

#[tokio::test]
async fn a_link_ends_no_other_lock_than_its_own() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    lock(&idp, &acme, &portal, "alice").await;
    let first = idp.mailbox(&alice).newest().await.link();
    let problem = async |link: &str| idp.browser().open(link).await.problem();
    let mut waiting = idp.browser();
    waiting.open(&first).await;
    idp.clock.advance(minutes(15));
    assert_eq!(problem(&first).await.as_deref(), Some("link_expired"));
    lock(&idp, &acme, &portal, "alice").await;
    assert_eq!(problem(&first).await.as_deref(), Some("link_superseded"));
    let page = waiting.submit("", &[]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_superseded")));
    assert!(!may_try(&acme, &portal, &alice).await);
    assert_eq!(problem("/t/acme/release/l_unknown").await.as_deref(), Some("link_unknown"));
    let other = idp.tenant("other", Policy::standard()).await;
    let second = idp.mailbox(&alice).newest().await.link();
    let foreign = second.replace("/t/acme/", "/t/other/");
    assert_eq!(problem(&foreign).await.as_deref(), Some("link_unknown"), "{}", other.issuer());
}

/// LG-03: the page tells the same to a name that nobody has.
#[tokio::test]
async fn a_name_that_nobody_has_is_told_the_same() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut pages = Vec::new();
    for name in ["alice", "nobody"] {
        lock(&idp, &acme, &portal, name).await;
        let mut browser = acme.at_login(&portal).await;
        let page = browser.submit("/password", &[("username", name), ("password", "x")]).await;
        let until = page.text("main").split("14:").count();
        pages.push((page.status(), page.problem(), page.has("#account-locked"), until));
    }
    assert_eq!(pages[0], pages[1]);
    idp.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_presses_one_ends_the_lock() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    lock(&idp, &acme, &portal, "alice").await;
    let mut browser = idp.browser();
    browser.open(idp.mailbox(&alice).newest().await.link()).await;
    let tries = (0..16).map(|_| {
        let mut browser = browser.clone();
        tokio::spawn(async move { browser.submit("", &[]).await.has("#release-done") })
    });
    let done: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(done.iter().filter(|done| **done).count(), 1);
}

#[tokio::test]
async fn classic_has_no_such_link() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    lock(&idp, &acme, &portal, "alice").await;
    let notice = idp.mailbox(&alice).newest().await;
    assert!(!notice.mail.text.contains(crate::support::BASE));
    assert_eq!(idp.door().get(&acme.at("/release/l_x")).await.status(), 404);
}
