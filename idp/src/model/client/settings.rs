//! What may differ from client to client beyond its profile (names of RFC 7591 §2 and OpenID Connect Registration §2).

use std::collections::BTreeSet;

use keys::client::certificate::{Subject, SubjectError};
use keys::signing::Algorithm;
use serde::{Deserialize, Serialize};

use super::Profile;
use crate::model::admin::Role;
use crate::wire::grant_type::GrantType;
use crate::wire::scope::Scope;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub id_token_signed_response_alg: Algorithm,
    /// Off only for old confidential clients that cannot (RFC 9700 §2.1.1).
    pub require_pkce: bool,
    /// Overrides of the policy's links on the login page.
    #[serde(default)]
    pub account_link: Option<bool>,
    #[serde(default)]
    pub reissue_link: Option<bool>,
    /// Put out of service: it proves nothing and signs nobody in.
    #[serde(default)]
    pub disabled: bool,
    /// The website's own start page, for ways back.
    #[serde(default)]
    pub client_uri: Option<String>,
    #[serde(default = "code_only")]
    pub grant_types: BTreeSet<GrantType>,
    /// The scopes that it may ask for; None: every one on offer.
    #[serde(default)]
    pub scope: Option<Scope>,
    #[serde(default)]
    pub keys: ClientKeys,
    #[serde(default)]
    pub request: RequestRules,
    #[serde(default)]
    pub tokens: TokenRules,
    #[serde(default)]
    pub answers: AnswerRules,
    #[serde(default)]
    pub logout: LogoutAddresses,
    #[serde(default)]
    pub about: About,
    /// What its own tokens may administer here, within their scopes. Never set by a client about itself.
    #[serde(default)]
    pub api_role: Option<Role>,
}

/// What a client proves itself and signs with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClientKeys {
    /// A JWK set by value (RFC 7517 §5), as registered.
    pub jwks: Option<serde_json::Value>,
    pub jwks_uri: Option<String>,
    pub token_endpoint_auth_signing_alg: Option<Algorithm>,
    pub tls: Option<TlsSubject>,
}

/// Which certificate of a trusted authority is the client's: one of these (RFC 8705 §2.1.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsSubject {
    SubjectDn(String),
    SanDns(String),
    SanUri(String),
    SanIp(String),
    SanEmail(String),
}

impl TlsSubject {
    /// As the crate `keys` compares it with certificates.
    pub fn read(&self) -> Result<Subject, SubjectError> {
        match self {
            Self::SubjectDn(text) => Subject::name(text),
            Self::SanDns(text) => Subject::dns(text),
            Self::SanUri(text) => Subject::uri(text),
            Self::SanIp(text) => Subject::ip(text),
            Self::SanEmail(text) => Subject::email(text),
        }
    }
}

/// How it must ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RequestRules {
    /// RFC 9126 §6.
    pub require_pushed_authorization_requests: bool,
    /// RFC 9101 §10.5.
    pub require_signed_request_object: bool,
    pub request_object_signing_alg: Option<Algorithm>,
    /// Addresses of request objects by reference; each is fetched by the guarded fetcher.
    pub request_uris: Vec<String>,
    pub default_max_age: Option<u32>,
    pub require_auth_time: bool,
    pub default_acr_values: Vec<String>,
    /// Where a third party begins a login (OpenID Connect Core §4).
    pub initiate_login_uri: Option<String>,
}

/// What its tokens are like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenRules {
    pub access_token_format: AccessTokenFormat,
    /// Seconds; None: the provider's own.
    pub access_token_life: Option<u32>,
    /// Seconds since the grant after which no refresh token serves.
    pub refresh_token_life: Option<u32>,
    /// RFC 9449 §5.2.
    pub dpop_bound_access_tokens: bool,
    /// Whether its proofs carry a nonce of this provider (RFC 9449 §8).
    pub dpop_nonce_required: bool,
    /// RFC 8705 §3.4.
    pub tls_client_certificate_bound_access_tokens: bool,
    /// Audiences that it may ask for beyond this provider (RFC 8707).
    pub resources: BTreeSet<String>,
    /// Audiences that it is itself: it may introspect the tokens that are meant for them (RFC 7662).
    pub is_resource: BTreeSet<String>,
    /// Whether it may exchange tokens that were issued to others here (RFC 8693).
    pub may_exchange_tokens_of: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessTokenFormat {
    /// RFC 9068.
    #[default]
    Jwt,
    Opaque,
}

/// In what form it is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerRules {
    pub subject_type: SubjectType,
    pub sector_identifier_uri: Option<String>,
    pub id_token_encryption: Option<Encryption>,
    pub userinfo_signed_response_alg: Option<Algorithm>,
    pub userinfo_encryption: Option<Encryption>,
    /// JARM §3.
    pub authorization_signed_response_alg: Option<Algorithm>,
    pub authorization_encryption: Option<Encryption>,
    /// RFC 9701 §6.
    pub introspection_signed_response_alg: Option<Algorithm>,
}

/// OpenID Connect Core §8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    #[default]
    Public,
    Pairwise,
}

/// An `alg` and an `enc` of RFC 7518, checked when they are registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encryption {
    pub alg: String,
    pub enc: String,
}

/// Where it is told that a session ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogoutAddresses {
    pub backchannel_logout_uri: Option<String>,
    pub backchannel_logout_session_required: bool,
    pub frontchannel_logout_uri: Option<String>,
    pub frontchannel_logout_session_required: bool,
}

/// What people are told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    pub contacts: Vec<String>,
    pub logo_uri: Option<String>,
    pub policy_uri: Option<String>,
    pub tos_uri: Option<String>,
    pub software_id: Option<String>,
    pub software_version: Option<String>,
}

impl LogoutAddresses {
    /// Whether it is told at all.
    pub const fn is_wanted(&self) -> bool {
        self.backchannel_logout_uri.is_some() || self.frontchannel_logout_uri.is_some()
    }
}

fn code_only() -> BTreeSet<GrantType> {
    BTreeSet::from([GrantType::AuthorizationCode])
}

impl Settings {
    /// What a new client of a profile has before anything is said.
    pub fn of(profile: Profile) -> Self {
        let strict = profile == Profile::Fapi2;
        Self {
            id_token_signed_response_alg: if strict { Algorithm::Ps256 } else { Algorithm::Rs256 },
            require_pkce: true,
            account_link: None,
            reissue_link: None,
            disabled: false,
            client_uri: None,
            grant_types: profile.grant_types(),
            scope: None,
            keys: ClientKeys::default(),
            request: RequestRules {
                require_pushed_authorization_requests: strict,
                ..RequestRules::default()
            },
            tokens: TokenRules { dpop_bound_access_tokens: strict, ..TokenRules::default() },
            answers: AnswerRules::default(),
            logout: LogoutAddresses::default(),
            about: About::default(),
            api_role: None,
        }
    }
}
