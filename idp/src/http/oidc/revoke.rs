//! `POST /revoke` (RFC 7009).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::{FromClient, client_request};
use crate::http::failure::{Failure, Trouble};
use crate::stop::Stop;
use crate::usecase::token::revoke::{self, RevocationRefusal};

pub fn routes() -> Router<App> {
    Router::new().route("/revoke", post(answer))
}

async fn answer(State(app): State<App>, sent: FromClient) -> Response {
    let FromClient { visitor, request } = sent;
    match revoke::revoke(&app, &visitor.visit, &request).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(Stop::Refused(RevocationRefusal::Client(why))) => {
            client_request::refuse(why, request.authorization.is_some())
        }
        Err(Stop::Refused(why)) => (StatusCode::BAD_REQUEST, Json(why.wording())).into_response(),
        // The client must know that its token may still be good, and come again (RFC 7009 §2.2.1).
        Err(Stop::Fault(fault)) => {
            drop(Failure::from(fault).into_response());
            Trouble::Busy.into_response()
        }
    }
}
