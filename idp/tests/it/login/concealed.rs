//! The concealed first step: whoever is wrong goes on like whoever is right, and hears of it with the code.

use idp::model::login_method::LoginMethod;
use idp::model::password::Origin;
use idp::model::policy::Policy;

use crate::support::tenant::{address, credentials};
use crate::support::{Browser, Page, TestIdp, TestTenant, Website, minutes, seconds};

const WRONG: &str = "not-this-one-77";
const NEW: &str = "ao-no-kasa-42";

fn concealing(mut policy: Policy) -> Policy {
    policy.conceal_first_step = true;
    policy.login_methods.allowed = [LoginMethod::PasswordOtp].into();
    policy
}

async fn typed(acme: &TestTenant, portal: &Website, name: &str, password: &str) -> Browser {
    let mut browser = acme.at_login(portal).await;
    browser.submit("/password", &[("username", name), ("password", password)]).await;
    browser
}

/// A page without what is drawn for each login.
fn like(page: &Page) -> (u16, String) {
    let (status, body) = page.likeness();
    let drawn = if page.has("#otp-reference") { page.text("#otp-reference") } else { "-".into() };
    (status, body.replace(&drawn, "REFERENCE"))
}

/// LG-01 to LG-04, LG-06 to LG-08.
#[tokio::test]
async fn right_and_wrong_meet_the_same_pages() {
    let idp = TestIdp::start().await;
    for (slug, policy) in [("old", Policy::classic()), ("new", Policy::standard())] {
        let acme = idp.tenant(slug, concealing(policy)).await;
        let portal = acme.website("portal").await;
        let two = |new: &mut idp::usecase::admin::users::NewUser| {
            new.addresses.push(address("two@acme.test"));
        };
        let alice = acme.user_as("alice", two).await;
        acme.disable(&acme.user("closed").await).await;
        acme.user_as("invited", |new| new.password = None).await;
        acme.user_as("reset", |new| new.password.as_mut().unwrap().1 = Origin::Reset).await;
        let right = crate::support::PASSWORD;
        let mut known = typed(&acme, &portal, "alice", right).await;
        assert!(known.page().has("#otp") && known.page().has("#login-back"));
        assert!(!known.page().body.contains("acme.test"), "no address is shown");
        let first = like(known.page());
        known.submit("/code", &[("otp", "0000000")]).await;
        let second = like(known.page());
        assert_eq!(known.page().problem().as_deref(), Some("wrong_credentials"));
        for (name, password) in [
            ("alice", WRONG),
            ("nobody", right),
            ("closed", right),
            ("invited", right),
            ("reset", right),
            ("reset", WRONG),
            ("' OR 1=1 --", right),
        ] {
            let mut browser = typed(&acme, &portal, name, password).await;
            assert_eq!(like(browser.page()), first, "{slug} {name}");
            browser.submit("/code", &[("otp", "0000000")]).await;
            assert_eq!(like(browser.page()), second, "{slug} {name}");
            assert!(browser.cookie("session").is_none());
        }
        let letters = idp.mailbox(&alice).letters().await;
        assert_eq!(letters.iter().filter(|one| one.is_about_a_code()).count(), 1);
        idp.clock.advance(minutes(20));
    }
    idp.deliver().await;
}

#[tokio::test]
async fn whoever_knows_both_gets_in_and_whoever_mistyped_goes_back() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", concealing(Policy::classic())).await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = typed(&acme, &portal, "alice", WRONG).await;
    browser.open(browser.page().url.clone()).await;
    assert!(browser.page().has("#otp"), "reload shows the same");
    let page = browser.submit("/code/back", &[]).await;
    assert!(page.has("#username") && page.problem().is_none());
    browser.submit("/password", &credentials(&alice)).await;
    idp.enter_code(&mut browser, &alice).await;
    assert_eq!(portal.redeem(&browser.arrival()).await.subject(), alice.subject());
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
    assert_eq!(idp.post.all().len(), 1);
}

/// LK-01, LK-04: once for both steps, and in the words of what was wrong.
#[tokio::test]
async fn a_wrong_login_counts_once_and_the_history_says_what_was_wrong() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", concealing(Policy::classic())).await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    for name in ["alice", "nobody"] {
        for _ in 0..3 {
            typed(&acme, &portal, name, WRONG).await;
        }
        let mut last = None;
        for _ in 0..5 {
            let mut browser = typed(&acme, &portal, name, WRONG).await;
            assert!(browser.page().has("#otp"), "a first step alone counts for nothing");
            last = Some(browser.submit("/code", &[("otp", "0000000")]).await.clone());
            idp.clock.advance(seconds(1));
        }
        let last = last.unwrap();
        assert_eq!((last.status(), last.problem().as_deref()), (403, Some("account_locked")));
        let next = typed(&acme, &portal, name, crate::support::PASSWORD).await;
        assert_eq!(next.page().likeness(), last.likeness(), "{name}");
    }
    let wrong = ["wrong_password"; 4].into_iter();
    let expected: Vec<_> = wrong.chain(["locked", "refused_while_locked"]).collect();
    assert_eq!(acme.outcomes(&alice).await, expected);
    let letters = idp.mailbox(&alice).letters().await;
    assert!(letters.len() == 1 && letters[0].mail.subject.contains("ロック"));
    let failed = acme.audit().await.into_iter().filter(|one| one.action == "login.wrong_password");
    let known: Vec<_> = failed.map(|one| one.details["known"].as_bool().unwrap()).collect();
    assert_eq!(known.iter().filter(|known| **known).count(), 4);
    assert_eq!(known.len(), 8);
}

/// OT-18: the same waits and limits for whoever is mailed nothing.
#[tokio::test]
async fn codes_are_sent_again_alike() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", concealing(Policy::classic())).await;
    let portal = acme.website("portal").await;
    let alice = acme.user_as("alice", |new| new.addresses.push(address("two@acme.test"))).await;
    let mut right = typed(&acme, &portal, "alice", crate::support::PASSWORD).await;
    let mut wrong = typed(&acme, &portal, "nobody", WRONG).await;
    for n in 0..5 {
        for wait in [seconds(0), seconds(30)] {
            idp.clock.advance(wait);
            let expected = like(right.submit("/code/again", &[("device", "next")]).await);
            assert_eq!(like(wrong.submit("/code/again", &[("device", "next")]).await), expected);
        }
        let problem = (n == 4).then_some("too_many_mails");
        assert_eq!(right.page().problem().as_deref(), problem, "{n}");
    }
    let to: Vec<_> = idp.post.all().iter().map(|letter| letter.mail.to.to_string()).collect();
    assert!(to.is_empty());
    let letters = idp.mailbox(&alice).letters().await;
    assert_eq!(letters.len(), 1, "the newest is still worth sending");
    idp.enter_code(&mut right, &alice).await;
    assert!(right.has_left());
}

/// Over the account's own limit nothing is mailed, and nobody is told.
#[tokio::test]
async fn too_many_logins_tell_nothing_either() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", concealing(Policy::classic())).await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let first = like(typed(&acme, &portal, "alice", crate::support::PASSWORD).await.page());
    for _ in 0..7 {
        idp.deliver().await;
        let browser = typed(&acme, &portal, "alice", crate::support::PASSWORD).await;
        assert_eq!(like(browser.page()), first);
    }
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 5);
    // Wrong ones use up nothing of it.
    idp.clock.advance(minutes(15));
    for _ in 0..7 {
        typed(&acme, &portal, "alice", WRONG).await;
    }
    let mut browser = typed(&acme, &portal, "alice", crate::support::PASSWORD).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());
}

#[tokio::test]
async fn the_forced_change_comes_after_the_code() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", concealing(Policy::classic())).await;
    let portal = acme.website("portal").await;
    let reset = |new: &mut idp::usecase::admin::users::NewUser| {
        new.password.as_mut().unwrap().1 = Origin::Reset;
    };
    let alice = acme.user_as("alice", reset).await;
    let mut browser = typed(&acme, &portal, "alice", crate::support::PASSWORD).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.page().has("#new-password"), "{:?}", browser.page().problem());
    assert!(browser.cookie("session").is_none());
    browser.submit("/new-password", &[("new_password", NEW), ("new_password_confirm", NEW)]).await;
    assert!(browser.has_left());
    let mut next = typed(&acme, &portal, "alice", NEW).await;
    idp.enter_code(&mut next, &alice).await;
    assert!(next.has_left());
    idp.deliver().await;
}

/// The contract does not have other methods; whoever still has one is told nothing by a right password.
#[tokio::test]
async fn a_method_that_the_contract_lacks_is_in_doubt() {
    let idp = TestIdp::start().await;
    let mut acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    acme.change_policy(|policy| *policy = concealing(policy.clone())).await;
    idp.app.forget_tenant(&acme.tenant);
    let mut browser = typed(&acme, &portal, "alice", crate::support::PASSWORD).await;
    assert!(browser.page().has("#otp"));
    let page = browser.submit("/code", &[("otp", "0000000")]).await;
    assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    assert!(idp.mailbox(&alice).letters().await.is_empty());
}

/// LG-02, LG-05, LG-08: both ways are the same work.
#[tokio::test]
async fn right_wrong_and_unknown_cost_the_same() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", concealing(Policy::classic())).await;
    let portal = acme.website("portal").await;
    acme.user("alice").await;
    let mut costs = Vec::new();
    for (name, password) in
        [("alice", crate::support::PASSWORD), ("alice", WRONG), ("nobody", WRONG)]
    {
        let mut browser = acme.at_login(&portal).await;
        let fields = [("username", name), ("password", password)];
        let before = acme.work().await;
        browser.submit("/password", &fields).await;
        let first = acme.work_since(before);
        let before = acme.work().await;
        browser.submit("/code", &[("otp", "0000000")]).await;
        let second = acme.work_since(before);
        let before = acme.work().await;
        idp.clock.advance(seconds(30));
        browser.submit("/code/again", &[]).await;
        costs.push((name, password, first, second, acme.work_since(before)));
    }
    let of = |n: usize| (costs[n].2, costs[n].3, costs[n].4);
    assert!(of(0) == of(1) && of(1) == of(2), "{costs:?}");
    idp.deliver().await;
}
