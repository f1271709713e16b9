//! A form with a file that one of our pages sent: read in bounds and time, CSRF checked, repeated fields refused.

use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::Visitor;
use super::form::{is_known, proves};
use crate::app::App;
use crate::http::failure::Trouble;
use crate::wire::multipart;
use crate::wire::params::Params;

/// Fields of a form and its file, proven to come from a page of ours in the visitor's browser.
pub struct Uploaded {
    pub visitor: Visitor,
    pub fields: Params,
    /// Empty where no file was chosen.
    pub file: Bytes,
}

/// A table as the API takes one, and the fields beside it.
const MOST_BYTES: usize = 2 * 1024 * 1024 + 16 * 1024;
const SLOWEST: Duration = Duration::from_secs(60);

impl FromRequest<App> for Uploaded {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        is_known(&parts.headers, app, &visitor)?;
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default();
        let bytes = tokio::time::timeout(SLOWEST, to_bytes(body, MOST_BYTES))
            .await
            .map_err(|_| Trouble::TooSlow.into_response())?
            .map_err(|_| Trouble::TooLarge.into_response())?;
        let bad = || Trouble::BadRequest.into_response();
        let found = multipart::parts(kind, &bytes).ok_or_else(bad)?;
        let (mut pairs, mut file) = (url::form_urlencoded::Serializer::new(String::new()), None);
        for part in found {
            let content = bytes.slice(part.content);
            if part.is_file {
                if file.replace(content).is_some() {
                    return Err(bad());
                }
            } else {
                let text = std::str::from_utf8(&content).map_err(|_| bad())?;
                pairs.append_pair(&part.name, text);
            }
        }
        let fields = Params::parse(pairs.finish().as_bytes()).map_err(|_| bad())?;
        if fields.repeated().is_some() {
            return Err(bad());
        }
        proves(app, &visitor, &fields)?;
        Ok(Self { visitor, fields, file: file.unwrap_or_default() })
    }
}
