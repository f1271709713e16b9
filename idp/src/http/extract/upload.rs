//! A form with a file that one of our pages sent (RFC 7578): read in bounds and time, CSRF checked, repeated fields
//! refused.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use multer::{Multipart, parse_boundary};

use super::Visitor;
use super::form::{is_proven, stranger};
use crate::app::App;
use crate::http::failure::Trouble;
use crate::wire::params::Params;

/// Fields of a form and its file, proven to come from a page of ours in the visitor's browser.
pub struct Uploaded {
    pub visitor: Visitor,
    pub fields: Params,
    /// Empty where no file was chosen.
    pub file: Bytes,
}

/// A picture, and the fields beside it.
const MOST_BYTES: usize = 1024 * 1024;
/// What may stand beside a file that is bounded itself.
const BESIDE: usize = 64 * 1024;
/// No form of ours has more parts.
const MOST_PARTS: usize = 20;
const SLOWEST: Duration = Duration::from_mins(1);
/// For a larger file: whoever sends it was let in before.
const SLOWEST_LARGE: Duration = Duration::from_mins(10);

impl FromRequest<App> for Uploaded {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        Self::read(app, visitor, Request::from_parts(parts, body), (MOST_BYTES, SLOWEST)).await
    }
}

impl Uploaded {
    /// The same for a larger file, once the door let the visitor in.
    pub async fn large(
        app: &App,
        visitor: Visitor,
        request: Request,
        most: usize,
    ) -> Result<Self, Response> {
        Self::read(app, visitor, request, (most + BESIDE, SLOWEST_LARGE)).await
    }

    async fn read(
        app: &App,
        visitor: Visitor,
        request: Request,
        (most, slowest): (usize, Duration),
    ) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        if let Some(refused) = stranger(&parts.headers, app, &visitor) {
            return Err(refused);
        }
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let boundary = parse_boundary(kind.unwrap_or_default())
            .map_err(|_| Trouble::MediaType.into_response())?;
        let bytes = tokio::time::timeout(slowest, to_bytes(body, most))
            .await
            .map_err(|_| Trouble::TooSlow.into_response())?
            .map_err(|_| Trouble::TooLarge.into_response())?;
        let bad = || Trouble::BadRequest.into_response();
        let (fields, file) = taken_apart(bytes, boundary).await.ok_or_else(bad)?;
        if fields.repeated().is_some() {
            return Err(bad());
        }
        if !is_proven(app, &visitor, &fields) {
            return Err(Trouble::Forbidden.into_response());
        }
        Ok(Self { visitor, fields, file: file.unwrap_or_default() })
    }
}

/// The fields and the one file of a body that is there whole.
async fn taken_apart(body: Bytes, boundary: String) -> Option<(Params, Option<Bytes>)> {
    let mut form = Multipart::new(stream::iter([Ok::<_, Infallible>(body)]), boundary);
    let (mut pairs, mut file) = (Vec::new(), None);
    for _ in 0..MOST_PARTS {
        let Some(part) = form.next_field().await.ok()? else {
            let encoded =
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            return Some((Params::parse(encoded.as_bytes()).ok()?, file));
        };
        let (name, is_file) = (part.name()?.to_owned(), part.file_name().is_some());
        let content = part.bytes().await.ok()?;
        if !is_file {
            pairs.push((name, String::from_utf8(content.to_vec()).ok()?));
        } else if file.replace(content).is_some() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: &str = "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n";
    const FILE: &str = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.csv\"\r\n\
                        Content-Type: text/csv\r\n\r\nuser_id\r\n\r\nalice\r\n\r\n";

    async fn of(body: String) -> Option<(Params, Option<Bytes>)> {
        taken_apart(Bytes::from(body), "x".to_owned()).await
    }

    #[tokio::test]
    async fn fields_and_the_file_are_told_apart() {
        let (fields, file) = of(format!("{FIELD}{FILE}--x--\r\n")).await.unwrap();
        assert_eq!(fields.value("csrf"), Some("abc"));
        assert_eq!(file.unwrap(), "user_id\r\n\r\nalice\r\n");
        let (_, file) = of(format!("{FIELD}--x--\r\n")).await.unwrap();
        assert!(file.is_none());
    }

    #[tokio::test]
    async fn what_is_cut_off_or_too_much_is_nothing() {
        let whole = format!("{FIELD}{FILE}--x--");
        for length in 0..whole.len() {
            assert!(of(whole[..length].to_owned()).await.is_none(), "{length}");
        }
        for wrong in [
            format!("{FILE}{FILE}--x--"),
            format!("{}--x--", FIELD.repeat(MOST_PARTS)),
            "--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--".to_owned(),
        ] {
            assert!(of(wrong.clone()).await.is_none(), "{wrong}");
        }
    }
}
