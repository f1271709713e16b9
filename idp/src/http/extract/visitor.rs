//! The visitor: which tenant's page, which browser, which language, from where.

use axum::extract::{FromRequestParts, OriginalUri, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};

use super::locale;
use crate::app::App;
use crate::http::cookie::Cookie;
use crate::http::failure::{Failure, Trouble};
use crate::http::layer::access_log::RequestId;
use crate::http::layer::client_address::ClientAddress;
use crate::model::history::Origin;
use crate::model::names::TenantSlug;
use crate::model::policy::Language;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::usecase::login::finish::Opened;
use crate::usecase::session::{self, SignedIn};
use crate::usecase::tenant;
use crate::usecase::visit::Visit;
use crate::wire::params::Params;

/// One request to a page of a tenant.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub visit: Visit,
    /// The browser's own secret, if it came with one.
    pub known_browser: Option<Opaque>,
    /// That, or one drawn now and sent with the answer.
    pub browser: Opaque,
    pub session_cookie: Option<String>,
    /// What the console gave the browser: on the way to a login, and by one.
    pub console_entry: Option<String>,
    pub console: Option<String>,
    pub request_id: String,
    /// The address that shows this page again, for the language links.
    pub here: String,
    /// A language picked by `?lang=` on this request, to be remembered.
    pub picked: Option<Language>,
    params: Vec<(String, String)>,
    query: Params,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let params = path_params(parts, app).await?;
        let slug = params.iter().find(|(name, _)| name == "tenant");
        let slug = slug.map_or_else(|| home(parts), |(_, value)| value.clone());
        let found = tenant::by_slug(app, &slug).await;
        let tenant = found
            .map_err(|fault| Failure::from(fault).into_response())?
            .ok_or_else(|| Trouble::UnknownTenant.into_response())?;
        let query = Params::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let query = query.map_err(|_| Trouble::BadRequest.into_response())?;
        let picked = picked(&query, &tenant);
        let cookie = |cookie: Cookie| cookie.read(app, &tenant, &parts.headers);
        let known_browser =
            cookie(Cookie::Browser).and_then(|text| Opaque::parse(Kind::Browser, &text));
        let remembered = cookie(Cookie::Language).and_then(|tag| Language::parse(&tag));
        let offered = &tenant.policy.languages.offered;
        let language = picked
            .into_iter()
            .chain(remembered)
            .chain(locale::of_browser(&parts.headers))
            .find(|language| offered.contains(language))
            .unwrap_or(tenant.policy.languages.default);
        let session_cookie = cookie(Cookie::Session);
        let mark =
            cookie(Cookie::KnownBrowser).and_then(|text| Opaque::parse(Kind::KnownBrowser, &text));
        let browser =
            known_browser.clone().unwrap_or_else(|| Opaque::draw(Kind::Browser, app.random()));
        Ok(Self {
            browser,
            known_browser,
            session_cookie,
            console_entry: cookie(Cookie::ConsoleEntry),
            console: cookie(Cookie::Console),
            request_id: RequestId::of(&parts.extensions),
            here: here(parts, &params, &tenant),
            picked,
            params,
            query,
            visit: Visit { origin: origin(parts), language, tenant, mark },
        })
    }
}

impl Visitor {
    pub fn tenant(&self) -> &Tenant {
        &self.visit.tenant
    }

    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the address's query.
    pub fn asked(&self, name: &str) -> Option<&str> {
        self.query.value(name)
    }

    /// A path below the tenant's issuer.
    pub fn path(&self, below: &str) -> String {
        format!("/t/{}{below}", self.visit.tenant.slug)
    }

    pub async fn signed_in(&self, app: &App) -> Result<Option<SignedIn>, Failure> {
        Ok(session::resume(app, self.tenant(), self.session_cookie.as_deref()).await?)
    }

    /// Proves that a form was sent by one of our pages in this browser.
    pub fn csrf(&self, app: &App) -> String {
        let input = format!("csrf|{}|{}", app.base, self.visit.tenant.id);
        let mac = keys::digest::hmac_sha256(self.browser.expose().as_bytes(), input.as_bytes());
        base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, mac)
    }

    /// Gives the browser its secret, and the language it picked, with this answer.
    pub fn remember(&self, app: &App, response: &mut Response) {
        let tenant = self.tenant();
        let browser = self.known_browser.is_none().then(|| self.browser.expose());
        let browser = browser.and_then(|value| Cookie::Browser.set(app, tenant, value));
        let picked = self.picked.and_then(|one| Cookie::Language.set(app, tenant, one.tag()));
        for line in browser.into_iter().chain(picked) {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    }

    pub fn set_session(&self, app: &App, response: &mut Response, secret: Option<&Opaque>) {
        let line = match secret {
            Some(secret) => Cookie::Session.set(app, self.tenant(), secret.expose()),
            None => Cookie::Session.clear(app, self.tenant()),
        };
        if let Some(line) = line {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    }

    /// Gives the browser one of the console's cookies, or takes it away.
    pub fn set_console(
        &self,
        app: &App,
        response: &mut Response,
        cookie: Cookie,
        value: Option<&str>,
    ) {
        let line = match value {
            Some(value) => cookie.set(app, self.tenant(), value),
            None => cookie.clear(app, self.tenant()),
        };
        response.headers_mut().extend(line.map(|line| (header::SET_COOKIE, line)));
    }

    /// Gives the browser its session, and the cookie by which accounts know it.
    pub fn set_opened(&self, app: &App, response: &mut Response, opened: &Opened) {
        self.set_session(app, response, Some(&opened.secret));
        let mark = Cookie::KnownBrowser.set(app, self.tenant(), opened.mark.expose());
        if let Some(line) = mark {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    }
}

/// The tenant of an address that names none: the console is at home where administrators sign in.
fn home(parts: &Parts) -> String {
    let path = parts.uri.path();
    let console = path == "/console" || path.starts_with("/console/");
    if console { TenantSlug::system().to_string() } else { String::new() }
}

async fn path_params(parts: &mut Parts, app: &App) -> Result<Vec<(String, String)>, Response> {
    let params = RawPathParams::from_request_parts(parts, app).await;
    let params = params.map_err(|_| Trouble::BadRequest.into_response())?;
    Ok(params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// `?lang=` of the switch on a page, or `ui_locales` of a website.
fn picked(query: &Params, tenant: &Tenant) -> Option<Language> {
    let tags = query.value("lang").or_else(|| query.value("ui_locales"))?;
    locale::first_offered(tags, &tenant.policy.languages)
}

/// Where a request comes from, as history and audit keep it.
pub fn origin(parts: &Parts) -> Origin {
    let agent = parts.headers.get(header::USER_AGENT).map(HeaderValue::as_bytes);
    let agent = String::from_utf8_lossy(agent.unwrap_or_default());
    let browser = agent.chars().filter(|letter| !letter.is_control()).take(300).collect();
    Origin { address: ClientAddress::of(&parts.extensions), browser }
}

/// The address that shows this page again: the very one of a GET without the language; what a POST belongs to.
fn here(parts: &Parts, params: &[(String, String)], tenant: &Tenant) -> String {
    if parts.method == Method::GET {
        let path = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.path(), |original| original.0.path());
        let query: Vec<_> = parts
            .uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        return format!("{path}{mark}{}", query.join("&"));
    }
    // Pages of the console are posted to where they are.
    if !home(parts).is_empty() {
        return parts.uri.path().to_owned();
    }
    let param = |word: &str| params.iter().find(|(name, _)| name == word).map(|(_, value)| value);
    let below = match (param("attempt"), param("enrolment")) {
        (Some(attempt), _) => format!("/login/{attempt}"),
        (None, Some(enrolment)) => format!("/enrol/{enrolment}"),
        // Pages of the account site are posted to where they are.
        (None, None) => own_page(parts.uri.path()),
    };
    format!("/t/{}{below}", tenant.slug)
}

/// The page that a form belongs to, below the tenant's issuer.
fn own_page(path: &str) -> String {
    if path.starts_with("/reissue/continue/") {
        return "/reissue/continue".to_owned();
    }
    if path == "/reissue" || path.starts_with("/release/") || path.starts_with("/activate") {
        return path.to_owned();
    }
    let at = path.find("/account/").unwrap_or(path.len());
    let page = path[at..].trim_end_matches("/back").trim_end_matches("/register");
    let page = page.trim_end_matches("/again").trim_end_matches("/execute");
    if page.is_empty() { "/account".to_owned() } else { page.to_owned() }
}
