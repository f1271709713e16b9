//! Settings of the process: one TOML file, checked whole at start. What varies by contract is policy, in the database.

pub mod check;
pub mod file;

use std::net::{IpAddr, SocketAddr};

use keys::seal::MasterKey;

use crate::http::serve::Limits;
use crate::mail::smtp::Relay;
use crate::passwords::Cost;

/// What the process runs by. Made only by [`check::load`].
#[derive(Debug)]
pub struct Settings {
    pub(crate) base: String,
    pub(crate) listen: SocketAddr,
    pub(crate) database: String,
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) master_key: MasterKey,
    pub(crate) relay: Relay,
    pub(crate) limits: Limits,
    /// None: measured at first start and remembered.
    pub(crate) password_cost: Option<Cost>,
    pub(crate) passwords_at_once: usize,
    pub(crate) log: Log,
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
