//! `POST /.search` (RFC 7644 §3.4.3): a list whose question stands in the body, not in an address that is logged.

use axum::extract::State;
use axum::response::Response;

use super::caller::Sent;
use super::reply;
use crate::app::App;
use crate::model::scim::Kind;
use crate::model::scim::list::Query;
use crate::usecase::scim::list;

pub(super) async fn users(State(app): State<App>, sent: Sent) -> Response {
    search(&app, &sent, Some(Kind::User)).await
}

pub(super) async fn groups(State(app): State<App>, sent: Sent) -> Response {
    search(&app, &sent, Some(Kind::Group)).await
}

pub(super) async fn all(State(app): State<App>, sent: Sent) -> Response {
    search(&app, &sent, None).await
}

async fn search(app: &App, sent: &Sent, kind: Option<Kind>) -> Response {
    let query = match Query::of_body(&sent.body) {
        Ok(query) => query,
        Err(wrong) => return reply::wrong(&wrong),
    };
    let by = &sent.caller.by;
    let listed = match kind {
        Some(kind) => list::of_kind(app, by, kind, &query).await,
        None => list::of_all(app, by, &query).await,
    };
    listed.map_or_else(reply::refused, reply::list)
}
