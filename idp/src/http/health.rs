//! `GET /health/live`: the process answers. `GET /health/ready`: so does the database.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::app::App;
use crate::usecase::upkeep::ready;

pub fn routes() -> Router<App> {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(is_ready))
}

async fn live() -> &'static str {
    "live"
}

async fn is_ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match ready::check(&app).await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "not ready"),
    }
}
