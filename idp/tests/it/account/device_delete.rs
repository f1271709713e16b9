//! Deleting a device: at once, never the last one that the method needs, and with every code that went there.

use futures_util::future::join_all;

use crate::support::person::up_to_code;
use crate::support::tenant::{address, credentials};
use crate::support::{Browser, TestIdp, TestTenant, TestUser, seconds};

async fn with_two(acme: &TestTenant, name: &str) -> TestUser {
    acme.user_as(name, |new| new.addresses.push(address(&format!("{name}@phone.test")))).await
}

fn page_of(acme: &TestTenant, device: impl std::fmt::Display) -> String {
    acme.at(&format!("/account/devices/{device}/delete"))
}

/// AC-12.
#[tokio::test]
async fn a_deleted_device_is_gone_at_once_and_all_addresses_hear_of_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = with_two(&acme, "alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let href = browser.page().attribute("#device-delete-2", "href").unwrap();
    let page = browser.open(&href).await;
    assert!(page.text("main").replace(' ', "").contains("a***@phone.test"));
    assert_eq!(acme.devices(&alice).await.len(), 2, "asking deletes nothing");
    let page = browser.submit("/delete", &[]).await;
    assert_eq!(page.url, acme.at("/account?notice=device_deleted"));
    assert!(!page.text("#devices").replace(' ', "").contains("a***@phone.test"));
    let left = acme.devices(&alice).await;
    assert_eq!((left.len(), left[0].number), (1, 1));
    for to in ["alice@acme.test", "alice@phone.test"] {
        let letter = idp.letters_to(to).newest().await;
        assert!(letter.mail.subject.contains("端末"), "{to}: {}", letter.mail.subject);
        assert!(letter.mail.text.contains("a***@phone.test"));
    }
    assert!(acme.actions().await.contains(&"device.delete".to_owned()));
    let login = acme.past_password(&portal, &alice).await;
    assert!(!login.page().body.contains("phone.test"));
    idp.deliver().await;

    browser.open(acme.at("/account/devices/new")).await;
    up_to_code(&mut browser, "/account/devices/new", "third@phone.test").await;
    let code = idp.letters_to("third@phone.test").newest().await.one_time_code();
    let here = browser.page().url.clone();
    let here = &here[here.rfind("/account").unwrap()..];
    browser.submit(here, &[("code", &code)]).await;
    assert_eq!(acme.devices(&alice).await.len(), 2);
    idp.deliver().await;
}

#[tokio::test]
async fn the_last_device_stays_where_the_method_needs_one() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.user("alice").await, acme.simple_user("bob").await);
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let device = acme.devices(&alice).await[0].id;
    browser.open(page_of(&acme, device)).await;
    let page = browser.submit("/delete", &[]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("last_device")));
    assert_eq!(acme.devices(&alice).await.len(), 1);

    let mut browser = acme.signed_in(&idp, &bob, "/account").await;
    let device = acme.devices(&bob).await[0].id;
    browser.open(page_of(&acme, device)).await;
    let page = browser.submit("/delete", &[]).await;
    assert_eq!((page.status(), page.problem()), (200, None));
    assert!(acme.devices(&bob).await.is_empty());
    assert!(!page.has("#devices tbody tr"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_button_pressed_twice_deletes_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme
        .user_as("alice", |new| {
            new.addresses.push(address("two@phone.test"));
            new.addresses.push(address("three@phone.test"));
        })
        .await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let device = acme.devices(&alice).await[1].id;
    browser.open(page_of(&acme, device)).await;
    let mut twin = browser.clone();
    browser.submit("/delete", &[]).await;
    let page = twin.submit("/delete", &[]).await;
    assert!(page.status() == 200 && page.has("#devices"));
    assert!(twin.open(page_of(&acme, device)).await.has("#devices"), "nor does the back button");
    assert_eq!(acme.devices(&alice).await.len(), 2);
    assert_eq!(idp.letters_to("two@phone.test").letters().await.len(), 1);
    idp.deliver().await;
}

#[tokio::test]
async fn nobody_deletes_the_device_of_another_person() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (with_two(&acme, "alice").await, with_two(&acme, "bob").await);
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    let unknown = uuid::Uuid::from_u128(7);
    let bobs = acme.devices(&bob).await[0].id;
    let mut told = Vec::new();
    for url in [page_of(&acme, bobs), page_of(&acme, unknown)] {
        let page = browser.open(&url).await;
        told.push((page.status(), page.url.clone()));
        browser.post(&url, &[("csrf", &csrf)]).await;
    }
    assert_eq!(told[0], told[1], "a stranger's and nobody's are the same");
    assert_eq!(acme.devices(&bob).await.len(), 2);
    assert!(!acme.actions().await.contains(&"device.delete".to_owned()));
    assert!(idp.mailbox(&bob).letters().await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_two_devices_are_not_deleted_together() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for turn in 0..5 {
        let user = with_two(&acme, &format!("user-{turn}")).await;
        let browser = acme.signed_in(&idp, &user, "/account").await;
        let devices = acme.devices(&user).await;
        let tries = devices.iter().map(|device| {
            let (mut browser, url) = (browser.clone(), page_of(&acme, device.id));
            tokio::spawn(async move {
                browser.open(&url).await;
                browser.submit("/delete", &[]).await.problem()
            })
        });
        let problems: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(problems.iter().flatten().collect::<Vec<_>>(), ["last_device"]);
        assert_eq!(acme.devices(&user).await.len(), 1);
    }
    idp.deliver().await;
}

/// A login that waits for its code, mailed to the second device.
async fn waiting_for_code(idp: &TestIdp, acme: &TestTenant, user: &TestUser) -> (Browser, String) {
    let portal = acme.website("portal").await;
    let mut login = acme.past_password(&portal, user).await;
    idp.clock.advance(seconds(30));
    let second = login.page().attributes("#otp-device option", "value").remove(1);
    login.submit("/code/again", &[("device", &second)]).await;
    let to = format!("{}@phone.test", user.name());
    let letter = idp.letters_to(&to).newest().await;
    assert!(letter.is_about_a_code());
    (login, letter.one_time_code())
}

/// OT-20.
#[tokio::test]
async fn a_code_mailed_to_a_device_dies_with_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = with_two(&acme, "alice").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let (mut login, code) = waiting_for_code(&idp, &acme, &alice).await;
    browser.open(page_of(&acme, acme.devices(&alice).await[1].id)).await;
    browser.submit("/delete", &[]).await;
    let page = login.submit("/code", &[("otp", &code)]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("code_expired")));
    assert!(login.cookie("session").is_none());
    idp.clock.advance(seconds(30));
    login.submit("/code/again", &[]).await;
    let letter = idp.letters_to("alice@acme.test").newest().await;
    login.submit("/code", &[("otp", &letter.one_time_code())]).await;
    assert!(login.has_left(), "the device that is left still opens the account");
    idp.deliver().await;
}

/// OT-20: the same where the address was changed.
#[tokio::test]
async fn a_code_mailed_to_an_address_dies_with_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = with_two(&acme, "alice").await;
    let device = acme.devices(&alice).await[1].id;
    let form = format!("/account/devices/{device}/change");
    let mut browser = acme.signed_in(&idp, &alice, &form).await;
    up_to_code(&mut browser, "/change", "fresh@phone.test").await;
    let proof = idp.letters_to("fresh@phone.test").newest().await.one_time_code();
    let (mut login, code) = waiting_for_code(&idp, &acme, &alice).await;
    let here = browser.page().url.clone();
    let here = &here[here.rfind("/account").unwrap()..];
    assert!(browser.submit(here, &[("code", &proof)]).await.has("#device-done"));
    let page = login.submit("/code", &[("otp", &code)]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("code_expired")));
    idp.deliver().await;
}

#[tokio::test]
async fn a_letter_that_waits_for_a_deleted_device_is_never_sent() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = with_two(&acme, "alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    idp.clock.advance(seconds(1));
    let mut login = acme.at_login(&portal).await;
    login.submit("/password", &credentials(&alice)).await;
    browser.open(page_of(&acme, acme.devices(&alice).await[0].id)).await;
    browser.submit("/delete", &[]).await;
    let letters = idp.letters_to("alice@acme.test").letters().await;
    let codes = letters.iter().filter(|letter| letter.is_about_a_code()).count();
    assert_eq!(codes, 1, "that of the first login alone");
}
