//! Faults that the FAPI plans must notice: refusals that never come, and what a strict website cannot accept.

use serde_json::json;

use super::answered;
use crate::support::{Answered, Fault, Sent};

const PLAIN: &str = "fapi2-security-profile private_key_jwt+dpop+openid_connect";
const SIGNED: &str = "fapi2-message-signing private_key_jwt+dpop+openid_connect+signed+jarm";
const RANDOM: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

macro_rules! fapi {
    ($plan:expr, $what:literal, $name:literal, $after:expr) => {
        answered($what, ($plan, concat!("fapi2-security-profile-final-", $name)), $after)
    };
}

/// Every refusal of the token endpoint becomes a grant.
fn grants_all(sent: &Sent, answered: &mut Answered) {
    if sent.to("/token") && answered.status >= 400 {
        answered.status = 200;
        answered.body = json!({"access_token": RANDOM, "token_type": "DPoP", "expires_in": 60})
            .to_string()
            .into_bytes();
    }
}

/// Every refusal of a pushed request becomes a reference.
fn takes_all(sent: &Sent, answered: &mut Answered) {
    if sent.to("/par") && answered.status >= 400 {
        answered.status = 201;
        let reference = format!("urn:ietf:params:oauth:request_uri:{RANDOM}");
        answered.body =
            json!({"request_uri": reference, "expires_in": 60}).to_string().into_bytes();
    }
}

/// No page is an error page.
fn shows_all(sent: &Sent, answered: &mut Answered) {
    if sent.to("/authorize") && answered.status == 400 {
        answered.status = 200;
    }
}

/// The resource opens to everybody.
fn opens_all(sent: &Sent, answered: &mut Answered) {
    if sent.to("/userinfo") && answered.status >= 400 {
        answered.status = 200;
        answered.header("content-type", "application/json");
        answered.body = json!({"sub": "anybody"}).to_string().into_bytes();
    }
}

fn metadata(sent: &Sent, answered: &mut Answered, name: &str, value: serde_json::Value) {
    if sent.to("/openid-configuration") {
        answered.json(|all| all[name] = value);
    }
}

pub(crate) const FAULTS: &[Fault] = &[
    fapi!(PLAIN, "iss is not promised", "discovery-end-point-verification", |sent, answered| {
        metadata(sent, answered, "authorization_response_iss_parameter_supported", json!(false));
    }),
    fapi!(PLAIN, "PKCE is plain", "discovery-end-point-verification", |sent, answered| {
        metadata(sent, answered, "code_challenge_methods_supported", json!(["plain"]));
    }),
    fapi!(PLAIN, "iss does not come", "happy-flow", |_, answered| answered.location("iss", None)),
    fapi!(PLAIN, "iss is another's", "happy-flow", |_, answered| {
        answered.location("iss", Some("https://other.example"));
    }),
    fapi!(PLAIN, "the token is called Bearer", "happy-flow", |sent, answered| {
        if sent.to("/token") {
            answered.json(|body| body["token_type"] = json!("Bearer"));
        }
    }),
    fapi!(PLAIN, "the resource opens to everybody", "happy-flow", opens_all),
    fapi!(
        PLAIN,
        "giving up is an error of the server",
        "user-rejects-authentication",
        |_, answered| {
            answered.location("error", Some("server_error"));
        }
    ),
    fapi!(SIGNED, "the answer is not signed", "happy-flow", |_, answered| {
        answered.location("response", Some("e30.e30."));
    }),
    fapi!(
        PLAIN,
        "a state comes that nobody sent",
        "ensure-authorization-request-without-state-success",
        |_, answered| answered.add("state", "s")
    ),
    fapi!(
        PLAIN,
        "the scheme is written in one way",
        "access-token-type-header-case-sensitivity",
        |sent, answered| {
            let scheme = sent.headers.get("authorization").map(axum::http::HeaderValue::as_bytes);
            if sent.to("/userinfo") && scheme.is_some_and(|scheme| scheme.starts_with(b"dpop")) {
                answered.status = 401;
            }
        }
    ),
    fapi!(PLAIN, "any client", "ensure-client-id-in-token-endpoint", grants_all),
    fapi!(PLAIN, "no proof is needed", "ensure-holder-of-key-required", grants_all),
    fapi!(PLAIN, "any client's code", "ensure-authorization-code-is-bound-to-client", grants_all),
    fapi!(PLAIN, "a code twice", "attempt-reuse-authorization-code-after-one-second", grants_all),
    fapi!(PLAIN, "RS256", "ensure-signed-client-assertion-with-RS256-fails", grants_all),
    fapi!(PLAIN, "no assertion", "ensure-client-assertion-in-token-endpoint", grants_all),
    fapi!(
        PLAIN,
        "too late",
        "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails",
        grants_all
    ),
    fapi!(PLAIN, "any audience", "ensure-client-assertion-with-wrong-aud-fails", grants_all),
    fapi!(PLAIN, "no subject", "ensure-client-assertion-with-no-sub-fails", grants_all),
    fapi!(PLAIN, "no verifier", "ensure-pkce-code-verifier-required", grants_all),
    fapi!(PLAIN, "any verifier", "incorrect-pkce-code-verifier-rejected", grants_all),
    fapi!(
        PLAIN,
        "any key",
        "ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt",
        grants_all
    ),
    fapi!(PLAIN, "any key", "ensure-token-endpoint-fails-with-mismatched-dpop-jkt", grants_all),
    fapi!(PLAIN, "any proof", "dpop-negative-tests", grants_all),
    fapi!(PLAIN, "any proof at the resource", "dpop-negative-tests", opens_all),
    fapi!(PLAIN, "any client's refresh token", "refresh-token", grants_all),
    fapi!(PLAIN, "no PKCE", "par-ensure-pkce-required", takes_all),
    fapi!(PLAIN, "PKCE is plain", "par-plain-pkce-rejected", takes_all),
    fapi!(PLAIN, "another key", "ensure-mismatched-dpop-jkt-fails", takes_all),
    fapi!(
        PLAIN,
        "an assertion of tomorrow",
        "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails",
        takes_all
    ),
    fapi!(PLAIN, "a list as audience", "par-test-array-as-audience-fails", takes_all),
    fapi!(PLAIN, "PAR as audience", "par-test-par-endpoint-url-as-audience-fails", takes_all),
    fapi!(PLAIN, "token as audience", "par-test-token-endpoint-url-as-audience-fails", takes_all),
    fapi!(
        PLAIN,
        "a reference inside",
        "par-authorization-request-containing-request_uri-form-param",
        takes_all
    ),
    fapi!(PLAIN, "PUT", "par-attempt-invalid-http-method", takes_all),
    fapi!(
        PLAIN,
        "no PAR",
        "ensure-unsigned-authorization-request-without-using-par-fails",
        shows_all
    ),
    fapi!(
        PLAIN,
        "any client's reference",
        "par-attempt-to-use-request_uri-for-different-client",
        shows_all
    ),
    fapi!(SIGNED, "no exp", "ensure-request-object-without-exp-fails", takes_all),
    fapi!(SIGNED, "no nbf", "ensure-request-object-without-nbf-fails", takes_all),
    fapi!(SIGNED, "too late", "ensure-expired-request-object-fails", takes_all),
    fapi!(SIGNED, "any audience", "ensure-request-object-with-bad-aud-fails", takes_all),
    fapi!(SIGNED, "a long life", "ensure-request-object-with-exp-over-60-fails", takes_all),
    fapi!(SIGNED, "an old object", "ensure-request-object-with-nbf-over-60-fails", takes_all),
    fapi!(SIGNED, "RS256", "ensure-signed-request-object-with-RS256-fails", takes_all),
    fapi!(SIGNED, "none", "ensure-request-object-signature-algorithm-is-not-none", takes_all),
    fapi!(SIGNED, "spoilt", "ensure-request-object-with-invalid-signature-fails", takes_all),
    fapi!(SIGNED, "another's key", "ensure-matching-key-in-authorization-request", takes_all),
    fapi!(SIGNED, "no signature", "ensure-unsigned-request-at-par-endpoint-fails", takes_all),
    fapi!(
        SIGNED,
        "a reference inside",
        "par-authorization-request-containing-request_uri",
        takes_all
    ),
    fapi!(PLAIN, "a reference twice", "par-attempt-reuse-request_uri", shows_all),
];
