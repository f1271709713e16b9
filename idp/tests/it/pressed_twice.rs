//! A button pressed twice: the second form meets what the first one came to. And pages that are shown once.

use futures_util::future::join;
use idp::model::password::Origin;
use idp::model::policy::Policy;

use crate::support::page::css;
use crate::support::person::NEW;
use crate::support::tenant::credentials;
use crate::support::{Browser, PASSWORD, Page, TestIdp, days, minutes, seconds};

const HERE: &str = "/account/password";

fn changing<'a>(current: &'a str, new: &'a str) -> [(&'a str, &'a str); 3] {
    [("current_password", current), ("new_password", new), ("new_password_confirm", new)]
}

fn twice(new: &str) -> [(&str, &str); 2] {
    [("new_password", new), ("new_password_confirm", new)]
}

fn codes(page: &Page) -> Vec<String> {
    let html = page.html();
    html.select(&css("#recovery-codes code")).map(|one| one.text().collect()).collect()
}

#[tokio::test]
async fn a_changed_password_is_changed_once_and_not_wrong_the_second_time() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let mut twin = browser.clone();
    let done = browser.submit(HERE, &changing(PASSWORD, NEW)).await.clone();
    let again = twin.submit(HERE, &changing(PASSWORD, NEW)).await.clone();
    assert_eq!((done.status(), again.status(), again.problem()), (200, 200, None));
    assert_eq!(again.text("h1"), done.text("h1"));
    let changes = acme.actions().await.into_iter().filter(|one| one == "password.change").count();
    assert_eq!((changes, acme.outcomes(&alice).await), (1, vec!["signed_in"]));

    // Another new password behind the former one is wrong, and so is the same one later.
    browser.open(acme.at(HERE)).await;
    let page = browser.submit(HERE, &changing(PASSWORD, "momo-no-hana-33")).await;
    assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    idp.clock.advance(minutes(1));
    let page = browser.submit(HERE, &changing(PASSWORD, NEW)).await;
    assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    let wrong = acme.outcomes(&alice).await.into_iter().filter(|one| *one == "wrong_password");
    assert_eq!(wrong.count(), 2);
    idp.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_forms_at_once_change_the_password_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut one = acme.signed_in(&idp, &alice, HERE).await;
    let mut other = one.clone();
    let fields = changing(PASSWORD, NEW);
    let (first, second) = join(one.submit(HERE, &fields), other.submit(HERE, &fields)).await;
    assert_eq!((first.status(), second.status()), (200, 200));
    assert_eq!((first.problem(), second.problem()), (None, None));
    let changes = acme.actions().await.into_iter().filter(|one| one == "password.change").count();
    assert_eq!(changes, 1);
    idp.deliver().await;
}

#[tokio::test]
async fn a_forced_change_sent_twice_goes_on_to_one_code() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let reset = |new: &mut idp::usecase::admin::users::NewUser| {
        new.password.as_mut().unwrap().1 = Origin::Reset;
    };
    let alice = acme.user_as("alice", reset).await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let mut twin = browser.clone();
    let fields = twice(NEW);
    join(browser.submit("/new-password", &fields), twin.submit("/new-password", &fields)).await;
    for browser in [&browser, &twin] {
        assert!(browser.page().has("#otp") && browser.page().problem().is_none());
    }
    assert_eq!(browser.page().text("#otp-reference"), twin.page().text("#otp-reference"));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1);
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn an_enrolment_sent_twice_shows_codes_that_work() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, address) = acme.at_credentials(&idp, &alice).await;
    let (mut twin, mut late, mut wrong) = (browser.clone(), browser.clone(), browser.clone());
    let first = codes(&browser.submit("/register", &twice(NEW)).await.clone());
    let page = twin.submit("/register", &twice(NEW)).await.clone();
    assert!(page.has("#enrol-done") && page.has("#enrol-replaced"), "{}", page.body);
    assert_eq!((page.status(), page.header("cache-control")), (200, Some("no-store")));
    let second = codes(&page);
    assert_eq!((first.len(), second.len()), (10, 10));
    assert!(second.iter().all(|code| !first.contains(code)));
    let page = wrong.submit("/register", &twice("momo-no-hana-33-44")).await;
    assert_eq!(page.problem().as_deref(), Some("link_used"), "another form is none");
    // A stranger who has the address, and not the browser.
    let mut stranger = idp.browser();
    stranger.open(&address).await;
    assert_eq!(stranger.page().problem().as_deref(), Some("link_used"));
    idp.clock.advance(seconds(30));
    let page = late.submit("/register", &twice(NEW)).await;
    assert_eq!(page.problem().as_deref(), Some("link_used"));
    let made = acme.actions().await.into_iter().filter(|one| one == "recovery_codes.make").count();
    assert_eq!(made, 2);
    let enrolled = acme.actions().await.into_iter().filter(|one| one == "user.enrol").count();
    assert_eq!(enrolled, 1);
    idp.deliver().await;
}

/// What is shown once has no language links: they would lead away from it.
#[tokio::test]
async fn nothing_on_a_page_that_is_shown_once_leads_to_another_language() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, _) = acme.at_credentials(&idp, &alice).await;
    assert!(browser.page().has(".languages a"));
    let page = browser.submit("/register", &twice(NEW)).await;
    assert!(page.has("#recovery-codes") && !page.has(".languages"));
    let bob = acme.user("bob").await;
    let mut browser = acme.signed_in(&idp, &bob, "/account/recovery-codes").await;
    assert!(browser.page().has(".languages a"));
    let page = browser.submit("/account/recovery-codes", &[]).await;
    assert!(page.has("#recovery-codes") && !page.has(".languages"));
    idp.deliver().await;
}

async fn login_from(idp: &TestIdp, url: &str) -> Browser {
    let mut browser = idp.browser();
    browser.open(url).await;
    assert!(browser.page().has("#username"), "{url}");
    browser
}

/// Whoever asks for a page of the account site gets to it by the login; nothing in the address leads elsewhere.
#[tokio::test]
async fn a_login_leads_to_the_page_that_was_asked_for() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.recovery_codes = true;
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.simple_user("alice").await;
    for (below, expected) in [
        ("/account", "/account"),
        ("/account/password", "/account/password"),
        ("/account/question", "/account/question"),
        ("/account/history", "/account/history"),
        ("/account/history.csv", "/account/history"),
        ("/account/not-me", "/account/history"),
        ("/account/method", "/account/method"),
        ("/account/websites", "/account/websites"),
        ("/account/browsers", "/account/browsers"),
        ("/account/recovery-codes", "/account/recovery-codes"),
        ("/account/data", "/account/data"),
        ("/account?next=https://evil.test/", "/account"),
        ("/account/password?page=//evil.test", "/account/password"),
    ] {
        let mut browser = login_from(&idp, &acme.at(below)).await;
        browser.submit("/password", &credentials(&alice)).await;
        assert_eq!(browser.page().url, acme.at(expected), "{below}");
        assert!(!browser.has_left());
    }
    // An address that the contract has not is not led to.
    let none = idp.tenant("none", Policy::standard()).await;
    assert_eq!(idp.door().get(&none.at("/account/question")).await.status(), 404);
    idp.clock.advance(days(1));
    idp.deliver().await;
}
