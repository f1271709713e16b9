//! The REST API of administration: a scene with something of everything, and callers of every kind.

mod again;
mod alone;
mod contradictions;
mod deeds;
mod deeds_more;
mod document;
mod dry;
mod hostile;
mod isolation;
mod lists;
mod once;
mod races;
mod upward;
mod walk;

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Request;
use idp::model::admin::{ApiScope, Role};
use idp::model::client::{Authentication, Profile, Settings};
use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;
use idp::usecase::admin::{api_keys, system};
use idp::wire::scope::Scope;
use serde_json::{Value, json};

use crate::support::tenant::ADMIN;
use crate::support::website::direct::text;
use crate::support::{BASE, Page, TestIdp, TestTenant, TestUser, Website};

/// All that a token or a key may be limited to.
fn all_scopes() -> Vec<ApiScope> {
    ApiScope::ALL.to_vec()
}

/// Two tenants with people, and the tenant of administrators.
struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    other: TestTenant,
    system: TestTenant,
    alice: TestUser,
    newcomer: TestUser,
    portal: Website,
    /// The key of an operator.
    operator: String,
}

impl Scene {
    async fn set() -> Self {
        let idp = TestIdp::start().await;
        idp.letters_may_wait();
        let acme = idp.tenant("acme", policy()).await;
        let other = idp.tenant("other", policy()).await;
        let made = system::ensure(&idp.app, ADMIN).await.unwrap();
        let system = TestTenant { app: idp.app.clone(), tenant: made.into(), door: idp.door() };
        let alice = acme.user("alice").await;
        let newcomer = acme.user_as("newcomer", |new| new.password = None).await;
        let portal = acme.website("portal").await;
        let operator = key(&system, Role::Operator, &all_scopes()).await;
        Self { idp, acme, other, system, alice, newcomer, portal, operator }
    }

    /// A request of the operator.
    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Page {
        self.by(&self.operator, method, path, body).await
    }

    /// The same by somebody else.
    async fn by(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Page {
        self.with(token, (method, path), &[], body).await
    }

    /// The same with more headers.
    async fn with(
        &self,
        token: &str,
        what: (&str, &str),
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Page {
        self.idp.door().send(request(token, what, headers, body)).await
    }

    /// Where alice is.
    fn alice_at(&self, below: &str) -> String {
        format!("/tenants/acme/users/{}{below}", self.alice.user.id)
    }

    fn newcomer_at(&self, below: &str) -> String {
        format!("/tenants/acme/users/{}{below}", self.newcomer.user.id)
    }

    /// How many rows everything has that deeds of administration change.
    async fn counts(&self) -> BTreeMap<&'static str, usize> {
        let app = &self.idp.app;
        let mut counts = BTreeMap::new();
        let tenants = idp::usecase::admin::tenants::all(app).await.unwrap();
        counts.insert("tenants", tenants.len());
        counts.insert("roles", idp::usecase::admin::roles::all(app).await.unwrap().len());
        for tenant in [&self.acme, &self.other, &self.system] {
            let id = tenant.tenant.id;
            let read = app.database.read();
            let users = idp::store::users::page(read, id, None, 1_000).await.unwrap();
            *counts.entry("users").or_default() += users.len();
            *counts.entry("clients").or_default() +=
                idp::store::clients::all(read, id).await.unwrap().len();
            *counts.entry("keys").or_default() +=
                idp::store::api_keys::all(read, id).await.unwrap().len();
            *counts.entry("audit").or_default() += tenant.audit().await.len();
            *counts.entry("policies").or_default() +=
                idp::store::tenants::policies(read, id).await.unwrap().len();
            *counts.entry("signing keys").or_default() +=
                idp::store::signing_keys::all(read, id).await.unwrap().len();
            *counts.entry("tokens").or_default() +=
                idp::store::initial_access_tokens::all(read, id).await.unwrap().len();
        }
        counts
    }
}

/// A contract that has everything.
fn policy() -> Policy {
    let mut policy = Policy::classic();
    policy.login_methods.allowed = LoginMethod::ALL.into();
    policy.conceal_first_step = false;
    policy.reissue = Policy::standard().reissue;
    policy
}

fn request(
    token: &str,
    what: (&str, &str),
    headers: &[(&str, &str)],
    body: Option<Value>,
) -> Request<Body> {
    let (method, path) = what;
    let mut request = Request::builder().method(method).uri(format!("{BASE}/api/v1{path}"));
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    match body {
        None => request.body(Body::empty()).unwrap(),
        Some(body) => {
            let request = request.header("content-type", "application/json");
            request.body(Body::from(body.to_string())).unwrap()
        }
    }
}

/// An API key of a tenant; one of the tenant of administrators is for all.
async fn key(of: &TestTenant, role: Role, scopes: &[ApiScope]) -> String {
    let scopes = scopes.iter().copied().collect();
    let name = format!("{}-{}", of.tenant.slug, role.as_str());
    let terms = api_keys::Terms { name, role, scopes, days: 30 };
    let (app, id) = (of.app.clone(), (of.tenant.id, of.tenant.slug.is_system()));
    api_keys::create(&app, id, terms, ADMIN).await.unwrap().0.expose().to_owned()
}

/// An access token of a client that administers.
async fn token(of: &TestTenant, role: Role, scopes: &[ApiScope]) -> String {
    let scope = scopes.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" ");
    let machine = Website::register(of, "machine", |client| {
        client.profile = Profile::Service;
        client.authentication = Authentication::ClientSecretBasic;
        client.redirect_uris.clear();
        client.post_logout_redirect_uris.clear();
        client.settings = Settings::of(Profile::Service);
        client.settings.scope = Scope::parse(&scope);
        client.settings.api_role = Some(role);
    })
    .await;
    let answer = machine.send("/token", &[("grant_type", "client_credentials")]).await.json();
    text(&answer, "access_token").to_owned()
}

/// The stable word of a problem.
fn code(page: &Page) -> String {
    assert_eq!(page.header("content-type"), Some("application/problem+json"), "{page:?}");
    let problem = page.json();
    assert_eq!(problem["status"], json!(page.status()), "{page:?}");
    problem["code"].as_str().unwrap().to_owned()
}

/// The OpenAPI document as it is served.
async fn described(idp: &TestIdp) -> Value {
    let page = idp.door().get("/api/v1/openapi.json").await;
    assert_eq!(page.status(), 200);
    page.json()
}
