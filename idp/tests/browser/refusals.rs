//! Wrong passwords and codes, and the lock they end in.

use crate::support::{Browser, Language, PASSWORD, Page, browse, browse_in_both, demo};

#[tokio::test]
async fn wrong_password_and_wrong_code_are_told_in_the_same_words() {
    browse_in_both("wrong", async |page| {
        let user = demo().user("demo", 1);
        page.come_from_the_website().await;
        page.enter_password(&user.id, "not-the-password-1").await;
        assert_eq!(page.problem().await, "wrong_credentials");
        let told = page.text("problem-text").await;
        page.meet("password").await;
        assert_eq!(page.attribute("username", "value").await.as_deref(), Some(user.id.as_str()));
        assert_eq!(
            page.element("password").await.prop("value").await.unwrap().as_deref(),
            Some("")
        );
        leads_to_its_field(page, "username").await;

        page.enter_password(&user.id, PASSWORD).await;
        let letter = page.letter().await;
        let other = if letter.code == "000000" { "000001" } else { "000000" };
        page.enter_code(other).await;
        assert_eq!(page.problem().await, "wrong_credentials");
        assert_eq!(page.text("problem-text").await, told);
        page.meet("code").await;
        leads_to_its_field(page, "otp").await;
        page.enter_code(&letter.code).await;
        page.element("signed-in-as").await;
    })
    .await;
}

/// The link of the summary puts the keyboard where the mistake is.
async fn leads_to_its_field(page: &Page, id: &str) {
    assert_eq!(page.attribute(id, "aria-invalid").await.as_deref(), Some("true"));
    let summary = page.element("problem").await;
    summary.find(thirtyfour::By::Tag("a")).await.unwrap().click().await.unwrap();
    let focused = page.driver().active_element().await.unwrap();
    assert_eq!(focused.id().await.unwrap().as_deref(), Some(id));
}

#[tokio::test]
async fn an_empty_field_is_asked_for_and_costs_nothing() {
    browse_in_both("empty", async |page| {
        let user = demo().user("demo", 1);
        page.come_from_the_website().await;
        page.press("login-submit").await;
        assert_eq!(page.problem().await, "required");
        page.meet("username").await;
        leads_to_its_field(page, "username").await;
        page.enter_password(&user.id, "").await;
        assert_eq!(page.problem().await, "required");
        page.meet("password").await;
        leads_to_its_field(page, "password").await;

        page.enter_password(&user.id, PASSWORD).await;
        let letter = page.letter().await;
        for _ in 0..6 {
            page.press("otp-submit").await;
            assert_eq!(page.problem().await, "required");
        }
        page.meet("code").await;
        leads_to_its_field(page, "otp").await;
        page.enter_code(&letter.code).await;
        page.element("signed-in-as").await;
    })
    .await;
}

#[tokio::test]
async fn five_mistakes_lock_the_account() {
    browse_in_both("locked", async |page| {
        let user = demo().user("demo", 1);
        page.come_from_the_website().await;
        for _ in 0..2 {
            page.enter_password(&user.id, "not-the-password-1").await;
            assert_eq!(page.problem().await, "wrong_credentials");
        }
        page.enter_password(&user.id, PASSWORD).await;
        let letter = page.letter().await;
        let other = if letter.code == "000000" { "000001" } else { "000000" };
        for _ in 0..2 {
            page.enter_code(other).await;
            assert_eq!(page.problem().await, "wrong_credentials");
        }
        page.enter_code(other).await;
        page.element("account-locked").await;
        assert_eq!(page.problem().await, "account_locked");
        assert!(page.text("support-desk").await.contains("0120-000-000"));
        page.meet("after-codes").await;

        // Locked is locked: the right password meets the same page.
        page.come_from_the_website().await;
        page.enter_password(&user.id, PASSWORD).await;
        page.element("account-locked").await;
    })
    .await;
}

#[tokio::test]
async fn a_user_id_that_nobody_has_is_locked_just_the_same() {
    browse(Browser::speaking(Language::Japanese), "locked", async |page| {
        page.come_from_the_website().await;
        for _ in 0..4 {
            page.enter_password("p-09-usr999", "not-the-password-1").await;
            assert_eq!(page.problem().await, "wrong_credentials");
        }
        page.enter_password("p-09-usr999", "not-the-password-1").await;
        page.element("account-locked").await;
        page.meet("nobody").await;
    })
    .await;
}

#[tokio::test]
async fn where_the_delay_grows_the_page_tells_how_long() {
    browse_in_both("slow", async |page| {
        let user = demo().user("modern", 1);
        page.open(&demo().at("modern", "/account")).await;
        for _ in 0..6 {
            page.enter_password(&user.id, "not-the-password-1").await;
            if page.problem().await == "try_later" {
                break;
            }
        }
        assert_eq!(page.problem().await, "try_later");
        page.meet("password").await;
    })
    .await;
}
