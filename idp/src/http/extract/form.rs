//! A form that one of our pages sent: read in bounds and time, CSRF checked, repeated fields refused.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::Visitor;
use crate::app::App;
use crate::http::failure::Trouble;
use crate::http::login::ended;
use crate::wire::params::Params;

/// Fields of a form, proven to come from a page of ours in the visitor's browser.
pub struct Posted {
    pub visitor: Visitor,
    pub fields: Params,
}

const MOST_BYTES: usize = 64 * 1024;
const SLOWEST: Duration = Duration::from_secs(15);

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let fields = read(&parts.headers, body).await?;
        if fields.repeated().is_some() {
            return Err(Trouble::BadRequest.into_response());
        }
        if let Some(refused) = stranger(&parts.headers, app, &visitor) {
            return Err(refused);
        }
        if !is_proven(app, &visitor, &fields) {
            return Err(Trouble::Forbidden.into_response());
        }
        Ok(Self { visitor, fields })
    }
}

/// What is answered to a request that comes from no page of ours, or from a browser without our cookie.
pub(super) fn stranger(headers: &HeaderMap, app: &App, visitor: &Visitor) -> Option<Response> {
    if !is_same_site(headers, app) {
        return Some(Trouble::Forbidden.into_response());
    }
    visitor.known_browser.is_none().then(|| ended::no_cookie(app, visitor))
}

/// Whether the form is one that was shown to this browser.
pub(super) fn is_proven(app: &App, visitor: &Visitor, fields: &Params) -> bool {
    let sent = fields.value("csrf").unwrap_or_default();
    keys::digest::same(sent.as_bytes(), visitor.csrf(app).as_bytes())
}

/// Reads a form body. No other form is read anywhere else.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Params, Response> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Trouble::MediaType.into_response());
    }
    let bytes = tokio::time::timeout(SLOWEST, to_bytes(body, MOST_BYTES))
        .await
        .map_err(|_| Trouble::TooSlow.into_response())?
        .map_err(|_| Trouble::TooLarge.into_response())?;
    Params::parse(&bytes).map_err(|_| Trouble::BadRequest.into_response())
}

/// What the browser itself says about the page that sent a request (Fetch Metadata, RFC 6454 §7).
fn is_same_site(headers: &HeaderMap, app: &App) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    text("origin").is_none_or(|origin| origin == app.base)
}
