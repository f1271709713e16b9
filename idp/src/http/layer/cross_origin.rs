//! Lets pages of registered browser apps call the direct endpoints (Fetch, the CORS protocol). No cookie takes part.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::http::failure::Failure;
use crate::usecase::client::origins;
use crate::usecase::tenant;

/// Below the issuer. Metadata and keys are open to every page by themselves.
const OPEN: [&str; 4] = ["token", "userinfo", "revoke", "par"];

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST");
const HEADERS: HeaderValue = HeaderValue::from_static("authorization, content-type, dpop");
const EXPOSED: HeaderValue = HeaderValue::from_static("DPoP-Nonce, WWW-Authenticate");
/// Seconds; browsers ask anew after a while anyway.
const KEPT: HeaderValue = HeaderValue::from_static("600");

pub async fn answer(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let Some(slug) = open_to(request.uri().path()) else { return Ok(next.run(request).await) };
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return Ok(next.run(request).await);
    };
    let known = match (tenant::by_slug(&app, slug).await?, origin.to_str()) {
        (Some(tenant), Ok(origin)) => origins::is_known(&app, tenant.id, origin).await?,
        _ => false,
    };
    if !known {
        let mut response = next.run(request).await;
        vary(response.headers_mut());
        return Ok(response);
    }
    let asked = request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if request.method() == Method::OPTIONS && asked {
        let mut response = StatusCode::NO_CONTENT.into_response();
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, KEPT);
        response
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    vary(headers);
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    let corp = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(corp, HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// The tenant, where the path is one that pages may call.
fn open_to(path: &str) -> Option<&str> {
    let (slug, below) = path.strip_prefix("/t/")?.split_once('/')?;
    OPEN.contains(&below).then_some(slug)
}

fn vary(headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
}
