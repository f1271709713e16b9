//! What is asked of the provider, what it answers, and what can go wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use openidconnect::core::CoreAuthPrompt;
use openidconnect::{AuthenticationContextClass, CsrfToken, LanguageTag, LoginHint};

/// Why a sign-in did not come about.
pub(super) enum Trouble {
    /// The provider said no (RFC 6749 §4.1.2.1).
    Refused { error: String, description: Option<String> },
    /// A parameter stands twice.
    RepeatedParameter,
    /// No sign-in with this state has begun in this browser.
    StateMismatch,
    /// The answer names another provider, or none (RFC 9207 §2.4).
    IssuerMismatch,
    /// The provider cannot be reached, or what it says makes no sense.
    Unreachable(anyhow::Error),
    /// The code could not be exchanged.
    CodeRefused(anyhow::Error),
    /// The ID token or UserInfo is not what it must be (OpenID Connect Core §3.1.3.7, §5.3.4).
    BadClaims(anyhow::Error),
}

impl Trouble {
    /// The word that names it in the page: the provider's own, or ours.
    pub(super) fn word(&self) -> &str {
        match self {
            Self::Refused { error, .. } => error,
            Self::RepeatedParameter => "repeated_parameter",
            Self::StateMismatch => "state_mismatch",
            Self::IssuerMismatch => "issuer_mismatch",
            Self::Unreachable(_) => "provider_unreachable",
            Self::CodeRefused(_) => "code_refused",
            Self::BadClaims(_) => "bad_claims",
        }
    }

    /// The cause, for whoever runs the website; it is no business of the browser.
    pub(super) fn cause(&self) -> Option<&anyhow::Error> {
        match self {
            Self::Unreachable(cause) | Self::CodeRefused(cause) | Self::BadClaims(cause) => {
                Some(cause)
            }
            _ => None,
        }
    }
}

/// What the website may ask of a sign-in beyond the usual.
#[derive(Default)]
pub(super) struct Wishes {
    /// The provider that a link to `/login` means (OpenID Connect Core §4).
    pub(super) issuer: Option<String>,
    pub(super) login_hint: Option<LoginHint>,
    pub(super) prompt: Option<CoreAuthPrompt>,
    pub(super) max_age: Option<Duration>,
    pub(super) ui_locale: Option<LanguageTag>,
    pub(super) acr_values: Vec<AuthenticationContextClass>,
}

impl Wishes {
    /// Takes over what it knows; the rest of the query stays behind.
    pub(super) fn from_parameters(query: &BTreeMap<String, String>) -> Self {
        let given = |name: &str| query.get(name).map(String::as_str).filter(|v| v.len() <= 200);
        let acr_values = given("acr_values").unwrap_or_default().split_whitespace();
        Self {
            issuer: given("iss").map(str::to_owned),
            login_hint: given("login_hint").map(|hint| LoginHint::new(hint.to_owned())),
            prompt: match given("prompt") {
                Some("login") => Some(CoreAuthPrompt::Login),
                Some("none") => Some(CoreAuthPrompt::None),
                Some("consent") => Some(CoreAuthPrompt::Consent),
                Some("select_account") => Some(CoreAuthPrompt::SelectAccount),
                _ => None,
            },
            max_age: given("max_age")
                .and_then(|seconds| seconds.parse::<u32>().ok())
                .map(|seconds| Duration::from_secs(seconds.into())),
            ui_locale: given("ui_locales")
                .filter(|locale| ["ja", "en"].contains(locale))
                .map(|locale| LanguageTag::new(locale.to_owned())),
            acr_values: acr_values
                .map(|value| AuthenticationContextClass::new(value.to_owned()))
                .collect(),
        }
    }

    /// The oldest authentication that will do; who asks for a new one accepts no old one.
    pub(super) fn max_age(&self) -> Option<Duration> {
        let anew = matches!(self.prompt, Some(CoreAuthPrompt::Login));
        if anew { Some(Duration::ZERO) } else { self.max_age }
    }
}

/// What the provider sends back through the browser.
pub(super) struct Answer {
    pub(super) state: CsrfToken,
    pub(super) issuer: Option<String>,
    pub(super) code: Option<String>,
    pub(super) error: Option<String>,
    pub(super) error_description: Option<String>,
}

impl Answer {
    pub(super) fn from_parameters(mut query: BTreeMap<String, String>) -> Self {
        Self {
            state: CsrfToken::new(query.remove("state").unwrap_or_default()),
            issuer: query.remove("iss"),
            code: query.remove("code"),
            error: query.remove("error"),
            error_description: query.remove("error_description"),
        }
    }
}
