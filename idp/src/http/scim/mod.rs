//! SCIM 2.0 (RFC 7644) below the issuer: for programs that hold a token of the tenant. No cookie, no other origin.

mod caller;
mod discovery;
mod groups;
mod reply;
mod search;
mod users;

pub use reply::trouble;

use axum::Router;
use axum::routing::{any, get, post};

use crate::app::App;

pub fn routes() -> Router<App> {
    let user = get(users::show).put(users::replace).patch(users::patch).delete(users::remove);
    let group = get(groups::show).put(groups::replace).patch(groups::patch).delete(groups::remove);
    Router::new()
        .route("/scim/v2/Users", get(users::list).post(users::create))
        .route("/scim/v2/Users/{resource}", user)
        .route("/scim/v2/Users/.search", post(search::users))
        .route("/scim/v2/Groups", get(groups::list).post(groups::create))
        .route("/scim/v2/Groups/{resource}", group)
        .route("/scim/v2/Groups/.search", post(search::groups))
        .route("/scim/v2/.search", post(search::all))
        .route("/scim/v2/ServiceProviderConfig", get(discovery::config))
        .route("/scim/v2/ResourceTypes", get(discovery::types))
        .route("/scim/v2/ResourceTypes/{name}", get(discovery::one_type))
        .route("/scim/v2/Schemas", get(discovery::schemas))
        .route("/scim/v2/Schemas/{name}", get(discovery::one_schema))
        .route("/scim/v2/Bulk", any(discovery::not_offered))
        .route("/scim/v2/Me", any(discovery::not_offered))
}
