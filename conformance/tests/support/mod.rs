//! Starts the built program's demo on free ports, registers clients by its command line, and breaks answers on purpose.

mod breakage;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use conformance::setup::{Client, Config, User};
use serde_json::Value;

pub(crate) use breakage::{Breakage, broken};

const CALLBACK: &str = "http://localhost:9/callback";

/// A running demo. It ends with the test.
pub(crate) struct Provider {
    child: Child,
    folder: PathBuf,
    pub(crate) issuer: String,
    pub(crate) config: Config,
}

impl Provider {
    pub(crate) fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("sekisho-conformance-{}", unique()));
        let mut child = Command::new(program())
            .args(["demo", "--port", "0", "--website-port", "0", "--fresh", "--json", "--data"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).expect("the demo tells what it has");
        let tenant = &ready["tenants"][0];
        let user = tenant["users"]
            .as_array()
            .unwrap()
            .iter()
            .find(|user| user["login_method"] == "password" && user["state"] == "active")
            .expect("the demo has a user with a password alone");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let config = Config {
            client: register(&folder, "client_secret_basic"),
            client_secret_post: Some(register(&folder, "client_secret_post")),
            user: User { username: text(&user["user_id"]), password: text(&user["password"]) },
        };
        Self { child, folder, issuer: text(&tenant["issuer"]), config }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn register(folder: &PathBuf, method: &str) -> Client {
    let output = Command::new(program())
        .args(["client", "create", "--tenant", "demo", "--profile", "web", "--json"])
        .args(["--redirect-uri", CALLBACK, "--token-endpoint-auth-method", method, "--data"])
        .arg(folder)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made: Value = serde_json::from_slice(&output.stdout).unwrap();
    Client {
        client_id: made["client_id"].as_str().unwrap().to_owned(),
        client_secret: made["client_secret"].as_str().unwrap().to_owned(),
        redirect_uri: CALLBACK.to_owned(),
    }
}

/// The program beside this test, in the same target folder.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.ancestors().nth(2).unwrap().join("sekisho");
    assert!(program.exists(), "{} is missing; build it first: cargo build", program.display());
    program
}

fn unique() -> String {
    let nanos = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    format!("{}-{nanos}", std::process::id())
}
