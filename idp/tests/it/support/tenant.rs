//! Tenants, users and clients, made through the same use-cases as an administrator's.

use std::sync::Arc;

use idp::app::App;
use idp::model::admin::Actor;
use idp::model::audit::{Filter, Written};
use idp::model::device::Kind;
use idp::model::history::Entry;
use idp::model::login_method::LoginMethod;
use idp::model::names::{LoginName, MailAddress, TenantSlug};
use idp::model::password::{Origin, Typed};
use idp::model::policy::Policy;
use idp::model::tenant::Tenant;
use idp::model::user::User;
use idp::usecase::admin::users::NewUser;
use idp::usecase::admin::{policies, tenants, users};

use super::website::Website;
use super::{Browser, Door, TestIdp};

/// The password of every user who has no other.
pub const PASSWORD: &str = "kaza-guruma-77";

/// Who administrates in tests.
pub const ADMIN: Actor<'static> = Actor::here("desk");

pub struct TestTenant {
    pub app: App,
    pub tenant: Arc<Tenant>,
    pub door: Door,
}

/// An event of the audit trail, its details read.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub details: serde_json::Value,
    pub address: Option<String>,
}

impl From<Written> for Recorded {
    fn from(event: Written) -> Self {
        let details = event.details_value();
        let Written { actor, action, subject, address, .. } = event;
        Self { actor, action, subject, details, address }
    }
}

#[derive(Clone, Debug)]
pub struct TestUser {
    pub user: User,
    pub addresses: Vec<String>,
}

impl TestIdp {
    pub async fn classic(&self) -> TestTenant {
        self.tenant("acme", Policy::classic()).await
    }

    pub async fn standard(&self) -> TestTenant {
        self.tenant("acme", Policy::standard()).await
    }

    pub async fn tenant(&self, slug: &str, policy: Policy) -> TestTenant {
        let (parsed, policy) = (TenantSlug::parse(slug).unwrap(), policy.check().unwrap());
        let name = format!("{slug} 株式会社");
        let made = tenants::create(&self.app, parsed, &name, policy, ADMIN).await;
        TestTenant { app: self.app.clone(), tenant: Arc::new(made.unwrap()), door: self.door() }
    }
}

impl TestTenant {
    /// A user with the usual password and one address, by the policy's login method.
    pub async fn user(&self, name: &str) -> TestUser {
        self.user_as(name, |_| ()).await
    }

    /// The same, changed before it is made.
    pub async fn user_as(&self, name: &str, change: impl FnOnce(&mut NewUser)) -> TestUser {
        let mut new = NewUser {
            login_name: LoginName::parse(name).unwrap(),
            login_method: None,
            addresses: vec![address(&format!(
                "{}@{}.test",
                name.replace('@', "-"),
                self.tenant.slug
            ))],
            password: Some((Typed::fold(PASSWORD), Origin::Chosen, self.app.now())),
        };
        change(&mut new);
        let addresses = new.addresses.iter().map(|(address, _)| address.to_string()).collect();
        let user = users::create(&self.app, &self.tenant, new, ADMIN).await.unwrap();
        TestUser { user, addresses }
    }

    /// A user who needs no code.
    pub async fn simple_user(&self, name: &str) -> TestUser {
        self.user_as(name, |new| new.login_method = Some(LoginMethod::Password)).await
    }

    pub async fn website(&self, name: &str) -> Website {
        Website::register(self, name, |_| ()).await
    }

    pub fn issuer(&self) -> String {
        format!("{}/t/{}", super::BASE, self.tenant.slug)
    }

    /// An address of this tenant.
    pub fn at(&self, below: &str) -> String {
        format!("{}{below}", self.issuer())
    }

    /// Puts another policy into force.
    pub async fn change_policy(&mut self, change: impl FnOnce(&mut Policy)) {
        let mut policy = self.tenant.policy.clone().into_inner();
        change(&mut policy);
        let policy = policy.check().unwrap();
        policies::change(&self.app, &self.tenant, policy, ADMIN).await.unwrap();
        let read = self.app.database.read();
        let found = idp::store::tenants::by_id(read, self.tenant.id).await.unwrap();
        self.tenant = Arc::new(found);
    }

    /// How many hashes were computed and statements made so far. The tenant itself is fresh in the cache.
    pub async fn work(&self) -> [u64; 2] {
        self.app.forget_tenant(&self.tenant);
        self.door.get(&self.at("/jwks")).await;
        [self.app.passwords.hashed(), self.app.database.statements()]
    }

    pub fn work_since(&self, before: [u64; 2]) -> [u64; 2] {
        let now = [self.app.passwords.hashed(), self.app.database.statements()];
        [now[0] - before[0], now[1] - before[1]]
    }

    /// A browser in front of the login page that the website leads to.
    pub async fn at_login(&self, website: &Website) -> Browser {
        let mut browser = Browser::new(self.door.clone());
        browser.open(website.sign_in_link()).await;
        browser
    }

    /// A browser that passed the password step; a user without a code is signed in then.
    pub async fn past_password(&self, website: &Website, user: &TestUser) -> Browser {
        let mut browser = self.at_login(website).await;
        browser.submit("/password", &credentials(user)).await;
        browser
    }

    pub async fn history(&self, user: &TestUser) -> Vec<Entry> {
        let read = self.app.database.read();
        let since = self.app.now().minus(time::Duration::days(365));
        let found = idp::store::history::of_user(read, self.tenant.id, user.user.id, since, 1_000);
        found.await.unwrap()
    }

    /// What the history says of each try, oldest first.
    pub async fn outcomes(&self, user: &TestUser) -> Vec<&'static str> {
        let history = self.history(user).await;
        history.iter().rev().map(|entry| entry.outcome.as_str()).collect()
    }

    /// The audit trail, newest first.
    pub async fn audit(&self) -> Vec<Recorded> {
        let read = self.app.database.read();
        let all = Filter::default();
        let found = idp::store::audit::newest(read, self.tenant.id, &all, None, 1_000).await;
        found.unwrap().into_iter().map(Recorded::from).collect()
    }

    /// The audited actions, oldest first.
    pub async fn actions(&self) -> Vec<String> {
        self.audit().await.into_iter().rev().map(|event| event.action).collect()
    }

    pub async fn unlock(&self, user: &TestUser) {
        users::unlock(&self.app, &self.tenant, &user.user, ADMIN).await.unwrap();
    }

    pub async fn disable(&self, user: &TestUser) {
        users::set_disabled(&self.app, &self.tenant, &user.user, true, ADMIN).await.unwrap();
    }
}

impl TestUser {
    pub fn name(&self) -> &str {
        self.user.login_name.as_str()
    }

    pub fn subject(&self) -> &str {
        &self.user.subject
    }
}

/// The fields of the password form, rightly filled.
pub fn credentials(user: &TestUser) -> [(&str, &str); 2] {
    [("username", user.name()), ("password", PASSWORD)]
}

/// A device of a new user.
pub fn address(text: &str) -> (MailAddress, Kind) {
    (MailAddress::parse(text).unwrap(), Kind::Pc)
}
