//! A change of the login method to certificates: it takes effect with the first file that is handed over.

use idp::model::login_method::LoginMethod;
use idp::model::policy::DownloadPassword;
use idp::usecase::upkeep::revoke_left_behind::revoke;

use crate::support::certificate::policy;
use crate::support::tenant::address;
use crate::support::{Browser, Page, Shown, TestIdp, TestTenant, TestUser, minutes};

const HERE: &str = "/account/method";

async fn acme(idp: &TestIdp, rule: DownloadPassword) -> (TestTenant, TestUser) {
    let acme = idp.tenant("acme", policy(rule)).await;
    let alice = acme.user_as("alice", |new| {
        new.login_method = Some(LoginMethod::Password);
        new.addresses.push(address("second@acme.test"));
    });
    let alice = alice.await;
    (acme, alice)
}

/// Presses the button. Returns the page that hands the certificates over.
async fn execute(browser: &mut Browser) -> Page {
    let page = browser.submit(HERE, &[("method", "password_certificate")]).await;
    assert!(page.has("#method-execute") && page.text("main").contains("ダウンロードすると"));
    browser.submit("/execute", &[]).await.clone()
}

async fn method(acme: &TestTenant, user: &TestUser) -> LoginMethod {
    acme.now(user).await.login_method
}

/// Addresses of the files, and the passwords, by device.
fn handed(page: &Page) -> Vec<(String, String)> {
    let files = page.attributes("form[action*='/account/method/certificates/']", "action");
    let passwords = ["#download-password", "#download-password-2"];
    files.into_iter().zip(passwords.map(|id| page.text(id))).collect()
}

#[tokio::test]
async fn the_method_changes_with_the_first_file_and_the_others_can_be_fetched() {
    let idp = TestIdp::start().await;
    for rule in [DownloadPassword::ShownOnce, DownloadPassword::Kept] {
        let idp = TestIdp::start().await;
        let (acme, alice) = acme(&idp, rule).await;
        let portal = acme.website("portal").await;
        let mut elsewhere = acme.past_password(&portal, &alice).await;
        let mut browser = acme.signed_in(&idp, &alice, HERE).await;
        let page = execute(&mut browser).await;
        assert!(page.has("#method-not-yet") && page.header("cache-control") == Some("no-store"));
        assert_eq!(page.text("[aria-current=step]"), "確認");
        let files = handed(&page);
        assert_eq!(files.len(), 2);
        assert_eq!(method(&acme, &alice).await, LoginMethod::Password, "nothing changed yet");
        assert!(acme.past_password(&portal, &alice).await.has_left());
        idp.clock.advance(minutes(6));
        let mut imported = Vec::new();
        for (action, password) in &files {
            let mut tab = browser.clone();
            let file = tab.submit(action, &[("form", "modern")]).await.clone();
            assert_eq!(file.header("content-type"), Some("application/x-pkcs12"), "{}", file.body);
            imported.push(Shown::import(&file.bytes, password));
            assert_eq!(method(&acme, &alice).await, LoginMethod::PasswordCertificate);
        }
        assert!(elsewhere.open(acme.at("/account")).await.has("#password"), "the others ended");
        let done = page.attribute("#method-certificates-done", "href").unwrap();
        assert!(browser.open(done).await.has("#method-done"));
        let deeds = acme.actions().await;
        let count = |deed: &str| deeds.iter().filter(|one| *one == deed).count();
        assert_eq!((count("method.change"), count("certificate.download")), (1, 2));
        for shown in &imported {
            acme.in_account(&alice, shown).await;
        }
        idp.deliver().await;
        let subjects: Vec<_> = idp.post.all().into_iter().map(|one| one.mail.subject).collect();
        assert!(subjects.iter().any(|one| one.contains("ログイン方法")), "{subjects:?}");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn whoever_leaves_early_keeps_the_method_he_had() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp, DownloadPassword::Kept).await;
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let page = execute(&mut browser).await;
    let (file, _) = handed(&page).remove(0);
    // On without a file: the page says that nothing changed, and the choice is open again.
    let done = page.attribute("#method-certificates-done", "href").unwrap();
    let told = browser.open(done).await.clone();
    assert_eq!(told.problem().as_deref(), Some("certificate_not_fetched"));
    assert!(told.has("#method-next"));
    assert!(acme.past_password(&portal, &alice).await.has_left());
    idp.clock.advance(minutes(59));
    assert_eq!(revoke(&idp.app).await.unwrap(), 0, "they wait for an hour");
    idp.clock.advance(minutes(1));
    assert_eq!(revoke(&idp.app).await.unwrap(), 2);
    // The page from before gives nothing any more, and changes nothing.
    let csrf = page.attribute("input[name=csrf]", "value").unwrap();
    let mut again = acme.signed_in(&idp, &alice, HERE).await;
    let late = browser.post(&file, &[("csrf", &csrf)]).await;
    assert!(late.header("content-type").unwrap().starts_with("text/html"));
    assert_eq!(method(&acme, &alice).await, LoginMethod::Password);
    // Whoever begins again gets new ones.
    let page = execute(&mut again).await;
    let (file, password) = handed(&page).remove(0);
    let file = again.submit(&file, &[]).await.bytes.clone();
    acme.in_account(&alice, &Shown::import(&file, &password)).await;
    idp.deliver().await;
}

#[tokio::test]
async fn a_file_is_handed_to_nobody_who_did_not_ask_for_it() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp, DownloadPassword::ShownOnce).await;
    let mallory = acme.simple_user("mallory").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    idp.clock.advance(minutes(1));
    let page = execute(&mut browser).await;
    let (file, _) = handed(&page).remove(0);
    idp.clock.advance(minutes(1));
    // Neither to somebody else, nor to a login that is neither of then nor of now.
    let mut other = acme.signed_in(&idp, &mallory, HERE).await;
    let mut later = acme.signed_in(&idp, &alice, "/account").await;
    idp.clock.advance(minutes(6));
    for browser in [&mut other, &mut later] {
        let csrf = browser.open(acme.at("/account")).await.attribute("input[name=csrf]", "value");
        let page = browser.post(&file, &[("csrf", &csrf.unwrap())]).await;
        assert!(page.header("content-type").unwrap().starts_with("text/html"), "{}", page.url);
    }
    assert_eq!(method(&acme, &alice).await, LoginMethod::Password);
    let mut twin = browser.clone();
    let first = browser.submit(&file, &[]).await.header("content-type").unwrap().to_owned();
    assert_eq!(first, "application/x-pkcs12");
    let second = twin.submit(&file, &[]).await;
    assert!(second.header("content-type").unwrap().starts_with("text/html"), "once is once");
    idp.deliver().await;
}

#[tokio::test]
async fn a_change_that_the_contract_lost_meanwhile_hands_nothing_over() {
    let idp = TestIdp::start().await;
    let (mut acme, alice) = acme(&idp, DownloadPassword::Kept).await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    let page = execute(&mut browser).await;
    let (file, _) = handed(&page).remove(0);
    acme.change_policy(|policy| {
        policy.login_methods.allowed.remove(&LoginMethod::PasswordCertificate);
    })
    .await;
    idp.clock.advance(minutes(1));
    let page = browser.submit(&file, &[]).await;
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    assert_eq!(method(&acme, &alice).await, LoginMethod::Password);
    idp.deliver().await;
}
