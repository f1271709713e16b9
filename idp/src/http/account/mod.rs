//! The account site.

pub mod home;

use axum::Router;

use crate::app::App;

pub fn routes() -> Router<App> {
    home::routes()
}
