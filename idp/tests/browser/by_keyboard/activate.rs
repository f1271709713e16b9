//! The code of a device by keyboard alone (RFC 8628 §3.3).

use crate::support::Act::{Enter, SpaceBar, Type};
use crate::support::{Browser, Language, PASSWORD, Page, Television, browse, demo};

/// From the page of the code to the question whether the device may come in.
async fn arrive(page: &Page, television: &Television) {
    let (asked, user) = (television.ask().await, demo().user("demo", 1));
    page.open(&asked.verification_uri).await;
    page.tab_through().await;
    page.open(&asked.verification_uri).await;
    page.drive(&[("user-code", Type("BCDF-GHJK")), ("user-code-submit", Enter)]).await;
    page.lands_on("user_code", "user-code").await;
    page.run("document.activeElement.select()", vec![]).await;
    page.keys(asked.user_code.as_str()).await;
    page.drive(&[
        ("user-code-submit", SpaceBar),
        ("username", Type(&user.id)),
        ("password", Type(PASSWORD)),
        ("login-submit", Enter),
    ])
    .await;
    let letter = page.letter().await;
    page.drive(&[("otp", Type(&letter.code)), ("otp-submit", SpaceBar)]).await;
    assert_eq!(page.text("user-code-shown").await, asked.user_code);
    page.tab_through().await;
    page.open(&page.address().await).await;
}

#[tokio::test]
async fn a_device_is_let_in_and_another_is_not() {
    browse(Browser::speaking(Language::Japanese), "keys-activate", async |page| {
        page.resize((1280, 900, 1), false).await;
        let television = Television::register("demo", "リビングのテレビ");
        arrive(page, &television).await;
        page.drive(&[("activate-accept", Enter)]).await;
        page.element("activate-approved").await;
        page.driver().delete_all_cookies().await.unwrap();
        arrive(page, &television).await;
        page.drive(&[("activate-deny", SpaceBar)]).await;
        page.element("activate-denied").await;
    })
    .await;
}
