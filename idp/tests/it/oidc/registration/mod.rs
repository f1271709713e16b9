//! Clients that register themselves (RFC 7591, RFC 7592, OpenID Connect Registration).

mod initial;
mod manage;
mod metadata;
mod refused;
mod replace;
mod third_party;
mod unused;

use axum::body::Body;
use axum::http::Request;
use idp::model::client::Client;
use idp::model::ids::ClientId;
use idp::model::policy::{Policy, Registration};
use idp::usecase::admin::clients;
use serde_json::{Value, json};

use crate::support::{Page, TestIdp, TestTenant, Website, absolute};

/// A provider with a tenant where anybody may register.
struct Scene {
    idp: TestIdp,
    acme: TestTenant,
}

impl Scene {
    async fn open() -> Self {
        Self::under(Registration::Open).await
    }

    async fn under(rule: Registration) -> Self {
        let idp = TestIdp::start().await;
        let policy = Policy { client_registration: rule, ..Policy::classic() };
        let acme = idp.tenant("acme", policy).await;
        Self { idp, acme }
    }

    async fn register(&self, metadata: &Value) -> Page {
        self.register_by(None, metadata).await
    }

    async fn register_by(&self, token: Option<&str>, metadata: &Value) -> Page {
        let place = self.acme.at("/register");
        self.idp.door().send(request("POST", &place, token, Some(metadata))).await
    }

    /// A client that was registered, as it was told of itself.
    async fn registered(&self, metadata: &Value) -> Value {
        let page = self.register(metadata).await;
        assert_eq!(page.status(), 201, "{}", page.body);
        page.json()
    }

    /// The client as it is kept.
    async fn kept(&self, told: &Value) -> Option<Client> {
        let id = ClientId(told["client_id"].as_str().unwrap().to_owned());
        clients::by_id(&self.idp.app, self.acme.tenant.id, &id).await.unwrap()
    }

    /// Asks the place where a client is managed.
    async fn manage(&self, method: &str, told: &Value, body: Option<&Value>) -> Page {
        let place = told["registration_client_uri"].as_str().unwrap();
        let token = told["registration_access_token"].as_str();
        self.idp.door().send(request(method, place, token, body)).await
    }

    /// A website that signs people in as the registered client.
    async fn website(&self, told: &Value) -> Website {
        let mut website = self.acme.website("rp").await;
        website.client = self.kept(told).await.unwrap();
        website.secret = told["client_secret"].as_str().map(str::to_owned);
        website
    }
}

fn request(method: &str, url: &str, token: Option<&str>, body: Option<&Value>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(absolute(url));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    request.body(body).unwrap()
}

/// The least that a website says.
fn website() -> Value {
    json!({ "redirect_uris": ["https://rp.test/callback"] })
}

/// The same with more members, or other ones.
fn with(more: Value) -> Value {
    let mut said = website();
    let Value::Object(more) = more else { panic!("no object: {more}") };
    said.as_object_mut().unwrap().extend(more);
    said
}
