//! The mailed link: opened by anybody, used by one browser, once.

use axum::body::Body;
use axum::http::Request;
use idp::model::password::Typed;
use idp::usecase::admin::users;

use super::{ANSWER, ask, confirmed, link, push, question, set_answer};
use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, days, minutes};

/// RS-09, RS-10, RS-11.
#[tokio::test]
async fn opening_changes_nothing_and_cleans_the_address() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let link = link(&idp, &acme, &alice).await;
    let token = link.rsplit('/').next().unwrap();
    for method in ["GET", "HEAD"].repeat(5) {
        let request = Request::builder().method(method).uri(&link).body(Body::empty()).unwrap();
        let page = idp.door().send(request).await;
        assert_eq!(page.status(), 303);
        assert_eq!(page.location(), Some("/t/acme/reissue/continue"));
    }
    let mut browser = idp.browser();
    let page = browser.open(&link).await;
    assert!(page.has("#reissue-continue") && page.url.ends_with("/reissue/continue"));
    assert!(!page.body.contains(token), "the page does not know its token");
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(browser.submit("/confirm", &[]).await.has("#answer-submit"));
    assert!(browser.open(acme.at("/reissue/continue")).await.has("#answer-submit"), "reload");
    assert!(browser.open(&link).await.has("#answer-submit"), "the letter once more");
}

/// RS-05.
#[tokio::test]
async fn the_database_knows_no_token() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let link = link(&idp, &acme, &alice).await;
    let token = link.rsplit('/').next().unwrap().as_bytes();
    assert!(token.len() >= 43 + 2);
    let dump = idp.dump();
    assert!(!dump.windows(token.len()).any(|window| window == token));
    assert!(!dump.windows(43).any(|window| window == &token[2..]));
}

/// RS-06, RS-15, FL-10: the link belongs to the browser that confirmed it.
#[tokio::test]
async fn another_browser_comes_too_late() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    set_answer(&acme, &alice, &question(&acme)).await;
    let link = link(&idp, &acme, &alice).await;
    let mut early = idp.browser();
    early.open(&link).await;
    let own = confirmed(&idp, &link).await;
    let page = early.submit("/confirm", &[]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("other_browser")));
    let own_question = question(&acme);
    let right = [("question", own_question.as_str()), ("answer", ANSWER)];
    for step in ["confirm", "question", "recovery-code", "new-password"] {
        early.open(acme.at("/reissue")).await;
        let url = format!("/t/acme/reissue/continue/{step}");
        let page =
            push(&mut early, &url, &[&right[..], &super::twice("kasa-no-ao-42")].concat()).await;
        assert!(!page.has("#temporary-password"), "{step}");
        early.open(&link).await;
        assert_eq!(early.page().problem().as_deref(), Some("other_browser"), "{step}");
    }
    // The cookie of the reissue alone, in a browser that is not the one.
    let mut stolen = idp.browser();
    stolen.open(acme.at("/reissue")).await;
    stolen.set_cookie("__Host-sekisho_reissue_acme", own.cookie("reissue").unwrap());
    let page = push(&mut stolen, "/t/acme/reissue/continue/question", &right).await;
    assert!(!page.has("#temporary-password"));
    assert_eq!(
        stolen.open(acme.at("/reissue/continue")).await.problem().as_deref(),
        Some("other_browser")
    );
    let mut own = own;
    assert!(own.submit("/question", &right).await.has("#temporary-password"));
    idp.deliver().await;
}

#[tokio::test]
async fn a_browser_without_cookies_is_told_so() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let link = link(&idp, &acme, &alice).await;
    assert_eq!(idp.door().get(&link).await.status(), 303);
    let page = idp.door().get(&acme.at("/reissue/continue")).await;
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("no_cookie")));
    let mut other = idp.browser();
    other.open(acme.at("/reissue")).await;
    let page = other.open(acme.at("/reissue/continue")).await;
    assert_eq!((page.status(), page.problem().as_deref()), (404, Some("link_unknown")));
}

/// RS-08: a newer request, the end of its time, a password by another way, a lock by the desk's rules.
#[tokio::test]
async fn a_link_dies_in_every_way_with_its_own_word() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let problem = async |link: &str| {
        let page = idp.browser().open(link).await.clone();
        (page.status(), page.problem().unwrap_or_default())
    };
    let first = link(&idp, &acme, &alice).await;
    let second = link(&idp, &acme, &alice).await;
    assert_eq!(problem(&first).await, (410, "link_superseded".to_owned()));
    idp.clock.advance(minutes(60) - time::Duration::milliseconds(1));
    assert_eq!(problem(&second).await, (200, String::new()));
    idp.clock.advance(time::Duration::milliseconds(1));
    assert_eq!(problem(&second).await, (410, "link_expired".to_owned()));

    let third = link(&idp, &acme, &alice).await;
    let mut open = confirmed(&idp, &third).await;
    idp.clock.advance(minutes(1));
    let typed = Typed::fold("shiro-no-hata-9");
    users::reset_password(&idp.app, &acme.tenant, &alice.user, &typed, ADMIN).await.unwrap();
    assert_eq!(problem(&third).await, (410, "link_closed".to_owned()));
    open.open(acme.at("/reissue/continue")).await;
    assert_eq!(open.page().problem().as_deref(), Some("link_closed"));

    let fourth = link(&idp, &acme, &alice).await;
    let portal = acme.website("portal").await;
    for _ in 0..5 {
        let mut browser = acme.at_login(&portal).await;
        browser.submit("/password", &[("username", "alice"), ("password", "wrong-77")]).await;
    }
    assert_eq!(problem(&fourth).await, (410, "link_closed".to_owned()));
    acme.unlock(&alice).await;
    assert_eq!(problem(&fourth).await, (410, "link_closed".to_owned()), "unlocking revives none");
    acme.disable(&alice).await;
    assert_eq!(problem("/t/acme/reissue/r_unknown").await, (404, "link_unknown".to_owned()));
    idp.deliver().await;
}

#[tokio::test]
async fn a_locked_account_shows_the_lock_page_behind_the_link() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    for _ in 0..5 {
        let mut browser = acme.at_login(&portal).await;
        browser.submit("/password", &[("username", "alice"), ("password", "wrong-77")]).await;
    }
    let link = link(&idp, &acme, &alice).await;
    assert!(idp.browser().open(&link).await.has("#account-locked"));
    acme.unlock(&alice).await;
    assert!(idp.browser().open(&link).await.has("#reissue-continue"));
}

/// A link of one tenant is nothing at another, and needs its cookie's tenant.
#[tokio::test]
async fn a_link_is_its_tenants_own() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let alice = acme.user("alice").await;
    let link = link(&idp, &acme, &alice).await;
    let foreign = link.replace("/t/acme/", "/t/other/");
    assert_eq!(idp.browser().open(&foreign).await.problem().as_deref(), Some("link_unknown"));
    assert!(ask(&other, "alice", "alice@acme.test").await.has("#reissue-sent"));
    idp.deliver().await;
}

#[tokio::test]
async fn old_reissues_and_their_links_are_removed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let link = link(&idp, &acme, &alice).await;
    let tidy = idp::usecase::upkeep::tidy::tidy;
    idp.clock.advance(days(7));
    tidy(&idp.app).await.unwrap();
    assert_eq!(idp.browser().open(&link).await.problem().as_deref(), Some("link_expired"));
    idp.clock.advance(minutes(61));
    tidy(&idp.app).await.unwrap();
    assert_eq!(idp.browser().open(&link).await.problem().as_deref(), Some("link_unknown"));
}
