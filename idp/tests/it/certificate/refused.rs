//! Certificates that are refused: whose, when, and what the histories say.

use idp::model::certificate::Reason;
use idp::model::policy::DownloadPassword;
use idp::random::SystemRandom;
use idp::usecase::certificate::By;
use idp::usecase::certificate::revoke::revoke_now;
use keys::ca::{Authority, KeyKind, Profile, Request, Serial};

use crate::support::certificate::policy;
use crate::support::tenant::ADMIN;
use crate::support::{Shown, TestIdp, TestTenant, TestUser, days};

async fn acme(idp: &TestIdp) -> (TestTenant, TestUser) {
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.certificate_user("alice").await;
    (acme, alice)
}

/// Logs in with a certificate that is refused; the word of the problem.
async fn refused(idp: &TestIdp, acme: &TestTenant, user: &TestUser, shown: &Shown) -> String {
    let portal = acme.website("portal").await;
    let door = idp.certificate_door().await;
    let mut browser = acme.at_certificate(&portal, user).await;
    door.pass(&mut browser, Some(shown)).await;
    assert!(!browser.has_left() && browser.cookie("session").is_none());
    idp.deliver().await;
    browser.page().problem().unwrap()
}

#[tokio::test]
async fn a_revoked_certificate_opens_nothing_from_that_moment() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let door = idp.certificate_door().await;
    let mut brought = acme.at_certificate(&portal, &alice).await;
    let to = door.show(&brought, Some(&shown)).await;
    let by = By::Administrator { tenant: &acme.tenant, actor: ADMIN };
    let device = &acme.devices(&alice).await[0];
    let whose = (&alice.user, device);
    revoke_now(&idp.app, by, whose, (Reason::ByAdministrator, None)).await.unwrap();
    // CE-04: what was shown just before does not count any more, nor does it in another process.
    let page = brought.open(&to).await;
    assert_eq!(page.problem().as_deref(), Some("certificate_revoked"));
    assert_eq!(refused(&idp, &acme, &alice, &shown).await, "certificate_revoked");
    assert_eq!(acme.outcomes(&alice).await, ["wrong_certificate"]);
    let subjects: Vec<_> = idp.post.all().iter().map(|one| one.mail.subject.clone()).collect();
    assert!(subjects.iter().any(|subject| subject.contains("失効")), "{subjects:?}");
}

#[tokio::test]
async fn a_certificate_is_good_to_its_last_second() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let shown = acme.certificate(&alice).await;
    idp.clock.advance(days(365) - time::Duration::SECOND);
    let portal = acme.website("early").await;
    let door = idp.certificate_door().await;
    let mut browser = acme.at_certificate(&portal, &alice).await;
    door.pass(&mut browser, Some(&shown)).await;
    assert!(browser.has_left(), "valid to its last second");
    // CE-02
    idp.clock.advance(time::Duration::SECOND);
    assert_eq!(refused(&idp, &acme, &alice, &shown).await, "certificate_expired");
}

#[tokio::test]
async fn a_certificate_of_tomorrow_is_refused() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let shown = acme.certificate(&alice).await;
    idp.deliver().await;
    // CE-02, by a clock that runs behind that of the issue.
    idp.clock.advance(days(-1));
    assert_eq!(refused(&idp, &acme, &alice, &shown).await, "certificate_refused");
}

#[tokio::test]
async fn another_authority_of_the_same_name_is_unknown() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let own = acme.certificate(&alice).await;
    // CE-01, CE-10: the same names, the same serial number, another key.
    let now = idp.app.now().seconds();
    let name = format!("{} CA", acme.tenant.name);
    let forged = Authority::create(&name, now, &SystemRandom).unwrap();
    let (request, pkcs8) = Request::generate(KeyKind::P256).unwrap();
    let serial: Serial = {
        let read = idp.app.database.read();
        let all = idp::store::certificates::of_user(read, acme.tenant.id, alice.user.id).await;
        all.unwrap()[0].serial.parse().unwrap()
    };
    let profile = Profile {
        subject_cn: "alice",
        subject_o: Some(&acme.tenant.name),
        not_before: now - 60,
        not_after: now + 86_400,
        serial,
        crl_url: None,
        ocsp_url: None,
    };
    let issued = forged.issue(&request, &profile).unwrap();
    let shown = Shown { leaf: issued.der, pkcs8: pkcs8.to_vec() };
    assert_ne!(shown.leaf, own.leaf);
    assert_eq!(refused(&idp, &acme, &alice, &shown).await, "certificate_unknown");
    assert_eq!(acme.outcomes(&alice).await, ["wrong_certificate"]);
}

#[tokio::test]
async fn another_tenants_certificate_is_unknown_here() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    acme.certificate(&alice).await;
    let other = idp.tenant("other", policy(DownloadPassword::Kept)).await;
    let hers_there = other.certificate_user("alice").await;
    // CE-13
    let shown = other.certificate(&hers_there).await;
    assert_eq!(refused(&idp, &acme, &alice, &shown).await, "certificate_unknown");
    assert!(other.outcomes(&hers_there).await.is_empty(), "tenants learn nothing of each other");
}

#[tokio::test]
async fn another_users_certificate_is_told_in_both_histories() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let bob = acme.certificate_user("bob").await;
    acme.certificate(&bob).await;
    let hers = acme.certificate(&alice).await;
    // CE-14
    assert_eq!(refused(&idp, &acme, &bob, &hers).await, "certificate_foreign");
    assert_eq!(acme.outcomes(&bob).await, ["wrong_certificate"]);
    assert_eq!(acme.outcomes(&alice).await, ["wrong_certificate"]);
    let device = acme.devices(&alice).await[0].id;
    assert_eq!(acme.history(&alice).await[0].device, Some(device));
    assert_eq!(acme.history(&bob).await[0].device, None);
}
