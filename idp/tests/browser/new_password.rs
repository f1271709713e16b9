//! A password that must be changed before the login goes on.

use thirtyfour::By;

use crate::support::{Language, browse_in_both};

const NEW: &str = "Hotaru-no-hikari-6";

#[tokio::test]
async fn an_expired_or_reset_password_is_changed_on_the_way() {
    browse_in_both("new-password", async |page| {
        let (user, password, reason) = match page.language() {
            Language::Japanese => ("p-01-usr003", "yuki-daruma-5S", "password_expired"),
            Language::English => ("p-01-usr005", "hoshi-zora-9T", "password_reset"),
        };
        page.come_from_the_website().await;
        page.enter_password(user, password).await;
        assert_eq!(page.problem().await, reason);
        page.meet("reason").await;
        let rules = page.driver().find_all(By::Css("#rules li")).await.unwrap();
        assert!(rules.len() >= 3, "the rules are told before typing");

        for (new, again, problem) in [
            (NEW, "Hotaru-no-hikari-7", "password_mismatch"),
            (password, password, "password_reused"),
            ("short", "short", "password_too_short"),
            ("password", "password", "password_common"),
            ("p-01-usr003-p-01-usr005", "p-01-usr003-p-01-usr005", "password_contains_id"),
        ] {
            page.fill("new-password", new).await;
            page.fill("new-password-confirm", again).await;
            page.press("new-password-submit").await;
            assert_eq!(page.problem().await, problem);
            page.meet(&problem.replace("password_", "")).await;
        }
        page.fill("new-password", NEW).await;
        page.fill("new-password-confirm", NEW).await;
        page.press("new-password-submit").await;
        let letter = page.letter().await;
        page.enter_code(&letter.code).await;
        page.element("signed-in-as").await;

        // The new one counts from now on.
        page.press("sign-in-again").await;
        page.enter_password(user, password).await;
        assert_eq!(page.problem().await, "wrong_credentials");
        page.enter_password(user, NEW).await;
        page.element("otp").await;
    })
    .await;
}
