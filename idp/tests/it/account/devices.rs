//! 端末登録: the form, what it refuses, and what a registered device brings.

use idp::model::device::Kind;
use idp::model::policy::Policy;

use crate::support::person::{device, prove, up_to_code};
use crate::support::tenant::address;
use crate::support::{TestIdp, minutes, seconds};

const ADD: &str = "/account/devices/new";

#[tokio::test]
async fn a_device_is_added_step_by_step_and_receives_codes_then() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, ADD).await;
    assert_eq!(browser.page().text("[aria-current=step]"), "端末登録");
    let kinds = browser.page().attributes("fieldset#kind input[name=kind]", "value");
    assert_eq!(kinds, ["pc", "mobile", "smartphone"]);
    let page = browser.submit(ADD, &device("alice@phone.test", "smartphone")).await.clone();
    assert_eq!(page.text("[aria-current=step]"), "端末登録確認");
    assert!(page.text("main").replace(' ', "").contains("alice@phone.test"));
    assert!(page.text("main").contains("スマートフォン"));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1, "only the code of the login so far");

    let page = browser.submit("/register", &[]).await.clone();
    assert_eq!(acme.devices(&alice).await.len(), 1, "it does not count yet");
    let letter = idp.letters_to("alice@phone.test").newest().await;
    assert_eq!(page.text("#otp-reference").len(), 4);
    assert!(letter.mail.subject.contains(&page.text("#otp-reference")) && !letter.has_link());
    assert_eq!(
        idp.mailbox(&alice).letters().await.len(),
        1,
        "the code goes to the new address only"
    );

    let page = browser.submit(proof(&page.url), &[("code", &letter.one_time_code())]).await;
    assert_eq!(page.text("[aria-current=step]"), "端末登録完了");
    assert!(page.has("#device-done") && page.text("main dl").contains('2'));
    let devices = acme.devices(&alice).await;
    assert_eq!((devices.len(), devices[1].number, devices[1].kind), (2, 2, Kind::Smartphone));
    let notice = idp.letters_to("alice@acme.test").newest().await;
    assert!(notice.mail.subject.contains("端末") && notice.mail.text.contains("a***@phone.test"));
    assert!(!notice.mail.text.contains("alice@phone.test"));
    assert!(acme.actions().await.contains(&"device.add".to_owned()));
    let shown = browser.open(acme.at("/account")).await.text("#devices");
    assert!(shown.replace(' ', "").contains("a***@phone.test"), "AC-14: {shown}");

    idp.clock.advance(minutes(16));
    let mut login = acme.past_password(&portal, &alice).await;
    let there = login.page().attributes("#otp-device option", "value");
    idp.clock.advance(seconds(30));
    login.submit("/code/again", &[("device", &there[1])]).await;
    let code = idp.letters_to("alice@phone.test").newest().await.one_time_code();
    login.submit("/code", &[("otp", &code)]).await;
    assert!(login.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn a_changed_address_takes_the_place_of_the_old_one() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user_as("alice", |new| new.addresses.push(address("second@phone.test"))).await;
    let portal = acme.website("portal").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let href = browser.page().attribute("#device-change", "href").unwrap();
    let page = browser.open(&href).await;
    assert!(page.text("main").replace(' ', "").contains("a***@acme.test"), "which one it is about");
    up_to_code(&mut browser, "/change", "fresh@acme.test").await;
    let before = acme.devices(&alice).await;
    assert_eq!(before[0].address.as_str(), "alice@acme.test");
    let code = idp.letters_to("fresh@acme.test").newest().await.one_time_code();
    let here = browser.page().url.clone();
    assert!(browser.submit(proof(&here), &[("code", &code)]).await.has("#device-done"));
    let devices = acme.devices(&alice).await;
    assert_eq!((devices.len(), devices[0].number, devices[0].id), (2, 1, before[0].id));
    assert_eq!(devices[0].address.as_str(), "fresh@acme.test");
    for to in ["alice@acme.test", "second@phone.test", "fresh@acme.test"] {
        let letter = idp.letters_to(to).newest().await;
        assert!(letter.mail.subject.contains("端末"), "{to}: {}", letter.mail.subject);
        assert!(letter.mail.text.contains("a***@acme.test"), "{to}");
        assert!(letter.mail.text.contains("f***@acme.test"), "{to}");
    }
    assert!(acme.actions().await.contains(&"device.change".to_owned()));

    let old = idp.letters_to("alice@acme.test").letters().await.len();
    let mut login = acme.past_password(&portal, &alice).await;
    let there = login.page().attributes("#otp-device option", "value");
    assert_eq!(there.len(), 2);
    idp.clock.advance(seconds(30));
    login.submit("/code/again", &[("device", &devices[0].id.to_string())]).await;
    let letter = idp.letters_to("fresh@acme.test").newest().await;
    assert!(letter.is_about_a_code());
    assert_eq!(idp.letters_to("alice@acme.test").letters().await.len(), old);
    login.submit("/code", &[("otp", &letter.one_time_code())]).await;
    assert!(login.page().has("#consent-accept") || login.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn back_shows_the_form_as_it_was_filled() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, ADD).await;
    browser.submit(ADD, &device("alice@phone.test", "mobile")).await;
    let page = browser.submit("/back", &[]).await;
    assert_eq!((page.status(), page.problem()), (200, None));
    assert_eq!(page.attribute("#mail", "value").as_deref(), Some("alice@phone.test"));
    assert_eq!(page.attribute("#mail-confirm", "value").as_deref(), Some("alice@phone.test"));
    assert_eq!(page.attribute("#kind input[checked]", "value").as_deref(), Some("mobile"));
    assert!(browser.submit(ADD, &device("other@phone.test", "pc")).await.has("#device-register"));
}

/// AC-16, ML-01, ML-03, ML-04: what is no address, and what two entries tell.
#[tokio::test]
async fn what_is_no_address_is_refused_and_kept_on_the_page() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, ADD).await;
    let long = format!("{}@phone.test", "a".repeat(260));
    for (mail, confirm, kind, word) in [
        ("", "a@phone.test", "pc", "required"),
        ("a@phone.test", "", "pc", "required"),
        ("a@phone.test", "a@phone.test", "", "required"),
        ("a@phone.test", "a@phone.test", "toaster", "required"),
        ("a@phone.test", "b@phone.test", "pc", "address_mismatch"),
        ("alice", "alice", "pc", "bad_address"),
        ("a@good.test@evil.test", "a@good.test@evil.test", "pc", "bad_address"),
        ("a@phone.test\r\nBcc: x@y.test", "a@phone.test\r\nBcc: x@y.test", "pc", "bad_address"),
        ("-oX@phone.test", "-oX@phone.test", "pc", "bad_address"),
        ("a>@phone.test", "a>@phone.test", "pc", "bad_address"),
        ("a@phone.test%0a", "a@phone.test%0a", "pc", "bad_address"),
        ("<script>@x.test", "<script>@x.test", "pc", "bad_address"),
        (&*long, &*long, "pc", "bad_address"),
        ("ALICE@acme.test", "ALICE@acme.test", "pc", "address_taken"),
        ("ａｌｉｃｅ＠acme.test", "alice@acme.test", "pc", "address_taken"),
    ] {
        let fields = [("mail", mail), ("mail_confirm", confirm), ("kind", kind)];
        let page = browser.submit(ADD, &fields).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(word)), "{mail}");
        let kept = page.attribute("#mail", "value").unwrap_or_default();
        assert_eq!(kept.replace("\r\n", "\n"), mail.replace("\r\n", "\n"));
        assert!(!page.body.contains("<script>@"));
    }
    assert!(browser.submit(ADD, &device("new@phone.test", "pc")).await.has("#device-register"));
    assert_eq!(acme.devices(&alice).await.len(), 1);
}

/// The hidden fields of the confirmation are judged again.
#[tokio::test]
async fn what_was_confirmed_is_judged_again() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, ADD).await;
    browser.submit(ADD, &device("new@phone.test", "pc")).await;
    for (fields, word) in [
        ([("mail", "alice@acme.test"), ("mail_confirm", "alice@acme.test")], "address_taken"),
        ([("mail", "x@phone.test"), ("mail_confirm", "y@phone.test")], "address_mismatch"),
    ] {
        let mut again = browser.clone();
        let page = again.submit("/register", &fields).await;
        assert_eq!(page.problem().as_deref(), Some(word));
    }
    let page = browser.submit("/register", &[("kind", "toaster")]).await;
    assert!(page.has("#device-confirm"), "back to the form");
    assert!(idp.letters_to("x@phone.test").letters().await.is_empty());
}

#[tokio::test]
async fn no_user_has_more_devices_than_the_contract_allows() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.devices_at_most = 2;
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.simple_user("alice").await;
    let mut one = acme.signed_in(&idp, &alice, ADD).await;
    let mut two = acme.signed_in(&idp, &alice, ADD).await;
    up_to_code(&mut one, ADD, "one@phone.test").await;
    up_to_code(&mut two, ADD, "two@phone.test").await;
    for (browser, to, expected) in
        [(&mut one, "one@phone.test", None), (&mut two, "two@phone.test", Some("too_many_devices"))]
    {
        let code = idp.letters_to(to).newest().await.one_time_code();
        let here = browser.page().url.clone();
        let page = browser.submit(proof(&here), &[("code", &code)]).await;
        assert_eq!(page.problem().as_deref(), expected, "the room was for one more");
    }
    let page = one.open(acme.at("/account")).await;
    assert!(!page.has("#device-add") && page.has("#device-change-2"));
    one.open(acme.at(ADD)).await;
    let page = one.submit(ADD, &device("three@phone.test", "pc")).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("too_many_devices")));
    assert_eq!(acme.devices(&alice).await.len(), 2);
    idp.deliver().await;
}

/// AC-15, AD-03: another person's device is not there, and before the code nobody hears who has which address.
#[tokio::test]
async fn devices_of_others_are_out_of_reach() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let carol = other.simple_user("carol").await;
    let mut browser = acme.signed_in(&idp, &alice, ADD).await;
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    let (bobs, carols) = (acme.devices(&bob).await, other.devices(&carol).await);
    for id in [bobs[0].id, carols[0].id] {
        for deed in ["change", "change/register", "added", "changed"] {
            let url = acme.at(&format!("/account/devices/{id}/{deed}"));
            let fields: Vec<_> =
                [("csrf", &*csrf)].into_iter().chain(device("mine@phone.test", "pc")).collect();
            let page = if deed.ends_with("ed") {
                browser.open(&url).await
            } else {
                browser.post(&url, &fields).await
            };
            assert_eq!(page.status(), 404, "{url}");
        }
    }
    assert_eq!(acme.devices(&bob).await[0].address, bobs[0].address);
    assert!(idp.letters_to("mine@phone.test").letters().await.is_empty());
    browser.open(acme.at(ADD)).await;
    up_to_code(&mut browser, ADD, "bob@acme.test").await;
    assert!(!browser.page().body.contains("address_taken"), "who else has it is not told");
    idp.deliver().await;
}

#[tokio::test]
async fn a_fresh_login_on_the_way_leads_back_to_the_form() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, ADD).await;
    idp.clock.advance(minutes(6));
    browser.submit(ADD, &device("new@phone.test", "pc")).await;
    prove(&idp, &mut browser, &alice).await;
    assert_eq!(browser.page().url, acme.at(ADD));
    assert!(idp.letters_to("new@phone.test").letters().await.is_empty());
}

/// The action of the code form on a page at this address.
fn proof(url: &str) -> &str {
    &url[url.rfind("/account").unwrap()..]
}
