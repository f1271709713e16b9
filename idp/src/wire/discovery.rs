//! Provider metadata (OpenID Connect Discovery §3, RFC 8414 §2). What is not offered is not named.

use serde::Serialize;

use super::acr::Acr;
use super::issuer::Issuer;
use super::scope;

#[expect(clippy::struct_excessive_bools, reason = "the members of the specification")]
#[derive(Debug, Serialize)]
pub struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: String,
    scopes_supported: [&'static str; 3],
    response_types_supported: [&'static str; 1],
    response_modes_supported: [&'static str; 1],
    grant_types_supported: [&'static str; 1],
    subject_types_supported: [&'static str; 1],
    acr_values_supported: [Acr; 3],
    id_token_signing_alg_values_supported: [&'static str; 2],
    token_endpoint_auth_methods_supported: [&'static str; 3],
    claims_supported: &'static [&'static str],
    claim_types_supported: [&'static str; 1],
    code_challenge_methods_supported: [&'static str; 1],
    prompt_values_supported: [&'static str; 4],
    ui_locales_supported: Vec<&'static str>,
    authorization_response_iss_parameter_supported: bool,
    claims_parameter_supported: bool,
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
}

const CLAIMS: &[&str] = &[
    "sub",
    "iss",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "sid",
    "at_hash",
    "preferred_username",
    "email",
    "email_verified",
];

impl Metadata {
    pub fn new(issuer: &Issuer, ui_locales: Vec<&'static str>) -> Self {
        Self {
            issuer: issuer.as_str().to_owned(),
            authorization_endpoint: issuer.at("/authorize"),
            token_endpoint: issuer.at("/token"),
            userinfo_endpoint: issuer.at("/userinfo"),
            jwks_uri: issuer.at("/jwks"),
            end_session_endpoint: issuer.at("/logout"),
            scopes_supported: scope::OFFERED,
            response_types_supported: ["code"],
            response_modes_supported: ["query"],
            grant_types_supported: ["authorization_code"],
            subject_types_supported: ["public"],
            acr_values_supported: Acr::ALL,
            id_token_signing_alg_values_supported: ["RS256", "ES256"],
            token_endpoint_auth_methods_supported: [
                "client_secret_basic",
                "client_secret_post",
                "none",
            ],
            claims_supported: CLAIMS,
            claim_types_supported: ["normal"],
            code_challenge_methods_supported: ["S256"],
            prompt_values_supported: ["none", "login", "consent", "select_account"],
            ui_locales_supported: ui_locales,
            authorization_response_iss_parameter_supported: true,
            claims_parameter_supported: false,
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
        }
    }
}
