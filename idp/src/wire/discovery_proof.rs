//! The part of the metadata that tells how clients prove themselves and what they hold (RFC 8414 §2, RFC 8705 §3.3 and §5,
//! RFC 9449 §5.1).

use std::collections::BTreeMap;

use serde::Serialize;

use super::issuer::Issuer;

#[derive(Debug, Serialize)]
pub struct Proof {
    token_endpoint_auth_methods_supported: Vec<&'static str>,
    token_endpoint_auth_signing_alg_values_supported: [&'static str; 5],
    dpop_signing_alg_values_supported: [&'static str; 3],
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_client_certificate_bound_access_tokens: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mtls_endpoint_aliases: Option<BTreeMap<&'static str, String>>,
}

const METHODS: [&str; 5] =
    ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];

/// Only where a listener asks for certificates.
const BY_CERTIFICATE: [&str; 2] = ["tls_client_auth", "self_signed_tls_client_auth"];

/// What that listener serves clients, and where below the issuer.
const ALIASES: [(&str, &str); 6] = [
    ("pushed_authorization_request_endpoint", "/par"),
    ("token_endpoint", "/token"),
    ("userinfo_endpoint", "/userinfo"),
    ("revocation_endpoint", "/revoke"),
    ("introspection_endpoint", "/introspect"),
    ("device_authorization_endpoint", "/device"),
];

impl Proof {
    /// `alias` is the issuer's address at the certificate listener.
    pub fn new(alias: Option<&Issuer>) -> Self {
        let mut methods = METHODS.to_vec();
        if alias.is_some() {
            methods.extend(BY_CERTIFICATE);
        }
        Self {
            token_endpoint_auth_methods_supported: methods,
            token_endpoint_auth_signing_alg_values_supported: [
                "RS256", "PS256", "ES256", "EdDSA", "HS256",
            ],
            dpop_signing_alg_values_supported: ["ES256", "PS256", "EdDSA"],
            tls_client_certificate_bound_access_tokens: alias.map(|_| true),
            mtls_endpoint_aliases: alias.map(|alias| {
                ALIASES.into_iter().map(|(member, below)| (member, alias.at(below))).collect()
            }),
        }
    }
}
