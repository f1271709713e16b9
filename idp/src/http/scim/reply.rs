//! Answers and refusals in SCIM's form (RFC 7644 §3.12).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::http::failure::{Failure, Trouble};
use crate::model::moment::seconds_up;
use crate::model::scim::etag::Versions;
use crate::model::scim::project::Projection;
use crate::model::scim::{Kind, Resource, ScimType, Wrong};
use crate::stop::Stop;
use crate::usecase::scim::admit::Refused;
use crate::usecase::scim::list::Listed;
use crate::usecase::scim::{Refusal, version};

const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

pub(super) fn json(status: StatusCode, value: &Value) -> Response {
    let kind = HeaderValue::from_static("application/scim+json");
    (status, [(header::CONTENT_TYPE, kind)], value.to_string()).into_response()
}

/// One resource, with its version and its place.
pub(super) fn resource(
    status: StatusCode,
    kind: Kind,
    resource: &Resource,
    projection: &Projection,
) -> Response {
    let shown = projection.show(kind, resource);
    let mut response = json(status, &Value::Object(shown));
    put_version(&mut response, resource);
    let place = resource["meta"]["location"].as_str().unwrap_or_default();
    if let (StatusCode::CREATED, Ok(place)) = (status, HeaderValue::from_str(place)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

/// The same, unless who asks has this version (RFC 9110 §13.1.2).
pub(super) fn unless_known(
    known: Option<&Versions>,
    kind: Kind,
    one: &Resource,
    projection: &Projection,
) -> Response {
    if known.is_some_and(|versions| versions.have(version(one))) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        put_version(&mut response, one);
        return response;
    }
    resource(StatusCode::OK, kind, one, projection)
}

fn put_version(response: &mut Response, resource: &Resource) {
    if let Ok(version) = HeaderValue::from_str(version(resource)) {
        response.headers_mut().insert(header::ETAG, version);
    }
}

pub(super) fn list(listed: Listed) -> Response {
    let Listed { total, start, resources } = listed;
    let body = json!({ "schemas": [LIST], "totalResults": total, "startIndex": start,
        "itemsPerPage": resources.len(), "Resources": resources });
    json(StatusCode::OK, &body)
}

pub(super) fn wrong(wrong: &Wrong) -> Response {
    let status = match wrong.kind {
        ScimType::Uniqueness => StatusCode::CONFLICT,
        _ => StatusCode::BAD_REQUEST,
    };
    json(status, &body(status, Some(wrong.kind), &wrong.detail))
}

pub(super) fn refused(stop: Stop<Refusal>) -> Response {
    match stop {
        Stop::Refused(Refusal::Wrong(why)) => wrong(&why),
        Stop::Refused(Refusal::NotFound) => {
            plain(StatusCode::NOT_FOUND, "there is no such resource")
        }
        Stop::Refused(Refusal::Changed) => {
            plain(StatusCode::PRECONDITION_FAILED, "the resource has another version")
        }
        Stop::Fault(fault) => Failure::from(fault).into_response(),
    }
}

pub(super) fn not_let_in(stop: Stop<Refused>) -> Response {
    let challenge = match stop {
        Stop::Fault(fault) => return Failure::from(fault).into_response(),
        Stop::Refused(Refused::TooMany(wait)) => {
            let mut response = plain(StatusCode::TOO_MANY_REQUESTS, "too many requests");
            response.headers_mut().insert(header::RETRY_AFTER, seconds_up(wait).into());
            return response;
        }
        Stop::Refused(Refused::NoToken) => "Bearer realm=\"scim\"",
        Stop::Refused(Refused::WrongToken) => "Bearer realm=\"scim\", error=\"invalid_token\"",
    };
    let mut response = plain(StatusCode::UNAUTHORIZED, "a token of this tenant is needed");
    let challenge = HeaderValue::from_static(challenge);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

pub(super) fn plain(status: StatusCode, detail: &str) -> Response {
    json(status, &body(status, None, detail))
}

fn body(status: StatusCode, kind: Option<ScimType>, detail: &str) -> Value {
    let mut body = json!({ "schemas": [ERROR], "status": status.as_str(), "detail": detail });
    if let Some(kind) = kind {
        body["scimType"] = json!(kind.as_str());
    }
    body
}

/// The body of an answer that only says what kind of trouble it is.
pub fn trouble(trouble: Trouble, status: StatusCode, request_id: &str) -> Response {
    let detail = match trouble {
        Trouble::NotFound | Trouble::UnknownTenant => "there is nothing at this address",
        Trouble::MethodNotAllowed => "this method is not for this address",
        Trouble::MediaType => "the body is not application/scim+json",
        Trouble::TooLarge => "the body is too large",
        Trouble::TooSlow => "the body did not come in time",
        Trouble::Busy | Trouble::TooMany => "try again later",
        Trouble::BadRequest | Trouble::Forbidden => "the request cannot be read",
        Trouble::Broken => "something went wrong here",
    };
    plain(status, &format!("{detail} (request {request_id})"))
}
