//! `POST /device`: a device without a browser asks for a person (RFC 8628 §3.1).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::{FromClient, client_request};
use crate::http::failure::Failure;
use crate::stop::Stop;
use crate::usecase::device::ask::{self, DeviceRefusal};

pub fn routes() -> Router<App> {
    Router::new().route("/device", post(answer))
}

async fn answer(State(app): State<App>, sent: FromClient) -> Result<Response, Failure> {
    let FromClient { visitor, request } = sent;
    match ask::ask(&app, &visitor.visit, &request).await {
        Ok(answer) => Ok(Json(answer).into_response()),
        Err(Stop::Refused(DeviceRefusal::Client(why))) => {
            Ok(client_request::refuse(why, request.authorization.is_some()))
        }
        Err(Stop::Refused(why)) => {
            Ok((StatusCode::BAD_REQUEST, Json(why.wording())).into_response())
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
