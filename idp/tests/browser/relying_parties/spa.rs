//! The page without a server: its tokens are bound to the browser, and come anew.

use super::example::{Example, TENANT, folder};
use super::websites::{WEBSITE, cannot_be_forged, is_refused};
use crate::support::{Browser, Language, Page, browse, demo, eventually};

#[tokio::test]
async fn a_page_without_a_server_with_oauth4webapi() {
    browse(Browser::speaking(Language::English), "example-spa", async |page| {
        let example = Example::start(&folder().join("spa/start"), "browser", &WEBSITE);
        let user = demo().user(TENANT, 1);
        is_refused(page, &example, &user.id).await;

        page.press("sign-in").await;
        page.log_in(&user).await;
        page.press("consent-accept").await;
        assert!(page.text("claim-iss").await.ends_with(&example.issuer));
        assert!(page.text("claim-amr").await.contains("otp"));
        assert_eq!(page.text("token-type").await, "dpop");
        let first = page.text("token-digest").await;
        page.element("refresh").await.click().await.unwrap();
        let second = another_token(page, &first).await;
        // The access token ends with the page, and another comes by the refresh token.
        page.open(&example.base).await;
        another_token(page, &second).await;

        cannot_be_forged(page, &format!("{}/callback", example.base)).await;
        page.open(&example.base).await;
        page.press("sign-out").await;
        page.element("signed-out").await;
        assert!(page.address().await.starts_with(&example.base));
        page.press("sign-in").await;
        page.element("username").await;
    })
    .await;
}

/// Waits until the page has another access token than the one with this digest.
async fn another_token(page: &Page, digest: &str) -> String {
    let script = "return document.getElementById('token-digest')?.textContent ?? null";
    let found = eventually(async || {
        let found = page.run(script, Vec::new()).await;
        found.as_str().filter(|found| *found != digest).map(str::to_owned)
    })
    .await;
    found.expect("no other access token")
}
