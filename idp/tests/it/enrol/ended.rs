//! Addresses of enrolments that lead nowhere: each says why, and where to turn.

use idp::model::password::Typed;
use idp::model::policy::Policy;
use idp::usecase::admin::users;

use crate::support::person::{NEW, with_desk};
use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, seconds};

const FIELDS: [(&str, &str); 3] =
    [("new_password", NEW), ("new_password_confirm", NEW), ("answer", "かざまる")];

/// EN-03.
#[tokio::test]
async fn a_used_address_says_so_and_changes_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", with_desk(Policy::classic())).await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, link) = acme.at_credentials(&idp, &alice).await;
    let mut twin = browser.clone();
    assert!(browser.submit("/register", &FIELDS).await.has("#enrol-done"));
    let before = acme.now(&alice).await.usable_password(acme.app.now()).unwrap().hash.clone();

    // A form that comes at once is a button pressed twice.
    idp.clock.advance(seconds(30));
    let mut stranger = idp.browser();
    for page in [
        browser.open(&link).await.clone(),
        stranger.open(&link).await.clone(),
        twin.submit("/register", &FIELDS).await.clone(),
    ] {
        assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_used")));
        assert!(page.has("#support-desk") && page.text("#support-desk").contains("03-0000-0000"));
        assert!(page.has("#restart") && !page.has("form input[type=password]"));
    }
    let after = acme.now(&alice).await.usable_password(acme.app.now()).unwrap().hash.clone();
    assert_eq!(before, after);
}

#[tokio::test]
async fn unknown_addresses_are_told_alike() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", with_desk(Policy::classic())).await;
    let alice = acme.newcomer("alice").await;
    let (link, _) = acme.handed_over(&alice).await;
    let handle = link.rsplit('/').next().unwrap();
    let flipped = if handle.ends_with('A') { "B" } else { "A" };
    let near = format!("{}{flipped}", &handle[..handle.len() - 1]);
    let mut told = Vec::new();
    for handle in [&near, "x", "a_x", "%00", "%0d%0aX", "..%2f..%2faccount", "p-01-usr007"] {
        let page = idp.browser().open(acme.at(&format!("/enrol/{handle}"))).await.clone();
        assert_eq!(
            (page.status(), page.problem().as_deref()),
            (404, Some("link_unknown")),
            "{handle}"
        );
        assert!(page.has("#support-desk"));
        told.push(page.text("main"));
    }
    told.dedup();
    assert_eq!(told.len(), 1);
    assert!(!told[0].contains("alice"));
}

#[tokio::test]
async fn the_address_goes_on_in_the_browser_that_began() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", with_desk(Policy::classic())).await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, link) = acme.at_credentials(&idp, &alice).await;
    let page = idp.browser().open(&link).await.clone();
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("other_browser")));
    assert!(page.has("#support-desk") && !page.has("#new-password"));
    assert!(browser.open(&link).await.has("#new-password"), "a restored tab goes on");
    assert!(browser.submit("/register", &FIELDS).await.has("#enrol-done"));
}

#[tokio::test]
async fn a_closed_account_has_nothing_to_enrol() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, link) = acme.at_credentials(&idp, &alice).await;
    acme.disable(&alice).await;
    let page = browser.submit("/register", &FIELDS).await;
    assert_eq!((page.status(), page.problem().as_deref()), (404, Some("link_unknown")));
    assert_eq!(idp.door().get(&link).await.status(), 404);
}

/// EN-09: an address that is in a history or a referrer opens nothing; pages send no referrer at all.
#[tokio::test]
async fn pages_tell_nobody_where_they_stand() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, link) = acme.at_credentials(&idp, &alice).await;
    browser.submit("/register", &FIELDS).await;
    browser.open(&link).await;
    assert!(browser.seen.len() >= 4);
    for page in &browser.seen {
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let away = |href: &String| href.starts_with("http") || href.starts_with("//");
        for (selector, name) in [("[src]", "src"), ("link", "href"), ("form", "action")] {
            assert!(!page.attributes(selector, name).iter().any(away), "{}", page.url);
        }
    }
}

#[tokio::test]
async fn both_languages_lead_to_the_page_that_is_due() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (link, code) = acme.handed_over(&alice).await;
    let mut browser = idp.browser();
    browser.open(&link).await;
    let page = browser.submit("/code", &[("otp", "WRONG")]).await;
    let there = page.attributes(".languages a", "href");
    assert!(
        there.iter().all(|href| href.contains("/enrol/") && !href.contains("/code")),
        "{there:?}"
    );
    let english = browser.open(&there[1]).await;
    assert!(english.has("#initial-code") && english.has("html[lang=en]"), "{}", english.body);
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}

/// FL-07.
#[tokio::test]
async fn whoever_has_a_password_by_another_way_enrols_no_more() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, link) = acme.at_credentials(&idp, &alice).await;
    let typed = Typed::fold(crate::support::PASSWORD);
    users::reset_password(&acme.app, &acme.tenant, &alice.user, &typed, ADMIN).await.unwrap();
    let before = acme.now(&alice).await.usable_password(acme.app.now()).unwrap().hash.clone();
    let page = browser.submit("/register", &FIELDS).await;
    assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_used")));
    assert_eq!(idp.door().get(&link).await.status(), 410);
    let after = acme.now(&alice).await.usable_password(acme.app.now()).unwrap().hash.clone();
    assert_eq!(before, after);
}
