//! `GET` and `POST /userinfo` (OpenID Connect Core §5.3, RFC 6750).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::{Visitor, form};
use crate::http::failure::Failure;
use crate::stop::Stop;
use crate::usecase::token::userinfo::{self, BearerRefusal};

pub fn routes() -> Router<App> {
    Router::new().route("/userinfo", get(answer).post(answer))
}

async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    let token = match token(request).await {
        Ok(token) => token,
        Err(refusal) => return Ok(refuse(refusal)),
    };
    match userinfo::claims(&app, &visitor.visit, &token).await {
        Ok(claims) => Ok(Json(claims).into_response()),
        Err(Stop::Refused(refusal)) => Ok(refuse(refusal)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// From the header, or from the form of a POST; never from the address (RFC 6750 §2, RFC 9700 §4.3.2).
async fn token(request: Request) -> Result<String, BearerRefusal> {
    let header = bearer(request.headers());
    if request.method() != Method::POST || !is_form(request.headers()) {
        return header.ok_or(BearerRefusal::Missing);
    }
    let (parts, body) = request.into_parts();
    let fields = form::read(&parts.headers, body).await.map_err(|_| BearerRefusal::Missing)?;
    match (header, fields.owned("access_token")) {
        (Some(_), Some(_)) => Err(BearerRefusal::Two),
        (Some(token), None) | (None, Some(token)) => Ok(token),
        (None, None) => Err(BearerRefusal::Missing),
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let line = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = line.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.trim().to_owned())
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// RFC 6750 §3: the challenge says why, unless nothing was presented.
fn refuse(refusal: BearerRefusal) -> Response {
    let (status, challenge) = match refusal {
        BearerRefusal::Missing => (StatusCode::UNAUTHORIZED, "Bearer realm=\"userinfo\""),
        BearerRefusal::Two => (
            StatusCode::BAD_REQUEST,
            "Bearer realm=\"userinfo\", error=\"invalid_request\", error_description=\"two tokens\"",
        ),
        BearerRefusal::InvalidToken => (
            StatusCode::UNAUTHORIZED,
            "Bearer realm=\"userinfo\", error=\"invalid_token\", \
             error_description=\"the access token is not valid\"",
        ),
        BearerRefusal::InsufficientScope => (
            StatusCode::FORBIDDEN,
            "Bearer realm=\"userinfo\", error=\"insufficient_scope\", scope=\"openid\"",
        ),
    };
    let mut response = status.into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}
