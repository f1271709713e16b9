//! A client's direct request: a form in bounds, nothing in the address, and whatever it proves itself by.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};

use super::{Visitor, form};
use crate::app::App;
use crate::http::mtls::{Asked, Presented};
use crate::model::moment::seconds_up;
use crate::usecase::client::refusal::ClientRefusal;
use crate::wire::client_request::ClientRequest;
use crate::wire::params::Params;

/// Where a nonce for the next proof is given (RFC 9449 §8.1).
pub const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// The tenant that was asked, and the request.
pub struct FromClient {
    pub visitor: Visitor,
    pub request: ClientRequest,
}

impl FromRequest<App> for FromClient {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        // Credentials never travel in an address (RFC 6749 §2.3.1).
        if parts.uri.query().is_some_and(|query| !query.is_empty()) {
            return Err(refuse(ClientRefusal::InTheAddress, false));
        }
        let fields = form::read(&parts.headers, body).await?;
        // Two of one header are as good as none that can be believed.
        if parts.headers.get_all(header::AUTHORIZATION).iter().nth(1).is_some() {
            return Err(refuse(ClientRefusal::Repeated, true));
        }
        let request = told(app, &parts, fields);
        if request.body.repeated().is_some() {
            return Err(refuse(ClientRefusal::Repeated, request.authorization.is_some()));
        }
        Ok(Self { visitor, request })
    }
}

/// What the head of a request proves, whatever its body is.
pub fn told(app: &App, parts: &Parts, body: Params) -> ClientRequest {
    let shown = parts.extensions.get::<Presented>();
    let base = match (parts.extensions.get::<Asked>(), &app.certificate_base) {
        (Some(Asked), Some(base)) => base,
        _ => &app.base,
    };
    ClientRequest {
        address: format!("{base}{}", path(parts)),
        method: parts.method.to_string(),
        authorization: parts.headers.get(header::AUTHORIZATION).map(text),
        dpop: all(&parts.headers, "dpop"),
        certificate: shown.map(|shown| shown.leaf.clone()),
        between: shown.map(|shown| shown.between.clone()).unwrap_or_default(),
        body,
    }
}

fn path(parts: &Parts) -> String {
    let original = parts.extensions.get::<axum::extract::OriginalUri>();
    original.map_or_else(|| parts.uri.path().to_owned(), |uri| uri.path().to_owned())
}

fn all(headers: &HeaderMap, name: &str) -> Vec<String> {
    headers.get_all(name).iter().map(text).collect()
}

/// A header that is no text reads as one that nothing accepts.
fn text(value: &header::HeaderValue) -> String {
    value.to_str().unwrap_or("?").to_owned()
}

/// RFC 6749 §5.2: 400, or 401 with a challenge where the client is at fault; 429 where it was at fault too often.
pub fn refuse(why: ClientRefusal, by_header: bool) -> Response {
    let body = Json(why.wording());
    if let ClientRefusal::TooMany(wait) = why {
        let mut response = (StatusCode::TOO_MANY_REQUESTS, body).into_response();
        response.headers_mut().insert(header::RETRY_AFTER, seconds_up(wait).into());
        return response;
    }
    if !why.is_about_the_client() {
        let mut response = (StatusCode::BAD_REQUEST, body).into_response();
        // RFC 9449 §8
        let nonce = why.nonce().and_then(|nonce| HeaderValue::from_str(&nonce.to_string()).ok());
        if let Some(nonce) = nonce {
            response.headers_mut().insert(DPOP_NONCE, nonce);
        }
        return response;
    }
    let mut response = (StatusCode::UNAUTHORIZED, body).into_response();
    if by_header {
        let challenge = HeaderValue::from_static("Basic realm=\"token\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
