//! A rehearsed deed tells what it would come to, and leaves nothing.

use idp::model::names::LoginName;
use idp::model::password::{Origin, Typed};
use idp::store::rehearse;
use idp::usecase::admin::users::{self, NewUser};
use idp::usecase::enrolment::invite::{Delivery, invite};
use idp::usecase::upkeep::deliver_letters::deliver;

use crate::support::TestIdp;
use crate::support::tenant::{ADMIN, address};

#[tokio::test]
async fn what_is_rehearsed_is_answered_and_not_done() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let carol = acme.user_as("carol", |new| new.password = None).await;
    let before = acme.audit().await.len();
    let new = || NewUser {
        login_name: LoginName::parse("alice").unwrap(),
        login_method: None,
        addresses: vec![address("alice@mail.test")],
        password: Some((Typed::fold("kaza-guruma-77"), Origin::Chosen, idp.app.now())),
    };
    rehearse(users::create(&idp.app, &acme.tenant, new(), ADMIN)).await.unwrap();
    // Twice: the first left nothing that the second could meet.
    rehearse(users::create(&idp.app, &acme.tenant, new(), ADMIN)).await.unwrap();
    let invited =
        rehearse(invite(&idp.app, &acme.tenant, &carol.user, Delivery::Mail, ADMIN)).await;
    assert!(invited.is_ok());
    assert_eq!(acme.audit().await.len(), before);
    let waiting = deliver(&idp.app).await.unwrap();
    assert_eq!(waiting, 0, "no letter leaves");
    let none = users::show(&idp.app, &acme.tenant, &LoginName::parse("alice").unwrap()).await;
    assert!(none.unwrap().is_none());
    users::create(&idp.app, &acme.tenant, new(), ADMIN).await.unwrap();
}

#[tokio::test]
async fn beside_a_rehearsal_others_write() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let unlock = users::unlock;
    let bob = acme.user("bob").await.user;
    let (rehearsed, done) = tokio::join!(
        rehearse(unlock(&idp.app, &acme.tenant, &bob, ADMIN)),
        unlock(&idp.app, &acme.tenant, &bob, ADMIN),
    );
    rehearsed.unwrap();
    done.unwrap();
    let unlocked = acme.audit().await.into_iter().filter(|one| one.action == "user.unlock");
    assert_eq!(unlocked.count(), 1);
}
