//! The first administrator, made by the code that the program prints.

use idp::model::admin::Actor;
use idp::model::device::Kind as Device;
use idp::model::names::{LoginName, MailAddress};
use idp::model::password::{Origin, Typed};
use idp::model::secret::{Kind, Opaque};
use idp::stop::Stop;
use idp::usecase::admin::users::NewUser;
use idp::usecase::admin::{roles, set_up, system};
use time::Duration;

use crate::support::TestIdp;
use crate::support::tenant::ADMIN;

fn hanako(idp: &TestIdp, name: &str) -> NewUser {
    let mail = MailAddress::parse(&format!("{name}@office.test")).unwrap();
    NewUser {
        login_name: LoginName::parse(name).unwrap(),
        login_method: None,
        addresses: vec![(mail, Device::Pc)],
        password: Some((Typed::fold("kaza-guruma-no-yado"), Origin::Chosen, idp.app.now())),
    }
}

// AD-01
#[tokio::test]
async fn the_code_makes_one_operator_and_no_second() {
    let idp = TestIdp::start().await;
    let code = set_up::code(&idp.app, ADMIN).await.unwrap().unwrap();
    let (one, two) = tokio::join!(
        set_up::first(&idp.app, &code, hanako(&idp, "hanako"), ADMIN),
        set_up::first(&idp.app, &code, hanako(&idp, "jiro"), ADMIN),
    );
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{one:?} {two:?}");
    let loser = one.err().or(two.err()).unwrap();
    assert!(matches!(loser, Stop::Refused(set_up::Refusal::Code)), "{loser:?}");
    assert_eq!(roles::all(&idp.app).await.unwrap().len(), 1);
    // Now somebody runs the installation: there is no further code.
    assert!(set_up::code(&idp.app, ADMIN).await.unwrap().is_none());
}

#[tokio::test]
async fn another_an_older_and_an_expired_code_make_nobody() {
    let idp = TestIdp::start().await;
    let former = set_up::code(&idp.app, ADMIN).await.unwrap().unwrap();
    let code = set_up::code(&idp.app, ADMIN).await.unwrap().unwrap();
    let foreign = Opaque::draw(Kind::SetUp, idp.app.random());
    for wrong in [&former, &foreign] {
        assert!(!set_up::serves(&idp.app, wrong).await.unwrap());
        let made = set_up::first(&idp.app, wrong, hanako(&idp, "hanako"), ADMIN).await;
        assert!(matches!(made, Err(Stop::Refused(set_up::Refusal::Code))));
    }
    assert!(set_up::serves(&idp.app, &code).await.unwrap());
    idp.clock.advance(Duration::hours(24));
    let late = set_up::first(&idp.app, &code, hanako(&idp, "hanako"), ADMIN).await;
    assert!(matches!(late, Err(Stop::Refused(set_up::Refusal::Code))));
    assert!(roles::all(&idp.app).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_administrators_always_have_a_second_factor() {
    let idp = TestIdp::start().await;
    let by = Actor::here("service");
    let tenant = system::ensure(&idp.app, by).await.unwrap();
    assert!(tenant.policy.login_methods.allowed.iter().all(|one| one.has_second_step()));
    assert_eq!(system::ensure(&idp.app, by).await.unwrap().id, tenant.id, "it is made once");
}

#[tokio::test]
async fn a_weak_password_uses_no_code_up() {
    let idp = TestIdp::start().await;
    let code = set_up::code(&idp.app, ADMIN).await.unwrap().unwrap();
    let weak = NewUser {
        password: Some((Typed::fold("password"), Origin::Chosen, idp.app.now())),
        ..hanako(&idp, "hanako")
    };
    let refused = set_up::first(&idp.app, &code, weak, ADMIN).await;
    assert!(matches!(refused, Err(Stop::Refused(set_up::Refusal::User(_)))));
    set_up::first(&idp.app, &code, hanako(&idp, "hanako"), ADMIN).await.unwrap();
}
