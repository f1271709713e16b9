//! The console of administration: one file a page, `door` before each, `shell` around each.

pub mod access;
pub mod account;
pub mod act;
pub mod audit;
pub mod authority;
pub mod certificate;
pub mod claims;
pub mod client;
pub mod client_state;
pub mod clients;
pub mod copies;
pub mod create;
pub mod deed;
pub mod diagnosed;
pub mod door;
pub mod end;
pub mod enter;
pub mod grants;
pub mod history;
pub mod initial_tokens;
pub mod invite;
pub mod keys;
pub mod method;
pub mod outbox;
pub mod pictures;
pub mod policy;
pub mod policy_form;
pub mod policy_preview;
pub mod policy_said;
pub mod programs;
pub mod set_up;
pub mod sheet;
pub mod shell;
pub mod specimen;
pub mod start;
pub mod table;
pub mod table_told;
pub mod tenant;
pub mod tenants;
pub mod trial;
pub mod upload;
pub mod user;
pub mod users;
pub mod webhook;
pub mod webhooks;

use axum::Router;

use crate::app::App;

pub fn routes() -> Router<App> {
    Router::new()
        .merge(enter::routes())
        .merge(set_up::routes())
        .merge(tenants::routes())
        .merge(tenant::routes())
        .merge(start::routes())
        .merge(users::routes())
        .merge(create::routes())
        .merge(user::routes())
        .merge(history::routes())
        .merge(deed::routes())
        .merge(end::routes())
        .merge(invite::routes())
        .merge(method::routes())
        .merge(account::routes())
        .merge(table::routes())
        .merge(upload::routes())
        .merge(policy::routes())
        .merge(pictures::routes())
        .merge(specimen::routes())
        .merge(policy_preview::routes())
        .merge(claims::routes())
        .merge(certificate::routes())
        .merge(clients::routes())
        .merge(client_state::routes())
        .merge(trial::routes())
        .merge(client::routes())
        .merge(initial_tokens::routes())
        .merge(keys::routes())
        .merge(authority::routes())
        .merge(outbox::routes())
        .merge(audit::routes())
        .merge(webhook::routes())
        .merge(webhooks::routes())
        .merge(access::routes())
        .merge(grants::routes())
        .merge(programs::routes())
}
