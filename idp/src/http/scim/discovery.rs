//! What is offered (RFC 7644 §4): `/ServiceProviderConfig`, `/ResourceTypes`, `/Schemas`; and what is not.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::caller::Caller;
use super::reply;
use crate::model::scim::list::MOST;
use crate::model::scim::{ENTERPRISE, Kind, Resource, schema};
use crate::usecase::scim::list::Listed;

const TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

pub(super) async fn config(caller: Caller) -> Response {
    let is = |supported: bool| json!({ "supported": supported });
    let scheme = json!({
        "type": "oauthbearertoken",
        "name": "Bearer token",
        "description": "A token of the tenant, made by its administrators",
        "specUri": "https://www.rfc-editor.org/info/rfc6750",
        "primary": true,
    });
    let config = json!({
        "schemas": [CONFIG],
        "patch": is(true),
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST },
        "changePassword": is(true),
        "sort": is(true),
        "etag": is(true),
        "authenticationSchemes": [scheme],
        "meta": meta(&caller, "ServiceProviderConfig", "/ServiceProviderConfig"),
    });
    one(&caller, Some(config))
}

pub(super) async fn types(caller: Caller) -> Response {
    all(&caller, [Kind::User, Kind::Group].map(|kind| resource_type(&caller, kind)).into())
}

pub(super) async fn one_type(caller: Caller) -> Response {
    let kind = [Kind::User, Kind::Group].into_iter().find(|kind| kind.name() == caller.named);
    one(&caller, kind.map(|kind| resource_type(&caller, kind)))
}

pub(super) async fn schemas(caller: Caller) -> Response {
    all(&caller, schema::shown().iter().map(|one| with_meta(&caller, one)).collect())
}

pub(super) async fn one_schema(caller: Caller) -> Response {
    let is = |one: &&Value| one["id"].as_str().is_some_and(|id| id == caller.named);
    one(&caller, schema::shown().iter().find(is).map(|one| with_meta(&caller, one)))
}

/// Bulk requests, and the resource of whoever asks: a program is no person (§3.11).
pub(super) async fn not_offered(_: Caller) -> Response {
    reply::plain(StatusCode::NOT_IMPLEMENTED, "this is not offered; see /ServiceProviderConfig")
}

fn resource_type(caller: &Caller, kind: Kind) -> Value {
    let place = format!("/ResourceTypes/{}", kind.name());
    let mut told = json!({
        "schemas": [TYPE],
        "id": kind.name(),
        "name": kind.name(),
        "endpoint": kind.place(),
        "schema": kind.urn(),
        "meta": meta(caller, "ResourceType", &place),
    });
    if kind.extension().is_some() {
        told["schemaExtensions"] = json!([{ "schema": ENTERPRISE, "required": false }]);
    }
    told
}

fn with_meta(caller: &Caller, schema: &Value) -> Value {
    let mut shown = schema.clone();
    let id = schema["id"].as_str().unwrap_or_default();
    shown["schemas"] = json!([SCHEMA]);
    shown["meta"] = meta(caller, "Schema", &format!("/Schemas/{id}"));
    shown
}

fn meta(caller: &Caller, kind: &str, place: &str) -> Value {
    json!({ "resourceType": kind, "location": format!("{}{place}", caller.by.base) })
}

fn all(caller: &Caller, list: Vec<Value>) -> Response {
    if filtered(caller) {
        return no_filter();
    }
    let resource = |value: Value| value.as_object().cloned().unwrap_or_else(Resource::new);
    let resources: Vec<_> = list.into_iter().map(resource).collect();
    let total = u64::try_from(resources.len()).unwrap_or_default();
    reply::list(Listed { total, start: 1, resources })
}

fn one(caller: &Caller, found: Option<Value>) -> Response {
    match found {
        _ if filtered(caller) => no_filter(),
        Some(value) => reply::json(StatusCode::OK, &value),
        None => reply::plain(StatusCode::NOT_FOUND, "there is no such resource"),
    }
}

/// §4: whoever filters would believe that he had seen all.
fn filtered(caller: &Caller) -> bool {
    caller.query.value("filter").is_some()
}

fn no_filter() -> Response {
    reply::plain(StatusCode::FORBIDDEN, "this is not filtered")
}
