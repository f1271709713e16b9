//! Recovery codes on the account page.

use idp::model::history::Origin;
use idp::model::policy::Language;
use idp::model::policy::Policy;
use idp::usecase::recovery_codes;
use idp::usecase::visit::Visit;

use crate::support::tenant::credentials;
use crate::support::{Browser, TestIdp, TestTenant, TestUser, minutes};

/// Makes codes as the account page does, without its pages.
pub(crate) async fn codes_of(acme: &TestTenant, user: &TestUser) -> Vec<String> {
    let origin = Origin { address: "192.0.2.1".to_owned(), browser: String::new() };
    let visit = Visit { tenant: acme.tenant.clone(), origin, language: Language::Ja, mark: None };
    recovery_codes::replace(&acme.app, &visit, &user.user).await.unwrap()
}

async fn signed_in(idp: &TestIdp, acme: &TestTenant, user: &TestUser) -> Browser {
    let mut browser = idp.browser();
    browser.open(acme.at("/account/recovery-codes")).await;
    browser.submit("/password", &credentials(user)).await;
    idp.enter_code(&mut browser, user).await;
    browser.open(acme.at("/account/recovery-codes")).await;
    browser
}

#[tokio::test]
async fn ten_codes_are_shown_once_and_the_old_ones_die() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let mut browser = signed_in(&idp, &acme, &alice).await;
    assert!(browser.page().has("#recovery-make") && !browser.page().has("#recovery-codes"));
    let page = browser.submit("/account/recovery-codes", &[]).await.clone();
    assert_eq!((page.status(), page.header("cache-control")), (200, Some("no-store")));
    let codes = |page: &crate::support::Page| -> Vec<String> {
        page.html()
            .select(&crate::support::page::css("#recovery-codes code"))
            .map(|one| one.text().collect())
            .collect()
    };
    let first = codes(&page);
    assert_eq!(first.len(), 10);
    assert!(first.iter().all(|code| code.len() == 17 && code.split('-').count() == 3), "{first:?}");
    let dump = idp.dump();
    for code in &first {
        let bare = code.replace('-', "");
        assert!(!dump.windows(bare.len()).any(|window| window == bare.as_bytes()));
    }
    let page = browser.open(acme.at("/account/recovery-codes")).await;
    assert!(page.text("main").contains("10") && page.text("main").contains("2026年8月23日"));
    assert!(first.iter().all(|code| !page.body.contains(code)), "never again");
    let notice = idp.mailbox(&alice).newest().await;
    assert!(notice.mail.subject.contains("リカバリーコード"));

    let second = codes(&browser.submit("/account/recovery-codes", &[]).await.clone());
    assert!(second.iter().all(|code| !first.contains(code)));
    let visit_of = |language| Visit {
        tenant: acme.tenant.clone(),
        origin: Origin { address: String::new(), browser: String::new() },
        language,
        mark: None,
    };
    let visit = &visit_of(Language::En);
    let (app, user) = (&idp.app, &alice.user);
    for (code, good) in [(&first[0], false), (&second[0], true), (&second[0], false)] {
        let outcome = app
            .database
            .write(|tx| async move { recovery_codes::use_one(app, &tx, visit, user, code).await });
        assert_eq!(outcome.await.unwrap(), good, "{code}");
    }
    assert_eq!(recovery_codes::left(app, visit, user).await.unwrap().count, 9);
    let actions = acme.actions().await;
    assert_eq!(actions.iter().filter(|one| *one == "recovery_codes.make").count(), 2);
    idp.deliver().await;
}

#[tokio::test]
async fn making_them_needs_a_fresh_login() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let mut browser = signed_in(&idp, &acme, &alice).await;
    idp.clock.advance(minutes(6));
    assert!(browser.open(acme.at("/account/recovery-codes")).await.has("#recovery-make"));
    assert!(browser.submit("/account/recovery-codes", &[]).await.has("#password"));
    browser.submit("/password", &credentials(&alice)).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.page().url.ends_with("/account/recovery-codes"));
    assert!(browser.submit("/account/recovery-codes", &[]).await.has("#recovery-codes"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_tenant_without_them_has_no_such_page() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", Policy::classic()).await;
    let page = idp.door().get(&acme.at("/account/recovery-codes")).await;
    assert_eq!(page.status(), 404);
}
