//! `POST /token` (RFC 6749 §3.2).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::{FromClient, client_request};
use crate::http::failure::Failure;
use crate::stop::Stop;
use crate::usecase::token::{self, refusal::TokenRefusal};

pub fn routes() -> Router<App> {
    Router::new().route("/token", post(answer))
}

async fn answer(State(app): State<App>, sent: FromClient) -> Result<Response, Failure> {
    let FromClient { visitor, request } = sent;
    match token::exchange(&app, &visitor.visit, &request).await {
        Ok(answer) => Ok(Json(answer).into_response()),
        Err(Stop::Refused(why)) => Ok(refuse(why, request.authorization.is_some())),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn refuse(why: TokenRefusal, by_header: bool) -> Response {
    match why {
        TokenRefusal::Client(why) => client_request::refuse(why, by_header),
        why => (StatusCode::BAD_REQUEST, Json(why.wording())).into_response(),
    }
}
