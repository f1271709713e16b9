//! An example that runs, as its README tells.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Guarded, demo};

/// The tenant whose people sign in.
pub(super) const TENANT: &str = "demo";

pub(super) struct Example {
    _running: Guarded,
    pub(super) issuer: String,
    pub(super) base: String,
}

/// A free address on this machine: what is registered must be known before the example starts.
pub(super) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// The folder of the examples.
pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

impl Example {
    /// Registers the example with `words` of the command line, `{base}` standing for its address, and starts its command.
    pub(super) fn start(command: &Path, profile: &str, words: &[&str]) -> Self {
        let port = free_port();
        let base = format!("http://localhost:{port}");
        let mut all = vec!["client", "create", "--profile", profile, "--name", "Example"];
        let words: Vec<_> = words.iter().map(|word| word.replace("{base}", &base)).collect();
        all.extend(words.iter().map(String::as_str));
        let made = demo().run(TENANT, &all, "");
        let running = run(&[command.to_str().expect("a path in UTF-8")], &made, port);
        let issuer = made["issuer"].as_str().expect("issuer").to_owned();
        Self { _running: running, issuer, base }
    }
}

/// Starts a program with what was registered in its environment, and waits until it tells where it is.
pub(super) fn run(command: &[&str], registered: &Value, port: u16) -> Guarded {
    let setting = |name: &str, value: &str| format!("{name}={value}");
    let registered = |name: &str| registered[name].as_str().unwrap_or_default().to_owned();
    let settings = [
        setting("ISSUER", &registered("issuer")),
        setting("CLIENT_ID", &registered("client_id")),
        setting("CLIENT_SECRET", &registered("client_secret")),
        setting("PORT", &port.to_string()),
    ];
    let mut words = vec!["env"];
    words.extend(settings.iter().map(String::as_str));
    words.extend(command);
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("example-{port}.log"));
    let (running, ()) =
        Guarded::start(&words, &log, |line| line.contains("is at http").then_some(()));
    running
}
