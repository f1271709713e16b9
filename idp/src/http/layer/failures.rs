//! Writes the body of a response that only says what kind of trouble it is: a page in the person's language, or JSON
//! where a machine asked.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use super::access_log::RequestId;
use crate::app::App;
use crate::http::api;
use crate::http::extract::locale;
use crate::http::failure::Trouble;
use crate::http::oidc::authorize::BadLinkPage;
use crate::http::page::{Frame, View, render};
use crate::http::scim;
use crate::model::policy::Language;

/// People are told less finely than machines.
const fn shown_as(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::MediaType | Trouble::TooSlow => Trouble::BadRequest,
        other => other,
    }
}

/// What `templates/failure.html` may read.
#[derive(Serialize)]
pub struct FailurePage {
    pub kind: Trouble,
}

impl View for FailurePage {
    const TEMPLATE: &'static str = "failure.html";
}

pub async fn show(State(app): State<App>, request: Request, next: Next) -> Response {
    let here = request.uri().path().to_owned();
    let language = locale::of_browser(request.headers()).first().copied().unwrap_or(Language::Ja);
    let request_id = RequestId::of(request.extensions());
    let response = next.run(request).await;
    let Some(trouble) = response.extensions().get::<Trouble>().copied() else { return response };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = if here.split('/').nth(3) == Some("scim") {
        scim::trouble(trouble, parts.status, &request_id)
    } else if api::is_here(&here) {
        api::troubled(trouble)
    } else if is_for_machines(&here) {
        Json(json!({ "error": machine_word(trouble), "request_id": request_id })).into_response()
    } else {
        let offered = vec![Language::Ja, Language::En];
        let frame = Frame { request_id, ..Frame::plain(&app, language, &here, offered) };
        let html = if trouble == Trouble::UnknownTenant {
            render(language, &frame, &BadLinkPage { problem: "unknown_tenant", detail: None })
        } else {
            render(language, &frame, &FailurePage { kind: shown_as(trouble) })
        };
        // Without its own template the failure page is a line of text.
        Html(html.unwrap_or_else(|_| "Sekisho".to_owned())).into_response()
    };
    let (kind, body) = body.into_parts();
    parts.headers.extend(kind.headers);
    Response::from_parts(parts, body)
}

fn is_for_machines(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    matches!(last, "token" | "userinfo" | "jwks" | "revoke" | "introspect" | "device" | "par")
        || path.contains("/.well-known/")
        || path.split('/').nth(3) == Some("register")
}

const fn machine_word(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::NotFound | Trouble::UnknownTenant => "not_found",
        Trouble::MethodNotAllowed
        | Trouble::BadRequest
        | Trouble::Forbidden
        | Trouble::TooLarge
        | Trouble::MediaType
        | Trouble::TooSlow => "invalid_request",
        Trouble::TooMany | Trouble::Busy => "temporarily_unavailable",
        Trouble::Broken => "server_error",
    }
}
