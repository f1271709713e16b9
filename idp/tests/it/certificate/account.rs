//! Certificates on the account page: fetched once or kept, renewed, revoked.

use idp::model::policy::DownloadPassword;
use idp::usecase::upkeep::tidy;

use crate::support::certificate::policy;
use crate::support::{Browser, Shown, TestIdp, TestTenant, TestUser, days, minutes};

async fn acme(idp: &TestIdp, rule: DownloadPassword) -> (TestTenant, TestUser, Shown) {
    let acme = idp.tenant("acme", policy(rule)).await;
    let alice = acme.certificate_user("alice").await;
    let shown = acme.certificate(&alice).await;
    idp.clock.advance(minutes(1));
    (acme, alice, shown)
}

/// Presses a link of the page in front.
async fn press(browser: &mut Browser, id: &str) {
    let href = browser.page().attribute(id, "href").unwrap_or_else(|| panic!("no {id}"));
    browser.open(href).await;
}

/// Renews the first certificate. Returns the password that is shown.
async fn renew(browser: &mut Browser) -> String {
    press(browser, "#certificate-renew").await;
    let page = browser.submit("/renew", &[]).await;
    assert_eq!(page.header("cache-control"), Some("no-store"));
    page.text("#download-password")
}

#[tokio::test]
async fn what_is_shown_once_can_be_fetched_once() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp, DownloadPassword::ShownOnce).await;
    let mut browser = acme.in_account(&alice, &shown).await;
    assert!(!browser.page().has("#certificate-download"), "the file is gone with the fetch");
    let password = renew(&mut browser).await;
    assert_eq!(password.len(), 20);
    let secret = password.as_bytes();
    assert!(
        !idp.dump().windows(secret.len()).any(|bytes| bytes == secret),
        "it is stored in clear"
    );
    let mut twin = browser.clone();
    let file = browser.submit("/download", &[("form", "modern")]).await.clone();
    assert_eq!(file.header("content-type"), Some("application/x-pkcs12"));
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"alice-1.p12\""));
    let renewed = Shown::import(&file.bytes, &password);
    assert_ne!(renewed.leaf, shown.leaf);
    let page = twin.submit("/download", &[("form", "compat")]).await;
    assert_eq!(page.url, acme.at("/account"));
    assert!(!page.has("#certificate-download") && !page.body.contains(&password));
    idp.clock.advance(minutes(1));
    acme.in_account(&alice, &renewed).await;
    let deeds = acme.actions().await;
    for deed in ["certificate.issue", "certificate.download", "certificate.revoke"] {
        assert!(deeds.iter().any(|one| one == deed), "{deed}");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn what_nobody_fetched_within_an_hour_is_dropped() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp, DownloadPassword::ShownOnce).await;
    let mut browser = acme.in_account(&alice, &shown).await;
    renew(&mut browser).await;
    let waiting = || async {
        let read = idp.app.database.read();
        let all = idp::store::certificates::of_user(read, acme.tenant.id, alice.user.id).await;
        all.unwrap().iter().filter(|one| one.sealed.is_some()).count()
    };
    idp.clock.advance(minutes(59));
    tidy::tidy(&idp.app).await.unwrap();
    assert_eq!(waiting().await, 1);
    idp.clock.advance(minutes(1));
    let browser = acme.in_account(&alice, &shown).await;
    assert!(!browser.page().has("#certificate-download"), "late is late before the tidying too");
    tidy::tidy(&idp.app).await.unwrap();
    assert_eq!(waiting().await, 0);
    idp.deliver().await;
}

#[tokio::test]
async fn what_is_kept_is_shown_and_fetched_again_after_a_fresh_login() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp, DownloadPassword::Kept).await;
    let mut browser = acme.in_account(&alice, &shown).await;
    let password = browser.page().text("#devices code.secret");
    for form in ["compat", "modern"] {
        let mut tab = browser.clone();
        let file = tab.submit("/download", &[]).await.clone();
        assert_eq!(Shown::import(&file.bytes, &password).leaf, shown.leaf, "{form}");
    }
    // Five minutes later it is hidden, and a login by password and certificate shows it again.
    idp.clock.advance(minutes(5));
    let page = browser.open(acme.at("/account")).await;
    assert!(!page.body.contains(&password) && page.has("#certificate-download"));
    assert!(browser.clone().submit("/download", &[]).await.has("#password"));
    press(&mut browser, "#show-passwords").await;
    assert!(browser.page().has("#password"));
    browser.submit("/password", &crate::support::tenant::credentials(&alice)).await;
    let door = idp.certificate_door().await;
    door.pass(&mut browser, Some(&shown)).await;
    assert_eq!(browser.page().url, acme.at("/account"));
    assert_eq!(browser.page().text("#devices code.secret"), password);
    idp.deliver().await;
}

#[tokio::test]
async fn the_old_one_stands_until_the_new_one_is_fetched() {
    let idp = TestIdp::start().await;
    let (acme, alice, old) = acme(&idp, DownloadPassword::ShownOnce).await;
    let portal = acme.website("portal").await;
    let door = idp.certificate_door().await;
    let mut browser = acme.in_account(&alice, &old).await;
    let password = renew(&mut browser).await;
    // CE-17
    let mut other = acme.at_certificate(&portal, &alice).await;
    door.pass(&mut other, Some(&old)).await;
    assert!(other.has_left());
    let file = browser.submit("/download", &[("form", "compat")]).await.bytes.clone();
    let new = Shown::import(&file, &password);
    let mut other = acme.at_certificate(&portal, &alice).await;
    door.pass(&mut other, Some(&old)).await;
    assert_eq!(other.page().problem().as_deref(), Some("certificate_revoked"));
    door.pass(&mut other, Some(&new)).await;
    assert!(other.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn a_new_one_that_was_not_fetched_gives_way_to_the_next() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp, DownloadPassword::ShownOnce).await;
    let mut browser = acme.in_account(&alice, &shown).await;
    let first = renew(&mut browser).await;
    browser.open(acme.at("/account")).await;
    idp.clock.advance(minutes(1));
    let second = renew(&mut browser).await;
    assert_ne!(first, second);
    let read = idp.app.database.read();
    let all = idp::store::certificates::of_user(read, acme.tenant.id, alice.user.id).await;
    // CE-11: one in use and one that waits, however often the button is pressed.
    assert_eq!(all.unwrap().iter().filter(|one| one.revoked.is_none()).count(), 2);
    idp.deliver().await;
}

#[tokio::test]
async fn a_revoked_one_is_shown_so_and_a_new_one_can_be_had() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp, DownloadPassword::Kept).await;
    let mut browser = acme.in_account(&alice, &shown).await;
    press(&mut browser, "#certificate-revoke").await;
    let page = browser.submit("/revoke", &[]).await;
    assert_eq!(page.url, acme.at("/account?notice=certificate_revoked"));
    assert!(page.has("#notice") && page.has(".mark-revoked"));
    assert!(!page.has("#certificate-revoke") && !page.has("#certificate-download"));
    // The login that brought her here is fresh, and there is nothing left to prove more by.
    let password = renew(&mut browser).await;
    let file = browser.submit("/download", &[]).await.bytes.clone();
    let renewed = Shown::import(&file, &password);
    idp.clock.advance(days(1));
    acme.in_account(&alice, &renewed).await;
    idp.deliver().await;
    let subjects: Vec<_> = idp.post.all().iter().map(|one| one.mail.subject.clone()).collect();
    assert!(subjects.iter().any(|one| one.contains("失効")), "{subjects:?}");
    assert!(subjects.iter().any(|one| one.contains("発行")), "{subjects:?}");
}
