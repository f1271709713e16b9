//! Who calls, with what: the tenant of the address, the token of the header, a JSON object in bounds.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use uuid::Uuid;

use super::reply;
use crate::app::App;
use crate::http::failure::{Failure, Trouble};
use crate::http::layer::client_address::ClientAddress;
use crate::model::scim::etag::Versions;
use crate::model::scim::{Resource, ScimType, Wrong};
use crate::usecase::scim::admit::{Provisioner, admit};
use crate::usecase::tenant;
use crate::wire::params::Params;
use crate::wire::registration::Members;

/// A request of somebody who was let in.
pub(super) struct Caller {
    pub(super) by: Provisioner,
    /// The last part of the address, where it names something.
    pub(super) named: String,
    pub(super) query: Params,
    headers: HeaderMap,
}

/// The same with a body. Whoever is not let in has none read.
pub(super) struct Sent {
    pub(super) caller: Caller,
    pub(super) body: Resource,
}

/// A group of thousands fits.
const MOST_BYTES: usize = 1024 * 1024;
const MOST_DEPTH: usize = 12;
const SLOWEST: Duration = Duration::from_secs(15);

impl Caller {
    /// The resource that the address names; one that cannot be is none.
    pub(super) fn id(&self) -> Uuid {
        Uuid::parse_str(&self.named).unwrap_or_default()
    }

    pub(super) fn if_match(&self) -> Option<Versions> {
        self.versions(&header::IF_MATCH)
    }

    pub(super) fn if_none_match(&self) -> Option<Versions> {
        self.versions(&header::IF_NONE_MATCH)
    }

    fn versions(&self, name: &HeaderName) -> Option<Versions> {
        let lines = self.headers.get_all(name).iter();
        Versions::read(lines.map(|line| line.to_str().unwrap_or_default()))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let params = RawPathParams::from_request_parts(parts, app).await;
        let params = params.map_err(|_| Trouble::BadRequest.into_response())?;
        let param = |name: &str| params.iter().find(|(key, _)| *key == name).map(|(_, one)| one);
        let found = tenant::by_slug(app, param("tenant").unwrap_or_default()).await;
        let tenant = found
            .map_err(|fault| Failure::from(fault).into_response())?
            .ok_or_else(|| Trouble::UnknownTenant.into_response())?;
        let token = bearer(&parts.headers);
        let address = ClientAddress::of(&parts.extensions);
        let by = admit(app, tenant, token.as_deref(), &address).await.map_err(reply::not_let_in)?;
        let query = Params::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self {
            by,
            named: param("resource").or_else(|| param("name")).unwrap_or_default().to_owned(),
            query: query.map_err(|_| Trouble::BadRequest.into_response())?,
            headers: parts.headers.clone(),
        })
    }
}

impl FromRequest<App> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, app).await?;
        let body = object(&caller.headers, body).await?;
        Ok(Self { caller, body })
    }
}

async fn object(headers: &HeaderMap, body: Body) -> Result<Resource, Response> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !["application/scim+json", "application/json"]
        .iter()
        .any(|one| kind.eq_ignore_ascii_case(one))
    {
        return Err(Trouble::MediaType.into_response());
    }
    let read = tokio::time::timeout(SLOWEST, to_bytes(body, MOST_BYTES));
    let bytes = read.await.map_err(|_| Trouble::TooSlow.into_response())?;
    let bytes = bytes.map_err(|_| Trouble::TooLarge.into_response())?;
    let members =
        Members::parse(&bytes).filter(|all| all.values().all(|one| fits(one, MOST_DEPTH)));
    members.ok_or_else(|| {
        let why = "the body is not a JSON object, or too deep";
        reply::wrong(&Wrong::new(ScimType::InvalidSyntax, why))
    })
}

/// Whether nothing lies deeper.
fn fits(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(list) => depth > 0 && list.iter().all(|one| fits(one, depth - 1)),
        Value::Object(parts) => depth > 0 && parts.values().all(|one| fits(one, depth - 1)),
        _ => true,
    }
}

/// The token of the one `Authorization` header (RFC 6750 §2.1); of two, none can be believed.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let line = lines.next()?;
    if lines.next().is_some() {
        return Some(String::new());
    }
    let (scheme, token) = line.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
