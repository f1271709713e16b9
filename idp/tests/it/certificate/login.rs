//! Login by certificate, with a real TLS handshake.

use idp::model::admin::Actor;
use idp::model::login_method::LoginMethod;
use idp::model::policy::DownloadPassword;
use idp::usecase::admin::users;
use rustls::HandshakeKind;
use serde_json::json;

use crate::support::certificate::policy;
use crate::support::{BASE, CERTIFICATE_BASE, TestIdp, TestTenant, TestUser, minutes, seconds};

async fn acme(idp: &TestIdp) -> (TestTenant, TestUser) {
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.certificate_user("alice").await;
    (acme, alice)
}

#[tokio::test]
async fn password_then_certificate_signs_in_to_the_website() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let door = idp.certificate_door().await;
    let mut browser = acme.at_certificate(&portal, &alice).await;
    let href = browser.page().attribute("#certificate-continue", "href").unwrap();
    assert!(href.starts_with(&format!("{CERTIFICATE_BASE}/t/acme/login/a_")), "{href}");
    assert!(browser.page().has("#certificate-help") && browser.page().problem().is_none());
    door.pass(&mut browser, Some(&shown)).await;

    let tokens = portal.redeem(&browser.arrival()).await;
    assert_eq!(tokens.subject(), alice.subject());
    assert_eq!(tokens.claims["amr"], json!(["pwd", "swk", "mfa"]));
    assert_eq!(tokens.claims["acr"], "urn:sekisho:acr:password-certificate");
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
    let device = acme.devices(&alice).await[0].id;
    assert_eq!(acme.history(&alice).await[0].device, Some(device));
    idp.deliver().await;
}

#[tokio::test]
async fn without_a_certificate_the_page_says_so_and_the_login_goes_on_with_one() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let door = idp.certificate_door().await;
    let mut browser = acme.at_certificate(&portal, &alice).await;
    door.pass(&mut browser, None).await;
    let page = browser.page();
    assert_eq!(page.problem().as_deref(), Some("certificate_missing"));
    assert!(page.has("#certificate-help[open]") && page.has("#login-cancel"));
    assert!(acme.outcomes(&alice).await.is_empty(), "nothing was tried");
    door.pass(&mut browser, Some(&shown)).await;
    assert!(browser.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn what_is_brought_back_counts_once_and_for_two_minutes() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let door = idp.certificate_door().await;
    let mut browser = acme.at_certificate(&portal, &alice).await;
    let late = door.show(&browser, Some(&shown)).await;
    idp.clock.advance(minutes(2));
    let page = browser.open(&late).await;
    assert_eq!(page.problem().as_deref(), Some("certificate_refused"));
    let to = door.show(&browser, Some(&shown)).await;
    let mut twin = browser.clone();
    assert!(browser.open(&to).await.location().is_some() && browser.has_left());
    assert!(twin.open(&to).await.has("#restart") && !twin.has_left());
    assert!(twin.cookie("session").is_none());
    // Nor is it good for another login of the same browser.
    let mut other = acme.at_certificate(&portal, &alice).await;
    let own = door.show(&other, Some(&shown)).await;
    let pass = to.rsplit('/').next().unwrap();
    let own_pass = own.rsplit('/').next().unwrap();
    let page = other.open(own.replace(own_pass, pass)).await;
    assert_eq!(page.problem().as_deref(), Some("certificate_refused"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_link_that_was_sent_to_somebody_gives_its_sender_nothing() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let door = idp.certificate_door().await;
    // Somebody who knows her password begins a login, and sends her the link.
    let mut sender = acme.at_certificate(&portal, &alice).await;
    let to = door.show(&sender, Some(&shown)).await;
    // Her browser did not begin the login: the proof is not taken from it.
    let mut victim = acme.at_login(&portal).await;
    let page = victim.open(&to).await;
    assert_eq!((page.status(), victim.has_left()), (403, false));
    let mut stranger = idp.browser();
    assert_eq!(stranger.open(&to).await.status(), 403);
    // And his own is no further.
    let here = sender.page().url.clone();
    assert!(sender.open(here).await.has("#certificate-continue"));
    assert!(sender.cookie("session").is_none() && acme.outcomes(&alice).await.is_empty());
    idp.deliver().await;
}

#[tokio::test]
async fn a_locked_account_is_not_opened_by_a_certificate() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let door = idp.certificate_door().await;
    let mut waiting = acme.at_certificate(&portal, &alice).await;
    let mut brought = acme.at_certificate(&portal, &alice).await;
    let to = door.show(&brought, Some(&shown)).await;
    let mut other = acme.at_login(&portal).await;
    for _ in 0..5 {
        other.submit("/password", &[("username", "alice"), ("password", "no")]).await;
    }
    assert!(brought.open(to).await.has("#account-locked"));
    door.pass(&mut waiting, Some(&shown)).await;
    assert!(waiting.page().has("#account-locked"));
    let outcomes = acme.outcomes(&alice).await;
    let count = |word: &str| outcomes.iter().filter(|outcome| **outcome == word).count();
    assert_eq!(
        (count("wrong_password"), count("locked"), count("refused_while_locked")),
        (4, 1, 2)
    );
    idp.deliver().await;
}

#[tokio::test]
async fn every_connection_shows_its_certificate_anew() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let door = idp.certificate_door().await;
    let browser = acme.at_certificate(&portal, &alice).await;
    let href = browser.page().attribute("#certificate-continue", "href").unwrap();
    let client = door.client(Some(&shown));
    // CE-15: the client would take up a session again, if it were given one.
    for _ in 0..3 {
        let answer = door.get(&client, &href).await;
        assert!(matches!(
            answer.handshake,
            HandshakeKind::Full | HandshakeKind::FullWithHelloRetryRequest
        ));
        assert!(answer.header("location").unwrap().contains("/certificate/p_"));
    }
    idp.deliver().await;
}

#[tokio::test]
async fn the_certificate_address_has_one_page_and_leads_nowhere_else() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let shown = acme.certificate(&alice).await;
    let door = idp.certificate_door().await;
    let client = door.client(Some(&shown));
    let at = |path: &str| format!("{CERTIFICATE_BASE}{path}");
    for path in ["/", "/t/acme/account", "/t/acme/authorize", "/t/nobody/login/a_x/certificate"] {
        assert_eq!(door.get(&client, &at(path)).await.status, 404, "{path}");
    }
    let answer = door.get(&client, &at("/t/acme/login/%0d%0ax/certificate")).await;
    let expected = format!("{BASE}/t/acme/login/unknown");
    assert_eq!(answer.header("location"), Some(expected.as_str()), "{}", answer.head);
    idp.deliver().await;
}

#[tokio::test]
async fn out_of_its_turn_a_certificate_changes_nothing() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let door = idp.certificate_door().await;
    let client = door.client(Some(&shown));
    // Before the password there is nobody to prove.
    let mut early = acme.at_login(&portal).await;
    let here = early.page().url.replace(BASE, CERTIFICATE_BASE) + "/certificate";
    let answer = door.get(&client, &here).await;
    let to = answer.header("location").unwrap().to_owned();
    assert!(!to.contains("/certificate") && !to.contains("problem"), "{to}");
    assert!(early.open(to).await.has("#password"));
    // A user of another method is not asked for one.
    let bob = acme.user("bob").await;
    let browser = acme.past_password(&portal, &bob).await;
    let here = browser.page().url.replace(BASE, CERTIFICATE_BASE) + "/certificate";
    let answer = door.get(&client, &here).await;
    assert!(!answer.header("location").unwrap().contains("/certificate/"));
    idp.clock.advance(seconds(1));
    idp.deliver().await;
}

#[tokio::test]
async fn the_method_needs_a_device() {
    let idp = TestIdp::start().await;
    let (acme, _) = acme(&idp).await;
    let bob = acme.user_as("bob", |new| {
        new.login_method = Some(LoginMethod::Password);
        new.addresses.clear();
    });
    let bob = bob.await;
    let shown = users::show(&idp.app, &acme.tenant, &bob.user.login_name).await.unwrap().unwrap();
    let method = LoginMethod::PasswordCertificate;
    let changed =
        users::set_login_method(&idp.app, &acme.tenant, &shown, method, Actor::here("desk")).await;
    assert!(matches!(changed, Err(idp::stop::Stop::Refused(users::Refusal::NeedsAddress))));
}
