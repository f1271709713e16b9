//! The console of an operator of the demo: what a tenant has, page by page.

use crate::support::{Page, browse_in_both, demo};

async fn enter(page: &Page) {
    let (user_id, password, console) = &demo().administrator;
    page.open(console).await;
    page.enter_password(user_id, password).await;
    let letter = page.letter().await;
    page.enter_code(&letter.code).await;
    page.press("tenant-demo").await;
}

#[tokio::test]
async fn a_website_is_registered_and_its_settings_are_copied() {
    browse_in_both("console-clients", async |page| {
        enter(page).await;
        page.press("nav-clients").await;
        page.meet("clients").await;
        page.press("client-new").await;
        page.meet("new").await;
        page.fill("client-name", "みどり書店").await;
        page.fill("redirect-uris", "http://shop.example/callback").await;
        page.press("act-submit").await;
        assert_eq!(page.problem().await, "client_redirect");
        page.meet("new-wrong").await;
        page.run("document.getElementById('redirect-uris').value = ''", vec![]).await;
        page.fill("redirect-uris", "https://shop.example/callback").await;
        page.press("act-submit").await;
        page.element("secret").await;
        page.meet("made").await;
        page.press("client-change").await;
        page.meet("change").await;
        page.press("act-back").await;
        page.press("client-rotate").await;
        page.meet("rotate").await;
        page.press("act-submit").await;
        page.element("secret").await;
        page.press("client-remove").await;
        page.meet("remove").await;
        page.press("act-submit").await;
        page.element("notice").await;
        page.meet("removed").await;
    })
    .await;
}

#[tokio::test]
async fn keys_letters_trail_and_webhooks_are_looked_at() {
    browse_in_both("console-things", async |page| {
        enter(page).await;
        page.press("nav-keys").await;
        page.meet("keys").await;
        page.press("key-rotate").await;
        page.meet("key-rotate").await;
        page.press("nav-outbox").await;
        page.meet("outbox").await;
        page.press("outbox-retry-all").await;
        page.meet("outbox-retry").await;
        page.press("nav-audit").await;
        page.meet("audit").await;
        page.press("audit-verify").await;
        page.meet("audit-verify").await;
        page.press("nav-webhooks").await;
        page.meet("webhooks").await;
        page.press("webhook-new").await;
        page.fill("url", "http://192.0.2.1/hook").await;
        page.press("act-submit").await;
        assert_eq!(page.problem().await, "webhook_address");
        page.meet("webhook-wrong").await;
    })
    .await;
}

#[tokio::test]
async fn who_may_administer_is_seen_and_a_key_is_made() {
    browse_in_both("console-access", async |page| {
        enter(page).await;
        page.press("nav-access").await;
        page.meet("access").await;
        page.press("role-grant").await;
        page.meet("role").await;
        page.press("act-back").await;
        page.press("api-key-new").await;
        page.fill("name", "night").await;
        page.meet("key").await;
        page.press("act-submit").await;
        page.element("secret").await;
        page.meet("key-made").await;
        page.press("access-back").await;
        page.press("scim-token-new").await;
        page.meet("token").await;
    })
    .await;
}
