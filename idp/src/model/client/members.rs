//! The members that a client has words for (RFC 7591 §2), and where each stands in its settings.

/// Standard members, and where they stand in the settings.
pub(super) const STANDARD: &[(&str, &str)] = &[
    ("grant_types", "grant_types"),
    ("client_uri", "client_uri"),
    ("scope", "scope"),
    ("logo_uri", "about/logo_uri"),
    ("policy_uri", "about/policy_uri"),
    ("tos_uri", "about/tos_uri"),
    ("contacts", "about/contacts"),
    ("software_id", "about/software_id"),
    ("software_version", "about/software_version"),
    ("jwks", "keys/jwks"),
    ("jwks_uri", "keys/jwks_uri"),
    ("token_endpoint_auth_signing_alg", "keys/token_endpoint_auth_signing_alg"),
    ("tls_client_auth_subject_dn", "keys/tls/subject_dn"),
    ("tls_client_auth_san_dns", "keys/tls/san_dns"),
    ("tls_client_auth_san_uri", "keys/tls/san_uri"),
    ("tls_client_auth_san_ip", "keys/tls/san_ip"),
    ("tls_client_auth_san_email", "keys/tls/san_email"),
    ("dpop_bound_access_tokens", "tokens/dpop_bound_access_tokens"),
    (
        "tls_client_certificate_bound_access_tokens",
        "tokens/tls_client_certificate_bound_access_tokens",
    ),
    ("subject_type", "answers/subject_type"),
    ("sector_identifier_uri", "answers/sector_identifier_uri"),
    ("id_token_signed_response_alg", "id_token_signed_response_alg"),
    ("id_token_encrypted_response_alg", "answers/id_token_encryption/alg"),
    ("id_token_encrypted_response_enc", "answers/id_token_encryption/enc"),
    ("userinfo_signed_response_alg", "answers/userinfo_signed_response_alg"),
    ("userinfo_encrypted_response_alg", "answers/userinfo_encryption/alg"),
    ("userinfo_encrypted_response_enc", "answers/userinfo_encryption/enc"),
    ("authorization_signed_response_alg", "answers/authorization_signed_response_alg"),
    ("authorization_encrypted_response_alg", "answers/authorization_encryption/alg"),
    ("authorization_encrypted_response_enc", "answers/authorization_encryption/enc"),
    ("introspection_signed_response_alg", "answers/introspection_signed_response_alg"),
    ("require_pushed_authorization_requests", "request/require_pushed_authorization_requests"),
    ("require_signed_request_object", "request/require_signed_request_object"),
    ("request_object_signing_alg", "request/request_object_signing_alg"),
    ("request_uris", "request/request_uris"),
    ("default_max_age", "request/default_max_age"),
    ("require_auth_time", "request/require_auth_time"),
    ("default_acr_values", "request/default_acr_values"),
    ("initiate_login_uri", "request/initiate_login_uri"),
    ("backchannel_logout_uri", "logout/backchannel_logout_uri"),
    ("backchannel_logout_session_required", "logout/backchannel_logout_session_required"),
    ("frontchannel_logout_uri", "logout/frontchannel_logout_uri"),
    ("frontchannel_logout_session_required", "logout/frontchannel_logout_session_required"),
];

/// Members of this provider alone.
pub(super) const BEYOND: &[(&str, &str)] = &[
    ("require_pkce", "require_pkce"),
    ("disabled", "disabled"),
    ("api_role", "api_role"),
    ("account_link", "account_link"),
    ("reissue_link", "reissue_link"),
    ("access_token_format", "tokens/access_token_format"),
    ("access_token_life", "tokens/access_token_life"),
    ("refresh_token_life", "tokens/refresh_token_life"),
    ("dpop_nonce_required", "tokens/dpop_nonce_required"),
    ("resources", "tokens/resources"),
    ("is_resource", "tokens/is_resource"),
    ("may_exchange_tokens_of", "tokens/may_exchange_tokens_of"),
];

/// Standard members that stand beside the settings, or follow from the rest.
pub(super) const BESIDE: [&str; 6] = [
    "client_name",
    "redirect_uris",
    "post_logout_redirect_uris",
    "token_endpoint_auth_method",
    "response_types",
    "application_type",
];

/// Every member that there is.
pub fn all() -> impl Iterator<Item = &'static str> {
    BESIDE.into_iter().chain([STANDARD, BEYOND].concat().into_iter().map(|(member, _)| member))
}

/// Whether a member is one of the specifications', and no addition of this provider.
pub fn is_standard(member: &str) -> bool {
    BESIDE.contains(&member) || STANDARD.iter().any(|(name, _)| *name == member)
}
