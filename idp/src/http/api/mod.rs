//! The REST API of administration, at `/api/v1`: one file a noun. Its OpenAPI document is made of the handlers.

pub mod api_keys;
pub mod caller;
pub mod certificates;
pub mod clients;
pub mod document;
pub mod door;
pub mod events;
pub mod initial_access_tokens;
pub mod outbox;
pub mod overview;
pub mod paging;
pub mod policy;
pub mod problem;
pub mod refusals;
pub mod roles;
pub mod scim_tokens;
pub mod signing_keys;
pub mod tenants;
pub mod told;
pub mod trials;
pub mod user_changes;
pub mod user_deeds;
pub mod user_shapes;
pub mod user_table;
pub mod users;
pub mod webhooks;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;

pub use problem::Problem;
use problem::{Code, Refused};

use super::failure::Trouble;
use crate::app::App;

/// Where the API begins.
pub const PLACE: &str = "/api/v1";

/// Every operation, behind one door, and the document that anybody may read.
pub fn routes(app: &App) -> Router<App> {
    let nouns = OpenApiRouter::new()
        .merge(tenants::routes())
        .merge(policy::routes())
        .merge(users::routes())
        .merge(user_deeds::routes())
        .merge(user_changes::routes())
        .merge(user_table::routes())
        .merge(clients::routes())
        .merge(trials::routes())
        .merge(initial_access_tokens::routes())
        .merge(certificates::routes())
        .merge(signing_keys::routes())
        .merge(events::routes())
        .merge(roles::routes())
        .merge(api_keys::routes())
        .merge(scim_tokens::routes())
        .merge(webhooks::routes())
        .merge(outbox::routes())
        .merge(overview::routes());
    let (routes, described) = OpenApiRouter::new().nest(PLACE, nouns).split_for_parts();
    let routes = routes.route_layer(from_fn_with_state(app.clone(), door::open));
    let text: Arc<str> = document::finished(app, described).into();
    let document =
        get(
            move || async move { ([(header::CONTENT_TYPE, "application/json")], text.to_string()) },
        );
    routes.route("/api/v1/openapi.json", document)
}

/// Whether an address is one of the API's: its troubles are told as problems.
pub fn is_here(path: &str) -> bool {
    path == PLACE || path.strip_prefix(PLACE).is_some_and(|below| below.starts_with('/'))
}

/// What the layers around know of, as the API tells it.
pub fn troubled(trouble: Trouble) -> Response {
    let code = match trouble {
        Trouble::NotFound | Trouble::UnknownTenant => Code::NotFound,
        Trouble::MethodNotAllowed => Code::MethodNotAllowed,
        Trouble::BadRequest | Trouble::Forbidden => Code::InvalidRequest,
        Trouble::TooLarge => Code::TooLarge,
        Trouble::MediaType => Code::MediaType,
        Trouble::TooSlow => Code::TooSlow,
        Trouble::TooMany => Code::TooMany,
        Trouble::Busy => Code::Busy,
        Trouble::Broken => Code::Broken,
    };
    Refused::because(code).into_response()
}
