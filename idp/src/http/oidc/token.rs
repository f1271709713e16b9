//! `POST /token` (RFC 6749 §3.2).

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::{Visitor, form};
use crate::http::failure::Failure;
use crate::stop::Stop;
use crate::usecase::token::{self, refusal::TokenRefusal};

pub fn routes() -> Router<App> {
    Router::new().route("/token", post(answer))
}

async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    // Credentials never travel in an address (RFC 6749 §2.3.1).
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        return Ok(refuse(TokenRefusal::InTheAddress, false));
    }
    let (parts, body) = request.into_parts();
    let body = match form::read(&parts.headers, body).await {
        Ok(body) => body,
        Err(refused) => return Ok(refused),
    };
    let authorization = parts.headers.get(header::AUTHORIZATION);
    let authorization = authorization.map(|value| value.to_str().unwrap_or("?"));
    match token::exchange(&app, &visitor.visit, authorization, &body).await {
        Ok(answer) => Ok(Json(answer).into_response()),
        Err(Stop::Refused(why)) => Ok(refuse(why, authorization.is_some())),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// RFC 6749 §5.2: 400, or 401 with a challenge where the client is at fault.
fn refuse(why: TokenRefusal, by_header: bool) -> Response {
    let body = Json(why.wording());
    if !why.is_about_the_client() {
        return (StatusCode::BAD_REQUEST, body).into_response();
    }
    let mut response = (StatusCode::UNAUTHORIZED, body).into_response();
    if by_header {
        let challenge = HeaderValue::from_static("Basic realm=\"token\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
