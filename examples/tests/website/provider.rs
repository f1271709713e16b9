//! A provider that says what a test tells it to, over HTTP on a free port.

use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet,
    CoreJwsSigningAlgorithm,
};
use openidconnect::{JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey};
use serde_json::{Value, json};

/// What the provider does; a test makes one thing wrong.
pub(crate) struct Behaviour {
    pub(crate) nonce: String,
    pub(crate) challenge: String,
    /// The `iss` of the ID token, where it is not the provider's own.
    pub(crate) token_issuer: Option<String>,
    pub(crate) audience: String,
    /// Seconds between the authentication and the ID token.
    pub(crate) age: u64,
    pub(crate) user_info_subject: String,
    pub(crate) published_key: char,
    pub(crate) signing_key: char,
    /// The `Authorization` header of the last token request.
    pub(crate) authorization: Option<String>,
}

/// A running provider.
#[derive(Clone)]
pub(crate) struct FakeProvider {
    pub(crate) issuer: String,
    behaviour: Arc<Mutex<Behaviour>>,
}

impl FakeProvider {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}/t/demo", listener.local_addr().unwrap());
        let behaviour = Behaviour {
            nonce: String::new(),
            challenge: String::new(),
            token_issuer: None,
            audience: "website".to_owned(),
            age: 0,
            user_info_subject: "u-1".to_owned(),
            published_key: 'A',
            signing_key: 'A',
            authorization: None,
        };
        let provider = Self { issuer, behaviour: Arc::new(Mutex::new(behaviour)) };
        let endpoints = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(user_info))
            .with_state(provider.clone());
        let server = Router::new().nest("/t/demo", endpoints);
        tokio::spawn(async move { axum::serve(listener, server).await });
        provider
    }

    /// Changes what the provider does, or looks at what it was sent.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Behaviour) -> T) -> T {
        work(&mut self.behaviour.lock().unwrap())
    }

    fn id_token(&self) -> String {
        let now = now();
        self.with(|behaviour| {
            let claims: CoreIdTokenClaims = serde_json::from_value(json!({
                "iss": behaviour.token_issuer.as_ref().unwrap_or(&self.issuer),
                "sub": "u-1",
                "aud": behaviour.audience,
                "exp": now + 60,
                "iat": now,
                "auth_time": now - behaviour.age,
                "nonce": behaviour.nonce,
                "acr": "2",
                "amr": ["pwd", "otp", "mfa"],
            }))
            .unwrap();
            let algorithm = CoreJwsSigningAlgorithm::EdDsa;
            CoreIdToken::new(claims, &key(behaviour.signing_key), algorithm, None, None)
                .unwrap()
                .to_string()
        })
    }
}

async fn metadata(State(provider): State<FakeProvider>) -> Json<Value> {
    let issuer = &provider.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "EdDSA"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn jwks(State(provider): State<FakeProvider>) -> Json<CoreJsonWebKeySet> {
    let published = provider.with(|behaviour| key(behaviour.published_key).as_verification_key());
    Json(CoreJsonWebKeySet::new(vec![published]))
}

async fn token(State(provider): State<FakeProvider>, headers: HeaderMap, body: String) -> Response {
    let sent = |wanted: &str| {
        url::form_urlencoded::parse(body.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let verifier = PkceCodeVerifier::new(sent("code_verifier"));
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    let authorization =
        headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    let expected = provider.with(|behaviour| {
        behaviour.authorization = authorization;
        behaviour.challenge.clone()
    });
    if sent("code") != "right" || challenge.as_str() != expected {
        let error = Json(json!({ "error": "invalid_grant" }));
        return (StatusCode::BAD_REQUEST, error).into_response();
    }
    Json(json!({
        "access_token": "opaque",
        "token_type": "Bearer",
        "id_token": provider.id_token(),
    }))
    .into_response()
}

async fn user_info(State(provider): State<FakeProvider>, headers: HeaderMap) -> Response {
    if headers.get(header::AUTHORIZATION).is_none_or(|value| value != "Bearer opaque") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let sub = provider.with(|behaviour| behaviour.user_info_subject.clone());
    let claims = json!({
        "sub": sub,
        "preferred_username": "hanako",
        "name": "<b>花子</b>",
        "email": "hanako@example.com",
        "sid": "s-1",
    });
    Json(claims).into_response()
}

/// A key pair that is the same in every run: its secret is one letter over and over.
fn key(letter: char) -> CoreEdDsaPrivateSigningKey {
    let secret = letter.to_string().repeat(42);
    let label = "PRIVATE KEY";
    let pem =
        format!("-----BEGIN {label}-----\nMC4CAQAwBQYDK2VwBCIEIA{secret}\n-----END {label}-----\n");
    let kid = JsonWebKeyId::new(letter.to_string());
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(kid)).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the website's library reads the real clock too")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
