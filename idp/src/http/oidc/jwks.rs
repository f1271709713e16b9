//! `GET /jwks`: public keys, next, current and retired (RFC 7517 §5).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::usecase::token::keyring;

pub fn routes() -> Router<App> {
    Router::new().route("/jwks", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let keys = keyring::published(&app, visitor.tenant().id).await?;
    Ok(super::public(Json(keys).into_response()))
}
