//! Whose certificates are whose: devices that are deleted, users of other methods, other people's addresses.

use idp::model::policy::{DownloadPassword, Policy};

use crate::support::certificate::policy;
use crate::support::tenant::{address, credentials};
use crate::support::{TestIdp, minutes};

#[tokio::test]
async fn deleting_a_device_revokes_its_certificate() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.user_as("alice", |new| {
        new.login_method = Some(idp::model::login_method::LoginMethod::PasswordCertificate);
        new.addresses.push(address("second@acme.test"));
    });
    let alice = alice.await;
    let shown = acme.certificate(&alice).await;
    let portal = acme.website("portal").await;
    let door = idp.certificate_door().await;
    let mut waiting = acme.at_certificate(&portal, &alice).await;
    let to = door.show(&waiting, Some(&shown)).await;

    let mut browser = acme.in_account(&alice, &shown).await;
    let first = acme.devices(&alice).await[0].id;
    browser.open(acme.at(&format!("/account/devices/{first}/delete"))).await;
    let page = browser.submit("/delete", &[]).await;
    assert_eq!(page.attributes("#devices tbody tr", "class").len(), 0);
    assert_eq!(acme.devices(&alice).await.len(), 1);
    // AC-12
    assert_eq!(waiting.open(to).await.problem().as_deref(), Some("certificate_revoked"));
    door.pass(&mut waiting, Some(&shown)).await;
    assert_eq!(waiting.page().problem().as_deref(), Some("certificate_revoked"));
    idp.deliver().await;
}

#[tokio::test]
async fn only_users_of_the_method_have_certificates() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let bob = acme.simple_user("bob").await;
    let device = acme.devices(&bob).await[0].id;
    let mut browser = idp.browser();
    browser.open(acme.at("/account")).await;
    let page = browser.submit("/password", &credentials(&bob)).await;
    // The contract has certificates, this user none.
    assert!(page.text("#devices").contains("なし") && !page.has("#certificate-renew"));
    for deed in ["renew", "revoke", "csr", "pem"] {
        let page = browser.open(acme.at(&format!("/account/certificates/{device}/{deed}"))).await;
        assert_eq!(page.status(), 404, "{deed}");
    }
}

#[tokio::test]
async fn another_persons_device_is_not_there() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let (alice, bob) = (acme.certificate_user("alice").await, acme.certificate_user("bob").await);
    let shown = acme.certificate(&alice).await;
    acme.certificate(&bob).await;
    let bobs = acme.devices(&bob).await[0].id;
    let mut browser = acme.in_account(&alice, &shown).await;
    for deed in ["renew", "revoke", "csr", "pem"] {
        let page = browser.open(acme.at(&format!("/account/certificates/{bobs}/{deed}"))).await;
        assert_eq!(page.status(), 404, "{deed}");
    }
    browser.open(acme.at("/account")).await;
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    let path = acme.at(&format!("/account/certificates/{bobs}/download"));
    assert_eq!(browser.post(&path, &[("csrf", &csrf)]).await.status(), 404);
    idp.deliver().await;
}

#[tokio::test]
async fn a_contract_without_the_method_has_no_certificates() {
    let idp = TestIdp::start().await;
    let mut without: Policy = policy(DownloadPassword::Kept);
    let method = idp::model::login_method::LoginMethod::PasswordCertificate;
    without.login_methods.allowed.remove(&method);
    let acme = idp.tenant("acme", without).await;
    let bob = acme.simple_user("bob").await;
    let mut browser = idp.browser();
    browser.open(acme.at("/account")).await;
    let page = browser.submit("/password", &credentials(&bob)).await;
    assert_eq!(page.attributes("#devices thead th", "scope").len(), page_columns(page));
    let page = browser.open(acme.at("/account/certificates/passwords")).await;
    assert_eq!(page.status(), 404);
    idp.clock.advance(minutes(1));
}

/// Number, kind, address, actions: none of a certificate.
fn page_columns(page: &crate::support::Page) -> usize {
    assert!(!page.text("#devices thead").contains("電子証明書"));
    4
}
