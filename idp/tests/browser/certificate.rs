//! Client certificates in a Chromium whose person has one in his store: login, second proof of a reissue, and the page
//! that hands certificates over.
//!
//! Nobody is there to choose a certificate, so a policy of the machine chooses, for the address of this test alone.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::support::{Browser, Language, PASSWORD, browse_at_home, browse_in_both, demo};

const TENANT: &str = "modern";
const POLICIES: &str = "/etc/chromium/policies/managed";
const NEW: &str = "suzume-no-oyado-4V";

/// Lets Chromium choose a certificate without asking, until it is dropped.
struct Policy(PathBuf);

impl Policy {
    fn for_address(address: &str) -> Self {
        let rule = json!({ "pattern": address, "filter": {} }).to_string();
        let text = json!({ "AutoSelectCertificateForUrls": [rule] }).to_string();
        let file = Path::new(POLICIES).join(format!("sekisho-{}.json", std::process::id()));
        let written = std::fs::create_dir_all(POLICIES).and_then(|()| std::fs::write(&file, text));
        written.unwrap_or_else(|error| {
            panic!("{POLICIES} must be writable for this test, as it is for root: {error}")
        });
        Self(file)
    }
}

impl Drop for Policy {
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
fn home(id: &str, mail: &str) -> PathBuf {
    let words = ["user", "create", "--user-id", id, "--mail", mail, "--password-stdin"];
    let method = ["--login-method", "password_certificate"];
    demo().run(TENANT, &[&words[..], &method[..]].concat(), PASSWORD);
    let home = folder("browser-home");
    let file = home.join("certificate.p12");
    let words = ["certificate", "issue", "--user-id", id, "--device", "1", "--out", text(&file)];
    let told = demo().run(TENANT, &words, "");
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

#[tokio::test]
async fn a_certificate_signs_in_and_proves_a_reissue_until_it_is_revoked() {
    let (id, mail) = ("p-02-usr951", "denshi@mail.example");
    let home = home(id, mail);
    let _policy = Policy::for_address(&demo().certificate.0);
    let browser = Browser::speaking(Language::Japanese);
    browse_at_home(&home, browser, "certificate", async |page| {
        let account = demo().at(TENANT, "/account");
        page.open(&account).await;
        page.enter_password(id, PASSWORD).await;
        page.element("certificate-continue").await;
        page.meet("certificate").await;
        page.press("certificate-continue").await;
        page.element("devices").await;
        page.meet("account-with-certificate").await;

        page.open(&demo().at(TENANT, "/reissue")).await;
        page.fill("username", id).await;
        page.fill("mail", mail).await;
        page.press("reissue-submit").await;
        page.element("reissue-sent").await;
        page.open(&demo().link(mail, "/reissue/").await).await;
        page.press("reissue-continue").await;
        page.element("certificate-continue").await;
        page.meet("second-proof").await;
        page.press("certificate-continue").await;
        page.fill("new-password", NEW).await;
        page.fill("new-password-confirm", NEW).await;
        page.press("new-password-submit").await;
        page.element("reissue-done").await;

        page.open(&account).await;
        page.enter_password(id, NEW).await;
        page.press("certificate-continue").await;
        page.element("devices").await;
        let words = ["certificate", "revoke", "--user-id", id, "--device", "1"];
        assert_eq!(demo().run(TENANT, &words, "")["revoked"], 1);
        page.open(&account).await;
        page.enter_password(id, NEW).await;
        page.press("certificate-continue").await;
        assert_eq!(page.problem().await, "certificate_revoked");
    })
    .await;
}

#[tokio::test]
async fn a_change_to_certificates_hands_them_over() {
    browse_in_both("method-certificates", async |page| {
        let user = demo().user(TENANT, 2);
        page.open(&demo().at(TENANT, "/account")).await;
        page.log_in(&user).await;
        page.press("menu-method").await;
        page.element("method-password-certificate").await.click().await.unwrap();
        page.press("method-next").await;
        page.element("method-execute").await;
        page.meet("confirm").await;
        page.press("method-execute").await;
        page.element("method-certificates").await;
        page.meet("handed-over").await;
        assert_eq!(page.text("download-password").await.len(), 20);
        // Nothing was downloaded: nothing changed.
        page.press("method-certificates-done").await;
        assert_eq!(page.problem().await, "certificate_not_fetched");
        page.meet("not-fetched").await;
    })
    .await;
}
