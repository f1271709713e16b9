//! Guards that hold on every database: one winner, one tenant, one version.

use futures_util::future::join_all;
use idp::model::policy::Policy;
use idp::usecase::admin::{policies, users};
use idp::usecase::upkeep::tidy::tidy;
use idp::{model, store};

use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, days, minutes};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_changes_to_one_policy_version_one_wins() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let change = |days: u16| {
        let mut policy = Policy::classic();
        policy.history_days = days;
        policies::change(&idp.app, &acme.tenant, policy.check().unwrap(), ADMIN)
    };
    let outcomes = join_all((31..47).map(change)).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let versions = policies::history(&idp.app, &acme.tenant).await.unwrap();
    assert_eq!(versions.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
}

#[tokio::test]
async fn a_user_of_another_tenant_is_not_found() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let alice = acme.user("alice").await;
    let read = idp.app.database.read();
    let (name, id) = (&alice.user.login_name, alice.user.id);
    assert!(store::users::by_id(read, acme.tenant.id, id).await.unwrap().is_some());
    assert!(store::users::by_id(read, other.tenant.id, id).await.unwrap().is_none());
    assert!(store::users::by_login_name(read, other.tenant.id, name).await.unwrap().is_none());
    assert_eq!(store::devices::of_user(read, other.tenant.id, id).await.unwrap().len(), 0);
}

#[tokio::test]
async fn users_come_in_pages_and_a_name_is_taken_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for name in ["carol", "alice", "bob"] {
        acme.simple_user(name).await;
    }
    let names = |users: Vec<model::user::User>| -> Vec<String> {
        users.iter().map(|user| user.login_name.to_string()).collect()
    };
    let first = users::page(&idp.app, &acme.tenant, None, 2).await.unwrap();
    let after = first[1].login_name.clone();
    assert_eq!(names(first), ["alice", "bob"]);
    let rest = users::page(&idp.app, &acme.tenant, Some(&after), 2).await.unwrap();
    assert_eq!(names(rest), ["carol"]);
    let again = users::NewUser {
        login_name: after,
        login_method: Some(model::login_method::LoginMethod::Password),
        addresses: Vec::new(),
        password: None,
    };
    assert!(users::create(&idp.app, &acme.tenant, again, ADMIN).await.is_err());
}

#[tokio::test]
async fn tidying_removes_what_is_past_its_time_and_nothing_else() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    idp.clock.advance(minutes(5));
    tidy(&idp.app).await.unwrap();
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 200);
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
    idp.clock.advance(days(8));
    assert!(tidy(&idp.app).await.unwrap() > 0);
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"], "history stays its 31 days");
    idp.clock.advance(days(31));
    tidy(&idp.app).await.unwrap();
    assert_eq!(acme.outcomes(&alice).await.len(), 0);
    assert_eq!(tidy(&idp.app).await.unwrap(), 0);
    assert!(acme.past_password(&portal, &alice).await.has_left());
    idp.deliver().await;
}
