//! Faults of logouts.

use super::{answered, asked};
use crate::support::{Answered, Fault, Sent};

const fn logout(module: &'static str) -> (&'static str, &'static str) {
    ("rp-initiated-logout", module)
}

/// Sends the browser wherever the request says.
fn goes_anywhere(sent: &Sent, answered: &mut Answered) {
    if let (true, Some(address)) = (sent.to("/logout"), sent.value("post_logout_redirect_uri")) {
        answered.redirect(&address);
    }
}

/// Says that somebody was logged out, and logs nobody out.
fn forgets_to(sent: &mut Sent) {
    if sent.to("/logout") {
        sent.headers.remove("cookie");
    }
}

/// The browser keeps its session too.
fn leaves_the_cookie(sent: &Sent, answered: &mut Answered) {
    if sent.to("/logout") {
        answered.headers.remove("set-cookie");
    }
}

const fn forgetting(what: &'static str, of: (&'static str, &'static str)) -> Fault {
    Fault { after: leaves_the_cookie, ..asked(what, of, forgets_to) }
}

pub(crate) const FAULTS: &[Fault] = &[
    asked("state is forgotten", logout("oidcc-rp-initiated-logout"), |sent| {
        if sent.to("/logout") {
            sent.set("state", None);
        }
    }),
    forgetting("nobody is logged out", logout("oidcc-rp-initiated-logout")),
    asked("a state is made up", logout("oidcc-rp-initiated-logout-no-state"), |sent| {
        if sent.to("/logout") {
            sent.set("state", Some("made-up"));
        }
    }),
    answered(
        "any address will do",
        logout("oidcc-rp-initiated-logout-bad-post-logout-redirect-uri"),
        goes_anywhere,
    ),
    answered(
        "a query may be added",
        logout("oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri"),
        goes_anywhere,
    ),
    answered(
        "an unsigned hint is believed",
        logout("oidcc-rp-initiated-logout-modified-id-token-hint"),
        goes_anywhere,
    ),
    answered(
        "a hint of the client's own is believed",
        logout("oidcc-rp-initiated-logout-bad-id-token-hint"),
        goes_anywhere,
    ),
    answered(
        "no hint is needed",
        logout("oidcc-rp-initiated-logout-no-id-token-hint"),
        goes_anywhere,
    ),
    forgetting("a bare call does nothing", logout("oidcc-rp-initiated-logout-no-params")),
    forgetting("state alone does nothing", logout("oidcc-rp-initiated-logout-only-state")),
    forgetting(
        "without an address nothing happens",
        logout("oidcc-rp-initiated-logout-no-post-logout-redirect-uri"),
    ),
];
