//! `POST /register` (RFC 7591 §3); `GET`, `PUT`, `DELETE /register/{client}` (RFC 7592 §2).

use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Map, Value};

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::{Failure, Trouble};
use crate::model::moment::seconds_up;
use crate::model::policy::Registration;
use crate::stop::Stop;
use crate::usecase::registration::manage::{self, Of};
use crate::usecase::registration::refusal::RegistrationRefusal;
use crate::usecase::registration::register::{self, Asked};
use crate::wire::registration::Members;

const MOST_BYTES: usize = 64 * 1024;
const SLOWEST: Duration = Duration::from_secs(15);

pub fn routes() -> Router<App> {
    Router::new()
        .route("/register", post(register))
        .route("/register/{client}", get(show).put(replace).delete(remove))
}

async fn register(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    let token = bearer(request.headers());
    let metadata = match members(&visitor, request).await {
        Ok(metadata) => metadata,
        Err(trouble) => return Ok(trouble.into_response()),
    };
    let asked = Asked { token: token.as_deref(), metadata };
    match register::register(&app, &visitor.visit, asked).await {
        Ok(told) => Ok((StatusCode::CREATED, Json(told)).into_response()),
        Err(stop) => refused(stop),
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let token = bearer(&headers);
    let of = Of { client: visitor.param("client"), token: token.as_deref() };
    match manage::show(&app, &visitor.visit, of).await {
        Ok(told) => Ok(Json(told).into_response()),
        Err(stop) => refused(stop),
    }
}

async fn replace(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    let token = bearer(request.headers());
    let metadata = match members(&visitor, request).await {
        Ok(metadata) => metadata,
        Err(trouble) => return Ok(trouble.into_response()),
    };
    let of = Of { client: visitor.param("client"), token: token.as_deref() };
    match manage::replace(&app, &visitor.visit, of, metadata).await {
        Ok(told) => Ok(Json(told).into_response()),
        Err(stop) => refused(stop),
    }
}

async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let token = bearer(&headers);
    let of = Of { client: visitor.param("client"), token: token.as_deref() };
    match manage::remove(&app, &visitor.visit, of).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(stop) => refused(stop),
    }
}

/// The members of the body in bounds and time; none where it is no JSON object. Where nobody registers nothing is read.
async fn members(
    visitor: &Visitor,
    request: Request,
) -> Result<Option<Map<String, Value>>, Trouble> {
    if visitor.tenant().policy.client_registration == Registration::Off {
        return Err(Trouble::NotFound);
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Trouble::MediaType);
    }
    let read = tokio::time::timeout(SLOWEST, to_bytes(request.into_body(), MOST_BYTES));
    let bytes = read.await.map_err(|_| Trouble::TooSlow)?.map_err(|_| Trouble::TooLarge)?;
    Ok(Members::parse(&bytes))
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

fn refused(stop: Stop<RegistrationRefusal>) -> Result<Response, Failure> {
    let why = match stop {
        Stop::Refused(RegistrationRefusal::Off) => return Ok(Trouble::NotFound.into_response()),
        Stop::Refused(why) => why,
        Stop::Fault(fault) => return Err(fault.into()),
    };
    let body = Json(why.wording());
    let challenge = match why {
        RegistrationRefusal::NoToken => "Bearer realm=\"register\"",
        RegistrationRefusal::WrongToken => "Bearer realm=\"register\", error=\"invalid_token\"",
        RegistrationRefusal::TooMany(wait) => {
            let mut response = (StatusCode::TOO_MANY_REQUESTS, body).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, seconds_up(wait).into());
            return Ok(response);
        }
        _ => return Ok((StatusCode::BAD_REQUEST, body).into_response()),
    };
    let mut response = (StatusCode::UNAUTHORIZED, body).into_response();
    let challenge = HeaderValue::from_static(challenge);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    Ok(response)
}
