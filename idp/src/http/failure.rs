//! What cannot be answered as asked. The words of the answer are written by `layer::failures`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

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
    /// Too many tries from one address.
    TooMany,
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
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Marks a response whose body is written later, where language and kind of client are known.
impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if self == Self::Busy {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
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
