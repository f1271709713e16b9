//! What a website will learn is asked the first time, where the policy wants that.

use crate::support::{Website, browse_in_both, demo};

#[tokio::test]
async fn consent_is_asked_once() {
    browse_in_both("consent", async |page| {
        let website = Website::register("modern", "Aoba Mileage Club");
        let user = demo().user("modern", 1);
        let scopes = ("scope", "openid profile email address phone offline_access");
        page.open(&website.authorize(&[scopes])).await;
        page.log_in(&user).await;
        page.element("consent-accept").await;
        page.meet("ask").await;
        page.press("consent-cancel").await;
        page.element("back").await;
        let address = page.address().await;
        assert!(address.contains("error=access_denied"), "{address}");

        // Signed in by now; the answer was no, so it is asked again, and then no more.
        page.open(&website.authorize(&[scopes])).await;
        page.press("consent-accept").await;
        page.element("back").await;
        assert!(page.address().await.contains("code="));
        page.open(&website.authorize(&[scopes])).await;
        page.element("back").await;
        assert!(page.address().await.contains("code="));
    })
    .await;
}
