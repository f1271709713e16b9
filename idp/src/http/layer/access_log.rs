//! One line per request, with a number that failure pages show. No query, no body, no secret.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Extensions, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::random;

/// The number of a request.
#[derive(Clone, Debug)]
pub struct RequestId(String);

impl RequestId {
    pub fn of(extensions: &Extensions) -> String {
        extensions.get::<Self>().map(|id| id.0.clone()).unwrap_or_default()
    }
}

pub async fn write(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = random::letters(app.random(), 8);
    let started = Instant::now();
    let method = request.method().clone();
    // The pattern, not the path: a path may hold the handle of a login.
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    let path = path.as_deref().unwrap_or("-");
    tracing::info!(request = id, %method, path, status, millis, "answered");
    response
}
