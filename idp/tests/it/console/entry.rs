//! Who comes in, and what closes the console again.

use idp::model::admin::{Grant, Role};
use idp::model::login_method::LoginMethod;
use idp::usecase::admin::{policies, roles, users};

use super::{administrator, entered, log_in, system};
use crate::support::TestIdp;
use crate::support::tenant::{ADMIN, credentials};

#[tokio::test]
async fn an_administrator_comes_in_by_both_factors_to_where_he_wanted() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, "/console/t/acme/users?q=nobody").await;
    assert_eq!(browser.page().status(), 200);
    assert!(browser.page().url.ends_with("/console/t/acme/users?q=nobody"));
    assert!(browser.page().has("#nav-users[aria-current=page]"));
    // With one tenant the console opens there, without a list to pick from.
    let page = browser.open("/console").await;
    assert!(page.url.ends_with("/console/t/acme"), "{}", page.url);
    assert!(!page.has("#tenant-switch"));
}

#[tokio::test]
async fn the_operator_picks_a_tenant() {
    let idp = TestIdp::start().await;
    let _acme = idp.classic().await;
    let operator = administrator(&idp, "taro", Role::Operator, None).await;
    let mut browser = entered(&idp, &operator, "/console").await;
    assert!(browser.page().has("#tenant-acme") && browser.page().has("#tenant-system"));
    let page = browser.open("/console/tenants?q=ACM").await;
    assert!(page.has("#tenant-acme") && !page.has("#tenant-system"));
}

#[tokio::test]
async fn the_end_of_the_session_ends_the_console() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, "/console/t/acme").await;
    assert!(browser.page().has("#console-sign-out"));
    let home = system(&idp).await;
    users::end_sessions(&idp.app, &home.tenant, &owner.user, ADMIN).await.unwrap();
    assert!(browser.open("/console/t/acme").await.has("#username"));
    // A later session of the same person does not bring the old opening back: the login leads through the front door.
    log_in(&idp, &mut browser, &owner).await;
    assert!(browser.page().url.ends_with("/console/t/acme"));
}

#[tokio::test]
async fn idle_consoles_close() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, "/console/t/acme").await;
    idp.clock.advance(crate::support::minutes(16));
    assert!(browser.open("/console/t/acme").await.has("#username"));
}

#[tokio::test]
async fn a_role_taken_away_is_gone_at_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    administrator(&idp, "taro", Role::Operator, None).await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let also = Grant { role: Role::Auditor, over: None };
    roles::grant(&idp.app, &owner.user.login_name, also, ADMIN).await.unwrap();
    let mut browser = entered(&idp, &owner, "/console/t/acme/users/new").await;
    assert_eq!(browser.page().status(), 200);
    let held = roles::all(&idp.app).await.unwrap();
    let first = held.iter().find(|one| one.held.grant.role == Role::Owner).unwrap();
    assert!(roles::revoke(&idp.app, &first.held, ADMIN).await.unwrap());
    // He was signed out; what he has left is less.
    assert!(browser.open("/console/t/acme/users/new").await.has("#username"));
    log_in(&idp, &mut browser, &owner).await;
    assert_eq!(browser.page().status(), 403);
    let rest = roles::all(&idp.app).await.unwrap();
    let last = rest.iter().find(|one| one.held.user == owner.user.id).unwrap();
    assert!(roles::revoke(&idp.app, &last.held, ADMIN).await.unwrap());
    browser.open("/console").await;
    log_in(&idp, &mut browser, &owner).await;
    assert_eq!(browser.page().attribute("#door", "data-word").as_deref(), Some("no_role"));
    assert_eq!(browser.page().status(), 403);
}

#[tokio::test]
async fn nobody_comes_in_without_a_second_factor() {
    let idp = TestIdp::start().await;
    let _acme = idp.classic().await;
    let operator = administrator(&idp, "taro", Role::Operator, None).await;
    // Or nothing may be taken from the only one.
    administrator(&idp, "hanako", Role::Operator, None).await;
    let home = system(&idp).await;
    // Even where the policy of administrators was weakened by hand.
    let mut policy = home.tenant.policy.clone().into_inner();
    policy.login_methods.allowed.insert(LoginMethod::Password);
    policies::change(&idp.app, &home.tenant, policy.check().unwrap(), ADMIN).await.unwrap();
    let home = system(&idp).await;
    let shown = users::show(&idp.app, &home.tenant, &operator.user.login_name).await.unwrap();
    let weak = LoginMethod::Password;
    users::set_login_method(&idp.app, &home.tenant, &shown.unwrap(), weak, ADMIN).await.unwrap();
    let mut browser = idp.browser();
    browser.open("/console").await;
    browser.submit("/password", &credentials(&operator)).await;
    let word = browser.page().attribute("#door", "data-word");
    assert_eq!(word.as_deref(), Some("no_second_factor"), "{:?}", browser.page());
    assert!(browser.cookie("console_system").is_none_or(str::is_empty));
    // A session of a password alone, from elsewhere, opens nothing either.
    let mut other = idp.browser();
    other.open("/t/system/account").await;
    other.submit("/password", &credentials(&operator)).await;
    assert_eq!(
        other.open("/console").await.attribute("#door", "data-word").as_deref(),
        Some("no_second_factor")
    );
    idp.deliver().await;
}

#[tokio::test]
async fn an_answer_of_another_login_opens_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let browser = entered(&idp, &owner, "/console/t/acme").await;
    let callback = browser.seen.iter().find(|page| page.url.contains("/console/callback")).unwrap();
    let address = callback.url.clone();
    // In the browser of somebody else, and once more in his own.
    for mut other in [idp.browser(), browser.clone()] {
        let page = other.open(&address).await;
        assert_eq!(page.attribute("#door", "data-word").as_deref(), Some("stale"));
        assert_eq!(page.status(), 403);
    }
    let mut third = idp.browser();
    third.open("/console").await;
    let page = third.open("/console/callback?code=c_x&state=wrong&iss=x").await;
    assert_eq!(page.attribute("#door", "data-word").as_deref(), Some("stale"));
}

#[tokio::test]
async fn sign_out_ends_the_session_by_a_logout_of_the_service() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, "/console/t/acme").await;
    let before = browser.clone();
    let page = browser.submit("/console/sign-out", &[]).await;
    assert_eq!(page.attribute("#door", "data-word").as_deref(), Some("signed_out"), "{page:?}");
    // The cookies from before are worth nothing.
    let mut before = before;
    assert!(before.open("/console/t/acme").await.has("#username"));
}
