//! A person with a client certificate in the store of Chromium.
//!
//! Nobody is there to choose a certificate, so a policy of the machine chooses, for the address of the demo alone.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::{PASSWORD, demo};

const POLICIES: &str = "/etc/chromium/policies/managed";

/// Lets Chromium choose a certificate without asking, until it is dropped.
pub(crate) struct Chooser(PathBuf);

impl Chooser {
    pub(crate) fn stand() -> Self {
        let rule = json!({ "pattern": demo().certificate.0, "filter": {} }).to_string();
        let text = json!({ "AutoSelectCertificateForUrls": [rule] }).to_string();
        let file = Path::new(POLICIES).join(format!("sekisho-{}.json", std::process::id()));
        let written = std::fs::create_dir_all(POLICIES).and_then(|()| std::fs::write(&file, text));
        written.unwrap_or_else(|error| {
            panic!("{POLICIES} must be writable for this test, as it is for root: {error}")
        });
        Self(file)
    }
}

impl Drop for Chooser {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn run(program: &str, words: &[&str]) {
    let output = Command::new(program).args(words).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program} {words:?}: {output:?}");
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A folder that is empty at first.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Makes a user with a certificate, and the home of a person whose Chromium has it.
pub(crate) fn certificate_home(tenant: &str, id: &str, mail: &str) -> PathBuf {
    let words = ["user", "create", "--user-id", id, "--mail", mail, "--password-stdin"];
    let method = ["--login-method", "password_certificate"];
    demo().run(tenant, &[&words[..], &method[..]].concat(), PASSWORD);
    let home = folder(&format!("browser-home-{id}"));
    let file = home.join("certificate.p12");
    let words = ["certificate", "issue", "--user-id", id, "--device", "1", "--out", text(&file)];
    let told = demo().run(tenant, &words, "");
    let store = home.join(".pki/nssdb");
    std::fs::create_dir_all(&store).unwrap();
    let store = format!("sql:{}", store.display());
    run("certutil", &["-N", "-d", &store, "--empty-password"]);
    let password = told["password"].as_str().unwrap();
    run("pk12util", &["-i", text(&file), "-d", &store, "-W", password, "-K", ""]);
    let authority = &demo().certificate.1;
    run("certutil", &["-A", "-d", &store, "-n", "demo", "-t", "C,,", "-i", authority]);
    home
}
