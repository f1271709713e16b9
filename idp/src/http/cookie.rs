//! Cookies. All tenants share an origin, so names carry the tenant; over https they are host-bound.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::app::App;
use crate::model::tenant::Tenant;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Binds login attempts to this browser, and forms to its pages.
    Browser,
    Session,
    /// The language picked on a page.
    Language,
    /// By which accounts know this browser; kept for as long as browsers allow.
    KnownBrowser,
    /// The mailed address of a reissue that was opened in this browser.
    Reissue,
    /// What the console sent along with a login.
    ConsoleEntry,
    /// That the console was opened, by the session that stands beside it.
    Console,
}

impl Cookie {
    fn name(self, app: &App, tenant: &Tenant) -> String {
        let prefix = if app.is_https() { "__Host-" } else { "" };
        let word = match self {
            Self::Browser => "browser",
            Self::Session => "session",
            Self::Language => "language",
            Self::KnownBrowser => "known",
            Self::Reissue => "reissue",
            Self::ConsoleEntry => "entry",
            Self::Console => "console",
        };
        format!("{prefix}sekisho_{word}_{}", tenant.slug)
    }

    /// The value sent by the browser. Of a name sent twice none is believed (SE-09).
    pub fn read(self, app: &App, tenant: &Tenant, headers: &HeaderMap) -> Option<String> {
        let name = self.name(app, tenant);
        let mut found = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned());
        let value = found.next()?;
        found.next().is_none().then_some(value)
    }

    pub fn set(self, app: &App, tenant: &Tenant, value: &str) -> Option<HeaderValue> {
        // 400 days is the most that browsers keep (RFC 6265bis §5.5).
        let more = match self {
            Self::KnownBrowser => "; Max-Age=34560000",
            Self::ConsoleEntry => "; Max-Age=1800",
            _ => "",
        };
        self.line(app, tenant, value, more)
    }

    pub fn clear(self, app: &App, tenant: &Tenant) -> Option<HeaderValue> {
        self.line(app, tenant, "", "; Max-Age=0")
    }

    fn line(self, app: &App, tenant: &Tenant, value: &str, more: &str) -> Option<HeaderValue> {
        let name = self.name(app, tenant);
        let secure = if app.is_https() { "; Secure" } else { "" };
        let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
        HeaderValue::from_str(&line).ok()
    }
}
