//! The chain is whole after a busy day, whoever seals.

use futures_util::future::join_all;
use idp::model::audit::{Filter, How};
use idp::model::policy::Policy;
use idp::store;
use idp::usecase::admin::audit::{From, verify};
use idp::usecase::upkeep::seal_audit::seal_all;

use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, seconds};

#[tokio::test]
async fn a_busy_walk_is_one_whole_chain() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let portal = acme.website("portal").await;
    for number in 0..5 {
        let person = acme.simple_user(&format!("person{number}")).await;
        assert!(acme.past_password(&portal, &person).await.has_left());
    }
    other.simple_user("stranger").await;
    let written = acme.audit().await.len();
    let before = verify(&idp.app, &acme.tenant, &From::TheFirst).await.unwrap();
    assert_eq!((before.number, before.waiting, before.late), (0, written as u64, 0));
    idp.clock.advance(seconds(11));
    let late = verify(&idp.app, &acme.tenant, &From::TheFirst).await.unwrap().late;
    assert_eq!(late, written as u64, "what nobody seals is told apart");
    assert!(seal_all(&idp.app).await.unwrap() > written);
    assert_eq!(seal_all(&idp.app).await.unwrap(), 0);
    for tenant in [&acme, &other] {
        let verdict = verify(&idp.app, &tenant.tenant, &From::TheFirst).await.unwrap();
        assert_eq!((verdict.broken, verdict.waiting, verdict.late), (None, 0, 0));
        assert_eq!(usize::try_from(verdict.number).unwrap(), tenant.audit().await.len());
    }
    idp.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_seal_one_chain() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let second = idp.second_app().await;
    let unlock = || idp::usecase::admin::users::unlock(&idp.app, &acme.tenant, &alice.user, ADMIN);
    let mut sealed = 0;
    for _ in 0..10 {
        join_all((0..20).map(|_| unlock())).await.into_iter().for_each(|done| done.unwrap());
        let (one, other, third) =
            tokio::join!(seal_all(&idp.app), seal_all(&second), seal_all(&idp.app));
        sealed += one.unwrap() + other.unwrap() + third.unwrap();
    }
    sealed += seal_all(&idp.app).await.unwrap();
    let verdict = verify(&idp.app, &acme.tenant, &From::TheFirst).await.unwrap();
    assert_eq!((verdict.broken, verdict.waiting), (None, 0));
    assert_eq!(i64::try_from(sealed).unwrap(), verdict.number);
    assert!(verdict.number > 200);
}

#[tokio::test]
async fn what_was_known_of_a_chain_must_still_stand() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for name in ["alice", "bob"] {
        acme.simple_user(name).await;
    }
    seal_all(&idp.app).await.unwrap();
    let (app, tenant) = (&idp.app, &acme.tenant);
    let seen = verify(app, tenant, &From::TheFirst).await.unwrap();
    acme.simple_user("carol").await;
    seal_all(&idp.app).await.unwrap();
    let broken = async |number: i64, link: &str| {
        let known = From::Known(number, link.to_owned());
        verify(app, tenant, &known).await.unwrap().broken.map(|found| (found.number, found.how))
    };
    assert_eq!(broken(seen.number, &seen.link).await, None);
    let other = "0".repeat(64);
    assert_eq!(broken(seen.number, &other).await, Some((seen.number, How::Changed)));
    let head = verify(app, tenant, &From::TheFirst).await.unwrap().number;
    assert_eq!(broken(head + 5, &seen.link).await, Some((head + 1, How::CutOff)));
    assert_eq!(verify(app, tenant, &From::TheLast(2)).await.unwrap().broken, None);
}

// More events than a batch, a page of an export and a page of the walk have.
#[tokio::test]
async fn long_chains_are_sealed_and_walked_in_parts() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.write_events(2_345).await;
    while seal_all(&idp.app).await.unwrap() > 0 {}
    let verdict = verify(&idp.app, &acme.tenant, &From::TheFirst).await.unwrap();
    assert_eq!(verdict.broken, None);
    let read = idp.app.database.read();
    let (id, all) = (acme.tenant.id, Filter::default());
    let last = store::audit::sealed(read, id, &all, (verdict.number - 1, i64::MAX), 5).await;
    assert_eq!(last.unwrap().len(), 1);
    assert!(verdict.number > 2_345);
}
