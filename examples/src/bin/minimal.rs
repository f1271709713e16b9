//! The smallest website that signs people in through an OpenID Connect provider: authorization code flow
//! with PKCE, claims, logout. Set ISSUER, `CLIENT_ID`, `CLIENT_SECRET` and PORT, then:
//! `cargo run -p examples --bin minimal` (see `README.md`; `website` is the larger sister).

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use clap::Parser;
use minijinja::context;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreUserInfoClaims};
use openidconnect::{
    AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpClientError,
    HttpRequest, HttpResponse, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, Scope, TokenResponse,
};
use reqwest::redirect::Policy;
use serde_json::Value;

/// What the website knows of itself, and of the browsers that visit it: in memory, behind a random cookie.
struct Website {
    settings: Settings,
    base: String,
    http: Http,
    sessions: Mutex<HashMap<String, Session>>,
}

#[derive(Parser)]
struct Settings {
    /// Address of the provider, exactly as it names itself.
    #[arg(long, env)]
    issuer: String,
    #[arg(long, env)]
    client_id: String,
    #[arg(long, env, hide_env_values = true)]
    client_secret: String,
    #[arg(long, env, default_value_t = 3003)]
    port: u16,
}

/// What a browser is about; on its way to the provider, what must match when it comes back.
enum Session {
    SigningIn(CsrfToken, Nonce, PkceCodeVerifier),
    SignedIn(Claims, Box<CoreIdToken>),
    SigningOut(CsrfToken),
}

type Claims = BTreeMap<String, String>;
type Site = State<Arc<Website>>;

#[tokio::main]
async fn main() -> Result<()> {
    // Fails only where the process has chosen its cryptography already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let settings = Settings::parse();
    let port = settings.port;
    let website = Website {
        base: format!("http://localhost:{port}"),
        settings,
        // A redirect could lead a request with secrets in it somewhere else.
        http: Http(reqwest::Client::builder().redirect(Policy::none()).build()?),
        sessions: Mutex::default(),
    };
    tracing_subscriber::fmt().init();
    tracing::info!("the website is at {}", website.base);
    let router = axum::Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/logout", post(logout))
        .route("/signed-out", get(signed_out))
        .with_state(Arc::new(website));
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    axum::serve(listener, router).await.context("the listener failed")
}

async fn home(State(site): Site, headers: HeaderMap) -> Result<Response, Trouble> {
    match cookie(&headers).and_then(|id| site.sessions().get(id).map(person)).flatten() {
        Some(claims) => page(context! { title => "Signed in", claims }),
        None => page(context! { title => "Welcome" }),
    }
}

fn person(session: &Session) -> Option<Claims> {
    let Session::SignedIn(claims, _) = session else { return None };
    Some(claims.clone())
}

async fn login(State(site): Site, headers: HeaderMap) -> Result<Response, Trouble> {
    let metadata = site.metadata().await?;
    // Only this browser can bring `state` back (RFC 6749 §10.12), only this sign-in's ID token has the
    // nonce (OpenID Connect Core §3.1.2.1), and only we can redeem the code (RFC 7636 §4.1).
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (address, state, nonce) = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(site.settings.client_id.clone()),
        None,
    )
    .set_redirect_uri(RedirectUrl::new(format!("{}/callback", site.base))?)
    .authorize_url(
        CoreAuthenticationFlow::AuthorizationCode,
        CsrfToken::new_random,
        Nonce::new_random,
    )
    .add_scopes(["profile", "email"].map(|scope| Scope::new(scope.to_owned())))
    .set_pkce_challenge(challenge)
    .url();
    let cookie = site.renew(&headers, Session::SigningIn(state, nonce, verifier));
    Ok((cookie, Redirect::to(address.as_str())).into_response())
}

async fn callback(
    State(site): Site,
    headers: HeaderMap,
    RawQuery(answer): RawQuery,
) -> Result<Response, Trouble> {
    // Only the browser that began this sign-in may end it, and only once.
    let answer = parameters(answer);
    let Some(Session::SigningIn(_, nonce, verifier)) = site.returned(&headers, &answer) else {
        return Err(Trouble::new("state_mismatch"));
    };
    // The answer is from the provider that we asked (RFC 9207 §2.4). Not all send `iss`; this one does.
    if answer.get("iss") != Some(&site.settings.issuer) {
        return Err(Trouble::new("issuer_mismatch"));
    }
    // The provider said no (RFC 6749 §4.1.2.1).
    if let Some(error) = answer.get("error") {
        return Err(Trouble::new(error));
    }
    let code = answer.get("code").cloned().unwrap_or_default();
    let session = site.exchange(AuthorizationCode::new(code), verifier, &nonce).await?;
    Ok((site.renew(&headers, session), Redirect::to("/")).into_response())
}

async fn logout(State(site): Site, headers: HeaderMap) -> Result<Response, Trouble> {
    let session = cookie(&headers).and_then(|id| site.sessions().remove(id));
    let Some(Session::SignedIn(_, id_token)) = session else {
        return Ok(Redirect::to("/").into_response());
    };
    let endpoint = site.metadata().await?.additional_metadata().end_session_endpoint.clone();
    let endpoint = endpoint.context("the provider has no end_session_endpoint")?;
    // The session at the provider ends too (RP-Initiated Logout 1.0 §2); the ID token proves who asks.
    let state = CsrfToken::new_random();
    let back = PostLogoutRedirectUrl::new(format!("{}/signed-out", site.base))?;
    let address = LogoutRequest::from(endpoint)
        .set_id_token_hint(&id_token)
        .set_post_logout_redirect_uri(back)
        .set_state(state.clone())
        .http_get_url();
    let cookie = site.renew(&headers, Session::SigningOut(state));
    Ok((cookie, Redirect::to(address.as_str())).into_response())
}

async fn signed_out(
    State(site): Site,
    headers: HeaderMap,
    RawQuery(answer): RawQuery,
) -> Result<Response, Trouble> {
    // Our `state` comes back (RP-Initiated Logout 1.0 §3); else somebody else sent the browser here.
    let Some(Session::SigningOut(_)) = site.returned(&headers, &parameters(answer)) else {
        return Ok(Redirect::to("/").into_response());
    };
    page(context! { title => "Signed out", signed_out => true })
}

impl Website {
    /// Reads where everything is (OpenID Connect Discovery 1.0 §4), and the keys; a busy website keeps it.
    async fn metadata(&self) -> Result<ProviderMetadataWithLogout> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone())?;
        let asked = ProviderMetadataWithLogout::discover_async(issuer, &self.http);
        asked.await.context("the provider does not tell where it is")
    }

    /// Exchanges the code (RFC 6749 §4.1.3) and finds out who is signed in.
    async fn exchange(
        &self,
        code: AuthorizationCode,
        verifier: PkceCodeVerifier,
        nonce: &Nonce,
    ) -> Result<Session> {
        let client = CoreClient::from_provider_metadata(
            self.metadata().await?,
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(self.settings.client_secret.clone())),
        )
        .set_redirect_uri(RedirectUrl::new(format!("{}/callback", self.base))?);
        let asked =
            client.exchange_code(code)?.set_pkce_verifier(verifier).request_async(&self.http);
        let tokens = asked.await.context("the code could not be exchanged")?;
        let id_token = tokens.id_token().context("no ID token")?;
        // Signature, issuer, audience, times and nonce (OpenID Connect Core §3.1.3.7).
        let proven = id_token.claims(&client.id_token_verifier(), nonce)?;
        // UserInfo must speak of the same person (OpenID Connect Core §5.3.2).
        let subject = Some(proven.subject().clone());
        let asked =
            client.user_info(tokens.access_token().clone(), subject)?.request_async(&self.http);
        let more: CoreUserInfoClaims = asked.await.context("UserInfo")?;
        let mut claims = in_words(serde_json::to_value(more)?);
        claims.extend(in_words(serde_json::to_value(proven)?));
        Ok(Session::SignedIn(claims, Box::new(id_token.clone())))
    }

    /// Puts a session into the place of the browser's former one, under a new id.
    fn renew(&self, headers: &HeaderMap, session: Session) -> [(header::HeaderName, String); 1] {
        let id = CsrfToken::new_random_len(32).into_secret();
        // Lax, not Strict: the browser comes back from another site. Behind https, add `Secure`.
        let set_cookie = format!("session={id}; Path=/; HttpOnly; SameSite=Lax");
        let mut sessions = self.sessions();
        cookie(headers).map(|former| sessions.remove(former));
        sessions.insert(id, session);
        [(header::SET_COOKIE, set_cookie)]
    }

    /// Takes out the session of a browser that comes back with the `state` it left with.
    fn returned(&self, headers: &HeaderMap, answer: &HashMap<String, String>) -> Option<Session> {
        let (id, mut sessions) = (cookie(headers)?, self.sessions());
        let state = match sessions.get(id)? {
            Session::SigningIn(state, ..) | Session::SigningOut(state) => state.secret(),
            Session::SignedIn(..) => return None,
        };
        if answer.get("state") == Some(state) { sessions.remove(id) } else { None }
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Carries the requests of the `openidconnect` crate.
struct Http(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpClientError<reqwest::Error>;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answer = self.0.execute(request.try_into().map_err(Box::new)?).await;
            let answer = answer.map_err(Box::new)?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let mut response = HttpResponse::new(answer.bytes().await.map_err(Box::new)?.to_vec());
            (*response.status_mut(), *response.headers_mut()) = (status, headers);
            Ok(response)
        })
    }
}

fn parameters(query: Option<String>) -> HashMap<String, String> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

fn in_words(claims: Value) -> Claims {
    let Value::Object(claims) = claims else { return Claims::new() };
    let word = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    claims.into_iter().map(|(name, value)| (name, word(value))).collect()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::COOKIE)?.to_str().ok()?;
    text.split("; ").find_map(|pair| pair.strip_prefix("session="))
}

const PAGE: &str = include_str!("minimal.html");

fn page(values: minijinja::Value) -> Result<Response, Trouble> {
    // The name ends in .html, so everything put into the page is escaped.
    let text = minijinja::Environment::new().render_named_str("page.html", PAGE, values)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(text)).into_response())
}

/// Why a sign-in did not come about: the provider's own word, or ours; the cause is for the log.
struct Trouble(String);

impl Trouble {
    fn new(word: &str) -> Self {
        Self(word.to_owned())
    }
}

impl<E: Into<anyhow::Error>> From<E> for Trouble {
    fn from(cause: E) -> Self {
        tracing::warn!("a sign-in did not come about: {:#}", cause.into());
        Self::new("sign_in_failed")
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let page = page(context! { title => "The sign-in did not come about", error => self.0 });
        (StatusCode::BAD_REQUEST, page).into_response()
    }
}
