//! Provider metadata (OpenID Connect Discovery §3, RFC 8414 §2). What is not offered is not named.

use keys::signing::Algorithm;
use serde::Serialize;

use super::acr::Acr;
use super::discovery_proof::Proof;
use super::discovery_tokens::TokenMembers;
use super::issuer::Issuer;
use super::response_mode::ResponseMode;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_endpoint: Option<String>,
    scopes_supported: [&'static str; 6],
    response_types_supported: [&'static str; 1],
    response_modes_supported: [&'static str; 7],
    acr_values_supported: [Acr; 3],
    code_challenge_methods_supported: [&'static str; 1],
    prompt_values_supported: [&'static str; 4],
    ui_locales_supported: Vec<&'static str>,
    authorization_response_iss_parameter_supported: bool,
    backchannel_logout_supported: bool,
    backchannel_logout_session_supported: bool,
    frontchannel_logout_supported: bool,
    frontchannel_logout_session_supported: bool,
    claims_parameter_supported: bool,
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
    require_request_uri_registration: bool,
    request_object_signing_alg_values_supported: [&'static str; 4],
    authorization_signing_alg_values_supported: [Algorithm; 4],
    pushed_authorization_request_endpoint: String,
    require_pushed_authorization_requests: bool,
    #[serde(flatten)]
    proof: Proof,
    #[serde(flatten)]
    tokens: TokenMembers,
}

impl Metadata {
    /// `alias` is the issuer's address at the certificate listener, where there is one.
    pub fn new(issuer: &Issuer, alias: Option<&Issuer>, ui_locales: Vec<&'static str>) -> Self {
        Self {
            issuer: issuer.as_str().to_owned(),
            authorization_endpoint: issuer.at("/authorize"),
            token_endpoint: issuer.at("/token"),
            userinfo_endpoint: issuer.at("/userinfo"),
            jwks_uri: issuer.at("/jwks"),
            end_session_endpoint: issuer.at("/logout"),
            registration_endpoint: None,
            scopes_supported: scope::OFFERED,
            response_types_supported: ["code"],
            response_modes_supported: ResponseMode::OFFERED,
            acr_values_supported: Acr::ALL,
            code_challenge_methods_supported: ["S256"],
            prompt_values_supported: ["none", "login", "consent", "select_account"],
            ui_locales_supported: ui_locales,
            authorization_response_iss_parameter_supported: true,
            backchannel_logout_supported: true,
            backchannel_logout_session_supported: true,
            frontchannel_logout_supported: true,
            frontchannel_logout_session_supported: true,
            claims_parameter_supported: true,
            request_parameter_supported: true,
            request_uri_parameter_supported: true,
            require_request_uri_registration: true,
            request_object_signing_alg_values_supported: ["RS256", "PS256", "ES256", "EdDSA"],
            authorization_signing_alg_values_supported: Algorithm::ALL,
            pushed_authorization_request_endpoint: issuer.at("/par"),
            require_pushed_authorization_requests: false,
            proof: Proof::new(alias),
            tokens: TokenMembers::new(issuer),
        }
    }

    /// The same where clients may register themselves (OpenID Connect Discovery §3).
    #[must_use]
    pub fn with_registration(self, address: String) -> Self {
        Self { registration_endpoint: Some(address), ..self }
    }
}
