//! `GET /.well-known/openid-configuration` below the issuer, and `GET /.well-known/oauth-authorization-server/t/{tenant}`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::Visitor;
use crate::usecase::discovery;

pub fn routes() -> Router<App> {
    Router::new().route("/.well-known/openid-configuration", get(show))
}

pub fn root_routes() -> Router<App> {
    Router::new()
        .route("/.well-known/oauth-authorization-server/t/{tenant}", get(show))
        .route("/.well-known/openid-configuration/t/{tenant}", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Response {
    super::public(Json(discovery::metadata(&app, visitor.tenant())).into_response())
}
