//! FAPI 2.0 Security Profile Final and Message Signing Final.

mod assertion;
mod authorization;
mod discovery;
mod dpop;
mod dpop_negative;
mod front;
mod happy;
mod par;
mod refresh;
mod request_object;
mod resource;
mod steps;
mod tls;
mod token;

use crate::plan::{Module, Need};

const P: Need = Need::Assertion;
const D: Need = Need::Dpop;
const O: Need = Need::OpenId;
const C: Need = Need::Code;
const S: Need = Need::Signed;

/// A row under the prefix that all modules share.
macro_rules! fapi {
    ($name:literal, $judge:path => ($($more:expr),+) $(, $need:expr)*) => {
        row!(concat!("fapi2-security-profile-final-", $name), $judge => ($($more),+) $(, $need)*)
    };
    ($name:literal, $judge:path $(, $need:expr)*) => {
        row!(concat!("fapi2-security-profile-final-", $name), $judge $(, $need)*)
    };
}

pub(crate) const FAPI2_SECURITY_PROFILE: &[&[Module]] = &[SUCCESS, DPOP, REQUESTS, TOKENS, PAR];
pub(crate) const FAPI2_MESSAGE_SIGNING: &[&[Module]] =
    &[SUCCESS, DPOP, REQUESTS, TOKENS, PAR, SIGNED];

const SUCCESS: &[Module] = &[
    fapi!("discovery-end-point-verification", discovery::verification),
    fapi!("happy-flow", happy::flow),
    fapi!("user-rejects-authentication", happy::user_rejects, C),
    fapi!("ensure-authorization-request-without-state-success", authorization::without_state, C),
    fapi!("ensure-authorization-request-without-nonce-success", authorization::without_nonce, C, O),
    fapi!(
        "ensure-authorization-request-with-64-char-nonce-success",
        authorization::nonce_of_64,
        C,
        O
    ),
    fapi!("ensure-authorization-request-with-long-nonce", authorization::long_nonce, C, O),
    fapi!("ensure-authorization-request-with-long-state", authorization::long_state, C),
    fapi!("ensure-other-scope-order-succeeds", authorization::other_scope_order, C, O),
    fapi!("test-claims-parameter-identity-claims", authorization::identity_claims, C, O),
    fapi!("access-token-type-header-case-sensitivity", resource::letter_case),
    fapi!("refresh-token", refresh::refresh, C),
];

const DPOP: &[Module] = &[
    fapi!("check-dpop-proof-nbf-exp", dpop::with_nbf_and_exp, D),
    fapi!("ensure-dpopproof-with-iat-10seconds-before-succeeds", dpop::issued => (-10), D),
    fapi!("ensure-dpopproof-with-iat-10seconds-after-succeeds", dpop::issued => (10), D),
    fapi!("ensure-dpopproof-at-par-endpoint-binding-success", dpop::proof_at_par, D, C),
    fapi!("ensure-dpop-auth-code-binding-success", dpop::code_bound, D, C),
    fapi!("ensure-mismatched-dpop-jkt-fails", dpop::mismatch_at_par, D, C),
    fapi!(
        "ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt",
        dpop::mismatch_after_proof,
        D,
        C
    ),
    fapi!("ensure-token-endpoint-fails-with-mismatched-dpop-jkt", dpop::mismatch_after_jkt, D, C),
    fapi!("dpop-negative-tests", dpop_negative::all, D),
];

const REQUESTS: &[Module] = &[
    fapi!("ensure-different-nonce-inside-and-outside-request-object", front::other_nonce, C, O),
    fapi!("ensure-different-state-inside-and-outside-request-object", front::other_state, C),
    fapi!("state-only-outside-request-object-not-used", front::state_only_outside, C),
    fapi!("ensure-request-object-without-redirect-uri-fails", front::without_redirect_uri, C),
    fapi!("ensure-redirect-uri-in-authorization-request", front::redirect_uri_outside, C),
    fapi!("plain-fapi-tolerate-unregistered-redirect-uri", front::unregistered_redirect_uri, C),
    fapi!("ensure-unsigned-authorization-request-without-using-par-fails", front::without_par, C),
    fapi!("ensure-response-type-code-idtoken-fails", front::response_type => ("code id_token"), C),
    fapi!("ensure-response-type-token-fails", front::response_type => ("token"), C),
];

const TOKENS: &[Module] = &[
    fapi!("ensure-client-id-in-token-endpoint", token::other_client_id),
    fapi!("ensure-holder-of-key-required", token::holder_of_key),
    fapi!("ensure-authorization-code-is-bound-to-client", token::code_of_other_client, C),
    fapi!("attempt-reuse-authorization-code-after-one-second", token::reuse, C),
    fapi!("ensure-token-endpoint-fails-with-expired-auth-code", token::expired_code, C),
    fapi!("ensure-signed-client-assertion-with-RS256-fails", assertion::rs256, P),
    fapi!("ensure-client-assertion-in-token-endpoint", assertion::missing, P),
    fapi!("ensure-client-assertion-with-exp-is-5-minutes-in-past-fails", assertion::expired, P),
    fapi!("ensure-client-assertion-with-wrong-aud-fails", assertion::wrong_audience, P),
    fapi!("ensure-client-assertion-with-no-sub-fails", assertion::no_subject, P),
    fapi!("ensure-pkce-code-verifier-required", token::no_verifier, C),
    fapi!("incorrect-pkce-code-verifier-rejected", token::wrong_verifier, C),
];

const PAR: &[Module] = &[
    fapi!("par-ensure-reused-request-uri-prior-to-auth-completion-succeeds", par::opened_twice, C),
    fapi!("par-attempt-reuse-request_uri", par::reuse, C),
    fapi!("par-attempt-to-use-expired-request_uri", par::expired, C),
    fapi!("par-attempt-to-use-request_uri-for-different-client", par::other_client, C),
    fapi!("par-authorization-request-containing-request_uri-form-param", par::nested, C),
    fapi!("par-attempt-invalid-http-method", par::put, C),
    fapi!("par-without-duplicate-parameters", par::only_reference, C),
    fapi!("par-ensure-pkce-required", par::no_challenge, C),
    fapi!("par-plain-pkce-rejected", par::plain_challenge, C),
    fapi!(
        "par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted",
        par::assertion_begins => (8, true), C, P
    ),
    fapi!(
        "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails",
        par::assertion_begins => (65, false), C, P
    ),
    fapi!("par-test-array-as-audience-fails", par::audience_in_a_list, C, P),
    fapi!("par-test-par-endpoint-url-as-audience-fails", par::audience_par, C, P),
    fapi!("par-test-token-endpoint-url-as-audience-fails", par::audience_token, C, P),
];

const SIGNED: &[Module] = &[
    fapi!(
        "ensure-request-object-with-multiple-aud-succeeds",
        request_object::several_audiences,
        C,
        S
    ),
    fapi!(
        "ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted",
        request_object::begins_soon,
        C,
        S
    ),
    fapi!("ensure-request-object-without-exp-fails", request_object::without => ("exp"), C, S),
    fapi!("ensure-request-object-without-nbf-fails", request_object::without => ("nbf"), C, S),
    fapi!("ensure-expired-request-object-fails", request_object::expired, C, S),
    fapi!("ensure-request-object-with-bad-aud-fails", request_object::bad_audience, C, S),
    fapi!("ensure-request-object-with-exp-over-60-fails", request_object::lives_too_long, C, S),
    fapi!("ensure-request-object-with-nbf-over-60-fails", request_object::too_old, C, S),
    fapi!("ensure-signed-request-object-with-RS256-fails", request_object::rs256, C, S),
    fapi!("ensure-request-object-signature-algorithm-is-not-none", request_object::none, C, S),
    fapi!("ensure-request-object-with-invalid-signature-fails", request_object::spoilt, C, S),
    fapi!("ensure-matching-key-in-authorization-request", request_object::other_key, C, S),
    fapi!("ensure-unsigned-request-at-par-endpoint-fails", request_object::unsigned, C, S),
    fapi!("par-authorization-request-containing-request_uri", request_object::nested, C, S),
];
