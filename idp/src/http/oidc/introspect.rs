//! `POST /introspect` (RFC 7662, RFC 9701).

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::{FromClient, client_request};
use crate::http::failure::Failure;
use crate::stop::Stop;
use crate::usecase::token::introspect::{self, Answer, IntrospectionRefusal};

pub fn routes() -> Router<App> {
    Router::new().route("/introspect", post(answer))
}

const SIGNED: &str = "application/token-introspection+jwt";

async fn answer(
    State(app): State<App>,
    headers: HeaderMap,
    sent: FromClient,
) -> Result<Response, Failure> {
    let FromClient { visitor, request } = sent;
    let by_header = request.authorization.is_some();
    match introspect::introspect(&app, &visitor.visit, &request, wants_signed(&headers)).await {
        Ok(Answer::Plain(told)) => Ok(Json(told).into_response()),
        Ok(Answer::Signed(token)) => Ok(([(header::CONTENT_TYPE, SIGNED)], token).into_response()),
        Err(Stop::Refused(why)) => Ok(refuse(why, by_header)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// RFC 9701 §4.
fn wants_signed(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let mut kinds = accepted
        .unwrap_or_default()
        .split(',')
        .map(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    kinds.any(|kind| kind == SIGNED)
}

fn refuse(why: IntrospectionRefusal, by_header: bool) -> Response {
    let status = match why {
        IntrospectionRefusal::Client(why) => return client_request::refuse(why, by_header),
        IntrospectionRefusal::PublicClient => StatusCode::UNAUTHORIZED,
        IntrospectionRefusal::TokenMissing => StatusCode::BAD_REQUEST,
    };
    (status, Json(why.wording())).into_response()
}
