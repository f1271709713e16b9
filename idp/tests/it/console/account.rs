//! Another user ID, other mail addresses, the end of an account.

use idp::model::admin::Role;
use idp::model::names::LoginName;

use super::{administrator, entered, page_of};
use crate::support::{TestIdp, TestTenant};

/// The actors of the deeds of this name.
async fn noted(tenant: &TestTenant, action: &str) -> Vec<String> {
    let all = tenant.audit().await;
    all.into_iter().filter(|one| one.action == action).map(|one| one.actor).collect()
}

#[tokio::test]
async fn a_person_gets_another_user_id() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, _) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, &page_of(&acme, &alice, "")).await;
    assert!(browser.page().has("#deed-rename"));
    browser.open(&page_of(&acme, &alice, "/rename")).await;
    for (typed, word) in [("", "bad_user_id"), ("a b", "bad_user_id"), ("BOB", "user_exists")] {
        let page = browser.submit("/rename", &[("user_id", typed)]).await;
        assert_eq!(page.problem().as_deref(), Some(word), "{typed}");
    }
    let page = browser.submit("/rename", &[("user_id", "Alice-2")]).await;
    assert!(page.has("#notice") && page.text("h1").contains("alice-2"), "{page:?}");
    assert_eq!(acme.now(&alice).await.login_name, LoginName::parse("alice-2").unwrap());
    assert_eq!(noted(&acme, "user.rename").await, ["hanako"]);
}

#[tokio::test]
async fn mail_addresses_are_changed_and_their_readers_hear_of_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let before = acme.devices(&alice).await[0].address.to_string();
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, &page_of(&acme, &alice, "/addresses")).await;
    let page = browser.page();
    assert_eq!(page.attribute("#mail-1", "value").as_deref(), Some(before.as_str()));
    assert!(page.has("#mail-5") && !page.has("#mail-6"), "as many as the contract allows");
    for (first, second, word, id) in [
        ("nowhere", "", "bad_address", "#mail-1"),
        ("a@acme.test", "A@ACME.test", "same_address", "#mail-2"),
        ("", "", "needs_address", "#mail-1"),
    ] {
        let page = browser.submit("/addresses", &[("mail_1", first), ("mail_2", second)]).await;
        assert_eq!(page.problem().as_deref(), Some(word));
        assert!(page.has(&format!("{id}[aria-invalid=true]")), "{word}: {page:?}");
    }
    let new = [("mail_1", "new@acme.test"), ("mail_3", "other@acme.test"), ("kind_3", "mobile")];
    let page = browser.submit("/addresses", &[&new[..], &[("mail_2", "")]].concat()).await;
    assert!(page.has("#notice") && page.text("#devices").contains("other"), "{page:?}");
    let now: Vec<_> = acme.devices(&alice).await;
    let told: Vec<_> = now.iter().map(|one| (one.address.as_str(), one.kind.as_str())).collect();
    assert_eq!(told, [("new@acme.test", "pc"), ("other@acme.test", "mobile")]);
    assert_eq!(noted(&acme, "user.addresses").await, ["hanako"]);
    idp.deliver().await;
    let letters = idp.mailbox(&alice).letters().await;
    assert!(!letters.is_empty(), "the old reader hears of it");
}

#[tokio::test]
async fn a_person_is_removed_after_his_user_id_was_typed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let at = page_of(&acme, &alice, "/remove");
    let mut browser = entered(&idp, &owner, &at).await;
    for typed in ["", "bob"] {
        let page = browser.submit("/remove", &[("user_id", typed)]).await;
        assert_eq!(page.problem().as_deref(), Some("not_this_user"), "{typed}");
    }
    acme.now(&alice).await;
    let page = browser.submit("/remove", &[("user_id", "ALICE")]).await;
    assert!(page.has("#notice") && !page.text("main").contains("alice"), "{page:?}");
    assert_eq!(browser.open(&at).await.status(), 404);
    assert_eq!(noted(&acme, "user.remove").await, ["hanako"]);
}

#[tokio::test]
async fn whoever_only_helps_changes_no_account() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let desk = administrator(&idp, "hanako", Role::SupportDesk, Some(&acme)).await;
    let mut browser = entered(&idp, &desk, &page_of(&acme, &alice, "")).await;
    for word in ["rename", "addresses", "remove"] {
        assert!(!browser.page().has(&format!("#deed-{word}")), "{word}");
    }
    for word in ["rename", "addresses", "remove"] {
        let at = page_of(&acme, &alice, &format!("/{word}"));
        assert_eq!(browser.open(&at).await.status(), 403, "{word}");
    }
}
