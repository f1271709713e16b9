//! The console of administration: one file a page, `door` before each, `shell` around each.

pub mod act;
pub mod certificate;
pub mod claims;
pub mod create;
pub mod deed;
pub mod diagnosed;
pub mod door;
pub mod end;
pub mod enter;
pub mod history;
pub mod invite;
pub mod method;
pub mod policy;
pub mod policy_preview;
pub mod policy_said;
pub mod set_up;
pub mod shell;
pub mod start;
pub mod tenants;
pub mod user;
pub mod users;

use axum::Router;

use crate::app::App;

pub fn routes() -> Router<App> {
    Router::new()
        .merge(enter::routes())
        .merge(set_up::routes())
        .merge(tenants::routes())
        .merge(start::routes())
        .merge(users::routes())
        .merge(create::routes())
        .merge(user::routes())
        .merge(history::routes())
        .merge(deed::routes())
        .merge(end::routes())
        .merge(invite::routes())
        .merge(method::routes())
        .merge(policy::routes())
        .merge(policy_preview::routes())
        .merge(claims::routes())
        .merge(certificate::routes())
}
