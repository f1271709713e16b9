//! The main walks in Firefox, with a certificate in its own store. Run by `./check full`: Firefox is large, and what is
//! asked of every page is asked in Chromium.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop a test the way tests do"
)]

#[path = "../browser/support/guard.rs"]
mod guard;
mod marionette;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use guard::Guarded;
use marionette::Firefox;

const NEW: &str = "suzume-no-oyado-4V";
const NEWER: &str = "kitsune-no-yome-6W";

struct Demo {
    ready: Value,
    _running: Guarded,
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Demo {
    fn start() -> Self {
        let files = folder("firefox-demo");
        let data = files.join("data");
        let ports = ["--port=0", "--website-port=0", "--certificate-port=0"];
        let mut command = vec![env!("CARGO_BIN_EXE_sekisho"), "demo", "--fresh", "--json"];
        command.extend(ports);
        command.extend(["--data", data.to_str().unwrap()]);
        let (running, ready) = Guarded::start(&command, &files.join("demo.log"), |line| {
            serde_json::from_str::<Value>(line).ok()
        });
        Self { ready, _running: running }
    }

    fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap()
    }

    fn tenant(&self) -> &Value {
        &self.ready["tenants"][0]
    }

    fn user(&self, id: &str) -> &Value {
        let users = self.tenant()["users"].as_array().unwrap();
        users.iter().find(|user| user["user_id"] == *id).unwrap()
    }

    /// What the newest letter that `wanted` likes says.
    async fn letter<T>(&self, wanted: impl Fn(&Value) -> Option<T>) -> T {
        for _ in 0..300 {
            let letters = reqwest::get(self.text("mailbox_json")).await.unwrap();
            let letters: Vec<Value> = letters.json().await.unwrap();
            if let Some(found) = letters.iter().find_map(&wanted) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the letter did not come")
    }

    async fn code(&self, reference: &str) -> String {
        self.letter(|one| {
            let here = one["subject"].as_str()?.contains(reference);
            here.then(|| one["code"].as_str().unwrap().to_owned())
        })
        .await
    }
}

fn run(program: &str, words: &[&str]) {
    let output = Command::new(program).args(words).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program} {words:?}: {output:?}");
}

/// A profile whose store has the demo's authority and the certificate of its user.
fn profile(demo: &Demo) -> PathBuf {
    let profile = folder("firefox-profile");
    let store = format!("sql:{}", profile.display());
    let user = demo.user("p-01-usr008");
    let text = |name: &str| user[name].as_str().unwrap();
    run("certutil", &["-N", "-d", &store, "--empty-password"]);
    let (file, password) = (text("certificate_file"), text("certificate_password"));
    run("pk12util", &["-i", file, "-d", &store, "-W", password, "-K", ""]);
    let authority = demo.ready["certificate"]["ca_file"].as_str().unwrap();
    run("certutil", &["-A", "-d", &store, "-n", "demo", "-t", "C,,", "-i", authority]);
    profile
}

#[tokio::test]
async fn firefox_walks_the_main_ways() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let demo = Demo::start();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut firefox = Firefox::start(&profile(&demo), port);
    a_mailed_code(&demo, &mut firefox).await;
    a_certificate(&demo, &mut firefox);
    enrolment_and_reissue(&demo, &mut firefox).await;
    the_account_site(&demo, &mut firefox).await;
}

fn begin(demo: &Demo, firefox: &mut Firefox, id: &str) {
    firefox.open(demo.text("website"));
    // Ports share them: this forgets the provider's too.
    firefox.forget_cookies();
    firefox.open(demo.text("website"));
    firefox.press("#sign-in");
    firefox.fill("username", id);
    firefox.fill("password", demo.user(id)["password"].as_str().unwrap());
    firefox.press("#login-submit");
}

async fn a_mailed_code(demo: &Demo, firefox: &mut Firefox) {
    begin(demo, firefox, "p-01-usr012");
    let code = demo.code(&firefox.text("otp-reference")).await;
    firefox.fill("otp", &code);
    firefox.press("#otp-submit");
    assert!(firefox.text("claim-amr").contains("otp"));
}

fn a_certificate(demo: &Demo, firefox: &mut Firefox) {
    begin(demo, firefox, "p-01-usr008");
    firefox.press("#certificate-continue");
    assert!(firefox.text("claim-amr").contains("swk"));
    assert!(firefox.text("signed-in-as").contains("p-01-usr008"));
}

fn fill_both(firefox: &mut Firefox, password: &str) {
    firefox.fill("new-password", password);
    firefox.fill("new-password-confirm", password);
}

async fn enrolment_and_reissue(demo: &Demo, firefox: &mut Firefox) {
    let opened = &demo.tenant()["enrolments"][0];
    let text = |name: &str| opened[name].as_str().unwrap();
    firefox.forget_cookies();
    firefox.open(text("address"));
    firefox.fill("initial-code", text("initial_code"));
    firefox.press("#initial-code-submit");
    fill_both(firefox, NEW);
    firefox.press("#question option:nth-child(2)");
    firefox.fill("answer", "みどりのいんこ");
    firefox.press("#enrol-submit");
    firefox.text("enrol-done");

    let mail = demo.user(text("user_id"))["mail"][0].as_str().unwrap();
    firefox.open(&format!("{}/reissue", demo.tenant()["issuer"].as_str().unwrap()));
    firefox.fill("username", text("user_id"));
    firefox.fill("mail", mail);
    firefox.press("#reissue-submit");
    firefox.text("reissue-sent");
    let link = demo
        .letter(|one| {
            let mut words = one["text"].as_str()?.split_whitespace();
            let link = words.find(|word| word.starts_with("http") && word.contains("/reissue/"))?;
            (one["to"] == *mail).then(|| link.to_owned())
        })
        .await;
    firefox.open(&link);
    firefox.press("#reissue-continue");
    firefox.press("#question option:nth-child(2)");
    firefox.fill("answer", "ﾐﾄﾞﾘﾉｲﾝｺ");
    firefox.press("#answer-submit");
    let temporary = firefox.text("temporary-password");

    firefox.open(demo.tenant()["account_site"].as_str().unwrap());
    firefox.fill("username", text("user_id"));
    firefox.fill("password", &temporary);
    firefox.press("#login-submit");
    fill_both(firefox, NEWER);
    firefox.press("#new-password-submit");
    let code = demo.code(&firefox.text("otp-reference")).await;
    firefox.fill("otp", &code);
    firefox.press("#otp-submit");
    firefox.text("devices");
}

async fn the_account_site(demo: &Demo, firefox: &mut Firefox) {
    firefox.press("#device-add");
    firefox.fill("mail", "new@mobile.example");
    firefox.fill("mail-confirm", "new@mobile.example");
    firefox.press("#kind-smartphone");
    firefox.press("#device-confirm");
    firefox.press("#device-register");
    let code = demo.code(&firefox.text("otp-reference")).await;
    firefox.fill("device-code", &code);
    firefox.press("#device-code-submit");
    firefox.text("device-done");
    firefox.press("#menu-history");
    firefox.text("login-history");
    firefox.press("#menu-logout");
    firefox.text("signed-out");
}
