//! A device without a browser shows a code; a person types it, logs in, and says yes or no (RFC 8628 §3.3).

use crate::support::{Language, Page, Television, browse_in_both, demo};

fn television(page: &Page) -> Television {
    let name = match page.language() {
        Language::Japanese => "リビングのテレビ",
        Language::English => "Living room television",
    };
    Television::register("demo", name)
}

/// As somebody types it whose keyboard writes wide letters, small ones, and a space for the hyphen.
fn wide(code: &str) -> String {
    let letter = |one: char| match one {
        '-' => '\u{3000}',
        one => char::from_u32(u32::from(one.to_ascii_lowercase()) + 0xFEE0).unwrap(),
    };
    code.chars().map(letter).collect()
}

#[tokio::test]
async fn a_code_is_typed_and_the_device_let_in() {
    browse_in_both("activate", async |page| {
        let (television, user) = (television(page), demo().user("demo", 1));
        let asked = television.ask().await;
        assert_eq!(television.poll(&asked).await["error"], "authorization_pending");
        page.open(&asked.verification_uri).await;
        page.element("user-code").await;
        page.meet("enter").await;
        page.fill("user-code", "BCDF-GHJK").await;
        page.press("user-code-submit").await;
        assert_eq!(page.problem().await, "user_code");
        page.meet("unknown").await;
        page.fill("user-code", &wide(&asked.user_code)).await;
        page.press("user-code-submit").await;
        page.log_in(&user).await;
        assert_eq!(page.text("user-code-shown").await, asked.user_code);
        page.meet("confirm").await;
        page.press("activate-accept").await;
        page.element("activate-approved").await;
        page.meet("approved").await;
        let tokens = television.poll(&asked).await;
        for name in ["access_token", "id_token", "refresh_token"] {
            assert!(tokens[name].is_string(), "{name}: {tokens}");
        }
        assert_eq!(television.poll(&asked).await["error"], "invalid_grant");
        page.open(&asked.complete).await;
        page.press("user-code-submit").await;
        assert_eq!(page.problem().await, "user_code", "a code serves once");
        page.meet("used").await;
    })
    .await;
}

#[tokio::test]
async fn a_code_that_came_by_the_link_is_looked_at_and_refused() {
    browse_in_both("activate-link", async |page| {
        let (television, user) = (television(page), demo().user("demo", 1));
        let asked = television.ask().await;
        page.open(&asked.complete).await;
        assert_eq!(page.attribute("user-code", "value").await.as_ref(), Some(&asked.user_code));
        page.meet("filled").await;
        // To open the link is no answer.
        assert_eq!(television.poll(&asked).await["error"], "authorization_pending");
        page.press("user-code-submit").await;
        page.log_in(&user).await;
        assert_eq!(page.text("user-code-shown").await, asked.user_code);
        page.press("activate-deny").await;
        page.element("activate-denied").await;
        page.meet("denied").await;
        assert_eq!(television.poll(&asked).await["error"], "access_denied");
    })
    .await;
}

#[tokio::test]
async fn the_help_tells_of_devices() {
    browse_in_both("activate-help", async |page| {
        television(page);
        page.open(&demo().at("demo", "/help#help-activate")).await;
        page.element("help-activate").await;
        page.meet("help").await;
    })
    .await;
}
