//! Another code, to another device.

use thirtyfour::components::SelectElement;

use crate::support::{PASSWORD, browse_in_both, demo, eventually};

#[tokio::test]
async fn a_code_is_sent_again_to_the_device_chosen() {
    browse_in_both("resend", async |page| {
        let user = demo().user("demo", 2);
        page.come_from_the_website().await;
        page.enter_password(&user.id, PASSWORD).await;
        let first = page.letter().await;
        let login = page.address().await;
        let reference = page.text("otp-reference").await;
        assert_eq!(first.to, user.mail[0]);
        assert!(page.has("otp-wait").await, "the wait is told before the button is pressed");
        page.meet("devices").await;

        page.press("otp-resend").await;
        assert_eq!(page.problem().await, "try_later");
        page.meet("too-soon").await;
        assert_eq!(page.text("otp-reference").await, reference, "nothing new was sent");

        let over = eventually(async || {
            page.open(&login).await;
            (!page.has("otp-wait").await).then_some(())
        })
        .await;
        assert!(over.is_some(), "the wait does not end");
        let devices = SelectElement::new(&page.element("otp-device").await).await.unwrap();
        devices.select_by_index(1).await.unwrap();
        page.press("otp-resend").await;
        let second = page.letter().await;
        assert_ne!(page.text("otp-reference").await, reference);
        assert_eq!(second.to, user.mail[1]);
        page.meet("sent").await;

        // The new code killed the old one.
        page.enter_code(&first.code).await;
        assert_eq!(page.problem().await, "wrong_credentials");
        page.enter_code(&second.code).await;
        page.element("signed-in-as").await;

        // The next login starts with the device last used.
        page.press("sign-in-again").await;
        page.enter_password(&user.id, PASSWORD).await;
        assert_eq!(page.letter().await.to, user.mail[1]);
    })
    .await;
}
