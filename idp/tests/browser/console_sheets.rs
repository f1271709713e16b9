//! The console of an operator: what a tenant has, page by page.

use idp::model::policy::Policy;

use crate::console::{enter, set_up_first};
use crate::support::{House, PASSWORD, Page, browse_in_both};

/// The tenant's start page, before an operator of a house of its own.
async fn begin(page: &Page) -> House {
    let house = House::start(Policy::classic()).await;
    house.person("p-01-usr012").await;
    set_up_first(&house, page).await;
    enter(&house, page).await;
    page.press("tenant-acme").await;
    house
}

#[tokio::test]
async fn a_website_is_registered_and_its_settings_are_copied() {
    browse_in_both("console-clients", async |page| {
        let house = begin(page).await;
        page.press("nav-clients").await;
        page.meet("clients").await;
        page.press("initial-tokens").await;
        page.press("initial-token-new").await;
        page.meet("initial-token").await;
        page.fill("note", "Partner").await;
        page.press("act-submit").await;
        page.element("secret").await;
        page.meet("initial-token-made").await;
        page.press("initial-tokens").await;
        page.meet("initial-tokens").await;
        page.press("initial-token-revoke-1").await;
        page.meet("initial-token-revoke").await;
        page.press("nav-clients").await;
        page.press("client-new").await;
        page.meet("new").await;
        page.fill("client-name", "Portal").await;
        page.fill("redirect-uris", "http://shop.example/callback").await;
        page.press("act-submit").await;
        assert_eq!(page.problem().await, "client_redirect");
        page.meet("new-wrong").await;
        page.run("document.getElementById('redirect-uris').value = ''", vec![]).await;
        page.fill("redirect-uris", "https://shop.example/callback").await;
        page.press("act-submit").await;
        page.element("secret").await;
        page.meet("made").await;
        page.press("client-try").await;
        page.meet("try").await;
        page.press("act-submit").await;
        page.enter_password("p-01-usr012", PASSWORD).await;
        let letter = house.letter(page).await;
        page.enter_code(&letter.code).await;
        page.element("client-try-again").await;
        page.meet("tried").await;
        page.press("client-try-again").await;
        page.press("act-submit").await;
        page.press("login-cancel").await;
        page.element("client-try-again").await;
        page.meet("tried-given-up").await;
        page.press("client-back").await;
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
        let _house = begin(page).await;
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
        page.fill("url", "https://hook.example/events").await;
        page.press("act-submit").await;
        page.element("secret").await;
        page.press("nav-webhooks").await;
        page.press("webhook-1").await;
        page.press("webhook-test").await;
        page.meet("webhook-test").await;
        page.press("act-submit").await;
        page.element("notice").await;
        page.meet("webhook").await;
    })
    .await;
}

#[tokio::test]
async fn who_may_administer_is_seen_and_a_key_is_made() {
    browse_in_both("console-access", async |page| {
        let _house = begin(page).await;
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

#[tokio::test]
async fn the_rules_are_changed_after_a_look_ahead() {
    browse_in_both("console-policy", async |page| {
        let _house = begin(page).await;
        page.press("nav-policy").await;
        page.meet("policy").await;
        page.press("policy-preview").await;
        page.element("no-differences").await;
        page.meet("no-differences").await;
        page.press("policy-edit").await;
        page.run("document.getElementById('session-idle-minutes').value = ''", vec![]).await;
        page.fill("session-idle-minutes", "0").await;
        page.press("policy-preview").await;
        assert_eq!(page.problem().await, "policy_wrong");
        page.meet("policy-wrong").await;
        page.run("document.getElementById('session-idle-minutes').value = ''", vec![]).await;
        page.fill("session-idle-minutes", "90").await;
        page.press("policy-preview").await;
        page.element("costs").await;
        page.fill("user-id", "p-01-usr012").await;
        page.press("simulate").await;
        page.element("foreseen").await;
        page.meet("differences").await;
        page.press("policy-save").await;
        page.element("notice").await;
        page.press("policy-history").await;
        page.meet("history").await;
        page.press("back-to-1").await;
        page.meet("back").await;
        page.press("policy-save").await;
        page.press("rules-to-standard").await;
        page.meet("preset").await;
    })
    .await;
}

#[tokio::test]
async fn a_tenant_is_made_and_dressed() {
    browse_in_both("console-look", async |page| {
        let _house = begin(page).await;
        page.press("tenant-switch").await;
        page.press("tenant-new").await;
        page.fill("slug", "Not a slug").await;
        page.fill("name", "Aoba").await;
        page.press("act-submit").await;
        assert_eq!(page.problem().await, "bad_slug");
        page.meet("tenant-wrong").await;
        page.run("document.getElementById('slug').value = ''", vec![]).await;
        page.fill("slug", "shop").await;
        page.press("act-submit").await;
        page.press("nav-look").await;
        page.press("tenant-rename").await;
        page.meet("rename").await;
        page.press("act-back").await;
        page.press("look-logo-change").await;
        page.meet("logo").await;
        page.press("act-submit").await;
        page.element("notice").await;
        page.fill("desk-name", "Aoba Support").await;
        page.fill("desk-telephone", "0120-000-000").await;
        page.fill("look-colour", "#0a7d4f").await;
        page.meet("look").await;
        // In this window: the specimen opens in one of its own.
        let specimen = format!("specimen-{}", page.language().tag());
        let here = "document.getElementById(arguments[0]).formTarget = '_self'";
        page.run(here, vec![specimen.clone().into()]).await;
        page.press(&specimen).await;
        page.meet("specimen").await;
        page.driver().back().await.unwrap();
        page.press("policy-preview").await;
        page.element("differences").await;
        page.press("policy-save").await;
        page.element("notice").await;
        page.press("nav-authority").await;
        page.meet("authority").await;
    })
    .await;
}
