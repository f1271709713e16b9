//! What the TOML file may contain. Unknown keys are errors; `example.toml` shows every key.

use std::num::NonZero;

use serde::Deserialize;

use super::LogFormat;
use crate::mail::smtp::Encryption;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub base: String,
    pub listen: String,
    pub database: Option<String>,
    #[serde(default)]
    pub proxies: Vec<String>,
    pub master_key_file: Option<String>,
    pub tls: Option<Tls>,
    pub certificate: Option<Certificate>,
    #[serde(default)]
    pub api: Api,
    pub mail: Mail,
    #[serde(default)]
    pub outbound: Outbound,
    #[serde(default)]
    pub limits: Limits,
    #[serde(default)]
    pub passwords: Passwords,
    #[serde(default)]
    pub log: Log,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    pub certificate_file: String,
    pub key_file: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    pub base: String,
    pub listen: String,
    pub certificate_file: Option<String>,
    pub key_file: Option<String>,
    #[serde(default)]
    pub from_proxy: bool,
    pub proxy_secret_file: Option<String>,
    #[serde(default)]
    pub client_authorities: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    pub listen: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub from: String,
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    pub user: Option<String>,
    pub password_file: Option<String>,
    pub authority_file: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outbound {
    pub allow: Vec<String>,
    pub authority_file: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    pub connections: usize,
    pub header_seconds: u64,
    pub stop_seconds: u64,
    pub tries_at_once: NonZero<u32>,
    pub try_seconds: NonZero<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            header_seconds: 10,
            stop_seconds: 20,
            tries_at_once: NonZero::<u32>::MIN.saturating_add(29),
            try_seconds: NonZero::<u32>::MIN.saturating_add(1),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Passwords {
    pub cost: String,
    pub at_once: usize,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { cost: "auto".to_owned(), at_once: 0 }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    pub format: LogFormat,
    pub filter: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Json, filter: "info".to_owned() }
    }
}
