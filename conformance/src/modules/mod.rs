//! What is judged: one module per row, named as the OpenID Foundation's suite names it.

mod authentication;
mod code;
mod discovery;
mod server;
mod userinfo;

use std::pin::Pin;

use anyhow::Result;

use crate::report::{Outcome, Report, Verdict};
use crate::setup::Setup;

/// Why a module did not judge: nothing to judge is announced.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Skip(pub(crate) &'static str);

type Judged<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;
type Module = (&'static str, &'static str, fn(&Setup) -> Judged<'_>);

/// Every module in the order of its plan.
const MODULES: &[Module] = &[
    ("config", "oidcc-discovery-endpoint-verification", |s| Box::pin(discovery::verification(s))),
    ("basic", "oidcc-server", |s| Box::pin(server::server(s))),
    ("basic", "oidcc-response-type-missing", |s| Box::pin(server::response_type_missing(s))),
    ("basic", "oidcc-userinfo-get", |s| Box::pin(userinfo::get(s))),
    ("basic", "oidcc-userinfo-post-header", |s| Box::pin(userinfo::post_header(s))),
    ("basic", "oidcc-userinfo-post-body", |s| Box::pin(userinfo::post_body(s))),
    ("basic", "oidcc-ensure-request-without-nonce-succeeds-for-code-flow", |s| {
        Box::pin(server::without_nonce(s))
    }),
    ("basic", "oidcc-scope-email", |s| Box::pin(userinfo::scope_email(s))),
    ("basic", "oidcc-display-page", |s| Box::pin(server::with(s, "display", "page"))),
    ("basic", "oidcc-display-popup", |s| Box::pin(server::with(s, "display", "popup"))),
    ("basic", "oidcc-prompt-login", |s| Box::pin(authentication::prompt_login(s))),
    ("basic", "oidcc-prompt-none-not-logged-in", |s| {
        Box::pin(authentication::prompt_none_not_logged_in(s))
    }),
    ("basic", "oidcc-prompt-none-logged-in", |s| {
        Box::pin(authentication::prompt_none_logged_in(s))
    }),
    ("basic", "oidcc-max-age-1", |s| Box::pin(authentication::max_age_1(s))),
    ("basic", "oidcc-max-age-10000", |s| Box::pin(authentication::max_age_10000(s))),
    ("basic", "oidcc-ensure-request-with-unknown-parameter-succeeds", |s| {
        Box::pin(server::with(s, "extra", "foobar"))
    }),
    ("basic", "oidcc-id-token-hint", |s| Box::pin(authentication::id_token_hint(s))),
    ("basic", "oidcc-login-hint", |s| Box::pin(server::with(s, "login_hint", "somebody"))),
    ("basic", "oidcc-ui-locales", |s| Box::pin(server::with(s, "ui_locales", "se"))),
    ("basic", "oidcc-claims-locales", |s| Box::pin(server::with(s, "claims_locales", "se"))),
    ("basic", "oidcc-ensure-request-with-acr-values-succeeds", |s| {
        Box::pin(authentication::acr_values(s))
    }),
    ("basic", "oidcc-codereuse", |s| Box::pin(code::reuse(s))),
    ("basic", "oidcc-codereuse-30seconds", |s| Box::pin(code::reuse_later(s))),
    ("basic", "oidcc-ensure-registered-redirect-uri", |s| {
        Box::pin(server::registered_redirect_uri(s))
    }),
    ("basic", "oidcc-ensure-post-request-succeeds", |s| Box::pin(server::post_request(s))),
    ("basic", "oidcc-server-client-secret-post", |s| Box::pin(server::client_secret_post(s))),
    (
        "basic",
        "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
        |s| Box::pin(server::request_object(s)),
    ),
    ("basic", "oidcc-ensure-request-with-valid-pkce-succeeds", |s| Box::pin(server::server(s))),
];

/// Runs every module whose name contains `only`.
pub async fn run(setup: &Setup, only: &str) -> Report {
    let mut modules = Vec::new();
    for (plan, name, judge) in MODULES.iter().filter(|(_, name, _)| name.contains(only)) {
        let (verdict, why) = match judge(setup).await {
            Ok(()) => (Verdict::Passed, String::new()),
            Err(error) if error.is::<Skip>() => (Verdict::Skipped, error.to_string()),
            Err(error) => (Verdict::Failed, format!("{error:#}")),
        };
        modules.push(Outcome { plan, name, verdict, why });
    }
    Report { issuer: setup.issuer.clone(), modules }
}
