//! What cannot be answered as asked: a page that says what happened, or JSON where a machine asked.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::http::extract::locale;
use crate::http::layer::access_log::RequestId;
use crate::http::page::{Frame, View, render};
use crate::model::policy::Language;
use crate::stop::Fault;

/// A fault on its way out. It is logged in full and shown as a number.
pub struct Failure(Fault);

/// What kind of trouble a page tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    NotFound,
    UnknownTenant,
    MethodNotAllowed,
    BadRequest,
    Forbidden,
    TooLarge,
    /// Another media type than a form.
    MediaType,
    /// The body did not come in time.
    TooSlow,
    Busy,
    Broken,
}

impl Trouble {
    const fn status(self) -> StatusCode {
        match self {
            Self::NotFound | Self::UnknownTenant => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Marks a response whose body is written by [`show`], where language and kind of client are known.
impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if self == Self::Busy {
            response
                .headers_mut()
                .insert(axum::http::header::RETRY_AFTER, axum::http::HeaderValue::from_static("2"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl<F: Into<Fault>> From<F> for Failure {
    fn from(fault: F) -> Self {
        Self(fault.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if matches!(self.0, Fault::Busy) {
            return Trouble::Busy.into_response();
        }
        tracing::error!(fault = %self.0, detail = ?self.0, "a request failed");
        Trouble::Broken.into_response()
    }
}

pub async fn not_found() -> Trouble {
    Trouble::NotFound
}

pub async fn method_not_allowed() -> Trouble {
    Trouble::MethodNotAllowed
}

/// People are told less finely than machines.
const fn shown_as(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::MediaType | Trouble::TooSlow => Trouble::BadRequest,
        other => other,
    }
}

#[derive(Serialize)]
struct FailurePage {
    kind: Trouble,
}

impl View for FailurePage {
    const TEMPLATE: &'static str = "failure.html";
}

#[derive(Serialize)]
struct UnknownTenantPage {
    problem: &'static str,
    detail: Option<&'static str>,
}

impl View for UnknownTenantPage {
    const TEMPLATE: &'static str = "oidc/bad_link.html";
}

/// Writes the body of a response that only says what kind of trouble it is.
pub async fn show(State(app): State<App>, request: Request, next: Next) -> Response {
    let here = request.uri().path().to_owned();
    let language = locale::of_browser(request.headers()).first().copied().unwrap_or(Language::Ja);
    let request_id = RequestId::of(request.extensions());
    let response = next.run(request).await;
    let Some(trouble) = response.extensions().get::<Trouble>().copied() else { return response };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(axum::http::header::CONTENT_TYPE);
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    let body = if is_for_machines(&here) {
        Json(json!({ "error": machine_word(trouble), "request_id": request_id })).into_response()
    } else {
        let offered = vec![Language::Ja, Language::En];
        let frame = Frame { request_id, ..Frame::plain(&app, language, &here, offered) };
        let html = if trouble == Trouble::UnknownTenant {
            render(language, &frame, &UnknownTenantPage { problem: "unknown_tenant", detail: None })
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
    matches!(last, "token" | "userinfo" | "jwks") || path.contains("/.well-known/")
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
        Trouble::Busy => "temporarily_unavailable",
        Trouble::Broken => "server_error",
    }
}
