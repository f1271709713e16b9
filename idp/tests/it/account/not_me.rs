//! "This was not me".

use idp::model::policy::{Desk, Policy};

use crate::support::tenant::credentials;
use crate::support::{Browser, PASSWORD, TestIdp, TestTenant, TestUser};

fn with_desk(mut policy: Policy) -> Policy {
    policy.desk = Some(Desk {
        name: "窓口".to_owned(),
        mail: Some("desk@acme.test".to_owned()),
        ..Desk::default()
    });
    policy
}

async fn report(acme: &TestTenant, browser: &mut Browser) {
    browser.open(acme.at("/account/history")).await;
    let confirm = browser.page().attribute("#history-not-me", "href").unwrap();
    browser.open(&confirm).await;
    assert!(browser.page().has("#not-me-execute"));
    browser.submit("/account/not-me", &[]).await;
}

async fn in_account(acme: &TestTenant, user: &TestUser) -> Browser {
    let mut browser = Browser::new(acme.door.clone());
    browser.open(acme.at("/account")).await;
    browser.submit("/password", &credentials(user)).await;
    browser
}

#[tokio::test]
async fn everything_ends_a_new_password_is_due_and_the_desk_is_told() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", with_desk(Policy::classic())).await;
    let alice = acme.simple_user("alice").await;
    let bob = acme.simple_user("bob").await;
    let portal = acme.website("portal").await;
    let mut thief = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&thief.arrival()).await;
    let code_under_way = acme.past_password(&portal, &alice).await.arrival();
    let mut bobs = in_account(&acme, &bob).await;
    let mut own = in_account(&acme, &alice).await;
    report(&acme, &mut own).await;
    assert!(own.page().has("#not-me-done") && own.page().has("#support-desk"));
    assert!(own.cookie("session").is_none());

    assert!(thief.open(acme.at("/account")).await.has("#password"), "every session ended");
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    assert_eq!(portal.token(&code_under_way, &[]).await.error(), "invalid_grant");
    assert!(bobs.open(acme.at("/account")).await.has("#devices"), "nobody else's");
    let page = in_account(&acme, &alice).await.page().clone();
    assert!(page.has("#new-password"), "a new one is forced");
    assert!(acme.actions().await.contains(&"account.not_me".to_owned()));

    let mails = idp.mailbox(&alice).letters().await;
    assert!(mails.iter().any(|one| one.mail.subject.contains("ログアウトしました")));
    let all = idp.post.all();
    let desk: Vec<_> = all.iter().filter(|one| one.mail.to.as_str() == "desk@acme.test").collect();
    assert_eq!(desk.len(), 1);
    assert!(desk[0].mail.text.contains("alice"));
}

#[tokio::test]
async fn a_login_under_way_does_not_outlive_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let mut thief = Browser::new(acme.door.clone());
    thief.open(acme.at("/account")).await;
    thief.submit("/password", &credentials(&alice)).await;
    let stolen = idp.mailbox(&alice).newest().await.one_time_code();
    let mut own = in_account(&acme, &alice).await;
    idp.enter_code(&mut own, &alice).await;
    report(&acme, &mut own).await;
    thief.submit("/code", &[("otp", &stolen)]).await;
    assert!(thief.cookie("session").is_none());
    assert!(!thief.open(acme.at("/account")).await.has("#devices"));
    idp.deliver().await;
}

#[tokio::test]
async fn known_browsers_are_forgotten() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut thief = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    thief.submit("/code", &[("otp", &code), ("remember", "on")]).await;
    let mut own = in_account(&acme, &alice).await;
    idp.enter_code(&mut own, &alice).await;
    report(&acme, &mut own).await;
    thief.open(acme.at("/account")).await;
    thief.submit("/password", &credentials(&alice)).await;
    assert!(thief.page().has("#new-password"));
    let chosen = [("new_password", "ao-no-kasa-42"), ("new_password_confirm", "ao-no-kasa-42")];
    assert!(thief.submit("/new-password", &chosen).await.has("#otp"), "not without the code");
    idp.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pressed_twice_it_is_done_once() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", with_desk(Policy::classic())).await;
    let alice = acme.simple_user("alice").await;
    let mut own = in_account(&acme, &alice).await;
    own.open(acme.at("/account/not-me")).await;
    let presses = (0..8).map(|_| {
        let mut browser = own.clone();
        tokio::spawn(async move { browser.submit("/account/not-me", &[]).await.status() })
    });
    for press in futures_util::future::join_all(presses).await {
        assert_eq!(press.unwrap(), 200);
    }
    let deeds = acme.actions().await;
    assert_eq!(deeds.iter().filter(|deed| *deed == "account.not_me").count(), 1);
    idp.deliver().await;
    let desk = idp.post.all();
    assert_eq!(desk.iter().filter(|one| one.mail.to.as_str() == "desk@acme.test").count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_login_of_the_same_moment_ends_too_or_meets_the_new_password() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut own = in_account(&acme, &alice).await;
    own.open(acme.at("/account/not-me")).await;
    let mut thieves = Vec::new();
    for _ in 0..6 {
        let mut thief = Browser::new(acme.door.clone());
        thief.open(acme.at("/account")).await;
        thieves.push(thief);
    }
    let logins = thieves.into_iter().map(|mut thief| {
        tokio::spawn(async move {
            thief.submit("/password", &[("username", "alice"), ("password", PASSWORD)]).await;
            thief
        })
    });
    let reporting = tokio::spawn(async move { own.submit("/account/not-me", &[]).await.status() });
    let thieves = futures_util::future::join_all(logins).await;
    assert_eq!(reporting.await.unwrap(), 200);
    for thief in thieves {
        let mut thief = thief.unwrap();
        assert!(!thief.open(acme.at("/account")).await.has("#devices"));
    }
    idp.deliver().await;
}
