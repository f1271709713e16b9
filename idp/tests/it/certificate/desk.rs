//! Certificates by the hands of the desk: the use-cases behind `sekisho certificate`.

use idp::model::certificate::State;
use idp::model::policy::{DownloadPassword, Policy};
use idp::stop::Stop;
use idp::usecase::admin::certificates::{Refusal, issue, issue_for_request, list, revoke};
use idp::usecase::admin::users::{self, Shown as Desk};
use keys::ca::Form;

use crate::support::certificate::policy;
use crate::support::tenant::ADMIN;
use crate::support::{Shown, TestIdp, TestTenant, TestUser, minutes};

async fn of(acme: &TestTenant, user: &TestUser) -> Desk {
    users::show(&acme.app, &acme.tenant, &user.user.login_name).await.unwrap().unwrap()
}

fn refused<T>(outcome: Result<T, Stop<Refusal>>) -> Option<Refusal> {
    match outcome.err()? {
        Stop::Refused(why) => Some(why),
        Stop::Fault(_) => None,
    }
}

#[tokio::test]
async fn the_desk_issues_lists_and_revokes_and_the_user_is_told() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::ShownOnce)).await;
    let alice = acme.certificate_user("alice").await;
    let (app, tenant) = (&acme.app, &acme.tenant);
    let desk = of(&acme, &alice).await;
    let (issued, file) = issue(app, tenant, (&desk, 1), Form::Compat, ADMIN).await.unwrap();
    assert_eq!(file.name, "alice-1.p12");
    let shown = Shown::import(&file.bytes, &issued.password.unwrap());
    acme.in_account(&alice, &shown).await;
    let all = list(app, tenant, &desk).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].number, all[0].state), (Some(1), State::Valid));
    assert_eq!(all[0].certificate.serial, issued.serial);
    idp.clock.advance(minutes(1));
    assert_eq!(revoke(app, tenant, (&desk, 1), ADMIN).await.unwrap(), 1);
    assert_eq!(list(app, tenant, &desk).await.unwrap()[0].state, State::Revoked);
    assert_eq!(refused(revoke(app, tenant, (&desk, 1), ADMIN).await), Some(Refusal::NothingValid));
    idp.deliver().await;
    let subjects: Vec<_> = idp.post.all().into_iter().map(|one| one.mail.subject).collect();
    assert!(subjects.iter().any(|one| one.contains("発行")), "{subjects:?}");
    assert!(subjects.iter().any(|one| one.contains("失効")), "{subjects:?}");
    let audit = acme.audit().await;
    for deed in ["certificate.issue", "certificate.download", "certificate.revoke"] {
        let event = audit.iter().find(|event| event.action == deed).unwrap();
        assert_eq!(event.actor, ADMIN.name, "{deed}");
    }
}

/// CE-11: of a signing request only the key is taken.
#[tokio::test]
async fn the_desk_issues_for_a_key_that_stays_where_it_is() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.certificate_user("alice").await;
    let (app, tenant) = (&acme.app, &acme.tenant);
    let desk = of(&acme, &alice).await;
    let key = rcgen::KeyPair::generate().unwrap();
    let csr = super::csr::request(&key);
    let issued = issue_for_request(app, tenant, (&desk, 1), &csr, ADMIN).await.unwrap();
    assert!(issued.password.is_none());
    let shown = Shown { leaf: issued.certificate, pkcs8: key.serialize_der() };
    acme.in_account(&alice, &shown).await;
    let broken = issue_for_request(app, tenant, (&desk, 1), "no request", ADMIN).await;
    assert!(matches!(refused(broken), Some(Refusal::Request(_))));
    idp.deliver().await;
}

#[tokio::test]
async fn nothing_is_issued_to_whom_it_is_of_no_use() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let (alice, bob) = (acme.certificate_user("alice").await, acme.simple_user("bob").await);
    let (app, tenant) = (&acme.app, &acme.tenant);
    let (alice, bob) = (of(&acme, &alice).await, of(&acme, &bob).await);
    for (whose, why) in [((&alice, 2), Refusal::NoDevice), ((&bob, 1), Refusal::OtherMethod)] {
        let outcome = issue(app, tenant, whose, Form::Modern, ADMIN).await;
        assert_eq!(refused(outcome), Some(why));
    }
    let mut without: Policy = policy(DownloadPassword::Kept);
    let method = idp::model::login_method::LoginMethod::PasswordCertificate;
    without.login_methods.allowed.remove(&method);
    let other = idp.tenant("other", without).await;
    let carol = other.simple_user("carol").await;
    let carol = of(&other, &carol).await;
    let outcome = issue(app, &other.tenant, (&carol, 1), Form::Modern, ADMIN).await;
    assert_eq!(refused(outcome), Some(Refusal::NotOffered));
    assert!(!acme.actions().await.contains(&"certificate.issue".to_owned()));
}
