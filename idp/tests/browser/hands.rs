//! Without scripts; without a mouse.

use thirtyfour::{By, Key};

use crate::support::{Browser, Language, PASSWORD, Page, browse, browse_in_both, demo};

#[tokio::test]
async fn everything_works_without_scripts() {
    for language in [Language::Japanese, Language::English] {
        let browser = Browser { scripts: false, ..Browser::speaking(language) };
        browse(browser, "no-script", async |page| {
            page.open("data:text/html,<p id=off>off<script>off.textContent='on'</script>").await;
            assert_eq!(page.text("off").await, "off", "this browser runs scripts");
            let user = demo().user("demo", 1);
            page.come_from_the_website().await;
            page.enter_password(&user.id, "not-the-password-1").await;
            assert_eq!(page.problem().await, "wrong_credentials");
            page.enter_password(&user.id, PASSWORD).await;
            let letter = page.letter().await;
            page.enter_code(&letter.code).await;
            assert!(page.text("claim-amr").await.contains("otp"));
            page.press("account-site").await;
            page.press("menu-logout").await;
            page.element("signed-out").await;
        })
        .await;
    }
}

#[tokio::test]
async fn everything_is_reached_by_keyboard() {
    browse_in_both("keyboard", async |page| {
        let user = demo().user("demo", 1);
        page.come_from_the_website().await;
        tab_to(page, "username").await;
        press(page, &user.id).await;
        tab_to(page, "password").await;
        press(page, PASSWORD).await;
        tab_to(page, "login-submit").await;
        page.leaving(async || press(page, Key::Enter).await).await;
        let letter = page.letter().await;
        tab_to(page, "otp").await;
        press(page, &letter.code).await;
        // Enter in the field is enough, too.
        page.leaving(async || press(page, Key::Enter).await).await;
        page.element("signed-in-as").await;
    })
    .await;
}

#[tokio::test]
async fn the_first_key_leads_past_the_header() {
    browse(Browser::speaking(Language::English), "keyboard", async |page| {
        page.come_from_the_website().await;
        press(page, Key::Tab).await;
        let skip = page.driver().active_element().await.unwrap();
        assert_eq!(skip.attr("href").await.unwrap().as_deref(), Some("#main"));
        assert!(skip.rect().await.unwrap().y >= 0.0, "the link shows itself");
        press(page, Key::Enter).await;
        press(page, Key::Tab).await;
        let next = page.driver().active_element().await.unwrap();
        assert_eq!(next.id().await.unwrap().as_deref(), Some("username"));
    })
    .await;
}

#[tokio::test]
async fn the_keyboard_lands_on_what_went_wrong() {
    browse(Browser::speaking(Language::Japanese), "keyboard", async |page| {
        page.come_from_the_website().await;
        page.enter_password("p-09-usr998", "not-the-password-1").await;
        let focused = page.driver().active_element().await.unwrap();
        assert_eq!(focused.id().await.unwrap().as_deref(), Some("problem"));
    })
    .await;
}

async fn press(page: &Page, keys: impl Into<thirtyfour::TypingData>) {
    page.driver().active_element().await.unwrap().send_keys(keys).await.unwrap();
}

/// Presses the tab key until the element has the keyboard; whatever it passes shows where it is.
async fn tab_to(page: &Page, id: &str) {
    for _ in 0..12 {
        press(page, Key::Tab).await;
        let focused = page.driver().active_element().await.unwrap();
        let outline = focused.css_value("outline-style").await.unwrap();
        let name = focused.id().await.unwrap();
        assert_ne!(outline, "none", "the keyboard is invisible on {name:?}");
        if name.as_deref() == Some(id) {
            return;
        }
    }
    panic!("the keyboard does not reach #{id}");
}

#[tokio::test]
async fn password_managers_find_their_fields() {
    browse(Browser::speaking(Language::Japanese), "managers", async |page| {
        page.come_from_the_website().await;
        let one_form = By::Css("form:has(#login-submit) input:not([type=hidden])");
        let fields = page.driver().find_all(one_form).await.unwrap();
        let mut order = Vec::new();
        for field in fields {
            order.push(field.attr("autocomplete").await.unwrap().unwrap());
        }
        assert_eq!(order, ["username", "current-password"]);
    })
    .await;
}
