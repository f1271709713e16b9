//! The second proof by a client certificate: shown at its own address, brought back to the browser of the reissue.

use futures_util::future::join_all;
use idp::model::login_method::LoginMethod;
use idp::model::policy::{CertificateKey, Policy};
use idp::usecase::certificate::revoke::revoke_now;
use idp::usecase::certificate::{By, Issued, issue::issue, prepare};

use super::{confirmed, link, twice};
use crate::support::certificate::CertificateDoor;
use crate::support::tenant::ADMIN;
use crate::support::{Browser, CERTIFICATE_BASE, Shown, TestIdp, TestTenant, TestUser, minutes};

const NEW: &str = "ao-no-kasa-42";

async fn acme(idp: &TestIdp) -> (TestTenant, TestUser, Shown) {
    let mut policy = Policy::standard();
    policy.certificate.key = CertificateKey::P256;
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.certificate_user("alice").await;
    let shown = acme.certificate(&alice).await;
    idp.clock.advance(minutes(1));
    (acme, alice, shown)
}

/// A browser in front of the second proof.
async fn at_proof(idp: &TestIdp, acme: &TestTenant, user: &TestUser) -> Browser {
    let browser = confirmed(idp, &link(idp, acme, user).await).await;
    assert!(browser.page().has("#by-desk"), "{}", browser.page().body);
    browser
}

fn passed(browser: &Browser) -> bool {
    browser.page().has("#new-password")
}

/// RS-13, RS-15, RS-17.
#[tokio::test]
async fn a_certificate_leads_to_a_new_password_and_to_no_session() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp).await;
    let elsewhere = acme.in_account(&alice, &shown).await;
    let door = idp.certificate_door().await;
    let mut browser = at_proof(&idp, &acme, &alice).await;
    let href = browser.page().attribute("#certificate-continue", "href").unwrap();
    assert!(href.starts_with(&format!("{CERTIFICATE_BASE}/t/acme/reissue/")), "{href}");
    let secret = browser.cookie("reissue").unwrap().to_owned();
    assert!(!href.contains(&secret), "the mailed address goes to no other origin");
    door.pass(&mut browser, Some(&shown)).await;
    assert_eq!(browser.page().url, acme.at("/reissue/continue"));
    assert!(passed(&browser));
    assert!(browser.submit("/new-password", &twice(NEW)).await.has("#reissue-done"));
    assert!(browser.cookie("session").is_none());
    let mut elsewhere = elsewhere;
    assert!(elsewhere.open(acme.at("/account")).await.has("#password"));
    // The login asks for the new password, and still for the certificate.
    let portal = acme.website("portal").await;
    let mut login = acme.at_login(&portal).await;
    login.submit("/password", &[("username", "alice"), ("password", NEW)]).await;
    assert!(login.page().has("#certificate-continue") && !login.has_left());
    let proofs: Vec<_> =
        acme.audit().await.into_iter().filter(|event| event.action == "reissue.prove").collect();
    assert_eq!(proofs.len(), 1);
    assert!(proofs[0].details.to_string().contains("certificate"), "{}", proofs[0].details);
    idp.deliver().await;
}

#[tokio::test]
async fn only_users_of_the_method_with_a_good_certificate_are_offered_it() {
    let idp = TestIdp::start().await;
    let (acme, alice, _) = acme(&idp).await;
    let bob = acme.user("bob").await;
    let carol = acme.certificate_user("carol").await;
    for (user, offered) in [(&alice, true), (&bob, false), (&carol, false)] {
        let browser = at_proof(&idp, &acme, user).await;
        let page = browser.page();
        assert_eq!(page.has("#certificate-continue"), offered, "{}", user.name());
        assert!(page.has("#recovery-code") && page.has("#support-desk"));
    }
    // Nobody learns it without the mailed link: the answers before it are the same.
    let mut pages = Vec::new();
    for name in ["alice", "bob", "nobody"] {
        let page = super::ask(&acme, name, &format!("{name}@acme.test")).await;
        pages.push(page.likeness());
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
    // One that was issued, but is in nobody's hands yet, proves nothing.
    let device = &acme.devices(&carol).await[0];
    let prepared = prepare(&acme.app, &acme.tenant).await.unwrap();
    let by = By::Administrator { tenant: &acme.tenant, actor: ADMIN };
    let _: Issued = issue(&acme.app, by, (&carol.user, device), &prepared).await.unwrap();
    assert!(!at_proof(&idp, &acme, &carol).await.page().has("#certificate-continue"));
    idp.deliver().await;
}

/// CE-04, CE-14: what is no proof is told, leaves the other proofs, and stands in both histories.
#[tokio::test]
async fn another_certificate_than_ones_own_proves_nothing() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp).await;
    let bob = acme.certificate_user("bob").await;
    let bobs = acme.certificate(&bob).await;
    let door = idp.certificate_door().await;
    let mut browser = at_proof(&idp, &acme, &alice).await;
    for (shown, word) in [(None, "certificate_missing"), (Some(&bobs), "certificate_foreign")] {
        door.pass(&mut browser, shown).await;
        let page = browser.page();
        assert_eq!(page.problem().as_deref(), Some(word));
        assert!(page.has("#certificate-continue") && page.has("#recovery-code"));
        assert!(!passed(&browser));
    }
    assert_eq!(acme.outcomes(&alice).await, ["wrong_certificate"]);
    assert_eq!(acme.outcomes(&bob).await, ["wrong_certificate"]);
    let to = door.show(&browser, Some(&shown)).await;
    let device = acme.devices(&alice).await.remove(0);
    let by = By::Administrator { tenant: &acme.tenant, actor: ADMIN };
    let how = (idp::model::certificate::Reason::ByAdministrator, None);
    revoke_now(&acme.app, by, (&alice.user, &device), how).await.unwrap();
    browser.open(to).await;
    assert_eq!(browser.page().problem().as_deref(), Some("certificate_revoked"));
    assert!(!browser.page().has("#certificate-continue"), "there is none left to show");
    assert!(!passed(&browser));
    idp.deliver().await;
}

/// RS-06: a proof counts in the browser of the reissue, once, for two minutes, and for this reissue.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_brought_back_counts_once_and_only_in_the_browser_of_the_reissue() {
    let idp = TestIdp::start().await;
    let (acme, alice, shown) = acme(&idp).await;
    let door = idp.certificate_door().await;
    let mailed = link(&idp, &acme, &alice).await;
    let mut browser = confirmed(&idp, &mailed).await;
    let late = door.show(&browser, Some(&shown)).await;
    idp.clock.advance(minutes(2));
    assert_eq!(browser.open(late).await.problem().as_deref(), Some("certificate_refused"), "late");
    // Whoever reads the mails sends her the link: her browser did not confirm the reissue.
    let to = door.show(&browser, Some(&shown)).await;
    let mut victim = idp.browser();
    assert!(!victim.open(&to).await.has("#new-password"));
    victim.open(&mailed).await;
    assert!(!victim.open(&to).await.has("#new-password"));
    let waits = acme.at("/reissue/continue");
    assert!(browser.open(&waits).await.has("#certificate-continue"), "his own is no further");
    // What was shown for another reissue, or for a login, is not good for this one.
    let portal = acme.website("portal").await;
    let login = acme.at_certificate(&portal, &alice).await;
    let of_login = door.show(&login, Some(&shown)).await;
    let pass = of_login.rsplit('/').next().unwrap();
    let page = browser.open(acme.at(&format!("/reissue/continue/certificate/{pass}"))).await;
    assert_eq!(page.problem().as_deref(), Some("certificate_refused"));
    let tries = (0..16).map(|_| {
        let (mut twin, to) = (browser.clone(), to.clone());
        async move { twin.open(to).await.problem() }
    });
    let told = join_all(tries).await;
    assert!(told.iter().all(Option::is_none), "the others find the step passed: {told:?}");
    let proofs = acme.actions().await.into_iter().filter(|deed| deed == "reissue.prove").count();
    assert_eq!(proofs, 1);
    idp.deliver().await;
}

#[tokio::test]
async fn out_of_its_turn_nothing_is_judged() {
    let idp = TestIdp::start().await;
    let (mut acme, alice, shown) = acme(&idp).await;
    let door = idp.certificate_door().await;
    let client = door.client(Some(&shown));
    let browser = at_proof(&idp, &acme, &alice).await;
    let href = browser.page().attribute("#certificate-continue", "href").unwrap();
    for wrong in ["x", "00000000-0000-7000-8000-000000000000", "%0d%0ax"] {
        let url = format!("{CERTIFICATE_BASE}/t/acme/reissue/{wrong}/certificate");
        assert_eq!(back(&door, &client, &url).await, acme.at("/reissue/continue"), "{wrong}");
    }
    // A former link, a method that was left, a policy that ends otherwise.
    let current = at_proof(&idp, &acme, &alice).await;
    assert_eq!(back(&door, &client, &href).await, acme.at("/reissue/continue"), "superseded");
    let href = current.page().attribute("#certificate-continue", "href").unwrap();
    let method = |to| {
        let (app, tenant) = (acme.app.clone(), acme.tenant.clone());
        let name = alice.user.login_name.clone();
        async move {
            use idp::usecase::admin::users;
            let shown = users::show(&app, &tenant, &name).await.unwrap().unwrap();
            users::set_login_method(&app, &tenant, &shown, to, ADMIN).await.unwrap();
        }
    };
    method(LoginMethod::PasswordOtp).await;
    assert_eq!(back(&door, &client, &href).await, acme.at("/reissue/continue"), "other method");
    method(LoginMethod::PasswordCertificate).await;
    assert!(back(&door, &client, &href).await.contains("/certificate/p_"));
    acme.change_policy(|policy| policy.reissue.on = false).await;
    idp.clock.advance(minutes(1));
    assert_eq!(back(&door, &client, &href).await, acme.at("/reissue/continue"), "off");
    assert!(acme.outcomes(&alice).await.is_empty(), "nothing was tried");
    idp.deliver().await;
}

async fn back(
    door: &CertificateDoor,
    client: &std::sync::Arc<rustls::ClientConfig>,
    url: &str,
) -> String {
    door.get(client, url).await.header("location").unwrap_or_default().to_owned()
}
