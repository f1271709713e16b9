//! Asking: one answer to all, and a letter only to whom it belongs.

use idp::model::policy::Policy;

use super::{ask, push};
use crate::support::tenant::{address, credentials};
use crate::support::{TestIdp, minutes};

/// RS-01, RS-07, RS-16, LG-04, LG-06.
#[tokio::test]
async fn the_answer_is_the_same_for_everybody_and_one_is_mailed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let alice = acme.user_as("alice", |new| new.addresses.push(address("two@acme.test"))).await;
    let (bob, stranger) = (acme.user("bob").await, other.user("carol").await);
    acme.user_as("invited", |new| new.password = None).await;
    acme.disable(&bob).await;
    let right = ask(&acme, "alice", "Two@ACME.test").await;
    assert_eq!((right.status(), right.has("#reissue-sent")), (200, true));
    let long = "a".repeat(10_000);
    for (name, mail) in [
        ("alice", "bob@acme.test"),
        ("alice", "alice@acme.test.evil.test"),
        ("alice", "alıce@acme.test"),
        ("alice", "not an address"),
        ("nobody", "alice@acme.test"),
        ("bob", "bob@acme.test"),
        ("invited", "invited@acme.test"),
        ("carol", &stranger.addresses[0]),
        ("al\u{200d}ice", "alice@acme.test"),
        (&long, &long),
    ] {
        assert_eq!(ask(&acme, name, mail).await.likeness(), right.likeness(), "{name} {mail}");
    }
    let letters = idp.mailbox(&alice).letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].mail.to.as_str(), "two@acme.test");
    assert_eq!(idp.post.all().len(), 1, "nobody else was mailed");
    let asked = acme.actions().await.into_iter().filter(|action| action == "reissue.ask").count();
    assert_eq!(asked, 11);
}

/// RS-02 to RS-04: what the post does is not seen.
#[tokio::test]
async fn the_answer_does_not_wait_for_the_post() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.user("alice").await;
    idp.post.is_away(true);
    let known = ask(&acme, "alice", "alice@acme.test").await;
    assert!(idp.post.tries().is_empty(), "nothing is sent before the answer");
    idp.deliver().await;
    let unknown = ask(&acme, "nobody", "alice@acme.test").await;
    assert_eq!(known.likeness(), unknown.likeness());
    idp.letters_may_wait();
}

/// RS-18.
#[tokio::test]
async fn three_letters_an_hour_are_enough_and_nobody_is_locked() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let first = ask(&acme, "alice", "alice@acme.test").await;
    for _ in 0..30 {
        let page = ask(&acme, "alice", "alice@acme.test").await;
        assert_eq!(page.likeness(), first.likeness());
        ask(&acme, "alice", "wrong@acme.test").await;
    }
    let letters = idp.mailbox(&alice).letters().await;
    // A letter that waited while a newer one was asked for has nothing to say.
    assert_eq!(letters.len(), 1);
    assert!(acme.past_password(&portal, &alice).await.has_left());
    let mut browser = idp.browser();
    assert!(
        browser.open(letters[0].link()).await.has("#reissue-continue"),
        "the third still lives"
    );

    idp.clock.advance(minutes(60));
    ask(&acme, "alice", "alice@acme.test").await;
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 2);
}

#[tokio::test]
async fn letters_that_leave_at_once_are_three_too() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    for sent in [1, 2, 3, 3, 3] {
        ask(&acme, "alice", "alice@acme.test").await;
        assert_eq!(idp.mailbox(&alice).letters().await.len(), sent);
    }
}

/// RS-12, and what was not typed.
#[tokio::test]
async fn nothing_else_in_the_form_counts() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.user("alice").await;
    let mut browser = idp.browser();
    browser.open(acme.at("/reissue?redirect_uri=https://evil.test/&next=//evil.test")).await;
    assert!(!browser.page().body.contains("action=\"https"), "{}", browser.page().body);
    let page = browser.submit("/reissue", &[("username", "alice")]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("required")));
    assert_eq!(page.attribute("#username", "value").as_deref(), Some("alice"));
    let fields =
        [("username", "alice"), ("mail", "alice@acme.test"), ("next", "https://evil.test/")];
    let page = push(&mut browser, "/t/acme/reissue", &fields).await;
    assert!(page.has("#reissue-sent") && !page.body.contains("evil.test\""));
    idp.deliver().await;
    let letter = idp.post.all().pop().unwrap();
    assert!(!letter.mail.text.contains("evil") && !letter.mail.html.contains("evil"));
    let doubled =
        [("username", "alice"), ("mail", "alice@acme.test"), ("mail", "mallory@evil.test")];
    browser.open(acme.at("/reissue")).await;
    assert_eq!(push(&mut browser, "/t/acme/reissue", &doubled).await.status(), 400);
}

#[tokio::test]
async fn a_tenant_without_reissue_has_no_such_page() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.reissue.on = false;
    let acme = idp.tenant("acme", policy).await;
    for below in ["/reissue", "/reissue/continue", "/reissue/r_x"] {
        assert_eq!(idp.door().get(&acme.at(below)).await.status(), 404, "{below}");
    }
    let mut browser = acme.at_login(&acme.website("portal").await).await;
    assert!(!browser.page().has("#reissue-link"));
    let page =
        push(&mut browser, "/t/acme/reissue", &[("username", "a"), ("mail", "a@b.cd")]).await;
    assert_eq!(page.status(), 404);
}

#[tokio::test]
async fn the_login_page_leads_here_where_policy_and_website_want_it() {
    let idp = TestIdp::start().await;
    let mut acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let without =
        |client: &mut idp::model::client::Client| client.settings.reissue_link = Some(false);
    let shop = crate::support::Website::register(&acme, "shop", without).await;
    let mut browser = acme.at_login(&portal).await;
    let link = browser.page().attribute("#reissue-link", "href").unwrap();
    assert!(browser.open(&link).await.has("#reissue-submit"));
    assert!(!acme.at_login(&shop).await.page().has("#reissue-link"));
    acme.change_policy(|policy| policy.links.reissue = false).await;
    idp.app.forget_tenant(&acme.tenant);
    assert!(!acme.at_login(&portal).await.page().has("#reissue-link"));
    // A login goes on beside it.
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.at_login(&portal).await;
    browser.submit("/password", &credentials(&alice)).await;
    assert!(browser.has_left());
}
