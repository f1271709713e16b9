//! Invitations: how address and initial one-time password reach a user, always apart.

use idp::model::policy::Policy;
use idp::stop::Stop;
use idp::usecase::enrolment::invite::{Delivery, Refusal, invite};

use crate::support::person::NEW;
use crate::support::tenant::ADMIN;
use crate::support::{Letter, TestIdp, days};

fn split(letters: &[Letter]) -> (&Letter, &Letter) {
    let [one, two] = letters else { panic!("{} letters", letters.len()) };
    if one.has_link() { (one, two) } else { (two, one) }
}

#[tokio::test]
async fn two_letters_bring_address_and_code_apart() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("p-01-usr012").await;
    let given = acme.invite(&alice, Delivery::Mail).await;
    assert!(given.address.is_none() && given.code.is_none(), "nothing is handed over");
    let letters = idp.mailbox(&alice).letters().await;
    let (address, code) = split(&letters);
    assert!(!code.has_link(), "a letter with a code has no link to press");
    let secret = code.initial_code();
    for text in [&address.mail.text, &address.mail.html, &address.mail.subject] {
        assert!(!text.contains(&secret));
    }
    for letter in &letters {
        assert!(
            letter.mail.text.contains("p-01-usr012") && letter.mail.text.contains("2026年9月22日")
        );
    }

    let mut browser = idp.browser();
    let page = browser.open(address.link()).await;
    assert!(
        page.has("#initial-code")
            && page.attribute("#account-name", "value").as_deref() == Some("p-01-usr012")
    );
    assert!(browser.submit("/code", &[("otp", &secret)]).await.has("#new-password"));
    assert!(acme.actions().await.contains(&"user.invite".to_owned()));
}

#[tokio::test]
async fn the_address_alone_is_mailed_and_the_code_handed_to_the_caller() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.newcomer("alice").await;
    let given = acme.invite(&alice, Delivery::AddressByMail).await;
    assert!(given.address.is_none());
    let code = given.code.unwrap();
    let letters = idp.mailbox(&alice).letters().await;
    let [letter] = letters.as_slice() else { panic!("{} letters", letters.len()) };
    assert!(!letter.mail.text.contains(&code) && !letter.mail.html.contains(&code));
    let mut browser = idp.browser();
    browser.open(letter.link()).await;
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}

#[tokio::test]
async fn a_caller_gets_both_and_no_letter_leaves() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user_as("alice", |new| new.password = None).await;
    let given = acme.invite(&alice, Delivery::Caller).await;
    assert_eq!(given.expires_at, acme.app.now().plus(days(30)));
    let (address, code) = (given.address.unwrap(), given.code.unwrap());
    assert!(address.starts_with(&acme.at("/enrol/")) && !address.contains(&code));
    assert!(!address.contains("alice"), "EN-09: nothing but an opaque id");
    assert!(idp.mailbox(&alice).letters().await.is_empty());
    let mut browser = idp.browser();
    browser.open(&address).await;
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}

#[tokio::test]
async fn neither_address_nor_code_is_in_the_database_in_clear() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    acme.invite(&alice, Delivery::Mail).await;
    let letters = idp.mailbox(&alice).letters().await;
    let (address, code) = split(&letters);
    let handle = address.link().rsplit('/').next().unwrap().to_owned();
    let dump = idp.dump();
    let has = |text: &str| dump.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(has("alice@acme.test"), "the search would find it");
    assert!(!has(&handle) && !has(&code.initial_code()));
}

#[tokio::test]
async fn a_newer_invitation_takes_the_place_of_the_one_before() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (old, old_code) = acme.handed_over(&alice).await;
    let mut halfway = idp.browser();
    halfway.open(&old).await;
    halfway.submit("/code", &[("otp", &old_code)]).await;
    let (new, new_code) = acme.handed_over(&alice).await;
    assert_ne!(old, new);

    let fields = [("new_password", NEW), ("new_password_confirm", NEW), ("answer", "かざぐるま")];
    let page = halfway.submit("/register", &fields).await;
    assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_superseded")));
    assert!(acme.is_invited(&alice).await);
    let page = idp.browser().open(&old).await.clone();
    assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_superseded")));
    let mut browser = idp.browser();
    browser.open(&new).await;
    if old_code != new_code {
        let page = browser.submit("/code", &[("otp", &old_code)]).await;
        assert_eq!(page.problem().as_deref(), Some("code_mismatch"));
    }
    assert!(browser.submit("/code", &[("otp", &new_code)]).await.has("#new-password"));
}

#[tokio::test]
async fn a_superseded_invitation_is_not_mailed_any_more() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    acme.invite(&alice, Delivery::Mail).await;
    acme.invite(&alice, Delivery::Mail).await;
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 2, "only those of the second");
}

#[tokio::test]
async fn an_invitation_that_cannot_be_mailed_leaves_the_one_before() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.login_methods.of_new_user = idp::model::login_method::LoginMethod::Password;
    let acme = idp.tenant("acme", policy).await;
    let bob = acme
        .user_as("bob", |new| {
            new.password = None;
            new.addresses.clear();
        })
        .await;
    let (address, code) = acme.handed_over(&bob).await;
    for delivery in [Delivery::Mail, Delivery::AddressByMail] {
        let outcome = invite(&acme.app, &acme.tenant, &bob.user, delivery, ADMIN).await;
        assert!(matches!(outcome, Err(Stop::Refused(Refusal::NeedsAddress))), "{outcome:?}");
    }
    let mut browser = idp.browser();
    browser.open(&address).await;
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}

#[tokio::test]
async fn whoever_has_a_password_is_not_invited() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let outcome = invite(&acme.app, &acme.tenant, &alice.user, Delivery::Caller, ADMIN).await;
    assert!(matches!(outcome, Err(Stop::Refused(Refusal::HasEnrolled))), "{outcome:?}");
}
