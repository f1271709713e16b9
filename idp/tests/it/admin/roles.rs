//! Roles given and taken, and keys of programs.

use std::collections::BTreeSet;
use std::sync::Arc;

use idp::model::admin::{Administrator, ApiScope, Deed, Grant, NotPermitted, Over, Role};
use idp::model::history::Origin;
use idp::model::ids::TenantId;
use idp::model::names::LoginName;
use idp::model::tenant::Tenant;
use idp::stop::Stop;
use idp::usecase::admin::access::{self, Asked};
use idp::usecase::admin::api_keys::{self, Terms};
use idp::usecase::admin::{roles, system};
use idp::usecase::token::bearer::{BearerRefusal, Scheme};
use idp::wire::client_request::ClientRequest;
use time::Duration;

use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, TestTenant};

const OPERATOR: Grant = Grant { role: Role::Operator, over: None };

async fn administrators(idp: &TestIdp) -> TestTenant {
    let tenant = system::ensure(&idp.app, ADMIN).await.unwrap();
    TestTenant { app: idp.app.clone(), tenant: Arc::new(tenant), door: idp.door() }
}

fn name(text: &str) -> LoginName {
    LoginName::parse(text).unwrap()
}

#[tokio::test]
async fn a_role_is_given_once_and_the_last_operator_stays() {
    let idp = TestIdp::start().await;
    let system = administrators(&idp).await;
    system.user("hanako").await;
    let held = roles::grant(&idp.app, &name("hanako"), OPERATOR, ADMIN).await.unwrap();
    let again = roles::grant(&idp.app, &name("hanako"), OPERATOR, ADMIN).await;
    assert!(matches!(again, Err(Stop::Refused(roles::Refusal::HasIt))));
    let stranger = roles::grant(&idp.app, &name("nobody"), OPERATOR, ADMIN).await;
    assert!(matches!(stranger, Err(Stop::Refused(roles::Refusal::NoSuchUser))));
    let last = roles::revoke(&idp.app, &held, ADMIN).await;
    assert!(matches!(last, Err(Stop::Refused(roles::Refusal::LastOperator))));

    system.user("jiro").await;
    roles::grant(&idp.app, &name("jiro"), OPERATOR, ADMIN).await.unwrap();
    assert!(roles::revoke(&idp.app, &held, ADMIN).await.unwrap());
    assert!(!roles::revoke(&idp.app, &held, ADMIN).await.unwrap());
    let deeds: Vec<_> = system.audit().await.into_iter().map(|event| event.action).collect();
    assert!(deeds.contains(&"role.revoke".to_owned()), "{deeds:?}");
}

#[tokio::test]
async fn a_role_over_a_tenant_is_noted_in_that_tenant_too() {
    let idp = TestIdp::start().await;
    let system = administrators(&idp).await;
    let acme = idp.standard().await;
    let other = idp.tenant("other", acme.tenant.policy.clone().into_inner()).await;
    system.user("hanako").await;
    let grant = Grant { role: Role::Owner, over: Some(acme.tenant.id) };
    let held = roles::grant(&idp.app, &name("hanako"), grant, ADMIN).await.unwrap();
    system.user("jiro").await;
    roles::grant(&idp.app, &name("jiro"), OPERATOR, ADMIN).await.unwrap();
    roles::revoke(&idp.app, &held, ADMIN).await.unwrap();
    for (tenant, expected) in [(&acme, 2), (&system, 3), (&other, 0)] {
        let all = tenant.audit().await;
        let roles: Vec<_> = all.iter().filter(|one| one.action.starts_with("role.")).collect();
        assert_eq!(roles.len(), expected, "{roles:?}");
    }
    let all = acme.audit().await;
    for deed in ["role.grant", "role.revoke"] {
        let event = all.iter().find(|one| one.action == deed).unwrap();
        assert_eq!((event.subject.as_str(), event.actor.as_str()), ("hanako", ADMIN.name));
        assert!(event.details.to_string().contains("owner"), "{event:?}");
    }
}

/// Makes a key of a tenant and shows it for the things of another, or of the installation.
async fn by_key(
    idp: &TestIdp,
    home: &Tenant,
    role: Role,
    days: u16,
) -> (String, idp::model::ids::ApiKeyId) {
    let scopes = BTreeSet::from([ApiScope::UsersRead]);
    let terms = Terms { name: "nightly".to_owned(), role, scopes, days };
    let home = (home.id, home.slug.is_system());
    let (key, kept) = api_keys::create(&idp.app, home, terms, ADMIN).await.unwrap();
    (key.expose().to_owned(), kept.id)
}

async fn show(
    idp: &TestIdp,
    tenant: Option<&Arc<Tenant>>,
    token: &str,
) -> Result<Administrator, BearerRefusal> {
    let origin = Origin { address: "192.0.2.7".to_owned(), browser: String::new() };
    let request = ClientRequest::default();
    let asked = Asked { tenant, origin: &origin, scheme: Scheme::Bearer, token, request: &request };
    match access::of_program(&idp.app, &asked).await {
        Ok(somebody) => Ok(somebody),
        Err(Stop::Refused(why)) => Err(why),
        Err(Stop::Fault(fault)) => panic!("{fault}"),
    }
}

fn see(who: &Administrator, tenant: TenantId) -> Option<NotPermitted> {
    who.may(Deed::UserList, Over::Tenant(tenant)).err()
}

#[tokio::test]
async fn a_key_is_for_its_own_tenant_and_a_key_of_the_system_for_all() {
    let idp = TestIdp::start().await;
    let system = administrators(&idp).await;
    let acme = idp.standard().await;
    let other = idp.tenant("other", acme.tenant.policy.clone().into_inner()).await;
    let (own, _) = by_key(&idp, &acme.tenant, Role::Owner, 1).await;
    let (all, _) = by_key(&idp, &system.tenant, Role::Operator, 1).await;

    let who = show(&idp, Some(&acme.tenant), &own).await.unwrap();
    assert_eq!(see(&who, acme.tenant.id), None);
    assert_eq!(see(&who, other.tenant.id), Some(NotPermitted::Elsewhere));
    assert_eq!(
        show(&idp, Some(&other.tenant), &own).await.err(),
        Some(BearerRefusal::InvalidToken)
    );
    assert_eq!(show(&idp, None, &own).await.err(), Some(BearerRefusal::InvalidToken));

    let who = show(&idp, Some(&other.tenant), &all).await.unwrap();
    assert_eq!(see(&who, other.tenant.id), None);
    let beyond = who.may(Deed::UserUnlock, Over::Tenant(other.tenant.id));
    assert_eq!(beyond.err(), Some(NotPermitted::Scope(ApiScope::UsersSupport)));
    assert!(show(&idp, None, &all).await.is_ok());
}

#[tokio::test]
async fn a_key_ends_by_time_and_by_hand() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let (short, _) = by_key(&idp, &acme.tenant, Role::Auditor, 1).await;
    let (long, id) = by_key(&idp, &acme.tenant, Role::Auditor, 2).await;
    idp.clock.advance(Duration::days(1));
    assert!(show(&idp, Some(&acme.tenant), &short).await.is_err());
    assert!(show(&idp, Some(&acme.tenant), &long).await.is_ok());
    assert!(api_keys::revoke(&idp.app, acme.tenant.id, id, ADMIN).await.unwrap());
    assert!(!api_keys::revoke(&idp.app, acme.tenant.id, id, ADMIN).await.unwrap());
    assert!(show(&idp, Some(&acme.tenant), &long).await.is_err());
}

// AD-16
#[tokio::test]
async fn a_tenants_own_key_never_runs_the_installation() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let scopes = BTreeSet::from([ApiScope::UsersRead]);
    let terms = Terms { name: "root".to_owned(), role: Role::Operator, scopes, days: 1 };
    let made = api_keys::create(&idp.app, (acme.tenant.id, false), terms, ADMIN).await;
    assert!(matches!(made, Err(Stop::Refused(api_keys::Unfit::OperatorOfOneTenant))));
}
