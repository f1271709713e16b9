//! Every route of the console by every role: who comes where, and who does not. Cross-tenant ids lead nowhere.

use idp::model::admin::{Deed, Role};

use super::{administrator, entered, page_of};
use crate::support::{Browser, TestIdp, TestTenant, TestUser};

/// Every page of a tenant: its address below the tenant or the person, the deed without which it is not there, and
/// whether something can be posted to it.
const PAGES: [(&str, Deed, bool); 18] = [
    ("", Deed::Overview, false),
    ("/users", Deed::UserList, false),
    ("/users/new", Deed::UserCreate, true),
    ("/users/{user}", Deed::UserShow, false),
    ("/users/{user}/history", Deed::UserHistory, false),
    ("/users/{user}/deeds/unlock", Deed::UserUnlock, true),
    ("/users/{user}/deeds/disable", Deed::UserDisable, true),
    ("/users/{user}/deeds/enable", Deed::UserEnable, true),
    ("/users/{user}/deeds/end-sessions", Deed::UserEndSessions, true),
    ("/users/{user}/deeds/force-change", Deed::UserForceChange, true),
    ("/users/{user}/deeds/approve-reissue", Deed::UserApproveReissue, true),
    ("/users/{user}/invite", Deed::UserInvite, true),
    ("/users/{user}/method", Deed::UserLoginMethod, true),
    ("/users/{user}/claims", Deed::UserClaims, true),
    ("/users/{user}/certificates/1/issue", Deed::CertificateIssue, true),
    ("/users/{user}/certificates/1/revoke", Deed::CertificateRevoke, true),
    ("/users/{user}/sessions/{session}/end", Deed::UserEndSessions, true),
    ("/users/{user}/consents/{client}/revoke", Deed::UserRevokeConsent, true),
];

const NOBODYS: &str = "00000000-0000-7000-8000-000000000000";

fn at(tenant: &TestTenant, user: &TestUser, page: &str) -> String {
    let page = page.replace("{user}", &user.user.id.to_string());
    let page = page.replace("{session}", NOBODYS).replace("{client}", "nobody");
    format!("/console/t/{}{page}", tenant.tenant.slug)
}

/// What a page answers to whoever may see it: these ids are nobody's.
fn when_allowed(page: &str) -> u16 {
    if page.contains("{session}") || page.contains("{client}") { 404 } else { 200 }
}

async fn posted(browser: &mut Browser, url: &str, csrf: &str) -> u16 {
    browser.post(url, &[("csrf", csrf)]).await.status()
}

#[tokio::test]
async fn every_route_by_every_role() {
    let idp = TestIdp::start().await;
    let (acme, other) = (idp.classic().await, idp.tenant("other", acme_policy()).await);
    let (alice, stranger) = (acme.user("alice").await, other.user("stranger").await);
    for role in [Role::Owner, Role::SupportDesk, Role::Auditor] {
        let somebody = administrator(&idp, role.as_str(), role, Some(&acme)).await;
        let mut browser = entered(&idp, &somebody, "/console/t/acme").await;
        let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
        for (page, deed, posts) in PAGES {
            let may = deed.roles().contains(&role);
            let wanted = if may { when_allowed(page) } else { 403 };
            let here = at(&acme, &alice, page);
            assert_eq!(browser.open(&here).await.status(), wanted, "{role:?} {here}");
            if posts && !may {
                assert_eq!(posted(&mut browser, &here, &csrf).await, 403, "{role:?} POST {here}");
            }
            // What lies elsewhere is not there: another tenant, and another tenant's people under one's own.
            let (there, mixed) = (at(&other, &stranger, page), at(&acme, &stranger, page));
            assert_eq!(browser.open(&there).await.status(), 404, "{role:?} {there}");
            if page.contains("{user}") && may {
                assert_eq!(browser.open(&mixed).await.status(), 404, "{role:?} {mixed}");
            }
            if posts {
                assert_eq!(posted(&mut browser, &there, &csrf).await, 404, "{role:?} POST {there}");
            }
        }
        // The side navigation has what the role has.
        let page = browser.open(&page_of(&acme, &alice, "")).await;
        for (word, deed) in [("unlock", Deed::UserUnlock), ("disable", Deed::UserDisable)] {
            let offered = page.has(&format!("#deed-{word}"));
            assert_eq!(offered, deed.roles().contains(&role), "{role:?} {word}");
        }
        assert!(page.has("#devices"), "{role:?}");
        let address = &alice.addresses[0];
        assert_eq!(
            page.text("#devices").replace(' ', "").contains(address.as_str()),
            role == Role::Owner,
            "{role:?}: masked"
        );
    }
    // Nothing was done.
    let read = idp.app.database.read();
    let found = idp::store::users::by_id(read, acme.tenant.id, alice.user.id).await.unwrap();
    assert!(found.unwrap().is_active());
}

fn acme_policy() -> idp::model::policy::Policy {
    idp::model::policy::Policy::classic()
}

#[tokio::test]
async fn the_operator_sees_every_page() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let operator = administrator(&idp, "taro", Role::Operator, None).await;
    let mut browser = entered(&idp, &operator, "/console").await;
    for (page, _, _) in PAGES {
        let here = at(&acme, &alice, page);
        assert_eq!(browser.open(&here).await.status(), when_allowed(page), "{here}");
    }
    for nonsense in ["/console/t/nobody", "/console/t/acme/users/x", "/console/nowhere"] {
        assert_eq!(browser.open(nonsense).await.status(), 404, "{nonsense}");
    }
    let wrong = page_of(&acme, &alice, "/deeds/fly");
    assert_eq!(browser.open(&wrong).await.status(), 404);
}

#[tokio::test]
async fn nobody_acts_upward() {
    let idp = TestIdp::start().await;
    let operator = administrator(&idp, "taro", Role::Operator, None).await;
    let desk = administrator(&idp, "hanako", Role::SupportDesk, None).await;
    let home = super::system(&idp).await;
    let mut browser = entered(&idp, &desk, "/console/t/system/users").await;
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    for below in ["/deeds/unlock", "/deeds/end-sessions", "/deeds/force-change", "/invite"] {
        let above = page_of(&home, &operator, below);
        assert_eq!(browser.open(&above).await.status(), 403, "{below}");
        assert_eq!(posted(&mut browser, &above, &csrf).await, 403, "{below}");
    }
    assert!(!browser.open(&page_of(&home, &operator, "")).await.has("#deed-unlock"));
    assert_eq!(browser.open(&page_of(&home, &desk, "/deeds/unlock")).await.status(), 200);
}

#[tokio::test]
async fn no_form_is_taken_that_a_page_of_ours_did_not_send() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, "/console/t/acme").await;
    for (page, _, posts) in PAGES {
        if posts {
            let here = at(&acme, &alice, page);
            assert_eq!(posted(&mut browser, &here, "forged").await, 403, "{here}");
        }
    }
}
