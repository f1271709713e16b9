//! `/Groups` and `/Groups/{id}` (RFC 7644 §3.3 to §3.6).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::caller::{Caller, Sent};
use super::reply;
use crate::app::App;
use crate::model::ids::GroupId;
use crate::model::scim::list::Query;
use crate::model::scim::project::Projection;
use crate::model::scim::{Kind, Resource, Wrong, patch};
use crate::stop::Stop;
use crate::usecase::scim::{Refusal, groups, list};

const KIND: Kind = Kind::Group;

pub(super) async fn list(State(app): State<App>, caller: Caller) -> Response {
    let query = match Query::read(|name| caller.query.owned(name)) {
        Ok(query) => query,
        Err(wrong) => return reply::wrong(&wrong),
    };
    list::of_kind(&app, &caller.by, KIND, &query).await.map_or_else(reply::refused, reply::list)
}

pub(super) async fn show(State(app): State<App>, caller: Caller) -> Response {
    let known = caller.if_none_match();
    let found = groups::show(&app, &caller.by, GroupId(caller.id())).await;
    answer(&caller, found, |one, projection| {
        reply::unless_known(known.as_ref(), KIND, one, projection)
    })
}

pub(super) async fn create(State(app): State<App>, sent: Sent) -> Response {
    let Sent { caller, body } = sent;
    let made = groups::create(&app, &caller.by, &body).await;
    answer(&caller, made, |one, projection| {
        reply::resource(StatusCode::CREATED, KIND, one, projection)
    })
}

pub(super) async fn replace(State(app): State<App>, sent: Sent) -> Response {
    let Sent { caller, body } = sent;
    let (id, condition) = (GroupId(caller.id()), caller.if_match());
    let changed = groups::replace(&app, &caller.by, id, (&body, condition.as_ref())).await;
    answer(&caller, changed, |one, projection| {
        reply::resource(StatusCode::OK, KIND, one, projection)
    })
}

pub(super) async fn patch(State(app): State<App>, sent: Sent) -> Response {
    let Sent { caller, body } = sent;
    let list = match patch::operations(&body) {
        Ok(list) => list,
        Err(wrong) => return reply::wrong(&wrong),
    };
    let (id, condition) = (GroupId(caller.id()), caller.if_match());
    let changed = groups::patch(&app, &caller.by, id, (&list, condition.as_ref())).await;
    answer(&caller, changed, |one, projection| {
        reply::resource(StatusCode::OK, KIND, one, projection)
    })
}

pub(super) async fn remove(State(app): State<App>, caller: Caller) -> Response {
    let (id, condition) = (GroupId(caller.id()), caller.if_match());
    match groups::remove(&app, &caller.by, id, condition.as_ref()).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(stop) => reply::refused(stop),
    }
}

/// Shows what the caller asked of it.
fn answer(
    caller: &Caller,
    outcome: Result<Resource, Stop<Refusal>>,
    show: impl FnOnce(&Resource, &Projection) -> Response,
) -> Response {
    let asked = |name: &str| caller.query.value(name);
    let projection: Result<_, Wrong> =
        Projection::of(asked("attributes"), asked("excludedAttributes"));
    match (outcome, projection) {
        (Ok(resource), Ok(projection)) => show(&resource, &projection),
        (Err(stop), _) => reply::refused(stop),
        (_, Err(wrong)) => reply::wrong(&wrong),
    }
}
