//! What the metadata says of tokens: their endpoints, grants, claims, and the algorithms of what is signed and encrypted.

use keys::client::jwe::{ContentEncryption, KeyManagement};
use keys::signing::Algorithm;
use serde::Serialize;

use super::grant_type::GrantType;
use super::issuer::Issuer;

#[derive(Debug, Serialize)]
pub(super) struct TokenMembers {
    /// RFC 7009.
    revocation_endpoint: String,
    /// RFC 7662.
    introspection_endpoint: String,
    /// RFC 8628 §4.
    device_authorization_endpoint: String,
    grant_types_supported: [GrantType; 5],
    subject_types_supported: [&'static str; 2],
    claims_supported: &'static [&'static str],
    claim_types_supported: [&'static str; 1],
    id_token_signing_alg_values_supported: [Algorithm; 4],
    id_token_encryption_alg_values_supported: [KeyManagement; 5],
    id_token_encryption_enc_values_supported: [ContentEncryption; 4],
    userinfo_signing_alg_values_supported: [Algorithm; 4],
    userinfo_encryption_alg_values_supported: [KeyManagement; 5],
    userinfo_encryption_enc_values_supported: [ContentEncryption; 4],
    /// RFC 9701 §7.
    introspection_signing_alg_values_supported: [Algorithm; 4],
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
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "email",
    "email_verified",
    "address",
    "phone_number",
    "phone_number_verified",
];

impl TokenMembers {
    pub(super) fn new(issuer: &Issuer) -> Self {
        Self {
            revocation_endpoint: issuer.at("/revoke"),
            introspection_endpoint: issuer.at("/introspect"),
            device_authorization_endpoint: issuer.at("/device"),
            grant_types_supported: GrantType::ALL,
            subject_types_supported: ["public", "pairwise"],
            claims_supported: CLAIMS,
            claim_types_supported: ["normal"],
            id_token_signing_alg_values_supported: Algorithm::ALL,
            id_token_encryption_alg_values_supported: KeyManagement::ALL,
            id_token_encryption_enc_values_supported: ContentEncryption::ALL,
            userinfo_signing_alg_values_supported: Algorithm::ALL,
            userinfo_encryption_alg_values_supported: KeyManagement::ALL,
            userinfo_encryption_enc_values_supported: ContentEncryption::ALL,
            introspection_signing_alg_values_supported: Algorithm::ALL,
        }
    }
}
