//! `GET` and `POST /userinfo` (OpenID Connect Core §5.3, RFC 6750, RFC 9449 §7).

use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::app::App;
use crate::http::extract::{Visitor, client_request, form};
use crate::http::failure::Failure;
use crate::stop::Stop;
use crate::usecase::client::holder::Unproven;
use crate::usecase::token::bearer::{BearerRefusal, Presented, Scheme};
use crate::usecase::token::userinfo::{self, Answer};
use crate::wire::client_request::ClientRequest;
use crate::wire::params::Params;

pub fn routes() -> Router<App> {
    Router::new().route("/userinfo", get(answer).post(answer))
}

/// A token as it was sent, and what came with it.
struct Sent {
    token: String,
    scheme: Scheme,
    request: ClientRequest,
}

async fn answer(State(app): State<App>, request: Request) -> Result<Response, Failure> {
    let (mut parts, body) = request.into_parts();
    let visitor = match Visitor::from_request_parts(&mut parts, &app).await {
        Ok(visitor) => visitor,
        Err(refused) => return Ok(refused),
    };
    let fields = match parts.method {
        Method::POST if is_form(&parts.headers) => match form::read(&parts.headers, body).await {
            Ok(fields) => fields,
            Err(_) => return Ok(refuse(BearerRefusal::Missing, Scheme::Bearer)),
        },
        _ => Params::default(),
    };
    let by_header = in_header(&parts.headers);
    let sent = match (by_header, fields.owned("access_token")) {
        (Some((scheme, _)), Some(_)) => return Ok(refuse(BearerRefusal::Two, scheme)),
        (Some((scheme, token)), None) => (scheme, token),
        (None, Some(token)) => (Scheme::Bearer, token),
        (None, None) => return Ok(refuse(BearerRefusal::Missing, Scheme::Bearer)),
    };
    let request = client_request::told(&app, &parts, fields);
    tell(&app, &visitor, Sent { scheme: sent.0, token: sent.1, request }).await
}

async fn tell(app: &App, visitor: &Visitor, sent: Sent) -> Result<Response, Failure> {
    let Sent { token, scheme, request } = &sent;
    let presented = Presented { token, scheme: *scheme, request };
    match userinfo::claims(app, &visitor.visit, presented).await {
        Ok(Answer::Plain(claims)) => Ok(Json(claims).into_response()),
        Ok(Answer::Jwt(token)) => {
            Ok(([(header::CONTENT_TYPE, "application/jwt")], token).into_response())
        }
        Err(Stop::Refused(refusal)) => Ok(refuse(refusal, *scheme)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Never from the address (RFC 6750 §2, RFC 9700 §4.3.2).
fn in_header(headers: &HeaderMap) -> Option<(Scheme, String)> {
    let line = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = line.split_once(' ')?;
    let scheme = match scheme {
        bearer if bearer.eq_ignore_ascii_case("bearer") => Scheme::Bearer,
        dpop if dpop.eq_ignore_ascii_case("dpop") => Scheme::Dpop,
        _ => return None,
    };
    let token = token.trim();
    (!token.is_empty()).then(|| (scheme, token.to_owned()))
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// RFC 6750 §3, RFC 9449 §7.1: the challenge names the scheme that was tried and says why, unless nothing was presented.
fn refuse(refusal: BearerRefusal, scheme: Scheme) -> Response {
    let (status, why) = match refusal {
        BearerRefusal::Missing => (StatusCode::UNAUTHORIZED, ""),
        BearerRefusal::Two => (
            StatusCode::BAD_REQUEST,
            ", error=\"invalid_request\", error_description=\"two tokens\"",
        ),
        BearerRefusal::InvalidToken => (
            StatusCode::UNAUTHORIZED,
            ", error=\"invalid_token\", error_description=\"the access token is not valid\"",
        ),
        BearerRefusal::Unproven(why) => (StatusCode::UNAUTHORIZED, unproven(why, scheme)),
        BearerRefusal::InsufficientScope => {
            (StatusCode::FORBIDDEN, ", error=\"insufficient_scope\", scope=\"openid\"")
        }
        BearerRefusal::NoEncryptionKey => (
            StatusCode::BAD_REQUEST,
            ", error=\"invalid_request\", error_description=\"the client has no key to encrypt to\"",
        ),
    };
    let (name, algorithms) = match scheme {
        Scheme::Bearer => ("Bearer", ""),
        Scheme::Dpop => ("DPoP", ", algs=\"ES256 PS256 EdDSA\""),
    };
    let challenge = format!("{name} realm=\"userinfo\"{why}{algorithms}");
    let mut response = status.into_response();
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    if let BearerRefusal::Unproven(Unproven::NonceDue(nonce)) = refusal
        && let Ok(nonce) = HeaderValue::from_str(&nonce.to_string())
    {
        response.headers_mut().insert(client_request::DPOP_NONCE, nonce);
    }
    response
}

/// RFC 9449 §7.1, §9. What is sent as a bearer token and is bound is no valid one.
const fn unproven(why: Unproven, scheme: Scheme) -> &'static str {
    match (scheme, why) {
        (Scheme::Dpop, Unproven::NonceDue(_)) => {
            ", error=\"use_dpop_nonce\", error_description=\"the proof needs the nonce of this answer\""
        }
        (Scheme::Dpop, Unproven::Missing | Unproven::Invalid) => {
            ", error=\"invalid_dpop_proof\", error_description=\"the DPoP proof is not valid\""
        }
        _ => {
            ", error=\"invalid_token\", error_description=\"the access token is bound to another key\""
        }
    }
}
