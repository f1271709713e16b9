//! The main ways in Firefox: a login by a certificate from its own store, and everything else with scripts switched off.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop a test the way tests do"
)]

#[path = "../engines/mod.rs"]
mod engines;
#[path = "../browser/support/guard.rs"]
mod guard;
mod marionette;

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use engines::demo::{Demo, folder};
use engines::{Window, walks};
use marionette::Firefox;

const BY_CERTIFICATE: &str = "p-01-usr008";

fn user<'a>(demo: &'a Demo, id: &str) -> &'a Value {
    let users = demo.ready["tenants"][0]["users"].as_array().unwrap();
    users.iter().find(|user| user["user_id"] == *id).unwrap()
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
    let user = user(demo, BY_CERTIFICATE);
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
    let demo = Demo::start("firefox-demo", &[]);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut firefox = Firefox::start(&profile(&demo), port);
    a_certificate(&demo, &mut firefox).await;
    firefox.forget_cookies();
    firefox.switch_scripts_off();
    firefox.open("data:text/html,<p id=off>off<script>off.textContent='on'</script>").await;
    assert_eq!(firefox.text("off").await, "off", "this browser runs scripts");
    walks::every_main_way(&demo, &mut firefox, "p-02-usr601").await;
}

async fn a_certificate(demo: &Demo, firefox: &mut Firefox) {
    firefox.open(demo.text("website")).await;
    firefox.press("sign-in").await;
    firefox.fill("username", BY_CERTIFICATE).await;
    let password = user(demo, BY_CERTIFICATE)["password"].as_str().unwrap();
    firefox.fill("password", password).await;
    firefox.press("login-submit").await;
    firefox.press("certificate-continue").await;
    assert!(firefox.text("claim-amr").await.contains("swk"));
    assert!(firefox.text("signed-in-as").await.contains(BY_CERTIFICATE));
}
