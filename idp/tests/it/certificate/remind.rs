//! Reminders before a certificate or a password expires.

use idp::model::policy::{DownloadPassword, Policy};
use idp::usecase::upkeep::remind::remind;

use crate::support::certificate::policy;
use crate::support::{TestIdp, days};

/// What was sent about expiry: the subjects, oldest first.
async fn told(idp: &TestIdp, word: &str) -> Vec<String> {
    remind(&idp.app).await.unwrap();
    remind(&idp.app).await.unwrap();
    idp.deliver().await;
    let subjects = idp.post.all().into_iter().map(|letter| letter.mail.subject);
    subjects.filter(|subject| subject.contains(word)).collect()
}

#[tokio::test]
async fn a_certificate_is_reminded_of_thrice_and_each_time_once() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.certificate_user("alice").await;
    acme.certificate(&alice).await;
    let word = "有効期限";
    let mut count = 0;
    for (advance, more, left) in [
        (days(334), 0, ""),
        (days(1), 1, "あと30日"),
        (days(20), 0, ""),
        (days(3), 1, "あと7日"),
        (days(6), 1, "あと1日"),
        (days(1), 0, ""),
    ] {
        idp.clock.advance(advance);
        let subjects = told(&idp, word).await;
        count += more;
        assert_eq!(subjects.len(), count, "{subjects:?}");
        assert!(more == 0 || subjects.last().unwrap().contains(left), "{subjects:?}");
    }
}

#[tokio::test]
async fn a_step_that_was_missed_is_overtaken_and_who_renewed_is_left_alone() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let (alice, bob) = (acme.certificate_user("alice").await, acme.certificate_user("bob").await);
    acme.certificate(&alice).await;
    acme.certificate(&bob).await;
    idp.clock.advance(days(300));
    acme.certificate(&bob).await;
    idp.clock.advance(days(60));
    let subjects = told(&idp, "有効期限").await;
    assert_eq!(subjects.len(), 1, "{subjects:?}");
    assert!(subjects[0].contains("あと5日"), "{subjects:?}");
}

#[tokio::test]
async fn a_password_is_reminded_of_as_the_policy_says() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", Policy::classic()).await;
    acme.user("alice").await;
    let mut count = 0;
    for (advance, more) in [(75, 0), (1, 1), (7, 1), (5, 0), (1, 1), (1, 0)] {
        idp.clock.advance(days(advance));
        count += more;
        let subjects = told(&idp, "パスワード").await;
        assert_eq!(subjects.len(), count, "{subjects:?}");
    }
}
