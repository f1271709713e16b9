//! Many at once: one registration stands, and wrong codes are counted exactly.

use futures_util::future::join_all;

use crate::support::TestIdp;

/// EN-08; P2: whatever works once works once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_registrations_at_once_are_one() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.newcomer("alice").await;
    let (browser, _) = acme.at_credentials(&idp, &alice).await;
    let tries = (0..64).map(|turn| {
        let mut browser = browser.clone();
        tokio::spawn(async move {
            let password = format!("Hashi-wo-wataru-{turn}");
            let fields = [("new_password", &*password), ("new_password_confirm", &*password)];
            let page = browser.submit("/register", &fields).await;
            (page.has("#enrol-done").then_some(turn), page.status(), page.problem())
        })
    });
    let answers: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
    let winners: Vec<_> = answers.iter().filter_map(|(won, ..)| *won).collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    for (won, status, problem) in &answers {
        let turned_away = *status == 503 || problem.as_deref() == Some("link_used");
        assert!(won.is_some() || turned_away, "{status} {problem:?}");
    }
    let enrolled = acme.actions().await;
    assert_eq!(enrolled.iter().filter(|action| *action == "user.enrol").count(), 1);

    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    let password = format!("Hashi-wo-wataru-{}", winners[0]);
    browser.submit("/password", &[("username", "alice"), ("password", &password)]).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left(), "the password of the one that was told so");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_wrong_codes_at_once_are_judged_five_times() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (link, code) = acme.handed_over(&alice).await;
    let mut browsers = Vec::new();
    for _ in 0..40 {
        let mut browser = idp.browser();
        browser.open(&link).await;
        browsers.push(browser);
    }
    let tries = browsers.into_iter().map(|mut browser| {
        tokio::spawn(async move {
            browser.submit("/code", &[("otp", "WR0NG")]).await;
            browser
        })
    });
    let browsers: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
    let judged = acme.actions().await;
    let judged = judged.iter().filter(|action| *action == "enrolment.wrong_code").count();
    assert_eq!(judged, 5);
    let mut one = browsers.into_iter().next().unwrap();
    one.open(&link).await;
    assert_eq!(one.page().problem().as_deref(), Some("link_closed"));
    assert!(!code.is_empty() && acme.is_invited(&alice).await);
}
