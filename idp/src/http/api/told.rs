//! What a caller sends: a JSON body in bounds, or the query of a list. Nothing unknown is passed over, nothing repeated back.

#![expect(clippy::disallowed_types, reason = "a structure refuses repeated parameters by itself")]

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa::openapi::{RefOr, Schema};

use super::problem::{Code, FieldError, Refused};
use super::refusals::escaped;
use crate::app::App;

/// The members of a JSON body.
pub struct Told<T>(pub T);

/// The parameters of a list.
pub struct Asked<T>(pub T);

/// Nothing that is asked for here nests deeper.
const DEEPEST: usize = 24;

impl<T: DeserializeOwned> FromRequest<App> for Told<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Refused::because(Code::MediaType));
        }
        // The door read it in bounds already.
        let body = Bytes::from_request(request, app).await;
        let body = body.map_err(|_| Refused::because(Code::TooLarge))?;
        read(&body).map(Self)
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    if depth(body) > DEEPEST {
        return Err(Refused::with(Code::InvalidRequest, "the body nests too deep"));
    }
    // PostgreSQL takes no NUL in a text, and nobody means one.
    if body.windows(6).any(|part| part == b"\\u0000") {
        return Err(Refused::with(Code::InvalidRequest, "the body has a NUL character"));
    }
    // A list would be read as members in their order.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(Refused::with(Code::InvalidRequest, "the body is not a JSON object"));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| mistake(&error))?;
    match reader.end() {
        Ok(()) => Ok(value),
        Err(_) => Err(Refused::with(Code::InvalidRequest, "the body is not JSON")),
    }
}

/// What is wrong with a body, without a word of its values: they may be secrets.
fn mistake(error: &serde_path_to_error::Error<serde_json::Error>) -> Refused {
    use serde_path_to_error::Segment;
    let inner = error.inner();
    if inner.is_syntax() || inner.is_eof() || inner.is_io() {
        return Refused::with(Code::InvalidRequest, "the body is not JSON");
    }
    let mut pointer = String::new();
    for step in error.path() {
        match step {
            Segment::Seq { index } => step_to(&mut pointer, &index.to_string()),
            Segment::Map { key } => step_to(&mut pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let text = inner.to_string();
    let (missing, unknown) = (named(&text, "missing field"), text.starts_with("unknown field"));
    let detail = match missing {
        Some(member) => {
            step_to(&mut pointer, member);
            "is missing"
        }
        None if unknown => "is none of the members that there are",
        None => "has a value that is not taken",
    };
    Refused::of_members(vec![FieldError { pointer, detail: detail.to_owned() }])
}

fn step_to(pointer: &mut String, member: &str) {
    pointer.push('/');
    pointer.push_str(&escaped(member));
}

/// The name of one of our own members that serde complains of.
fn named<'a>(text: &'a str, complaint: &str) -> Option<&'a str> {
    text.strip_prefix(complaint)?.trim_start().strip_prefix('`')?.split('`').next()
}

/// How deep arrays and objects nest, texts apart.
fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

impl<T: DeserializeOwned + IntoParams> FromRequestParts<App> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Refused> {
        if is_longer::<T>(parts.uri.query().unwrap_or_default()) {
            return Err(Refused::with(
                Code::InvalidRequest,
                "a parameter is longer than it may be",
            ));
        }
        let asked = Query::try_from_uri(&parts.uri);
        asked.map(|Query(asked)| Self(asked)).map_err(|_| {
            let why = "a parameter is unknown, repeated or has a value that is not taken";
            Refused::with(Code::InvalidRequest, why)
        })
    }
}

/// Whether a parameter has more characters than the document says.
fn is_longer<T: IntoParams>(query: &str) -> bool {
    let described = T::into_params(|| None);
    let most = |name: &str| {
        let found = described.iter().find(|one| one.name == name)?;
        match &found.schema {
            Some(RefOr::T(Schema::Object(object))) => object.max_length,
            _ => None,
        }
    };
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.any(|(name, value)| most(&name).is_some_and(|most| value.chars().count() > most))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[expect(dead_code, reason = "read by the derive")]
        name: String,
        #[serde(default)]
        #[expect(dead_code, reason = "read by the derive")]
        parts: Vec<u8>,
    }

    #[test]
    fn mistakes_are_told_by_pointer_and_without_values() {
        for (body, code, pointer) in [
            (json!({ "name": 1 }).to_string(), Code::Invalid, "/name"),
            (json!({ "name": "a", "parts": [1, "s3cret"] }).to_string(), Code::Invalid, "/parts/1"),
            (json!({}).to_string(), Code::Invalid, "/name"),
            (json!({ "name": "a", "s3cret": 1 }).to_string(), Code::Invalid, "/s3cret"),
            ("{\"name\": \"a\"} x".to_owned(), Code::InvalidRequest, ""),
            ("[".repeat(100), Code::InvalidRequest, ""),
            (String::new(), Code::InvalidRequest, ""),
        ] {
            let refused = read::<Body>(body.as_bytes()).unwrap_err();
            assert_eq!(refused.code(), code, "{body}");
            let told = format!("{refused:?}");
            assert!(told.contains(pointer), "{told}");
        }
        let told = format!("{:?}", read::<Body>(b"{\"name\":\"a\",\"parts\":\"s3cret\"}"));
        assert!(!told.contains("s3cret"), "{told}");
    }
}
