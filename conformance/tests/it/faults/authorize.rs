//! Faults at the authorization endpoint.

use super::{answered, asked, warned};
use crate::support::{Answered, Fault, Sent};

const fn basic(module: &'static str) -> (&'static str, &'static str) {
    ("basic", module)
}

/// Otherwise the module has nothing to judge.
fn announces_unsigned_objects(sent: &Sent, answered: &mut Answered) {
    if sent.to("/openid-configuration") {
        let member = "request_object_signing_alg_values_supported";
        answered.json(|metadata| metadata[member] = serde_json::json!(["none"]));
    }
}

pub(crate) const FAULTS: &[Fault] = &[
    asked("state is forgotten", basic("oidcc-server"), |sent| {
        if sent.to("/authorize") {
            sent.set("state", None);
        }
    }),
    answered("state is cut short", basic("oidcc-prompt-none-not-logged-in"), |sent, answered| {
        if let (true, Some(state)) = (sent.to("/authorize"), sent.value("state")) {
            answered.location("state", Some(&state[..64]));
        }
    }),
    asked("nonce is another", basic("oidcc-server"), |sent| {
        if sent.to("/authorize") {
            sent.set("nonce", Some("another"));
        }
    }),
    answered("iss is left out", basic("oidcc-server"), |_, answered| {
        answered.location("iss", None);
    }),
    answered("iss is another's", basic("oidcc-server"), |_, answered| {
        answered.location("iss", Some("https://other.example"));
    }),
    answered("a code is easily guessed", basic("oidcc-server"), |_, answered| {
        answered.location("code", Some("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    }),
    answered(
        "error_description is Japanese",
        basic("oidcc-prompt-none-not-logged-in"),
        |_, answered| answered.location("error_description", Some("ログインが必要です")),
    ),
    asked("prompt=none is ignored", basic("oidcc-prompt-none-not-logged-in"), ignores_prompt),
    asked("prompt=login is ignored", basic("oidcc-prompt-login"), ignores_prompt),
    asked("max_age is ignored", basic("oidcc-max-age-1"), |sent| {
        if sent.to("/authorize") {
            sent.set("max_age", None);
        }
    }),
    asked("prompt=none asks all the same", basic("oidcc-prompt-none-logged-in"), |sent| {
        if sent.value("prompt").is_some_and(|prompt| prompt == "none") {
            sent.set("prompt", Some("login"));
        }
    }),
    asked("a hint brings a login page", basic("oidcc-id-token-hint"), |sent| {
        if sent.has("id_token_hint") {
            sent.set("prompt", Some("login"));
        }
    }),
    asked("max_age=10000 asks again", basic("oidcc-max-age-10000"), |sent| {
        if sent.value("max_age").is_some_and(|age| age == "10000") {
            sent.set("prompt", Some("login"));
        }
    }),
    asked("a response type is assumed", basic("oidcc-response-type-missing"), |sent| {
        if sent.to("/authorize") {
            sent.set("response_type", Some("code"));
        }
    }),
    answered(
        "any redirect_uri will do",
        basic("oidcc-ensure-registered-redirect-uri"),
        |sent, answered| {
            if let (400, Some(address)) = (answered.status, sent.value("redirect_uri")) {
                answered.redirect(&format!("{address}?error=invalid_request"));
            }
        },
    ),
    Fault {
        after: announces_unsigned_objects,
        ..asked(
            "a request object is ignored",
            basic("oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported"),
            |sent| sent.set("request", None),
        )
    },
    answered("display=page is refused", basic("oidcc-display-page"), |sent, answered| {
        if sent.has("display") {
            answered.page();
        }
    }),
    answered("display=popup is refused", basic("oidcc-display-popup"), |sent, answered| {
        if sent.has("display") {
            answered.page();
        }
    }),
    answered(
        "an unknown parameter is refused",
        basic("oidcc-ensure-request-with-unknown-parameter-succeeds"),
        |sent, answered| {
            if sent.has("extra") {
                answered.page();
            }
        },
    ),
    answered("login_hint is refused", basic("oidcc-login-hint"), |sent, answered| {
        if sent.has("login_hint") {
            answered.page();
        }
    }),
    answered("ui_locales is refused", basic("oidcc-ui-locales"), |sent, answered| {
        if sent.has("ui_locales") {
            answered.page();
        }
    }),
    answered("claims_locales is refused", basic("oidcc-claims-locales"), |sent, answered| {
        if sent.has("claims_locales") {
            answered.page();
        }
    }),
    answered(
        "a nonce is demanded",
        basic("oidcc-ensure-request-without-nonce-succeeds-for-code-flow"),
        |sent, answered| {
            if sent.to("/authorize") && !sent.has("nonce") {
                answered.page();
            }
        },
    ),
    answered(
        "PKCE is refused",
        basic("oidcc-ensure-request-with-valid-pkce-succeeds"),
        |sent, answered| {
            if sent.has("code_challenge") {
                answered.page();
            }
        },
    ),
    answered("scope comes in one order", basic("oidcc-alternate-happy-flow"), |sent, answered| {
        if sent.value("scope").is_some_and(|scope| !scope.starts_with("openid")) {
            answered.page();
        }
    }),
    warned(answered(
        "POST is not known",
        basic("oidcc-ensure-post-request-succeeds"),
        |sent, answered| {
            if sent.to("/authorize") && sent.method == "POST" {
                answered.page();
            }
        },
    )),
];

fn ignores_prompt(sent: &mut crate::support::Sent) {
    if sent.to("/authorize") {
        sent.set("prompt", None);
    }
}
