//! The temporary password: shown once, for one login and a short time; what the former password opened ends.

use idp::model::login_method::LoginMethod;
use idp::model::policy::{CharacterClass, Policy};

use super::{ANSWER, confirmed, link, question, set_answer, twice};
use crate::support::tenant::address;
use crate::support::{Browser, PASSWORD, TestIdp, TestTenant, TestUser, days, minutes};

const NEW: &str = "ao-no-kasa-42";

/// Walks to the temporary password.
async fn reissued(idp: &TestIdp, acme: &TestTenant, user: &TestUser) -> (Browser, String) {
    set_answer(acme, user, &question(acme)).await;
    let mut browser = confirmed(idp, &link(idp, acme, user).await).await;
    let fields = [("question", question(acme)), ("answer", ANSWER.to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let page = browser.submit("/question", &fields).await;
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let password = page.text("#temporary-password");
    (browser, password)
}

/// RS-13 and the manual's chapter 6, to the end.
#[tokio::test]
async fn it_is_shown_once_and_forces_a_new_one_at_the_login() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    assert_eq!(alice.user.login_method, LoginMethod::PasswordOtp);
    let portal = acme.website("portal").await;
    let (mut browser, password) = reissued(&idp, &acme, &alice).await;
    assert!(browser.cookie("session").is_none(), "a reissue signs nobody in");
    let again = browser.open(acme.at("/reissue/continue")).await;
    assert!(again.has("#reissue-done") && !again.body.contains(&password));

    let mut old = acme.past_password(&portal, &alice).await;
    assert_eq!(old.page().problem().as_deref(), Some("wrong_credentials"), "the old one is gone");
    let fields = [("username", "alice"), ("password", password.as_str())];
    let page = old.submit("/password", &fields).await;
    assert_eq!(page.problem().as_deref(), Some("password_temporary"));
    let reused = old.submit("/new-password", &twice(&password)).await;
    assert_eq!(reused.problem().as_deref(), Some("password_reused"));
    old.submit("/new-password", &twice(NEW)).await;
    assert!(old.page().has("#otp"), "the second step comes all the same");
    idp.enter_code(&mut old, &alice).await;
    portal.redeem(&old.arrival()).await;
    let mut next = acme.at_login(&portal).await;
    assert!(
        next.submit("/password", &[("username", "alice"), ("password", NEW)]).await.has("#otp")
    );
    let actions = acme.actions().await;
    for action in ["reissue.ask", "reissue.confirm", "reissue.temporary", "password.change"] {
        assert!(actions.contains(&action.to_owned()), "{action}");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn it_lasts_for_its_time() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let (_, password) = reissued(&idp, &acme, &alice).await;
    let fields = [("username", "alice"), ("password", password.as_str())];
    idp.clock.advance(minutes(60) - time::Duration::milliseconds(1));
    let mut browser = acme.at_login(&portal).await;
    assert!(browser.submit("/password", &fields).await.has("#new-password"));
    idp.clock.advance(time::Duration::milliseconds(1));
    let mut browser = acme.at_login(&portal).await;
    let page = browser.submit("/password", &fields).await;
    assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    let mut browser = acme.at_login(&portal).await;
    let old = [("username", "alice"), ("password", PASSWORD)];
    let page = browser.submit("/password", &old).await;
    assert_eq!(page.problem().as_deref(), Some("wrong_credentials"), "no way back");
    idp.deliver().await;
}

/// RS-17.
#[tokio::test]
async fn everything_that_the_former_password_opened_ends() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme
        .user_as("alice", |new| {
            new.login_method = Some(LoginMethod::Password);
            new.addresses.push(address("two@acme.test"));
        })
        .await;
    let portal = acme.website("portal").await;
    let mut thief = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&thief.arrival()).await;
    let code_under_way = acme.past_password(&portal, &alice).await.arrival();
    reissued(&idp, &acme, &alice).await;
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    assert!(thief.open(portal.sign_in_link()).await.has("#password"));
    assert_eq!(portal.token(&code_under_way, &[]).await.status(), 400);
    let letters = idp.mailbox(&alice).letters().await;
    for own in &alice.addresses {
        let told = letters.iter().filter(|letter| letter.mail.to.as_str() == own);
        assert_eq!(
            told.filter(|one| one.mail.subject.contains("仮パスワード")).count(),
            1,
            "{own}"
        );
    }
}

/// A login that waits behind the former password gets nowhere, not even to choose the new one.
#[tokio::test]
async fn a_login_under_way_is_given_up() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    idp.clock.advance(days(90));
    let mut thief = acme.past_password(&portal, &alice).await;
    assert_eq!(thief.page().problem().as_deref(), Some("password_expired"));
    let mut idle = acme.at_login(&portal).await;
    let (_, password) = reissued(&idp, &acme, &alice).await;
    thief.submit("/new-password", &twice("mallory-no-kasa-1")).await;
    assert!(thief.cookie("session").is_none() && !thief.has_left(), "{}", thief.page().body);
    // One that proved nothing yet goes on.
    idle.submit("/password", &[("username", "alice"), ("password", &password)]).await;
    idle.submit("/new-password", &twice(NEW)).await;
    assert!(idle.has_left());
    idp.deliver().await;
}

/// Whatever the contract asks of a password, the temporary one has it.
#[tokio::test]
async fn it_fits_every_rule() {
    use CharacterClass::{Digit, Lower, Symbol, Upper};
    let idp = TestIdp::start().await;
    for (slug, least, most, classes) in [
        ("usual", 8, 32, vec![]),
        ("tight", 8, 8, vec![Digit, Lower, Symbol, Upper]),
        ("wide", 40, 64, vec![Digit, Lower, Symbol, Upper]),
    ] {
        let mut policy = Policy::classic();
        (policy.password.length_min, policy.password.length_max) = (least, most);
        policy.password.length_min_alone = least;
        policy.password.required_classes = classes.into_iter().collect();
        let acme = idp.tenant(slug, policy).await;
        let alice = acme
            .user_as("alice", |new| {
                let long = "Kaza-guruma-77-kaza-guruma-78-kaza-guruma-79-kaza";
                let fits = if most == 8 { "kAz-gu.7" } else { &long[..usize::from(least.max(14))] };
                new.password.as_mut().unwrap().0 = idp::model::password::Typed::fold(fits);
            })
            .await;
        let (_, password) = reissued(&idp, &acme, &alice).await;
        let length = password.chars().count();
        assert!((usize::from(least)..=usize::from(most)).contains(&length), "{password}");
        assert!(!password.contains(['0', 'O', '1', 'I', 'l', 'o', 'i', 'L']), "{password}");
    }
    idp.deliver().await;
}
