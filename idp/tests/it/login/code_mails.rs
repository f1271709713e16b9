//! The letters with codes: when, where to, and what nobody else may see.

use crate::support::tenant::address;
use crate::support::{TestIdp, minutes, seconds};

#[tokio::test]
async fn the_page_shows_the_reference_of_the_newest_mail() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    for _ in 0..2 {
        let reference = browser.page().text("#otp-reference");
        assert_eq!(reference.len(), 4);
        let letter = idp.mailbox(&alice).newest().await;
        assert!(letter.mail.subject.contains(&reference), "{}", letter.mail.subject);
        assert!(letter.mail.text.contains(&reference) && letter.mail.html.contains(&reference));
        idp.clock.advance(seconds(30));
        browser.submit("/code/again", &[]).await;
    }
    idp.deliver().await;
}

#[tokio::test]
async fn another_mail_has_to_wait_half_a_minute() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    idp.clock.advance(seconds(29));
    let page = browser.submit("/code/again", &[]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("try_later")));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1);
    idp.clock.advance(seconds(1));
    assert_eq!(browser.submit("/code/again", &[]).await.problem(), None);
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 2);
}

#[tokio::test]
async fn five_mails_go_out_in_a_quarter_of_an_hour() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    for _ in 0..4 {
        idp.deliver().await;
        idp.clock.advance(seconds(30));
        assert_eq!(browser.submit("/code/again", &[]).await.problem(), None);
    }
    idp.clock.advance(seconds(30));
    let page = browser.submit("/code/again", &[]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("too_many_mails")));
    let other = acme.past_password(&portal, &alice).await;
    assert!(other.page().has("#otp"), "the limit does not show at the password step");
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 5);

    idp.clock.advance(minutes(15));
    browser.submit("/code/again", &[]).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());
}

#[tokio::test]
async fn a_code_goes_to_the_device_that_was_chosen() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user_as("alice", |new| new.addresses.push(address("second@phone.test"))).await;
    let bob = acme.user_as("bob", |new| new.addresses.push(address("bob@phone.test"))).await;
    let portal = acme.website("portal").await;
    let bobs = acme.past_password(&portal, &bob).await;
    let foreign = bobs.page().attributes("#otp-device option", "value").remove(1);
    let mut browser = acme.past_password(&portal, &alice).await;
    assert!(!browser.page().body.contains("second@phone.test"), "addresses are masked");
    assert_eq!(idp.mailbox(&alice).newest().await.mail.to.as_str(), "alice@acme.test");
    let devices = browser.page().attributes("#otp-device option", "value");

    idp.clock.advance(seconds(30));
    let page = browser.submit("/code/again", &[("device", &foreign)]).await;
    assert_eq!(page.problem().as_deref(), Some("no_device"));
    browser.submit("/code/again", &[("device", &devices[1])]).await;
    assert_eq!(idp.mailbox(&alice).newest().await.mail.to.as_str(), "second@phone.test");
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());

    let again = acme.past_password(&portal, &alice).await;
    assert_eq!(again.page().attribute("#otp-device [selected]", "value"), Some(devices[1].clone()));
    assert_eq!(idp.mailbox(&alice).newest().await.mail.to.as_str(), "second@phone.test");
}

#[tokio::test]
async fn a_code_stands_in_the_letter_and_nowhere_else() {
    let idp = TestIdp::start_seeded(11).await;
    let mut acme = idp.classic().await;
    acme.change_policy(|policy| policy.one_time_code.digits = 8).await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let letter = idp.mailbox(&alice).newest().await;
    let code = letter.one_time_code();
    assert_eq!(code.len(), 8);
    assert!(letter.mail.html.contains(&code), "the search would find it");

    let in_database = || contains(&idp.dump(), code.as_bytes());
    assert!(!in_database());
    browser.submit("/code", &[("otp", &letter.another_code())]).await;
    browser.submit("/code", &[("otp", &code)]).await;
    assert!(browser.has_left());
    assert!(!in_database());
    for page in &browser.seen {
        assert!(!page.body.contains(&code), "{}", page.url);
        assert!(!format!("{:?}", page.headers).contains(&code), "{}", page.url);
    }
}

#[tokio::test]
async fn no_secret_of_a_login_is_in_the_database_in_clear() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.past_password(&portal, &alice).await;
    let arrival = browser.arrival();
    let tokens = portal.redeem(&arrival).await;
    let dump = idp.dump();
    assert!(contains(&dump, b"alice@acme.test"), "the search would find it");
    let secrets = [
        crate::support::PASSWORD.to_owned(),
        arrival.code(),
        tokens.access_token,
        browser.cookie("session").unwrap().to_owned(),
        browser.cookie("browser").unwrap().to_owned(),
        portal.secret.clone().unwrap(),
    ];
    for secret in secrets {
        assert!(!contains(&dump, secret.as_bytes()), "{secret}");
    }
}

#[tokio::test]
async fn an_expired_or_superseded_code_is_never_sent() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    idp.clock.advance(minutes(1));
    browser.submit("/code/again", &[]).await;
    let letters = idp.mailbox(&alice).letters().await;
    assert_eq!(letters.len(), 1, "only the second is worth sending");

    idp.clock.advance(minutes(1));
    browser.submit("/code/again", &[]).await;
    idp.clock.advance(minutes(10));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1);
}

fn contains(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}
