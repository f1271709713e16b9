//! Policy simulation tells what logins then do.

use idp::model::forecast::{Obstacle, Page};
use idp::model::names::LoginName;
use idp::model::password::Origin;
use idp::model::policy::Policy;
use idp::usecase::admin::simulate::{Counts, differences, everybody, one};
use time::Duration;

use crate::support::tenant::credentials;
use crate::support::{TestIdp, TestTenant};

/// The steps that the simulation tells, and the page that then comes after the password.
async fn told(tenant: &TestTenant, name: &str) -> (Vec<Obstacle>, Vec<Page>) {
    let name = LoginName::parse(name).unwrap();
    let told = one(&tenant.app, &tenant.tenant, &name, &tenant.tenant.policy).await.unwrap();
    let told = told.unwrap();
    (told.obstacles, told.steps)
}

#[tokio::test]
async fn what_is_told_is_what_happens() {
    let idp = TestIdp::start().await;
    let tenant = idp.classic().await;
    let website = tenant.website("portal").await;
    let alice = tenant.user("alice").await;
    let bob = tenant
        .user_as("bob", |new| {
            let days = Duration::days(100);
            if let Some((_, origin, set_at)) = &mut new.password {
                (*origin, *set_at) = (Origin::Chosen, set_at.minus(days));
            }
        })
        .await;
    assert_eq!(told(&tenant, "alice").await, (vec![], vec![Page::Password, Page::Code]));
    let browser = tenant.past_password(&website, &alice).await;
    assert!(browser.page().has("#otp"));
    let steps = vec![Page::Password, Page::NewPasswordExpired, Page::Code];
    assert_eq!(told(&tenant, "bob").await, (vec![], steps));
    let browser = tenant.past_password(&website, &bob).await;
    assert!(browser.page().has("#new-password"));
    for _ in 0..5 {
        let mut browser = tenant.at_login(&website).await;
        let wrong = [("username", alice.name()), ("password", "not it")];
        browser.submit("/password", &wrong).await;
    }
    idp.letters_may_wait();
    let obstacles = told(&tenant, "alice").await.0;
    assert!(matches!(obstacles[..], [Obstacle::Locked { until: None, .. }]), "{obstacles:?}");
    let mut browser = tenant.at_login(&website).await;
    browser.submit("/password", &credentials(&alice)).await;
    assert!(browser.page().has("#account-locked"));
}

#[tokio::test]
async fn a_changed_policy_is_counted_before_it_stands() {
    let idp = TestIdp::start().await;
    let tenant = idp.standard().await;
    for name in ["alice", "bob", "carol"] {
        tenant.user(name).await;
    }
    idp.clock.advance(Duration::days(40));
    tenant.user("dora").await;
    let before = tenant.tenant.policy.clone().into_inner();
    let mut after = before.clone();
    after.password.valid_days = Some(30);
    after.history_days = 30;
    let counts = everybody(&tenant.app, &tenant.tenant, &[&before, &after]).await.unwrap();
    let four = Counts { users: 4, ..Counts::default() };
    assert_eq!(counts, [four, Counts { must_change_password: 3, ..four }]);
    let fields: Vec<_> =
        differences(&before, &after).unwrap().into_iter().map(|one| one.field).collect();
    assert_eq!(fields, ["history_days", "password.valid_days"]);
    assert!(differences(&before, &Policy::standard()).unwrap().is_empty());
}
