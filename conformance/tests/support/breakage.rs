//! Endpoints that stand before the provider's own and spoil what passes. The suite is led to them by its metadata.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use conformance::setup::Setup;
use serde_json::Value;

/// One way for a provider to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breakage {
    DropState,
    OtherNonce,
    IgnorePrompt,
    IgnoreMaxAge,
    StorableTokens,
    AcceptReuse,
    OtherSubject,
    PrivateKey,
}

#[derive(Clone)]
struct Spoiler {
    breakage: Breakage,
    real: Arc<Setup>,
    remembered: Arc<Mutex<Option<Value>>>,
}

/// The same provider, wrong in one way.
pub(crate) async fn broken(real: &Setup, breakage: Breakage) -> Setup {
    let remembered = Arc::default();
    let spoiler = Spoiler { breakage, real: Arc::new(real.clone()), remembered };
    let router = Router::new()
        .route("/authorize", get(authorize))
        .route("/token", post(token))
        .route("/userinfo", get(userinfo))
        .route("/jwks", get(jwks))
        .with_state(spoiler);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut setup = real.clone();
    for (member, path) in [
        ("authorization_endpoint", "authorize"),
        ("token_endpoint", "token"),
        ("userinfo_endpoint", "userinfo"),
        ("jwks_uri", "jwks"),
    ] {
        setup.metadata[member] = format!("{base}/{path}").into();
    }
    setup
}

async fn authorize(State(spoiler): State<Spoiler>, RawQuery(query): RawQuery) -> Redirect {
    let query = query.unwrap_or_default();
    let dropped = match spoiler.breakage {
        Breakage::DropState => "state",
        Breakage::OtherNonce => "nonce",
        Breakage::IgnorePrompt => "prompt",
        Breakage::IgnoreMaxAge => "max_age",
        _ => "",
    };
    let kept = query.split('&').filter(|pair| pair.split('=').next() != Some(dropped));
    let kept = kept.collect::<Vec<_>>().join("&");
    let real = spoiler.real.member("authorization_endpoint").unwrap();
    Redirect::to(&format!("{real}?{kept}"))
}

async fn token(State(spoiler): State<Spoiler>, headers: HeaderMap, body: Bytes) -> Response {
    let remembered = spoiler.remembered.lock().unwrap().clone();
    let no_store = [("cache-control", "no-store")];
    if let (Breakage::AcceptReuse, Some(first)) = (spoiler.breakage, remembered) {
        return (no_store, Json(first)).into_response();
    }
    let mut request = spoiler.real.http.post(spoiler.real.member("token_endpoint").unwrap());
    for name in ["authorization", "content-type"] {
        if let Some(value) = headers.get(name) {
            request = request.header(name, value.as_bytes());
        }
    }
    let answer = request.body(body.to_vec()).send().await.unwrap();
    let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
    let answer: Value = answer.json().await.unwrap();
    *spoiler.remembered.lock().unwrap() = Some(answer.clone());
    if spoiler.breakage == Breakage::StorableTokens {
        return (status, Json(answer)).into_response();
    }
    (status, no_store, Json(answer)).into_response()
}

async fn userinfo(State(spoiler): State<Spoiler>, headers: HeaderMap) -> Response {
    let request = spoiler.real.http.get(spoiler.real.member("userinfo_endpoint").unwrap());
    let request = request.header("authorization", headers["authorization"].as_bytes());
    let answer = request.send().await.unwrap();
    let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
    let mut claims: Value = answer.json().await.unwrap_or_default();
    if spoiler.breakage == Breakage::OtherSubject {
        claims["sub"] = "somebody else".into();
    }
    (status, Json(claims)).into_response()
}

async fn jwks(State(spoiler): State<Spoiler>) -> Json<Value> {
    let request = spoiler.real.http.get(spoiler.real.member("jwks_uri").unwrap());
    let mut keys: Value = request.send().await.unwrap().json().await.unwrap();
    if spoiler.breakage == Breakage::PrivateKey {
        keys["keys"][0]["d"] = "AAAA".into();
    }
    Json(keys)
}
