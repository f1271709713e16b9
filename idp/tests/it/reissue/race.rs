//! Many at once: one winner, exact counts.

use futures_util::future::join_all;

use super::{ANSWER, ask, confirmed, link, question, set_answer};
use crate::support::TestIdp;

/// RS-08.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_right_answers_at_once_make_one_password() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    set_answer(&acme, &alice, &question(&acme)).await;
    let browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    let own = question(&acme);
    let tries = (0..64).map(|_| {
        let (mut browser, own) = (browser.clone(), own.clone());
        tokio::spawn(async move {
            let fields = [("question", own.as_str()), ("answer", ANSWER)];
            browser.submit("/question", &fields).await.has("#temporary-password")
        })
    });
    let shown: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(shown.iter().filter(|shown| **shown).count(), 1);
    let made = acme.actions().await.into_iter().filter(|action| action == "reissue.temporary");
    assert_eq!(made.count(), 1);
    idp.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_wrong_answers_at_once_are_judged_five_times() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    set_answer(&acme, &alice, &question(&acme)).await;
    let browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    let own = question(&acme);
    let tries = (0..40).map(|_| {
        let (mut browser, own) = (browser.clone(), own.clone());
        tokio::spawn(async move {
            let fields = [("question", own.as_str()), ("answer", "みずぐるま")];
            browser.submit("/question", &fields).await.problem()
        })
    });
    join_all(tries).await.into_iter().for_each(|one| drop(one.unwrap()));
    let outcomes = acme.outcomes(&alice).await;
    let count = |word: &str| outcomes.iter().filter(|outcome| **outcome == word).count();
    assert_eq!((count("wrong_answer"), count("locked")), (4, 1), "{outcomes:?}");
    idp.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_browsers_one_confirms() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let link = link(&idp, &acme, &alice).await;
    let mut browsers = Vec::new();
    for _ in 0..16 {
        let mut browser = idp.browser();
        browser.open(&link).await;
        browsers.push(browser);
    }
    let tries = browsers.into_iter().map(|mut browser| {
        tokio::spawn(async move { browser.submit("/confirm", &[]).await.has("#answer-submit") })
    });
    let through: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(through.iter().filter(|through| **through).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_requests_at_once_three_are_mailed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.user("alice").await;
    join_all((0..16).map(|_| ask(&acme, "alice", "alice@acme.test"))).await;
    let mailed = acme.audit().await.into_iter().filter(|event| event.details["mailed"] == true);
    assert_eq!(mailed.count(), 3);
    idp.deliver().await;
}
