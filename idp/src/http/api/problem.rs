//! What the API answers where it cannot do as asked (RFC 9457): one table of codes, told in one shape.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::admin::{ApiScope, NotPermitted};
use crate::stop::{Fault, Stop};

macro_rules! codes {
    ($($name:ident = $word:literal, $status:ident, $title:literal)*) => {
        /// A stable word for what is wrong; its status and its title never change either.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            pub const fn status(self) -> StatusCode {
                match self {
                    $(Self::$name => StatusCode::$status,)*
                }
            }

            const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }
        }
    };
}

codes! {
    InvalidRequest = "invalid_request", BAD_REQUEST, "The request cannot be read."
    InvalidCursor = "invalid_cursor", BAD_REQUEST, "The cursor is none of this list."
    MissingToken = "missing_token", UNAUTHORIZED, "An access token or an API key is needed."
    InvalidToken = "invalid_token", UNAUTHORIZED, "The access token or API key is not valid here."
    InsufficientScope = "insufficient_scope", FORBIDDEN, "The token or key does not have the scope."
    ForbiddenRole = "forbidden_role", FORBIDDEN, "The role does not have this deed."
    ActsUpward = "acts_upward", FORBIDDEN, "This is above the role of the caller."
    NotFound = "not_found", NOT_FOUND, "There is no such thing."
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "There is no such operation."
    TooSlow = "too_slow", REQUEST_TIMEOUT, "The request did not come in time."
    AlreadyExists = "already_exists", CONFLICT, "It exists already."
    NotPossible = "not_possible", CONFLICT, "It is not possible as things stand."
    ChangedMeanwhile = "changed_meanwhile", CONFLICT, "Another change came first."
    InProgress = "in_progress", CONFLICT, "The first request with this key is under way."
    PreconditionFailed = "precondition_failed", PRECONDITION_FAILED, "It is not as If-Match has it."
    TooLarge = "too_large", PAYLOAD_TOO_LARGE, "The body is too large."
    MediaType = "media_type", UNSUPPORTED_MEDIA_TYPE, "The body is not application/json."
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "Members of the request cannot be taken."
    KeyReused = "key_reused", UNPROCESSABLE_ENTITY, "The key came with another request before."
    TooMany = "too_many", TOO_MANY_REQUESTS, "Too many requests."
    Broken = "server_error", INTERNAL_SERVER_ERROR, "The service failed."
    Busy = "busy", SERVICE_UNAVAILABLE, "The service is busy; try again."
}

/// One member that cannot be taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// Which: a JSON pointer into the body (RFC 6901).
    #[schema(example = "/user_id")]
    pub pointer: String,
    /// Why, in English.
    pub detail: String,
}

/// A problem (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A URI of the code.
    #[schema(example = "urn:sekisho:problem:not_found")]
    pub r#type: String,
    /// The code in words.
    pub title: &'static str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// A stable word for what is wrong.
    #[schema(example = "not_found")]
    pub code: &'static str,
    /// What is known beyond the code, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// The members that cannot be taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
}

/// A request that is turned down, on its way to becoming a [`Problem`].
#[derive(Debug)]
pub struct Refused {
    code: Code,
    detail: Option<String>,
    errors: Vec<FieldError>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// What handlers return.
pub type Answer<T> = Result<T, Refused>;

impl Refused {
    pub const fn because(code: Code) -> Self {
        Self { code, detail: None, errors: Vec::new(), headers: Vec::new() }
    }

    pub fn with(code: Code, why: impl std::fmt::Display) -> Self {
        Self { detail: Some(why.to_string()), ..Self::because(code) }
    }

    /// Members that cannot be taken, each by its pointer.
    pub fn of_members(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::because(Code::Invalid) }
    }

    pub fn of_member(pointer: &str, why: impl std::fmt::Display) -> Self {
        let (pointer, detail) = (pointer.to_owned(), why.to_string());
        Self::of_members(vec![FieldError { pointer, detail }])
    }

    #[must_use]
    pub fn telling(mut self, name: HeaderName, value: &str) -> Self {
        self.headers.extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
        self
    }

    pub const fn code(&self) -> Code {
        self.code
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self { code, detail, errors, headers } = self;
        let problem = Problem {
            r#type: format!("urn:sekisho:problem:{}", code.as_str()),
            title: code.title(),
            status: code.status().as_u16(),
            code: code.as_str(),
            detail,
            errors,
        };
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (code.status(), kind, body).into_response();
        response.headers_mut().extend(headers);
        response
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        if matches!(fault, Fault::Busy) {
            return Self::because(Code::Busy).telling(header::RETRY_AFTER, "2");
        }
        if fault.is_outdated() {
            return Self::because(Code::PreconditionFailed);
        }
        tracing::error!(%fault, detail = ?fault, "a request failed");
        Self::because(Code::Broken)
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Fault::from(error).into()
    }
}

impl<R: Into<Self>> From<Stop<R>> for Refused {
    fn from(stop: Stop<R>) -> Self {
        match stop {
            Stop::Refused(why) => why.into(),
            Stop::Fault(fault) => fault.into(),
        }
    }
}

impl From<NotPermitted> for Refused {
    fn from(why: NotPermitted) -> Self {
        match why {
            NotPermitted::Elsewhere => Self::because(Code::NotFound),
            NotPermitted::Role => Self::because(Code::ForbiddenRole),
            NotPermitted::Upward => Self::because(Code::ActsUpward),
            NotPermitted::Scope(scope) => scope_missing(scope),
        }
    }
}

/// RFC 6750 §3.1
fn scope_missing(scope: ApiScope) -> Refused {
    let scope = scope.as_str();
    let challenge =
        format!("Bearer realm=\"api\", error=\"insufficient_scope\", scope=\"{scope}\"");
    Refused::with(Code::InsufficientScope, format!("needs {scope}"))
        .telling(header::WWW_AUTHENTICATE, &challenge)
}
