//! The same walk through every example that is a website: refused, signed in, attacked, signed out.

use std::path::{Path, PathBuf};

use super::example::{Example, TENANT, folder};
use crate::support::{Browser, Language, Page, browse, demo};

/// How an example is registered, in the words of its README.
pub(super) const WEBSITE: [&str; 4] =
    ["--redirect-uri", "{base}/callback", "--post-logout-redirect-uri", "{base}/signed-out"];

#[tokio::test]
async fn node_with_openid_client() {
    browse(Browser::speaking(Language::Japanese), "example-node", async |page| {
        let example = Example::start(&folder().join("node/start"), "web", &WEBSITE);
        sign_in_and_out(page, &example, "/callback").await;
    })
    .await;
}

#[tokio::test]
async fn python_with_authlib() {
    browse(Browser::speaking(Language::English), "example-python", async |page| {
        let example = Example::start(&folder().join("python/start"), "web", &WEBSITE);
        sign_in_and_out(page, &example, "/callback").await;
    })
    .await;
}

#[tokio::test]
async fn rust_with_openidconnect() {
    browse(Browser::speaking(Language::Japanese), "example-rust", async |page| {
        let example = Example::start(&program("minimal"), "web", &WEBSITE);
        sign_in_and_out(page, &example, "/callback").await;
    })
    .await;
}

#[tokio::test]
async fn apache_with_mod_auth_openidc() {
    browse(Browser::speaking(Language::English), "example-apache", async |page| {
        let words = [
            "--redirect-uri",
            "{base}/members/callback",
            "--post-logout-redirect-uri",
            "{base}/signed-out.html",
        ];
        let example = Example::start(&folder().join("apache/start"), "web", &words);
        sign_in_and_out(page, &example, "/members/callback").await;
    })
    .await;
}

/// A program of the crate `examples`, which cargo puts beside the server.
fn program(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_BIN_EXE_sekisho")).with_file_name(name);
    assert!(path.is_file(), "first: cargo build -p examples --bin {name}");
    path
}

async fn sign_in_and_out(page: &Page, example: &Example, callback: &str) {
    let user = demo().user(TENANT, 1);
    is_refused(page, example, &user.id).await;

    page.press("sign-in").await;
    page.log_in(&user).await;
    assert!(!page.text("signed-in-as").await.is_empty());
    assert!(page.address().await.starts_with(&example.base));
    assert!(page.text("claim-iss").await.ends_with(&example.issuer));
    assert!(page.text("claim-amr").await.contains("otp"));
    let subject = page.text("claim-sub").await;
    cannot_be_forged(page, &format!("{}{callback}", example.base)).await;

    page.open(&example.base).await;
    if !page.has("sign-out").await {
        // Signed in at the provider still: nobody is asked again.
        page.press("sign-in").await;
    }
    assert_eq!(page.text("claim-sub").await, subject);
    page.press("sign-out").await;
    page.element("signed-out").await;
    assert!(page.address().await.starts_with(&example.base));
    page.press("sign-in").await;
    page.element("username").await;
}

/// A wrong password is the provider's to tell; who gives up there is told by the website, and may try again.
pub(super) async fn is_refused(page: &Page, example: &Example, user_id: &str) {
    page.open(&example.base).await;
    page.press("sign-in").await;
    page.enter_password(user_id, "not-the-password-1").await;
    assert_eq!(page.problem().await, "wrong_credentials");
    page.press("login-cancel").await;
    assert!(error(page).await.contains("access_denied"));
    assert!(page.address().await.starts_with(&example.base));
}

/// Answers to sign-ins that this browser did not begin: a stranger's code, and a stranger's error.
pub(super) async fn cannot_be_forged(page: &Page, callback: &str) {
    for answer in ["code=stolen&state=forged", "error=server_error&state=forged"] {
        let issuer = "iss=http%3A%2F%2Flocalhost%2Ft%2Fdemo";
        page.open(&format!("{callback}?{answer}&{issuer}")).await;
        let error = error(page).await;
        assert!(["state_mismatch", "issuer_mismatch"].contains(&error.as_str()), "{error}");
    }
}

/// The word of the error that the example tells; Apache has it among the others.
async fn error(page: &Page) -> String {
    match page.attribute("sign-in-error", "data-error").await {
        Some(word) => word,
        None => page.text("sign-in-error").await,
    }
}
