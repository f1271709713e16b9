//! `GET` and `POST /authorize` (OpenID Connect Core §3.1.2.1).

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Serialize;

use super::reply::respond;
use crate::app::App;
use crate::http::extract::{Visitor, form, locale};
use crate::http::failure::{self, Failure, Trouble};
use crate::http::page::View;
use crate::stop::Stop;
use crate::usecase::authorize::refusal::{Refusal, Unproven};
use crate::usecase::authorize::{self, Outcome};
use crate::wire::params::{Params, Unreadable};

pub fn routes() -> Router<App> {
    // Whoever asks for the head alone would use up a code, and never see it.
    let ways = get(answer).post(answer).head(failure::method_not_allowed);
    Router::new().route("/authorize", ways)
}

async fn answer(
    State(app): State<App>,
    mut visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    let params = match params(request).await {
        Ok(params) => params,
        Err(refused) => return Ok(refused),
    };
    if let Some(tags) = params.value("ui_locales") {
        visitor.picked = locale::first_offered(tags, &visitor.tenant().policy.languages);
        visitor.visit.language = visitor.picked.unwrap_or(visitor.visit.language);
    }
    let signed_in = visitor.signed_in(&app).await?;
    let browser = &visitor.browser;
    let outcome =
        authorize::authorize(&app, &visitor.visit, &params, browser, signed_in.as_ref()).await;
    let mut response = match outcome {
        Ok(Outcome::Website(reply)) | Err(Stop::Refused(Refusal::ToClient(reply))) => {
            respond(&app, &visitor, &reply)
        }
        Ok(Outcome::Login(handle)) => {
            let to = visitor.path(&format!("/login/{}", handle.expose()));
            Redirect::to(&to).into_response()
        }
        Err(Stop::Refused(Refusal::ToPerson(why))) => return Ok(bad_link(&app, &visitor, why)),
        Err(Stop::Fault(fault)) => return Err(fault.into()),
    };
    visitor.remember(&app, &mut response);
    Ok(response)
}

/// Parameters of the query, or of query and body together: one given twice is repeated.
async fn params(request: Request) -> Result<Params, Response> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    if request.method() != Method::POST {
        return read(query.as_bytes()).map_err(IntoResponse::into_response);
    }
    if !query.is_empty() {
        return Err(Trouble::BadRequest.into_response());
    }
    let (parts, body) = request.into_parts();
    form::read(&parts.headers, body).await
}

fn read(encoded: &[u8]) -> Result<Params, Trouble> {
    Params::parse(encoded).map_err(|why| match why {
        Unreadable::TooLong => Trouble::TooLarge,
        Unreadable::TooMany | Unreadable::NotUtf8 => Trouble::BadRequest,
    })
}

/// What `templates/oidc/bad_link.html` may read.
#[derive(Serialize)]
pub struct BadLinkPage {
    pub problem: &'static str,
    pub detail: Option<&'static str>,
}

impl View for BadLinkPage {
    const TEMPLATE: &'static str = "oidc/bad_link.html";
}

/// The person is told; the browser goes nowhere (RFC 6749 §4.1.2.1).
fn bad_link(app: &App, visitor: &Visitor, why: Unproven) -> Response {
    let (problem, detail) = why.wording();
    let page = BadLinkPage { problem, detail: Some(detail) };
    visitor.page_with(app, StatusCode::BAD_REQUEST, &page)
}
