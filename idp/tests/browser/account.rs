//! The account site, entry by entry.

use thirtyfour::By;

use crate::support::{PASSWORD, Page, browse_in_both, demo};

const NEWER: &str = "kitsune-no-yome-6W";

async fn signed_in(page: &Page, tenant: &str) -> String {
    let user = demo().user(tenant, 1);
    page.open(&demo().at(tenant, "/account")).await;
    page.log_in(&user).await;
    page.element("devices").await;
    user.id
}

#[tokio::test]
async fn a_device_is_added_changed_and_deleted() {
    browse_in_both("devices", async |page| {
        let id = signed_in(page, "demo").await;
        page.press("device-add").await;
        page.meet("form").await;
        let mail = format!("{id}@mobile.example");
        page.fill("mail", &mail).await;
        page.fill("mail-confirm", "else@mobile.example").await;
        page.element("kind-smartphone").await.click().await.unwrap();
        page.press("device-confirm").await;
        assert_eq!(page.problem().await, "address_mismatch");
        page.meet("mismatch").await;
        page.fill("mail-confirm", &mail).await;
        page.press("device-confirm").await;
        page.element("device-register").await;
        page.meet("confirm").await;
        page.press("device-register").await;
        let letter = page.letter().await;
        assert_eq!(letter.to, mail);
        page.meet("code").await;
        page.fill("device-code", &letter.code).await;
        page.press("device-code-submit").await;
        page.element("device-done").await;
        page.meet("done").await;
        page.press("menu-account").await;
        let rows = page.driver().find_all(By::Css("#devices tbody tr")).await.unwrap();
        assert_eq!(rows.len(), 2);
        page.press("device-delete-2").await;
        page.meet("delete").await;
        page.press("device-delete-execute").await;
        page.element("notice").await;
        page.meet("deleted").await;
    })
    .await;
}

#[tokio::test]
async fn password_question_and_method_are_changed() {
    browse_in_both("credentials", async |page| {
        signed_in(page, "demo").await;
        page.press("menu-password").await;
        page.fill("current-password", "not-the-password-1").await;
        page.fill("new-password", NEWER).await;
        page.fill("new-password-confirm", NEWER).await;
        page.press("password-submit").await;
        assert_eq!(page.problem().await, "wrong_credentials");
        page.meet("password-wrong").await;
        page.fill("current-password", PASSWORD).await;
        page.fill("new-password", NEWER).await;
        page.fill("new-password-confirm", NEWER).await;
        page.press("password-submit").await;
        page.element("password-done").await;
        page.meet("password-done").await;

        page.press("menu-question").await;
        page.meet("question").await;
        page.fill("answer", "みどりのいんこ").await;
        page.press("question-submit").await;
        page.element("question-done").await;
        page.meet("question-done").await;

        page.press("menu-method").await;
        page.element("method-password").await.click().await.unwrap();
        page.meet("method").await;
        page.press("method-next").await;
        page.element("method-execute").await;
        page.meet("method-confirm").await;
        page.press("method-execute").await;
        page.element("method-done").await;
        page.meet("method-done").await;
    })
    .await;
}

#[tokio::test]
async fn history_browsers_websites_and_data_are_shown() {
    browse_in_both("lists", async |page| {
        signed_in(page, "modern").await;
        page.press("menu-history").await;
        page.element("login-history").await;
        page.meet("history").await;
        for (entry, step) in [
            ("menu-browsers", "browsers"),
            ("menu-websites", "websites"),
            ("menu-recovery", "recovery"),
            ("menu-data", "data"),
        ] {
            page.press(entry).await;
            page.meet(step).await;
        }
        page.press("help-link").await;
        page.meet("help").await;
        page.driver().back().await.unwrap();
        page.press("menu-history").await;
        page.press("history-not-me").await;
        page.meet("not-me").await;
        page.press("not-me-execute").await;
        page.element("not-me-done").await;
        page.meet("not-me-done").await;
    })
    .await;
}
