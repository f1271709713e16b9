//! What a certificate opened ends with it: CE-04, AC-12.

use idp::model::policy::DownloadPassword;
use idp::usecase::admin::{certificates, users};

use crate::support::certificate::policy;
use crate::support::tenant::{ADMIN, address};
use crate::support::website::Tokens;
use crate::support::{Browser, Shown, TestIdp, TestTenant, TestUser, Website, minutes};

struct Scene {
    acme: TestTenant,
    alice: TestUser,
    shown: Shown,
    portal: Website,
}

async fn scene(idp: &TestIdp) -> Scene {
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.user_as("alice", |new| {
        new.login_method = Some(idp::model::login_method::LoginMethod::PasswordCertificate);
        new.addresses.push(address("second@acme.test"));
    });
    let alice = alice.await;
    let shown = acme.certificate(&alice).await;
    let portal = acme.website("portal").await;
    Scene { acme, alice, shown, portal }
}

impl Scene {
    /// A browser that signed in to the website by the certificate.
    async fn signed_in(&self, idp: &TestIdp) -> (Browser, Tokens) {
        let mut browser = self.acme.at_certificate(&self.portal, &self.alice).await;
        idp.certificate_door().await.pass(&mut browser, Some(&self.shown)).await;
        let tokens = self.portal.redeem(&browser.arrival()).await;
        (browser, tokens)
    }

    async fn revoke_at_the_desk(&self) {
        let (app, tenant) = (&self.acme.app, &self.acme.tenant);
        let shown = users::show(app, tenant, &self.alice.user.login_name).await.unwrap().unwrap();
        assert_eq!(certificates::revoke(app, tenant, (&shown, 1), ADMIN).await.unwrap(), 1);
    }

    /// Neither the browser nor its tokens open anything.
    async fn is_out(&self, browser: &mut Browser, tokens: &Tokens) -> bool {
        let token = self.portal.userinfo(&tokens.access_token).await.status() == 401;
        let account = browser.open(self.acme.at("/account")).await.has("#password");
        let silently = browser.open(self.portal.sign_in_link()).await.has("#password");
        assert_eq!((token, account), (silently, silently));
        silently
    }
}

#[tokio::test]
async fn the_desk_ends_what_a_certificate_opened_and_nothing_else() {
    let idp = TestIdp::start().await;
    let scene = scene(&idp).await;
    let (mut browser, tokens) = scene.signed_in(&idp).await;
    let bob = scene.acme.simple_user("bob").await;
    let mut bobs = scene.acme.past_password(&scene.portal, &bob).await;
    let bobs_tokens = scene.portal.redeem(&bobs.arrival()).await;
    assert!(!scene.is_out(&mut browser, &tokens).await);
    // A code that is not redeemed yet dies too.
    browser.open(scene.portal.sign_in_link()).await;
    let waiting = browser.arrival();
    scene.revoke_at_the_desk().await;
    assert_eq!(scene.portal.token(&waiting, &[]).await.error(), "invalid_grant");
    assert!(scene.is_out(&mut browser, &tokens).await);
    assert!(!scene.is_out(&mut bobs, &bobs_tokens).await);
    let deed = scene.acme.audit().await.into_iter().find(|one| one.action == "certificate.revoke");
    let details = deed.unwrap().details.to_string();
    assert!(
        details.contains("by_administrator") && details.contains("\"sessions\":1"),
        "{details}"
    );
    idp.deliver().await;
    let letter = idp.mailbox(&scene.alice).newest().await;
    assert!(letter.mail.subject.contains("失効"), "{}", letter.mail.subject);
}

#[tokio::test]
async fn whoever_revokes_or_deletes_on_the_account_page_stays_and_the_others_go() {
    for deed in ["revoke", "delete"] {
        let idp = TestIdp::start().await;
        let scene = scene(&idp).await;
        let (mut other, tokens) = scene.signed_in(&idp).await;
        let mut browser = scene.acme.in_account(&scene.alice, &scene.shown).await;
        let device = scene.acme.devices(&scene.alice).await[0].id;
        let folder = if deed == "revoke" { "certificates" } else { "devices" };
        browser.open(scene.acme.at(&format!("/account/{folder}/{device}/{deed}"))).await;
        let page = browser.submit(&format!("/{deed}"), &[]).await;
        assert!(page.has("#devices"), "{deed}: {}", page.body);
        assert!(browser.open(scene.acme.at("/account")).await.has("#devices"), "{deed}: she stays");
        assert!(scene.is_out(&mut other, &tokens).await, "{deed}");
        idp.deliver().await;
        idp.clock.advance(minutes(1));
    }
}

#[tokio::test]
async fn a_renewal_ends_no_session() {
    let idp = TestIdp::start().await;
    let scene = scene(&idp).await;
    let (mut browser, tokens) = scene.signed_in(&idp).await;
    idp.clock.advance(minutes(1));
    let new = scene.acme.certificate(&scene.alice).await;
    assert_ne!(new.leaf, scene.shown.leaf);
    assert!(!scene.is_out(&mut browser, &tokens).await);
    idp.deliver().await;
}

#[tokio::test]
async fn a_certificate_revoked_before_the_session_begins_opens_none() {
    let idp = TestIdp::start().await;
    let scene = scene(&idp).await;
    let door = idp.certificate_door().await;
    let mut browser = scene.acme.at_certificate(&scene.portal, &scene.alice).await;
    // The password must change once it was proven: a step lies between the certificate and the session.
    let app = &scene.acme.app;
    let user = scene.acme.now(&scene.alice).await;
    let stored = user.stage.password().unwrap().clone();
    let reset =
        &idp::model::password::Stored { origin: idp::model::password::Origin::Reset, ..stored };
    let (tenant, id) = (scene.acme.tenant.id, user.id);
    app.database
        .write(|tx| async move { idp::store::passwords::set_origin(&tx, tenant, id, reset).await })
        .await
        .unwrap();
    let to = door.show(&browser, Some(&scene.shown)).await;
    browser.open(to).await;
    assert!(browser.page().has("#new-password"), "{}", browser.page().body);
    scene.revoke_at_the_desk().await;
    let new = "Hashi-wo-wataru-5";
    browser.submit("/new-password", &[("new_password", new), ("new_password_confirm", new)]).await;
    assert!(browser.cookie("session").is_none() && !browser.has_left());
    assert!(browser.page().has("#certificate-continue"), "the step is due again");
    idp.deliver().await;
}
