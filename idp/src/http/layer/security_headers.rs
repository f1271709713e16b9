//! Headers that every response carries. A page that leads elsewhere brings its own content security policy.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::http::page::content_security_policy;

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

const HTTPS_FROM_NOW_ON: &str = "max-age=31536000; includeSubDomains";

pub async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A demo would take whatever else runs on this machine along: browsers know hosts here, not ports.
    if !app.is_on_this_machine() {
        let forced = HeaderValue::from_static(HTTPS_FROM_NOW_ON);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, forced);
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let policy = if is_page {
            content_security_policy("")
        } else {
            "default-src 'none'; frame-ancestors 'none'; sandbox".to_owned()
        };
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
    // What does not say that it may be kept is not kept.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let corp = HeaderName::from_static("cross-origin-resource-policy");
    headers.entry(corp).or_insert(HeaderValue::from_static("same-origin"));
    response
}
