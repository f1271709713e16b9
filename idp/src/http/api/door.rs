//! The door of the API: who calls is proven, the body is read in bounds, a dry run is taken back, and a request with a
//! key is done once.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::problem::{Answer, Code, Refused};
use crate::app::App;
use crate::http::extract::client_request::{DPOP_NONCE, told};
use crate::http::extract::visitor::origin;
use crate::model::tenant::Tenant;
use crate::usecase::admin::access::{Asked, of_program};
use crate::usecase::admin::condition::conditional;
use crate::usecase::admin::once::{self, Keyed, Turn};
use crate::usecase::admin::rehearsal::rehearse;
use crate::usecase::client::holder::Unproven;
use crate::usecase::tenant;
use crate::usecase::token::bearer::{BearerRefusal, Scheme};
use crate::wire::params::Params;

const MOST_BYTES: usize = 256 * 1024;
/// Some twenty thousand users; longer tables are the command line's work.
const MOST_OF_A_TABLE: usize = 2 * 1024 * 1024;
const SLOWEST: Duration = Duration::from_secs(15);
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
const DRY_RUN: HeaderName = HeaderName::from_static("dry-run");
/// Headers of an answer that belong to it wherever it is told again.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];

pub async fn open(State(app): State<App>, request: Request, next: Next) -> Answer<Response> {
    let (mut parts, body) = request.into_parts();
    let caller = admit(&app, &mut parts).await?;
    let most = if takes_a_table(&parts) { MOST_OF_A_TABLE } else { MOST_BYTES };
    let body = if is_read(&parts.method) { Bytes::new() } else { read(body, most).await? };
    let key = key(&caller, &parts, &body)?;
    parts.extensions.insert(caller.clone());
    let request = Request::from_parts(parts, Body::from(body));
    if caller.dry {
        return Ok(dry(rehearse(conditional(next.run(request))).await));
    }
    match key {
        Some(keyed) => keep_on(app, keyed, request, next).await,
        None => Ok(conditional(next.run(request)).await),
    }
}

/// Whether the body is a table of users, which is longer than others and has parameters of its own.
fn takes_a_table(parts: &Parts) -> bool {
    let path = parts.extensions.get::<MatchedPath>();
    path.is_some_and(|path| path.as_str().ends_with("/user-table"))
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

async fn admit(app: &App, parts: &mut Parts) -> Answer<Caller> {
    let params = RawPathParams::from_request_parts(parts, app).await;
    let params = params.map_err(|_| Refused::because(Code::NotFound))?;
    let params: Vec<_> =
        params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let slug = params.iter().find(|(name, _)| name == "tenant").map(|(_, value)| value);
    let tenant = match slug {
        Some(slug) => tenant::by_slug(app, slug).await?,
        None => None,
    };
    let who = proven(app, parts, tenant.as_ref()).await?;
    // PostgreSQL takes no NUL in a text, and nothing is called so.
    if params.iter().any(|(_, value)| value.contains('\0')) {
        return Err(Refused::because(Code::NotFound));
    }
    Ok(Caller {
        app: app.clone(),
        who: Arc::new(who),
        tenant,
        params: Arc::new(params),
        if_match: if_match(&parts.headers)?,
        dry: !is_read(&parts.method) && is_dry(parts)?,
    })
}

async fn proven(
    app: &App,
    parts: &Parts,
    tenant: Option<&Arc<Tenant>>,
) -> Answer<crate::model::admin::Administrator> {
    let missing = || {
        Refused::because(Code::MissingToken)
            .telling(header::WWW_AUTHENTICATE, "Bearer realm=\"api\"")
    };
    let line = single(&parts.headers, &header::AUTHORIZATION)?.ok_or_else(missing)?;
    let (scheme, token) = line.split_once(' ').ok_or_else(missing)?;
    let scheme = match scheme {
        bearer if bearer.eq_ignore_ascii_case("bearer") => Scheme::Bearer,
        dpop if dpop.eq_ignore_ascii_case("dpop") => Scheme::Dpop,
        _ => return Err(missing()),
    };
    let (origin, request) = (origin(parts), told(app, parts, Params::default()));
    let token = token.trim();
    let asked = Asked { tenant, origin: &origin, scheme, token, request: &request };
    of_program(app, &asked).await.map_err(|stop| match stop {
        crate::stop::Stop::Refused(why) => unproven(why, scheme),
        crate::stop::Stop::Fault(fault) => fault.into(),
    })
}

/// RFC 6750 §3, RFC 9449 §7.1
fn unproven(why: BearerRefusal, scheme: Scheme) -> Refused {
    let (name, algorithms) = match scheme {
        Scheme::Bearer => ("Bearer", ""),
        Scheme::Dpop => ("DPoP", ", algs=\"ES256 PS256 EdDSA\""),
    };
    let (error, nonce) = match (scheme, why) {
        (Scheme::Dpop, BearerRefusal::Unproven(Unproven::NonceDue(nonce))) => {
            ("use_dpop_nonce", Some(nonce.to_string()))
        }
        (Scheme::Dpop, BearerRefusal::Unproven(_)) => ("invalid_dpop_proof", None),
        _ => ("invalid_token", None),
    };
    let challenge = format!("{name} realm=\"api\", error=\"{error}\"{algorithms}");
    let refused =
        Refused::because(Code::InvalidToken).telling(header::WWW_AUTHENTICATE, &challenge);
    match nonce {
        Some(nonce) => refused.telling(DPOP_NONCE, &nonce),
        None => refused,
    }
}

/// The one header of this name; of two, none can be believed.
fn single(headers: &HeaderMap, name: &HeaderName) -> Answer<Option<String>> {
    let mut lines = headers.get_all(name).iter();
    let first = lines.next();
    let unreadable = || Refused::with(Code::InvalidRequest, format!("{name} cannot be read"));
    if lines.next().is_some() {
        return Err(unreadable());
    }
    let text = first.map(HeaderValue::to_str).transpose().map_err(|_| unreadable())?;
    Ok(text.map(str::to_owned))
}

fn if_match(headers: &HeaderMap) -> Answer<Option<String>> {
    let tags = single(headers, &header::IF_MATCH)?;
    if tags.as_ref().is_some_and(|tags| tags.is_empty() || tags.len() > 400) {
        return Err(Refused::with(Code::InvalidRequest, "If-Match has 1 to 400 characters"));
    }
    Ok(tags)
}

/// The only parameter of a write, but for tables.
fn is_dry(parts: &Parts) -> Answer<bool> {
    let mut dry = None;
    for pair in parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        match pair {
            "dry_run=false" if dry.is_none() => dry = Some(false),
            "dry_run=true" if dry.is_none() => dry = Some(true),
            other if takes_a_table(parts) && !other.starts_with("dry_run") => {}
            _ => {
                let why = "a write takes dry_run=true or false alone";
                return Err(Refused::with(Code::InvalidRequest, why));
            }
        }
    }
    Ok(dry.unwrap_or(false))
}

async fn read(body: Body, most: usize) -> Answer<Bytes> {
    let read = tokio::time::timeout(SLOWEST, to_bytes(body, most)).await;
    let read = read.map_err(|_| Refused::because(Code::TooSlow))?;
    read.map_err(|_| Refused::because(Code::TooLarge))
}

fn dry(mut response: Response) -> Response {
    if response.status().is_success() {
        *response.status_mut() = StatusCode::OK;
        response.headers_mut().remove(header::LOCATION);
    }
    response.headers_mut().insert(DRY_RUN, HeaderValue::from_static("true"));
    response
}

fn key(caller: &Caller, parts: &Parts, body: &[u8]) -> Answer<Option<Keyed>> {
    let name = HeaderName::from_static(IDEMPOTENCY_KEY);
    let Some(key) = single(&parts.headers, &name)?.filter(|_| parts.method == Method::POST) else {
        return Ok(None);
    };
    if key.is_empty() || key.len() > 255 {
        return Err(Refused::with(Code::InvalidRequest, "Idempotency-Key has 1 to 255 characters"));
    }
    // Keys of API keys may bear one name: what proves the caller tells them apart. A client's tokens come and go.
    let who = match caller.who.name.strip_prefix("api-key:") {
        Some(_) => single(&parts.headers, &header::AUTHORIZATION)?.unwrap_or_default(),
        None => format!("{}|{:?}", caller.who.name, caller.who.grants),
    };
    let query = parts.uri.query().unwrap_or_default();
    let request = [parts.uri.path().as_bytes(), query.as_bytes(), body];
    Ok(Some(Keyed::of(caller.tenant_id(), who.as_bytes(), &key, &request)))
}

/// Does a request once, to its end even if the caller hangs up.
async fn keep_on(app: App, keyed: Keyed, request: Request, next: Next) -> Answer<Response> {
    let begun = match once::begin(&app, keyed).await? {
        Turn::First(begun) => begun,
        Turn::Again(kept) => return again(&kept),
    };
    let done = tokio::spawn(async move {
        let response = conditional(next.run(request)).await;
        if !response.status().is_success() {
            once::forget(&app, &begun).await?;
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.map_err(|_| Refused::because(Code::Broken))?;
        once::end(&app, &begun, &kept(&parts, &body)?).await?;
        Ok(Response::from_parts(parts, Body::from(body)))
    });
    done.await.map_err(|_| Refused::because(Code::Broken))?
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

fn kept(parts: &axum::http::response::Parts, body: &[u8]) -> Answer<Vec<u8>> {
    let text = |name: &HeaderName| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name.to_string(), value.to_owned()))
    };
    let headers = KEPT.iter().filter_map(text).collect();
    let kept = Kept { status: parts.status.as_u16(), headers, body: STANDARD.encode(body) };
    Ok(serde_json::to_vec(&kept)?)
}

fn again(kept: &[u8]) -> Answer<Response> {
    let kept: Kept = serde_json::from_slice(kept)?;
    let broken = |_| Refused::because(Code::Broken);
    let body = STANDARD.decode(kept.body).map_err(|_| Refused::because(Code::Broken))?;
    let mut response = Response::builder().status(kept.status);
    for (name, value) in kept.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(body)).map_err(broken)
}
