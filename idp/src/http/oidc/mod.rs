//! The addresses of the protocol.

pub mod authorize;
pub mod certificate_status;
pub mod device;
pub mod discovery;
pub mod end_session;
pub mod introspect;
pub mod jwks;
pub mod par;
pub mod register;
pub mod reply;
pub mod revoke;
pub mod token;
pub mod userinfo;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::app::App;

/// Below the issuer.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(discovery::routes())
        .merge(jwks::routes())
        .merge(authorize::routes())
        .merge(client_routes())
        .merge(end_session::routes())
        .merge(register::routes())
        .merge(certificate_status::routes())
}

/// What clients ask directly. The certificate listener serves it too (RFC 8705 §5).
pub fn client_routes() -> Router<App> {
    Router::new()
        .merge(par::routes())
        .merge(token::routes())
        .merge(userinfo::routes())
        .merge(revoke::routes())
        .merge(introspect::routes())
        .merge(device::routes())
}

/// At the root: RFC 8414 §3.1 puts the well-known part before the issuer's path.
pub fn well_known_routes() -> Router<App> {
    discovery::root_routes()
}

/// What anybody may read from anywhere, and keep for a while.
fn public(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let corp = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(corp, HeaderValue::from_static("cross-origin"));
    response
}
