//! What a client says of itself, as flags: the words of RFC 7591 §2, one flag a member. What is not given stays as it is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::model::client::metadata::Said;

#[derive(Debug, Args)]
pub(super) struct Words {
    /// A file with client metadata as JSON (RFC 7591 §2); null takes a member back to its default. Flags win over it
    #[arg(long, value_name = "FILE.json")]
    settings: Option<PathBuf>,
    /// A file with the public keys of the client as a JWK set; excludes --jwks-uri
    #[arg(long, value_name = "FILE.json")]
    jwks: Option<PathBuf>,
    /// Name that people read; default: the host of the first address
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    members: Members,
}

#[derive(Debug, Args, Serialize)]
struct Members {
    /// Where answers go; compared character by character. May be given several times; replaces all
    #[arg(long = "redirect-uri", value_name = "URL")]
    redirect_uris: Vec<String>,
    /// Where the browser may go after a logout. May be given several times
    #[arg(long = "post-logout-redirect-uri", value_name = "URL")]
    post_logout_redirect_uris: Vec<String>,
    /// `authorization_code`, `refresh_token`, `client_credentials`, … May be given several times
    #[arg(long = "grant-type", value_name = "GRANT")]
    grant_types: Vec<String>,
    /// The scopes it may ask for; default: every one on offer
    #[arg(long, value_name = "\"A B\"")]
    scope: Option<String>,
    /// `client_secret_basic`, `client_secret_post`, `client_secret_jwt`, `private_key_jwt`, `tls_client_auth`,
    /// `self_signed_tls_client_auth` or none
    #[arg(long, value_name = "METHOD")]
    token_endpoint_auth_method: Option<String>,
    /// The one algorithm of its assertions
    #[arg(long, value_name = "ALG")]
    token_endpoint_auth_signing_alg: Option<String>,
    /// Where the client publishes its keys
    #[arg(long, value_name = "URL")]
    jwks_uri: Option<String>,
    /// Whose certificate proves the client: its subject, as in RFC 4514
    #[arg(long, value_name = "NAME")]
    tls_client_auth_subject_dn: Option<String>,
    #[arg(long, value_name = "HOST")]
    tls_client_auth_san_dns: Option<String>,
    #[arg(long, value_name = "URI")]
    tls_client_auth_san_uri: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    tls_client_auth_san_ip: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    tls_client_auth_san_email: Option<String>,
    /// Tokens are bound to the key of its DPoP proofs
    #[arg(long, value_name = "BOOL")]
    dpop_bound_access_tokens: Option<bool>,
    /// Its DPoP proofs carry a nonce of this provider
    #[arg(long, value_name = "BOOL")]
    dpop_nonce_required: Option<bool>,
    /// Tokens are bound to its certificate
    #[arg(long, value_name = "BOOL")]
    tls_client_certificate_bound_access_tokens: Option<bool>,
    /// jwt or opaque
    #[arg(long, value_name = "FORMAT")]
    access_token_format: Option<String>,
    #[arg(long, value_name = "SECONDS")]
    access_token_life: Option<u32>,
    #[arg(long, value_name = "SECONDS")]
    refresh_token_life: Option<u32>,
    /// An audience it may ask tokens for. May be given several times
    #[arg(long = "resource", value_name = "URI")]
    resources: Vec<String>,
    /// An audience that it is itself: it may introspect the tokens meant for it. May be given several times
    #[arg(long, value_name = "URI")]
    is_resource: Vec<String>,
    /// A client whose tokens it may exchange. May be given several times
    #[arg(long = "may-exchange-tokens-of", value_name = "ID")]
    may_exchange_tokens_of: Vec<String>,
    /// Whether PKCE is demanded; off only for an old library with a secret
    #[arg(long, value_name = "BOOL")]
    require_pkce: Option<bool>,
    #[arg(long, value_name = "BOOL")]
    require_pushed_authorization_requests: Option<bool>,
    #[arg(long, value_name = "BOOL")]
    require_signed_request_object: Option<bool>,
    #[arg(long, value_name = "ALG")]
    request_object_signing_alg: Option<String>,
    /// Where a request object may stand. May be given several times
    #[arg(long = "request-uri", value_name = "URL")]
    request_uris: Vec<String>,
    #[arg(long, value_name = "SECONDS")]
    default_max_age: Option<u32>,
    #[arg(long, value_name = "BOOL")]
    require_auth_time: Option<bool>,
    /// May be given several times
    #[arg(long = "default-acr-value", value_name = "ACR")]
    default_acr_values: Vec<String>,
    /// Where a third party begins a login
    #[arg(long, value_name = "URL")]
    initiate_login_uri: Option<String>,
    /// public or pairwise
    #[arg(long, value_name = "TYPE")]
    subject_type: Option<String>,
    #[arg(long, value_name = "URL")]
    sector_identifier_uri: Option<String>,
    #[arg(long, value_name = "ALG")]
    id_token_signed_response_alg: Option<String>,
    #[arg(long, value_name = "ALG")]
    id_token_encrypted_response_alg: Option<String>,
    #[arg(long, value_name = "ENC")]
    id_token_encrypted_response_enc: Option<String>,
    #[arg(long, value_name = "ALG")]
    userinfo_signed_response_alg: Option<String>,
    #[arg(long, value_name = "ALG")]
    userinfo_encrypted_response_alg: Option<String>,
    #[arg(long, value_name = "ENC")]
    userinfo_encrypted_response_enc: Option<String>,
    #[arg(long, value_name = "ALG")]
    authorization_signed_response_alg: Option<String>,
    #[arg(long, value_name = "ALG")]
    authorization_encrypted_response_alg: Option<String>,
    #[arg(long, value_name = "ENC")]
    authorization_encrypted_response_enc: Option<String>,
    #[arg(long, value_name = "ALG")]
    introspection_signed_response_alg: Option<String>,
    #[arg(long, value_name = "URL")]
    backchannel_logout_uri: Option<String>,
    #[arg(long, value_name = "BOOL")]
    backchannel_logout_session_required: Option<bool>,
    #[arg(long, value_name = "URL")]
    frontchannel_logout_uri: Option<String>,
    #[arg(long, value_name = "BOOL")]
    frontchannel_logout_session_required: Option<bool>,
    /// The website's start page, for ways back
    #[arg(long, value_name = "URL")]
    client_uri: Option<String>,
    #[arg(long, value_name = "URL")]
    logo_uri: Option<String>,
    #[arg(long, value_name = "URL")]
    policy_uri: Option<String>,
    #[arg(long, value_name = "URL")]
    tos_uri: Option<String>,
    /// May be given several times
    #[arg(long = "contact", value_name = "ADDRESS")]
    contacts: Vec<String>,
    /// Out of service: it signs nobody in
    #[arg(long, value_name = "BOOL")]
    disabled: Option<bool>,
    /// What its own tokens may administer, within their scopes: operator, owner, `support_desk`, auditor
    #[arg(long, value_name = "ROLE")]
    api_role: Option<String>,
}

impl Words {
    /// Everything that is said, the file's members first.
    pub(super) fn said(&self) -> Result<Said> {
        let mut said = match &self.settings {
            Some(file) => object(file)?,
            None => Said::new(),
        };
        if let Value::Object(members) = serde_json::to_value(&self.members)? {
            let nothing = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
            said.extend(members.into_iter().filter(|(_, it)| !it.is_null() && !nothing(it)));
        }
        if let Some(file) = &self.jwks {
            said.insert("jwks".to_owned(), Value::Object(object(file)?));
        }
        if let Some(name) = &self.name {
            said.insert("client_name".to_owned(), Value::String(name.clone()));
        }
        Ok(said)
    }
}

fn object(file: &Path) -> Result<Said> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => bail!("{} holds no JSON object", file.display()),
        Err(error) => bail!("{} is no JSON: {error}", file.display()),
    }
}
