//! What the website remembers of a browser, in memory, behind a random cookie.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName};
use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};
use url::Url;

use super::oidc::Person;

const SIGNED_IN_FOR: Duration = Duration::from_hours(8);
const STRANGER_FOR: Duration = Duration::from_mins(15);
const TABS: usize = 5;

/// A sign-in that has begun: what must come back, and what must not leave the server.
pub(super) struct Attempt {
    pub(super) state: CsrfToken,
    pub(super) nonce: Nonce,
    pub(super) verifier: PkceCodeVerifier,
    pub(super) max_age: Option<Duration>,
    pub(super) begun: Instant,
}

/// One browser.
#[derive(Default)]
pub(super) struct Session {
    pub(super) person: Option<Person>,
    /// The state sent with a logout whose return is awaited.
    pub(super) leaving: Option<CsrfToken>,
    /// The sign-ins under way, one a tab.
    attempts: Vec<Attempt>,
}

impl Session {
    /// Keeps a sign-in that has begun; of too many, the oldest goes.
    fn remember(&mut self, attempt: Attempt) {
        self.attempts.push(attempt);
        let too_many = self.attempts.len().saturating_sub(TABS);
        self.attempts.drain(..too_many);
    }

    /// Takes out the sign-in with this state: it is of use once.
    pub(super) fn take_attempt(&mut self, state: &CsrfToken) -> Option<Attempt> {
        let place = self.attempts.iter().position(|attempt| attempt.state == *state)?;
        Some(self.attempts.remove(place))
    }

    fn lifetime(&self) -> Duration {
        if self.person.is_some() { SIGNED_IN_FOR } else { STRANGER_FOR }
    }
}

/// The header that gives a browser its session.
pub(super) type SetCookie = [(HeaderName, String); 1];

/// All browsers.
pub(super) struct Sessions {
    cookie: String,
    attributes: &'static str,
    rows: Mutex<HashMap<String, (Instant, Session)>>,
}

impl Sessions {
    /// Prepares the cookie for a website at this address.
    pub(super) fn new(base: &Url) -> Self {
        // Cookies do not know ports: two websites on one machine must not share a name.
        let port = base.port_or_known_default().unwrap_or_default();
        let (cookie, attributes) = if base.scheme() == "https" {
            (format!("__Host-website-{port}"), "; Path=/; HttpOnly; SameSite=Lax; Secure")
        } else {
            (format!("website-{port}"), "; Path=/; HttpOnly; SameSite=Lax")
        };
        Self { cookie, attributes, rows: Mutex::default() }
    }

    /// Works on the session of this browser, if it has one.
    pub(super) fn with<T>(
        &self,
        headers: &HeaderMap,
        work: impl FnOnce(&mut Session) -> T,
    ) -> Option<T> {
        let mut rows = self.rows();
        let (started, session) = rows.get_mut(self.id(headers)?)?;
        (started.elapsed() < session.lifetime()).then(|| work(session))
    }

    /// Keeps a sign-in that has begun; a browser without a session is given one.
    pub(super) fn remember(&self, headers: &HeaderMap, attempt: Attempt) -> Option<SetCookie> {
        if self.with(headers, |_| ()).is_none() {
            return Some(self.start(Session { attempts: vec![attempt], ..Session::default() }));
        }
        // The session that is there is kept, so that two tabs can sign in side by side.
        self.with(headers, |session| session.remember(attempt));
        None
    }

    /// Gives the browser a session of its own.
    pub(super) fn start(&self, session: Session) -> SetCookie {
        let id = CsrfToken::new_random_len(32).into_secret();
        let cookie = format!("{}={id}{}", self.cookie, self.attributes);
        let mut rows = self.rows();
        rows.retain(|_, (started, session)| started.elapsed() < session.lifetime());
        rows.insert(id, (Instant::now(), session));
        [(SET_COOKIE, cookie)]
    }

    /// Lets the person in, under a new id; sign-ins under way in other tabs stay known.
    pub(super) fn renew(&self, headers: &HeaderMap, person: Person) -> SetCookie {
        let attempts = self.end(headers).map(|session| session.attempts).unwrap_or_default();
        self.start(Session { person: Some(person), leaving: None, attempts })
    }

    /// Awaits the browser's return from a logout at the provider.
    pub(super) fn await_return(&self, state: CsrfToken) -> SetCookie {
        self.start(Session { leaving: Some(state), ..Session::default() })
    }

    /// Forgets the browser.
    pub(super) fn end(&self, headers: &HeaderMap) -> Option<Session> {
        let (_, session) = self.rows().remove(self.id(headers)?)?;
        Some(session)
    }

    fn id<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split("; "))
            .find_map(|pair| pair.strip_prefix(&self.cookie)?.strip_prefix('='))
    }

    fn rows(&self) -> MutexGuard<'_, HashMap<String, (Instant, Session)>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
