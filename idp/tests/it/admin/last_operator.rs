//! Somebody stays who can log in and run the installation, whatever is done by whichever door, and at once.

use std::sync::Arc;

use idp::model::admin::{Grant, Role};
use idp::model::device::Kind;
use idp::model::login_method::LoginMethod;
use idp::model::names::{LoginName, MailAddress};
use idp::stop::Stop;
use idp::usecase::admin::users::Refusal;
use idp::usecase::admin::{change_user, remove_user, roles, system, users};

use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, TestTenant, TestUser};

const OPERATOR: Grant = Grant { role: Role::Operator, over: None };

struct Scene {
    idp: TestIdp,
    system: TestTenant,
}

impl Scene {
    async fn set() -> Self {
        let idp = TestIdp::start().await;
        idp.letters_may_wait();
        let tenant = Arc::new(system::ensure(&idp.app, ADMIN).await.unwrap());
        let system = TestTenant { app: idp.app.clone(), tenant, door: idp.door() };
        Self { idp, system }
    }

    async fn operator(&self, name: &str) -> TestUser {
        let user = self.system.user(name).await;
        roles::grant(&self.idp.app, &user.user.login_name, OPERATOR, ADMIN).await.unwrap();
        user
    }

    async fn disable(&self, user: &TestUser) -> Option<Refusal> {
        let tenant = &self.system.tenant;
        refusal(users::set_disabled(&self.idp.app, tenant, &user.user, true, ADMIN).await)
    }

    /// Everything that could take his way in, once each.
    async fn each_deed(&self, user: &TestUser) -> Vec<Option<Refusal>> {
        let (app, tenant, one) = (&self.idp.app, &*self.system.tenant, &user.user);
        let shown = users::show(app, tenant, &one.login_name).await.unwrap().unwrap();
        let name = LoginName::parse("somebody-else").unwrap();
        let method = LoginMethod::Password;
        vec![
            refusal(users::set_disabled(app, tenant, one, true, ADMIN).await),
            refusal(users::set_login_method(app, tenant, &shown, method, ADMIN).await),
            refusal(change_user::set_login_name(app, tenant, one, name, ADMIN).await),
            refusal(remove_user::remove(app, tenant, one, ADMIN).await.map(drop)),
        ]
    }
}

fn refusal<T>(done: Result<T, Stop<Refusal>>) -> Option<Refusal> {
    match done {
        Ok(_) => None,
        Err(Stop::Refused(why)) => Some(why),
        Err(Stop::Fault(fault)) => panic!("{fault}"),
    }
}

// AD-16
#[tokio::test]
async fn no_deed_takes_the_last_operators_way_in() {
    let mut scene = Scene::set().await;
    // So that the method alone would be allowed.
    scene
        .system
        .change_policy(|policy| policy.login_methods.allowed = LoginMethod::ALL.into())
        .await;
    let hanako = scene.operator("hanako").await;
    // One who has not enrolled, and one who is closed, are nobody who could help.
    let guest = scene.system.user_as("guest", |new| new.password = None).await;
    roles::grant(&scene.idp.app, &guest.user.login_name, OPERATOR, ADMIN).await.unwrap();
    let closed = scene.operator("closed").await;
    assert_eq!(scene.disable(&closed).await, None);
    let before = scene.system.audit().await.len();
    assert_eq!(scene.each_deed(&hanako).await, vec![Some(Refusal::LastOperator); 4]);
    let held = roles::all(&scene.idp.app).await.unwrap();
    let his = held.iter().find(|one| one.login_name.as_str() == "hanako").unwrap();
    let revoked = roles::revoke(&scene.idp.app, &his.held, ADMIN).await;
    assert!(matches!(revoked, Err(Stop::Refused(roles::Refusal::LastOperator))), "{revoked:?}");
    // Nothing of it stays.
    assert_eq!(scene.system.audit().await.len(), before);
    assert!(scene.system.now(&hanako).await.is_active());
    // Addresses may change as long as there is one.
    let (app, tenant) = (&scene.idp.app, &scene.system.tenant);
    let other = vec![(MailAddress::parse("new@system.test").unwrap(), Kind::Pc)];
    let moved = change_user::set_addresses(app, tenant, &hanako.user, other, ADMIN).await;
    assert_eq!(refusal(moved), None);
    // With a second one, each may go.
    let jiro = scene.operator("jiro").await;
    assert_eq!(scene.disable(&hanako).await, None);
    assert_eq!(scene.each_deed(&jiro).await, vec![Some(Refusal::LastOperator); 4]);
}

/// People of other tenants are watched by nobody.
#[tokio::test]
async fn another_tenants_last_person_may_go() {
    let scene = Scene::set().await;
    scene.operator("hanako").await;
    let acme = scene.idp.classic().await;
    let alice = acme.user("alice").await;
    let gone = remove_user::remove(&scene.idp.app, &acme.tenant, &alice.user, ADMIN).await;
    assert!(gone.unwrap());
}

// AD-16
#[tokio::test]
async fn of_two_who_take_from_each_other_one_is_refused() {
    for by_role in [true, false, true, false] {
        let scene = Scene::set().await;
        let (one, two) = (scene.operator("one").await, scene.operator("two").await);
        let all = roles::all(&scene.idp.app).await.unwrap();
        let held =
            |user: &TestUser| all.iter().find(|held| held.held.user == user.user.id).unwrap();
        let app = &scene.idp.app;
        let (first, second) = if by_role {
            let (left, right) = (held(&one).held, held(&two).held);
            let (left, right) =
                tokio::join!(roles::revoke(app, &left, ADMIN), roles::revoke(app, &right, ADMIN));
            (left.is_ok(), right.is_ok())
        } else {
            let (left, right) = tokio::join!(scene.disable(&one), scene.disable(&two));
            (left.is_none(), right.is_none())
        };
        assert!(first != second, "{first} {second}");
    }
}
