//! The second proof (`standard`): a recovery code, or the support desk; then a new password.

use futures_util::future::join_all;
use idp::model::policy::Policy;
use idp::stop::Stop;
use idp::usecase::admin::reissues::{self, Refusal};

use super::{confirmed, link, push, twice};
use crate::recovery_codes::codes_of;
use crate::support::tenant::ADMIN;
use crate::support::{Browser, PASSWORD, TestIdp};

const NEW: &str = "ao-no-kasa-42";

async fn logs_in_with(idp: &TestIdp, mut login: Browser, password: &str) -> bool {
    let fields = [("username", "alice"), ("password", password)];
    let passed = login.submit("/password", &fields).await.has("#otp");
    idp.deliver().await;
    passed
}

/// RS-13, RS-15, RS-17.
#[tokio::test]
async fn a_recovery_code_leads_to_a_new_password_and_to_no_session() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut elsewhere = acme.past_password(&portal, &alice).await;
    idp.enter_code(&mut elsewhere, &alice).await;
    let tokens = portal.redeem(&elsewhere.arrival()).await;
    let codes = codes_of(&acme, &alice).await;
    let mut browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    assert!(browser.page().has("#recovery-code") && browser.page().has("#support-desk"));
    assert!(!browser.page().has("#certificate-continue"));
    let url = "/t/acme/reissue/continue/new-password";
    let page = push(&mut browser, url, &twice(NEW)).await;
    assert!(page.has("#recovery-code") && !page.has("#new-password"), "no step is skipped");

    let typed = codes[0].to_lowercase().replace('-', " ");
    browser.submit("/recovery-code", &[("recovery_code", &typed)]).await;
    assert!(browser.page().has("#new-password") && browser.page().text("main").contains('8'));
    for (new, expected) in [
        ("kasa", "password_too_short"),
        ("xx-alice-1", "password_contains_id"),
        (PASSWORD, "password_reused"),
    ] {
        let page = browser.submit("/new-password", &twice(new)).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(expected)));
    }
    let differing = [("new_password", NEW), ("new_password_confirm", "ao-no-kasa-43")];
    let page = browser.submit("/new-password", &differing).await;
    assert_eq!(page.problem().as_deref(), Some("password_mismatch"));
    let page = browser.submit("/new-password", &twice(NEW)).await;
    assert!(page.has("#reissue-done") && page.text("main").contains("alice"));
    assert!(browser.cookie("session").is_none());
    assert!(browser.open(acme.at("/reissue/continue")).await.has("#reissue-done"), "reload");

    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    assert!(elsewhere.open(portal.sign_in_link()).await.has("#password"));
    let subjects: Vec<_> =
        idp.mailbox(&alice).letters().await.into_iter().map(|one| one.mail.subject).collect();
    assert!(subjects.iter().any(|one| one.contains("リカバリーコード")), "{subjects:?}");
    assert!(logs_in_with(&idp, acme.at_login(&portal).await, NEW).await);
    assert!(!logs_in_with(&idp, acme.at_login(&portal).await, PASSWORD).await);
}

#[tokio::test]
async fn a_used_code_is_wrong_and_five_wrong_ones_close_the_reissue() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let (alice, bob) = (acme.user("alice").await, acme.user("bob").await);
    let codes = codes_of(&acme, &alice).await;
    let bobs = codes_of(&acme, &bob).await;
    let first = link(&idp, &acme, &alice).await;
    let mut browser = confirmed(&idp, &first).await;
    browser.submit("/recovery-code", &[("recovery_code", &codes[3])]).await;
    assert!(browser.page().has("#new-password"));
    let mut browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    let empty = browser.submit("/recovery-code", &[("recovery_code", " ")]).await;
    assert_eq!(empty.problem().as_deref(), Some("required"));
    for wrong in [&codes[3], &bobs[0], "AAAAA-AAAAA-AAAAA", "' OR 1=1"] {
        let page = browser.submit("/recovery-code", &[("recovery_code", wrong)]).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some("recovery_mismatch")));
    }
    let page = browser.submit("/recovery-code", &[("recovery_code", "x")]).await;
    assert_eq!(page.problem().as_deref(), Some("link_closed"));
    browser.open(acme.at("/reissue")).await;
    let url = "/t/acme/reissue/continue/recovery-code";
    let page = push(&mut browser, url, &[("recovery_code", &codes[4])]).await;
    assert_eq!(page.problem().as_deref(), Some("link_closed"), "a right one is too late");
    let outcomes = acme.outcomes(&alice).await;
    assert_eq!(outcomes, ["wrong_recovery_code"; 5]);
    let portal = acme.website("portal").await;
    assert!(logs_in_with(&idp, acme.at_login(&portal).await, PASSWORD).await, "nobody is locked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_is_used_once_by_many_at_once() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let codes = codes_of(&acme, &alice).await;
    let browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    let tries = (0..64).map(|_| {
        let (mut browser, code) = (browser.clone(), codes[0].clone());
        tokio::spawn(async move {
            browser.submit("/recovery-code", &[("recovery_code", &code)]).await.status()
        })
    });
    join_all(tries).await.into_iter().for_each(|one| assert_eq!(one.unwrap(), 200));
    let used = acme.actions().await.into_iter().filter(|one| one == "recovery_codes.use").count();
    assert_eq!(used, 1);
    idp.deliver().await;
}

#[tokio::test]
async fn the_desk_vouches_for_a_person_in_front_of_the_page() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let approve = async || match reissues::approve(&idp.app, &acme.tenant, &alice.user, ADMIN).await
    {
        Ok(()) => None,
        Err(Stop::Refused(why)) => Some(why),
        Err(Stop::Fault(fault)) => panic!("{fault}"),
    };
    assert_eq!(approve().await, Some(Refusal::NoneWaits));
    let link = link(&idp, &acme, &alice).await;
    assert_eq!(approve().await, Some(Refusal::NoneWaits), "nobody pressed the button yet");
    let mut browser = confirmed(&idp, &link).await;
    assert_eq!(approve().await, None);
    assert_eq!(approve().await, Some(Refusal::NoneWaits), "once is enough");
    assert!(browser.open(acme.at("/reissue/continue")).await.has("#new-password"));
    assert!(browser.submit("/new-password", &twice(NEW)).await.has("#reissue-done"));
    assert_eq!(approve().await, Some(Refusal::NoneWaits));
    assert!(acme.actions().await.contains(&"user.approve_reissue".to_owned()));
    let classic = idp.tenant("classic", Policy::classic()).await;
    let carol = classic.user("carol").await;
    let refused = reissues::approve(&idp.app, &classic.tenant, &carol.user, ADMIN).await;
    assert!(matches!(refused, Err(Stop::Refused(Refusal::NotByPolicy))));
    idp.deliver().await;
}

/// FL-06: what mallory proves for herself opens nobody else's reissue in the same browser.
#[tokio::test]
async fn a_proof_belongs_to_its_reissue() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let (alice, mallory) = (acme.user("alice").await, acme.user("mallory").await);
    let codes = codes_of(&acme, &mallory).await;
    let mut browser = confirmed(&idp, &link(&idp, &acme, &mallory).await).await;
    browser.submit("/recovery-code", &[("recovery_code", &codes[0])]).await;
    assert!(browser.page().has("#new-password"));
    let mut tab = browser.clone();
    tab.open(link(&idp, &acme, &alice).await).await;
    tab.submit("/confirm", &[]).await;
    assert!(tab.page().has("#recovery-code"));
    let url = "/t/acme/reissue/continue/new-password";
    assert!(push(&mut tab, url, &twice(NEW)).await.has("#recovery-code"));
    let page = tab.submit("/recovery-code", &[("recovery_code", &codes[1])]).await;
    assert_eq!(page.problem().as_deref(), Some("recovery_mismatch"));
    let portal = acme.website("portal").await;
    assert!(logs_in_with(&idp, acme.at_login(&portal).await, PASSWORD).await);
}
