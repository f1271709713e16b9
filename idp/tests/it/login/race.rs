//! Many at once: counts are exact, and there is one winner.

use futures_util::future::join_all;

use crate::support::TestIdp;
use crate::support::tenant::credentials;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_wrong_passwords_at_once_are_judged_five_times() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browsers = Vec::new();
    for _ in 0..40 {
        browsers.push(acme.at_login(&portal).await);
    }
    let tries = browsers.into_iter().map(|mut browser| {
        tokio::spawn(async move {
            let fields = [("username", "alice"), ("password", "not-this-one-77")];
            let page = browser.submit("/password", &fields).await;
            (page.status(), page.problem())
        })
    });
    let answers: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
    let outcomes = acme.outcomes(&alice).await;
    let count = |word: &str| outcomes.iter().filter(|outcome| **outcome == word).count();
    assert_eq!((count("wrong_password"), count("locked")), (4, 1), "{outcomes:?}");
    let wrong = |answer: &&(u16, Option<String>)| answer.1.as_deref() == Some("wrong_credentials");
    assert_eq!(answers.iter().filter(wrong).count(), 4);
    let turned_away = answers.iter().filter(|(status, _)| *status == 503).count();
    assert_eq!(outcomes.len() + turned_away, 40);
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1, "one notice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_right_codes_at_once_open_one_session() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    let tries = (0..64).map(|_| {
        let (mut browser, code) = (browser.clone(), code.clone());
        tokio::spawn(async move {
            browser.submit("/code", &[("otp", &code)]).await;
            (browser.cookie("session").is_some(), browser.has_left())
        })
    });
    let outcomes: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(outcomes.iter().filter(|(session, _)| *session).count(), 1);
    assert_eq!(outcomes.iter().filter(|(_, left)| *left).count(), 1);
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn right_passwords_at_once_send_one_mail() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.at_login(&portal).await;
    let tries = (0..8).map(|_| {
        let (mut browser, alice) = (browser.clone(), alice.clone());
        tokio::spawn(
            async move { browser.submit("/password", &credentials(&alice)).await.has("#otp") },
        )
    });
    assert!(join_all(tries).await.into_iter().all(Result::unwrap));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1);
}
