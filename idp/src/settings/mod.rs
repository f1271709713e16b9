//! Settings of the process: one TOML file, checked whole at start. What varies by contract is policy, in the database.

pub mod certificate;
pub mod check;
pub mod file;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use keys::client::certificate::Anchors;
use keys::seal::MasterKey;
use secrecy::SecretString;

use crate::http::serve::Limits;
use crate::mail::smtp::Relay;
use crate::model::throttle::Throttle;
use crate::outbound::guard::Allowed;
use crate::passwords::Cost;

/// What the process runs by. Made only by [`check::load`].
#[derive(Debug)]
pub struct Settings {
    pub(crate) base: String,
    pub(crate) listen: SocketAddr,
    /// None: a proxy in front speaks TLS.
    pub(crate) tls: Option<TlsFiles>,
    /// None: nobody logs in by certificate.
    pub(crate) certificate: Option<CertificateDoor>,
    /// Where the API of administration listens; None: with the pages.
    pub(crate) api: Option<SocketAddr>,
    pub(crate) database: String,
    pub(crate) proxies: Vec<IpAddr>,
    /// Which servers of clients may be called.
    pub(crate) outbound: Allowed,
    pub(crate) outbound_authority: Option<PathBuf>,
    pub(crate) master_key: MasterKey,
    pub(crate) relay: Relay,
    pub(crate) limits: Limits,
    /// None: measured at first start and remembered.
    pub(crate) password_cost: Option<Cost>,
    pub(crate) passwords_at_once: usize,
    pub(crate) throttle: Throttle,
    pub(crate) log: Log,
}

/// A server's certificate with its chain, and its private key, in PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// The listener that asks browsers for a certificate.
#[derive(Clone, Debug)]
pub struct CertificateDoor {
    pub(crate) base: String,
    pub(crate) listen: SocketAddr,
    /// None: a listed proxy speaks TLS and tells of the certificate (RFC 9440).
    pub(crate) tls: Option<TlsFiles>,
    /// What that proxy shows, so that nobody else is taken for it.
    pub(crate) proxy_secret: Option<SecretString>,
    /// The authorities that clients' certificates may come from.
    pub(crate) client_authorities: Anchors,
}

#[derive(Clone, Debug)]
pub struct Log {
    pub format: LogFormat,
    pub filter: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Json,
    Text,
}

/// The environment, read in one place; tests bring their own.
pub trait Environment {
    fn value(&self, name: &str) -> Option<String>;
}

/// The process's own environment.
#[derive(Clone, Copy, Debug)]
pub struct ProcessEnvironment;

impl Environment for ProcessEnvironment {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    fn value(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}
