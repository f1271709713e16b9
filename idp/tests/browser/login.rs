//! From the website through the login to the website, and on to the account site.

use thirtyfour::By;

use crate::support::{Browser, Language, PASSWORD, Page, browse, browse_in_both, demo};

#[tokio::test]
async fn a_mailed_code_leads_back_to_the_website() {
    browse_in_both("login", async |page| {
        page.come_from_the_website().await;
        page.meet("password").await;
        let (user, password) = match page.language() {
            Language::Japanese => ("p-01-usr012".to_owned(), "kaza-guruma-7Q"),
            Language::English => (demo().user("demo", 1).id, PASSWORD),
        };
        page.enter_password(&user, password).await;
        let letter = page.letter().await;
        assert!(!main_text(page).await.contains(&letter.to), "the address is shown in full");
        page.meet("code").await;
        // As an input method for Japanese leaves it: full-width, with a space.
        page.enter_code(&full_width(&letter.code)).await;

        page.element("signed-in-as").await;
        page.meet("website").await;
        let amr = page.text("claim-amr").await;
        assert!(amr.contains("otp") && amr.contains("pwd"), "{amr}");

        page.press("account-site").await;
        page.element("devices").await;
        assert!(main_text(page).await.contains(&user));
        page.meet("account").await;
    })
    .await;
}

async fn main_text(page: &Page) -> String {
    page.driver().find(By::Tag("main")).await.unwrap().text().await.unwrap()
}

fn full_width(code: &str) -> String {
    let wide = |digit: char| char::from_u32(u32::from(digit) - 0x30 + 0xFF10).unwrap();
    let (first, second) = code.split_at(3);
    format!(
        "{}　{}",
        first.chars().map(wide).collect::<String>(),
        second.chars().map(wide).collect::<String>()
    )
}

#[tokio::test]
async fn the_code_is_read_in_a_second_tab() {
    browse_in_both("mailbox", async |page| {
        page.come_from_the_website().await;
        let user = demo().user("demo", 1);
        page.enter_password(&user.id, PASSWORD).await;
        let reference = page.text("otp-reference").await;
        // The page shows what has arrived by now.
        page.letter().await;

        let login = page.driver().window().await.unwrap();
        let tab = page.driver().new_tab().await.unwrap();
        page.driver().switch_to_window(tab).await.unwrap();
        page.open(&demo().mailbox).await;
        page.meet("letters").await;
        let code = letter_code(page, &reference).await;
        page.driver().close_window().await.unwrap();
        page.driver().switch_to_window(login).await.unwrap();

        page.enter_code(&code).await;
        assert!(page.text("claim-amr").await.contains("otp"));
    })
    .await;
}

/// The code of the letter whose subject has the reference, as it stands on the mailbox page.
async fn letter_code(page: &Page, reference: &str) -> String {
    for letter in page.driver().find_all(By::ClassName("letter")).await.unwrap() {
        let subject = letter.find(By::Tag("h2")).await.unwrap().text().await.unwrap();
        if subject.contains(reference) {
            return letter.find(By::Tag("code")).await.unwrap().text().await.unwrap();
        }
    }
    panic!("no letter with reference {reference}")
}

#[tokio::test]
async fn a_password_alone_is_enough_where_that_is_the_method() {
    browse(Browser::speaking(Language::Japanese), "password-only", async |page| {
        page.come_from_the_website().await;
        page.enter_password("p-01-usr007", "mizu-tamari-3R").await;
        let amr = page.text("claim-amr").await;
        assert!(amr.contains("pwd") && !amr.contains("otp"), "{amr}");
    })
    .await;
}

#[tokio::test]
async fn the_account_site_asks_for_a_login_of_its_own() {
    browse_in_both("account", async |page| {
        let user = demo().user("modern", 2);
        page.open(&demo().at("modern", "/account")).await;
        page.element("username").await;
        assert!(!page.has("login-cancel").await, "nobody waits who could be told");
        page.meet("password").await;
        page.log_in(&user).await;
        page.element("devices").await;
        page.meet("home").await;
        let rows = page.driver().find_all(By::Css("#devices tbody tr")).await.unwrap();
        assert_eq!(rows.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_language_is_switched_on_the_page() {
    browse(Browser::speaking(Language::Japanese), "language", async |page| {
        page.come_from_the_website().await;
        let user = demo().user("demo", 1);
        page.enter_password(&user.id, PASSWORD).await;
        let reference = page.text("otp-reference").await;
        choose(page, "en").await;
        assert_eq!(lang(page).await, "en");
        assert_eq!(page.text("otp-reference").await, reference, "the login goes on");
        // Remembered for the pages that follow.
        page.open(&demo().at("demo", "/account")).await;
        page.element("username").await;
        assert_eq!(lang(page).await, "en");
    })
    .await;
}

#[tokio::test]
async fn the_language_is_switched_where_something_went_wrong() {
    browse(Browser::speaking(Language::Japanese), "language", async |page| {
        page.come_from_the_website().await;
        page.enter_password("p-09-usr997", "not-the-password-1").await;
        assert_eq!(page.problem().await, "wrong_credentials");
        choose(page, "en").await;
        page.element("username").await;
        assert_eq!(lang(page).await, "en");
    })
    .await;
}

async fn choose(page: &Page, language: &str) {
    let link = By::Css(format!(".languages a[lang={language}]"));
    let link = page.driver().find(link).await.unwrap();
    page.leaving(async || link.click().await.unwrap()).await;
}

async fn lang(page: &Page) -> String {
    page.driver().find(By::Tag("html")).await.unwrap().attr("lang").await.unwrap().unwrap()
}
