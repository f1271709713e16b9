//! SCIM 2.0 (RFC 7643, RFC 7644): a directory keeps the people and groups of a tenant.

mod etag;
mod filter;
mod groups;
mod limits;
mod patch;
mod removal;
mod tester;
mod users;

use axum::body::Body;
use axum::http::Request;
use idp::model::policy::Policy;
use idp::usecase::admin::scim_tokens;
use serde_json::{Value, json};

use crate::support::tenant::ADMIN;
use crate::support::{Page, TestIdp, TestTenant, absolute};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A provider with a tenant, and a directory with its token.
struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    token: String,
}

impl Scene {
    async fn open() -> Self {
        Self::on(TestIdp::start().await).await
    }

    async fn on(idp: TestIdp) -> Self {
        let acme = idp.tenant("acme", Policy::classic()).await;
        let token = token(&acme, "entra").await;
        Self { idp, acme, token }
    }

    async fn send(&self, method: &str, below: &str, body: Option<&Value>) -> Page {
        self.send_with(method, below, body, &[]).await
    }

    async fn send_with(
        &self,
        method: &str,
        below: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Page {
        let request = request(method, &self.at(below), Some(&self.token), body);
        let (mut parts, body) = request.into_parts();
        for (name, value) in headers {
            let name: axum::http::HeaderName = name.parse().unwrap();
            parts.headers.insert(name, value.parse().unwrap());
        }
        self.idp.door().send(Request::from_parts(parts, body)).await
    }

    fn at(&self, below: &str) -> String {
        self.acme.at(&format!("/scim/v2{below}"))
    }

    async fn get(&self, below: &str) -> Value {
        let page = self.send("GET", below, None).await;
        assert_eq!(page.status(), 200, "{below}: {}", page.body);
        page.json()
    }

    /// A user who was made, as he is told.
    async fn user(&self, name: &str, more: Value) -> Value {
        let mut body = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": name });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let page = self.send("POST", "/Users", Some(&body)).await;
        assert_eq!(page.status(), 201, "{}", page.body);
        page.json()
    }

    async fn patch(&self, place: &str, operations: Value) -> Page {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": operations });
        self.send("PATCH", place, Some(&body)).await
    }

    /// The user names that a filter finds.
    async fn found(&self, filter: &str) -> Vec<String> {
        let filter: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let list = self.get(&format!("/Users?filter={filter}&sortBy=userName")).await;
        let list = list["Resources"].as_array().unwrap().clone();
        list.iter().map(|one| one["userName"].as_str().unwrap().to_owned()).collect()
    }
}

async fn token(tenant: &TestTenant, name: &str) -> String {
    let made = scim_tokens::create(&tenant.app, &tenant.tenant, (name, 30), ADMIN).await;
    made.unwrap().0.expose().to_owned()
}

fn request(method: &str, url: &str, token: Option<&str>, body: Option<&Value>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(absolute(url));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header("content-type", "application/scim+json");
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    request.body(body).unwrap()
}

fn place(resource: &Value) -> String {
    let kind = resource["meta"]["resourceType"].as_str().unwrap();
    format!("/{kind}s/{}", resource["id"].as_str().unwrap())
}

/// The status, and the kind of what is wrong.
fn wrong(page: &Page) -> (u16, String) {
    let body = page.json();
    assert_eq!(body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
    assert_eq!(body["status"], json!(page.status().to_string()));
    assert_eq!(page.header("content-type"), Some("application/scim+json"));
    (page.status(), body["scimType"].as_str().unwrap_or_default().to_owned())
}
