//! A device that is added comes with its certificate, where its owner's login method has certificates.

use idp::model::policy::DownloadPassword;

use crate::support::certificate::policy;
use crate::support::person::up_to_code;
use crate::support::{Browser, Page, Shown, TestIdp, TestTenant, TestUser, minutes};

const ADD: &str = "/account/devices/new";
const MAIL: &str = "new@phone.test";

async fn acme(idp: &TestIdp, rule: DownloadPassword) -> (TestTenant, TestUser, Shown) {
    let acme = idp.tenant("acme", policy(rule)).await;
    let alice = acme.certificate_user("alice").await;
    let shown = acme.certificate(&alice).await;
    (acme, alice, shown)
}

/// Adds a device. Returns the page that says so.
async fn add(idp: &TestIdp, acme: &TestTenant, browser: &mut Browser) -> Page {
    browser.open(acme.at(ADD)).await;
    up_to_code(browser, ADD, MAIL).await;
    let letter = idp.letters_to(MAIL).newest().await;
    let action = browser.page().attributes("form", "action");
    let action = action.into_iter().find(|one| one.contains("/proof/") && !one.ends_with("/again"));
    let action = action.unwrap();
    let wrong = browser.submit(&action, &[("code", &letter.another_code())]).await;
    assert_eq!(wrong.problem().as_deref(), Some("code_mismatch"));
    browser.submit(&action, &[("code", &letter.one_time_code())]).await.clone()
}

#[tokio::test]
async fn it_is_handed_over_on_the_page_that_ends_the_adding() {
    for rule in [DownloadPassword::ShownOnce, DownloadPassword::Kept] {
        let idp = TestIdp::start().await;
        let (acme, alice, shown) = acme(&idp, rule).await;
        let mut browser = acme.in_account(&alice, &shown).await;
        let page = add(&idp, &acme, &mut browser).await;
        assert!(page.has("#device-done") && page.has("#certificate-download"));
        assert_eq!(page.text("[aria-current=step]"), "端末登録完了");
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let password = page.text("#download-password");
        let file = browser.clone().submit("/download", &[("form", "modern")]).await.clone();
        let name = "attachment; filename=\"alice-2.p12\"";
        assert_eq!(file.header("content-disposition"), Some(name), "{}", file.body);
        let second = Shown::import(&file.bytes, &password);
        // Both devices open a login now.
        idp.clock.advance(minutes(1));
        for one in [&shown, &second] {
            acme.in_account(&alice, one).await;
        }
        // Whoever presses twice adds one.
        assert_eq!(acme.devices(&alice).await.len(), 2);
        let deeds = acme.actions().await;
        assert_eq!(deeds.iter().filter(|deed| *deed == "certificate.issue").count(), 2);
        idp.deliver().await;
    }
}

#[tokio::test]
async fn whoever_leaves_early_finds_it_again_or_renews_it() {
    for rule in [DownloadPassword::Kept, DownloadPassword::ShownOnce] {
        let idp = TestIdp::start().await;
        let (acme, alice, shown) = acme(&idp, rule).await;
        let mut browser = acme.in_account(&alice, &shown).await;
        let password = add(&idp, &acme, &mut browser).await.text("#download-password");
        let device = acme.devices(&alice).await[1].id;
        let page = browser.open(acme.at(&format!("/account/devices/{device}/added"))).await;
        assert!(page.has("#device-done") && !page.body.contains(&password), "shown once");
        idp.clock.advance(minutes(90));
        let mut browser = acme.in_account(&alice, &shown).await;
        let kept = rule == DownloadPassword::Kept;
        assert_eq!(browser.page().body.contains(&password), kept, "{rule:?}");
        let at = |deed: &str| acme.at(&format!("/account/certificates/{device}/{deed}"));
        let (file, password) = if kept {
            let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
            let file = browser.post(&at("download"), &[("csrf", &csrf)]).await.bytes.clone();
            (file, password)
        } else {
            browser.open(at("renew")).await;
            let password = browser.submit("/renew", &[]).await.text("#download-password");
            (browser.submit("/download", &[]).await.bytes.clone(), password)
        };
        idp.clock.advance(minutes(1));
        acme.in_account(&alice, &Shown::import(&file, &password)).await;
        idp.deliver().await;
    }
}

#[tokio::test]
async fn users_of_other_methods_and_changed_addresses_get_none() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp, DownloadPassword::Kept).await;
    let bob = acme.simple_user("bob").await;
    let mut browser = acme.signed_in(&idp, &bob, ADD).await;
    let page = add(&idp, &acme, &mut browser).await;
    assert!(page.has("#device-done") && !page.has("#certificate-download"));
    let mut browser = acme.in_account(&alice, &shown).await;
    let device = acme.devices(&alice).await[0].id;
    let form = format!("/account/devices/{device}/change");
    browser.open(acme.at(&form)).await;
    up_to_code(&mut browser, &form, "changed@phone.test").await;
    let code = idp.letters_to("changed@phone.test").newest().await.one_time_code();
    let action = browser.page().attributes("form", "action");
    let action = action.into_iter().find(|one| one.contains("/proof/") && !one.ends_with("/again"));
    let page = browser.submit(&action.unwrap(), &[("code", &code)]).await;
    assert!(page.has("#device-done") && !page.has("#certificate-download"));
    idp.clock.advance(minutes(1));
    acme.in_account(&alice, &shown).await;
    idp.deliver().await;
}
