//! The code that proves a new address: whose it is, how long it lives, how often it is tried and sent.

use futures_util::future::join_all;

use crate::support::person::{device, up_to_code};
use crate::support::tenant::address;
use crate::support::{Browser, Letter, Page, TestIdp, TestTenant, TestUser, minutes, seconds};

const ADD: &str = "/account/devices/new";
const MAIL: &str = "new@phone.test";

/// A browser in front of the code page, and the letter with the code.
async fn waiting(idp: &TestIdp, acme: &TestTenant, user: &TestUser) -> (Browser, Letter) {
    let mut browser = acme.signed_in(idp, user, ADD).await;
    up_to_code(&mut browser, ADD, MAIL).await;
    let letter = idp.letters_to(MAIL).newest().await;
    (browser, letter)
}

async fn enter(browser: &mut Browser, code: &str) -> Page {
    let page = browser.page();
    let action = page
        .attributes("form", "action")
        .into_iter()
        .find(|action| action.contains("/devices/proof/") && !action.ends_with("/again"));
    browser.submit(&action.unwrap(), &[("code", code)]).await.clone()
}

#[tokio::test]
async fn a_wrong_code_is_refused_and_the_right_one_still_stands() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let (mut browser, letter) = waiting(&idp, &acme, &alice).await;
    for typed in ["", "　"] {
        assert_eq!(enter(&mut browser, typed).await.problem().as_deref(), Some("required"));
    }
    for _ in 0..4 {
        let page = enter(&mut browser, &letter.another_code()).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some("code_mismatch")));
    }
    assert_eq!(acme.devices(&alice).await.len(), 1);
    let wide: String = letter
        .one_time_code()
        .chars()
        .map(|digit| char::from_u32(u32::from(digit) + 0xfee0).unwrap())
        .collect();
    assert!(enter(&mut browser, &format!(" {wide}　")).await.has("#device-done"));
    assert_eq!(acme.devices(&alice).await.len(), 2);
    idp.deliver().await;
}

/// AC-15: an address, or a user ID, of another person, in whatever spelling; told to nobody but who reads its mails, and
/// not what it is.
#[tokio::test]
async fn an_address_of_another_person_does_not_become_ones_own() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    acme.simple_user("bob").await;
    acme.user_as("carol@mail.test", |new| new.addresses[0] = address("carol@acme.test")).await;
    let mut told = Vec::new();
    for mail in ["Bob@ACME.test", "Carol@mail.test"] {
        let mut browser = acme.signed_in(&idp, &alice, ADD).await;
        up_to_code(&mut browser, ADD, mail).await;
        let code = idp.letters_to(mail).newest().await.one_time_code();
        let page = enter(&mut browser, &code).await;
        told.push((page.status(), page.problem()));
    }
    let refused = (422, Some("address_not_possible".to_owned()));
    assert_eq!(told, [refused.clone(), refused]);
    assert_eq!(acme.devices(&alice).await.len(), 1);
    assert!(!acme.actions().await.contains(&"device.add".to_owned()));
    idp.deliver().await;
}

#[tokio::test]
async fn after_five_wrong_tries_only_a_new_code_helps() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let (mut browser, letter) = waiting(&idp, &acme, &alice).await;
    for _ in 0..5 {
        enter(&mut browser, &letter.another_code()).await;
    }
    let page = enter(&mut browser, &letter.one_time_code()).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("code_exhausted")));
    assert_eq!(acme.devices(&alice).await.len(), 1);
    idp.clock.advance(seconds(30));
    browser.submit("/again", &[]).await;
    let code = idp.letters_to(MAIL).newest().await.one_time_code();
    assert!(enter(&mut browser, &code).await.has("#device-done"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let (mut early, letter) = waiting(&idp, &acme, &alice).await;
    idp.clock.advance(minutes(10) - time::Duration::milliseconds(1));
    assert!(enter(&mut early, &letter.one_time_code()).await.has("#device-done"));
    let (mut late, letter) = waiting(&idp, &acme, &bob).await;
    idp.clock.advance(minutes(10));
    let page = enter(&mut late, &letter.one_time_code()).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("code_expired")));
    assert_eq!(acme.devices(&bob).await.len(), 1);
}

#[tokio::test]
async fn a_resent_code_waits_half_a_minute_and_kills_the_one_before() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let (mut browser, first) = waiting(&idp, &acme, &alice).await;
    idp.clock.advance(seconds(29));
    let page = browser.submit("/again", &[]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("try_later")));
    idp.clock.advance(seconds(1));
    let before = browser.page().text("#otp-reference");
    let page = browser.submit("/again", &[]).await;
    assert_eq!(page.problem(), None);
    assert_ne!(page.text("#otp-reference"), before);
    let second = idp.letters_to(MAIL).newest().await;
    assert_eq!(idp.letters_to(MAIL).letters().await.len(), 2);
    if first.one_time_code() != second.one_time_code() {
        let page = enter(&mut browser, &first.one_time_code()).await;
        assert_eq!(page.problem().as_deref(), Some("code_mismatch"));
    }
    assert!(enter(&mut browser, &second.one_time_code()).await.has("#device-done"));
    idp.deliver().await;
}

/// A button pressed twice, the back button, a second tab: each leads to the code that counts.
#[tokio::test]
async fn an_older_page_leads_to_the_code_that_counts() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let (mut browser, _) = waiting(&idp, &acme, &alice).await;
    let mut twin = browser.clone();
    let old = browser.page().url.clone();
    idp.clock.advance(seconds(30));
    browser.submit("/again", &[]).await;
    let newest = browser.page().url.clone();
    let page = twin.submit("/again", &[]).await;
    assert_eq!((page.url.as_str(), page.problem()), (newest.as_str(), None));
    assert_eq!(idp.letters_to(MAIL).letters().await.len(), 2, "pressed twice, sent once");
    assert_eq!(browser.open(&old).await.url, newest);

    let code = idp.letters_to(MAIL).newest().await.one_time_code();
    let mut double = browser.clone();
    assert!(enter(&mut browser, &code).await.has("#device-done"));
    let page = enter(&mut double, &code).await;
    assert!(page.has("#devices") && page.status() == 200);
    assert_eq!(acme.devices(&alice).await.len(), 2);
    idp.deliver().await;
}

#[tokio::test]
async fn ten_mails_go_out_in_a_quarter_of_an_hour() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, ADD).await;
    for turn in 0..10 {
        browser.open(acme.at(ADD)).await;
        up_to_code(&mut browser, ADD, &format!("victim-{turn}@phone.test")).await;
        idp.deliver().await;
    }
    browser.open(acme.at(ADD)).await;
    browser.submit(ADD, &device("victim-10@phone.test", "pc")).await;
    let page = browser.submit("/register", &[]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("too_many_mails")));
    assert!(idp.letters_to("victim-10@phone.test").letters().await.is_empty());
    idp.clock.advance(minutes(15));
    let mut later = acme.signed_in(&idp, &alice, ADD).await;
    up_to_code(&mut later, ADD, MAIL).await;
    assert_eq!(idp.letters_to(MAIL).letters().await.len(), 1);
}

/// Another session, of the same person or of another one, neither sees nor answers it.
#[tokio::test]
async fn only_the_session_that_asked_may_answer() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let (mut browser, letter) = waiting(&idp, &acme, &alice).await;
    let there = browser.page().url.clone();
    let code = letter.one_time_code();
    for user in [&alice, &bob] {
        let mut other = acme.signed_in(&idp, user, "/account").await;
        let csrf = other.page().attribute("input[name=csrf]", "value").unwrap();
        let page = other.open(&there).await;
        assert!(page.has("#devices") && !page.body.contains(MAIL), "{}", page.url);
        other.post(&there, &[("csrf", &csrf), ("code", &code)]).await;
        other.post(&format!("{there}/again"), &[("csrf", &csrf)]).await;
        assert_eq!(acme.devices(user).await.len(), 1);
    }
    assert!(idp.browser().open(&there).await.has("#password"));
    assert_eq!(idp.letters_to(MAIL).letters().await.len(), 1);
    assert!(enter(&mut browser, &code).await.has("#device-done"));
    idp.deliver().await;
}

/// OT-04: a code of a login proves no address, and a code of an address opens no login.
#[tokio::test]
async fn codes_of_logins_and_of_addresses_are_not_exchanged() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let (mut browser, letter) = waiting(&idp, &acme, &alice).await;
    let mut login = acme.past_password(&portal, &alice).await;
    let of_login = idp.mailbox(&alice).newest().await.one_time_code();
    let of_address = letter.one_time_code();
    if of_login != of_address {
        let page = enter(&mut browser, &of_login).await;
        assert_eq!(page.problem().as_deref(), Some("code_mismatch"));
        let page = login.submit("/code", &[("otp", &of_address)]).await;
        assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    }
    login.submit("/code", &[("otp", &of_login)]).await;
    assert!(login.has_left());
    assert!(enter(&mut browser, &of_address).await.has("#device-done"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_code_dies_with_its_session() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let (mut browser, letter) = waiting(&idp, &acme, &alice).await;
    let (there, mut twin) = (browser.page().url.clone(), browser.clone());
    browser.submit("/logout/confirm", &[]).await;
    assert!(enter(&mut twin, &letter.one_time_code()).await.has("#password"));
    assert!(browser.open(&there).await.has("#password"));
    assert_eq!(acme.devices(&alice).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_two_right_codes_at_once_add_one_device() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let (browser, letter) = waiting(&idp, &acme, &alice).await;
    let code = letter.one_time_code();
    let tries = (0..32).map(|_| {
        let (mut browser, code) = (browser.clone(), code.clone());
        tokio::spawn(async move { enter(&mut browser, &code).await.has("#device-done") })
    });
    let done = join_all(tries).await.into_iter().map(Result::unwrap).filter(|done| *done).count();
    assert_eq!((done, acme.devices(&alice).await.len()), (1, 2));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1, "one notice");
}

/// OT-15.
#[tokio::test]
async fn the_code_stands_in_the_letter_and_nowhere_else() {
    let idp = TestIdp::start().await;
    let mut acme = idp.classic().await;
    acme.change_policy(|policy| policy.one_time_code.digits = 10).await;
    let alice = acme.simple_user("alice").await;
    let (mut browser, letter) = waiting(&idp, &acme, &alice).await;
    let code = letter.one_time_code();
    assert_eq!(code.len(), 10);
    enter(&mut browser, &letter.another_code()).await;
    enter(&mut browser, &code).await;
    let dump = idp.dump();
    assert!(!dump.windows(code.len()).any(|part| part == code.as_bytes()));
    for page in &browser.seen {
        assert!(!page.body.contains(&code), "{}", page.url);
        assert!(!format!("{:?}", page.headers).contains(&code), "{}", page.url);
    }
    idp.deliver().await;
}
