//! `GET /crl/{key}`: the list of an authority's revoked certificates (RFC 5280 §5); `GET` and `POST /ocsp`: answers about
//! single ones (RFC 6960 appendix A).

use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::{Failure, Trouble};
use crate::usecase::certificate::publish;

/// A revocation is to be seen soon, and a busy reader is to be spared.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=60, no-transform");

const LIST: &str = "application/pkix-crl";
const REQUEST: &str = "application/ocsp-request";
const ANSWER: &str = "application/ocsp-response";

const MOST_BYTES: usize = 16 * 1024;
const SLOWEST: Duration = Duration::from_secs(15);

pub fn routes() -> Router<App> {
    Router::new()
        .route("/crl/{key}", get(list))
        .route("/ocsp", axum::routing::post(post))
        .route("/ocsp/{*request}", get(ask))
}

async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let name = visitor.param("key");
    match publish::revocation_list(&app, visitor.tenant().id, name).await? {
        Some(list) => Ok(with(list.der.clone(), LIST, true)),
        None => Ok(Trouble::NotFound.into_response()),
    }
}

/// The request stands in the address, in base64.
async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    // Slashes of the alphabet arrive as they are or escaped.
    let Ok(request) = STANDARD.decode(visitor.param("request").trim_start_matches('/')) else {
        return Ok(Trouble::BadRequest.into_response());
    };
    let answer = publish::answer(&app, visitor.tenant().id, &request).await?;
    Ok(with(answer, ANSWER, true))
}

async fn post(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind != Some(REQUEST.as_bytes()) {
        return Ok(Trouble::MediaType.into_response());
    }
    let read = tokio::time::timeout(SLOWEST, to_bytes(request.into_body(), MOST_BYTES)).await;
    let bytes = match read {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Ok(Trouble::TooLarge.into_response()),
        Err(_) => return Ok(Trouble::TooSlow.into_response()),
    };
    let answer = publish::answer(&app, visitor.tenant().id, &bytes).await?;
    Ok(with(answer, ANSWER, false))
}

fn with(der: Vec<u8>, kind: &'static str, kept: bool) -> Response {
    let mut response = der.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if kept {
        headers.insert(header::CACHE_CONTROL, KEPT);
    }
    response
}
