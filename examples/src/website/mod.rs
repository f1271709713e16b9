//! A website with one button: sign in, see what the provider tells about the person, sign out.
//!
//! `oidc` speaks to the provider (with `words`, `types` and `http`), `session` remembers the browser,
//! `pages` writes the HTML.

mod http;
mod oidc;
mod pages;
mod session;
mod types;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use openidconnect::CsrfToken;
use url::Url;

use oidc::{Person, Provider};
use pages::{Language, Pages};
use session::Sessions;
use words::{Answer, Trouble, Wishes};

/// What the website must be told; it finds out everything else by discovery.
#[derive(Clone)]
pub struct WebsiteSettings {
    /// Address of the provider, exactly as it names itself.
    pub issuer: String,
    /// The name under which the provider knows this website.
    pub client_id: String,
    /// The secret of a confidential client.
    pub client_secret: Option<String>,
    /// The website's own address in the browser, without a path.
    pub base: String,
    /// PEM file with certificate authorities to trust beside those of the system.
    pub extra_root_certificates: Option<PathBuf>,
    /// The page where people look after their account.
    pub account_site: Option<String>,
}

/// Builds the website; it asks nothing of the provider before the first sign-in.
///
/// At the provider, register `{base}/callback` as redirect address, `{base}/signed-out` as the one after
/// logout and, if people may start at the provider, `{base}/login` as the address to start at.
pub fn router(mut settings: WebsiteSettings) -> anyhow::Result<Router> {
    settings.base.truncate(settings.base.trim_end_matches('/').len());
    let base = Url::parse(&settings.base).context("the website's own address is not a URL")?;
    let site = Arc::new(Website {
        account_site: settings.account_site.clone(),
        sessions: Sessions::new(&base),
        pages: Pages::new()?,
        provider: Provider::new(settings)?,
    });
    Ok(Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/logout", post(logout))
        .route("/signed-out", get(signed_out))
        .route("/website.css", get(pages::stylesheet))
        .layer(map_response(protect))
        .with_state(site))
}

struct Website {
    account_site: Option<String>,
    sessions: Sessions,
    pages: Pages,
    provider: Provider,
}

type Site = State<Arc<Website>>;

async fn home(State(site): Site, headers: HeaderMap) -> Response {
    let language = Language::wanted(&headers);
    match site.sessions.with(&headers, |session| session.person.clone()).flatten() {
        Some(person) => site.pages.signed_in(language, &person, site.account_site.as_deref()),
        None => site.pages.welcome(language),
    }
}

async fn login(State(site): Site, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    match begin(&site, &headers, query.as_deref()).await {
        Ok(response) => response,
        Err(trouble) => site.pages.trouble(Language::wanted(&headers), &trouble),
    }
}

async fn begin(
    site: &Website,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<Response, Trouble> {
    let wishes = Wishes::from_parameters(&parameters(query)?);
    let (address, attempt) = site.provider.begin(wishes).await?;
    let cookie = site.sessions.remember(headers, attempt);
    Ok((cookie, Redirect::to(address.as_str())).into_response())
}

async fn callback(State(site): Site, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    match finish(&site, &headers, query.as_deref()).await {
        // A new session id at every sign-in: whoever knew the old one gains nothing by it.
        Ok(person) => (site.sessions.renew(&headers, person), Redirect::to("/")).into_response(),
        Err(trouble) => site.pages.trouble(Language::wanted(&headers), &trouble),
    }
}

async fn finish(
    site: &Website,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<Person, Trouble> {
    let answer = Answer::from_parameters(parameters(query)?);
    // Only the browser that began this sign-in may end it, and only once.
    let attempt = site
        .sessions
        .with(headers, |session| session.take_attempt(&answer.state))
        .flatten()
        .ok_or(Trouble::StateMismatch)?;
    site.provider.finish(answer, attempt).await
}

async fn logout(State(site): Site, headers: HeaderMap) -> Response {
    let Some(person) = site.sessions.end(&headers).and_then(|session| session.person) else {
        return Redirect::to("/").into_response();
    };
    let state = CsrfToken::new_random();
    let Some(address) = site.provider.logout_address(&person, state.clone()) else {
        return Redirect::to("/signed-out").into_response();
    };
    let cookie = site.sessions.await_return(state);
    (cookie, Redirect::to(address.as_str())).into_response()
}

async fn signed_out(State(site): Site, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let returned = parameters(query.as_deref()).ok().and_then(|mut all| all.remove("state"));
    let leaving = site.sessions.with(&headers, |session| session.leaving.take()).flatten();
    let everywhere = match (leaving, returned) {
        (Some(sent), Some(returned)) => sent == CsrfToken::new(returned),
        _ => false,
    };
    site.pages.signed_out(Language::wanted(&headers), everywhere)
}

/// Reads a query; a parameter that stands twice is refused (RFC 6749 §3.1).
fn parameters(query: Option<&str>) -> Result<BTreeMap<String, String>, Trouble> {
    let mut all = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        if all.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(Trouble::RepeatedParameter);
        }
    }
    Ok(all)
}

async fn protect(mut response: Response) -> Response {
    const POLICY: &str =
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
