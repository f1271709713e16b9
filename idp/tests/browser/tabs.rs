//! Two tabs, the back button, reload, cancel: never a dead end.

use crate::support::{Browser, Language, PASSWORD, browse, browse_in_both, demo};

#[tokio::test]
async fn reload_and_back_meet_the_step_that_is_due() {
    browse(Browser::speaking(Language::Japanese), "back", async |page| {
        let user = demo().user("demo", 1);
        page.come_from_the_website().await;
        page.driver().refresh().await.unwrap();
        page.enter_password(&user.id, PASSWORD).await;
        let letter = page.letter().await;
        let reference = page.text("otp-reference").await;
        page.leaving(async || page.driver().refresh().await.unwrap()).await;
        assert_eq!(page.text("otp-reference").await, reference, "a reload sends no other mail");
        page.driver().back().await.unwrap();
        page.driver().forward().await.unwrap();
        assert_eq!(page.text("otp-reference").await, reference);
        page.enter_code(&letter.code).await;
        page.element("signed-in-as").await;
    })
    .await;
}

#[tokio::test]
async fn a_finished_login_says_so_and_leads_on() {
    browse_in_both("finished", async |page| {
        page.come_from_the_website().await;
        let login = page.address().await;
        page.log_in(&demo().user("demo", 1)).await;
        page.element("signed-in-as").await;
        page.open(&login).await;
        page.element("restart").await;
        page.meet("page").await;
        // Signed in already, so the way on leads straight to the website.
        page.press("restart").await;
        assert!(page.address().await.starts_with(&demo().website));
    })
    .await;
}

#[tokio::test]
async fn two_tabs_of_one_login_go_on_together() {
    browse(Browser::speaking(Language::Japanese), "tabs", async |page| {
        let user = demo().user("demo", 1);
        page.come_from_the_website().await;
        let login = page.address().await;
        let first = page.driver().window().await.unwrap();
        let second = page.driver().new_tab().await.unwrap();
        page.driver().switch_to_window(second.clone()).await.unwrap();
        page.open(&login).await;
        page.enter_password(&user.id, PASSWORD).await;
        let letter = page.letter().await;

        // The first tab still shows the password form: sending it leads to the code page, with no second mail.
        page.driver().switch_to_window(first.clone()).await.unwrap();
        page.enter_password(&user.id, PASSWORD).await;
        page.enter_code(&letter.code).await;
        page.element("signed-in-as").await;
        assert_eq!(letters_to(&user.mail[0]).await, 1);

        // The second tab sends the same code a moment later.
        page.driver().switch_to_window(second).await.unwrap();
        page.enter_code(&letter.code).await;
        page.element("restart").await;
    })
    .await;
}

async fn letters_to(address: &str) -> usize {
    demo().letters().await.iter().filter(|letter| letter["to"] == address).count()
}

#[tokio::test]
async fn two_logins_in_two_tabs_both_arrive() {
    browse(Browser::speaking(Language::Japanese), "tabs", async |page| {
        let user = demo().user("demo", 1);
        page.come_from_the_website().await;
        let first = page.driver().window().await.unwrap();
        let second = page.driver().new_tab().await.unwrap();
        page.driver().switch_to_window(second).await.unwrap();
        page.come_from_the_website().await;
        page.log_in(&user).await;
        page.element("signed-in-as").await;

        page.driver().switch_to_window(first).await.unwrap();
        page.leaving(async || page.driver().refresh().await.unwrap()).await;
        page.log_in(&user).await;
        page.element("signed-in-as").await;
    })
    .await;
}

#[tokio::test]
async fn cancelling_tells_the_website() {
    browse_in_both("cancel", async |page| {
        page.come_from_the_website().await;
        let login = page.address().await;
        page.press("login-cancel").await;
        let told = page.attribute("sign-in-error", "data-error").await;
        assert_eq!(told.as_deref(), Some("access_denied"));
        page.meet("website").await;
        // The cancelled login leads on as well.
        page.open(&login).await;
        page.press("restart").await;
        page.element("username").await;

        page.come_from_the_website().await;
        page.enter_password(&demo().user("demo", 1).id, PASSWORD).await;
        page.element("otp").await;
        page.press("login-cancel").await;
        let told = page.attribute("sign-in-error", "data-error").await;
        assert_eq!(told.as_deref(), Some("access_denied"));
    })
    .await;
}
