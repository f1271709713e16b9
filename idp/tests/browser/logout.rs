//! Out again: from the website, from the account site, and asked for without proof.

use crate::support::{Page, Website, browse_in_both, demo};

#[tokio::test]
async fn signing_out_of_the_website_ends_the_session_here_too() {
    browse_in_both("logout", async |page| {
        let website = Website::register("demo", "Second website");
        let quietly = website.authorize(&[("scope", "openid"), ("prompt", "none")]);
        sign_in(page).await;
        page.open(&quietly).await;
        page.element("back").await;
        assert!(page.address().await.contains("code="), "signed in, and asked again");

        page.open(&demo().website).await;
        page.press("sign-out").await;
        page.element("signed-out").await;
        assert!(page.address().await.starts_with(&demo().website));
        page.open(&quietly).await;
        page.element("back").await;
        let address = page.address().await;
        assert!(address.contains("error=login_required"), "{address}");
        assert!(address.contains("state=the-state"), "{address}");
    })
    .await;
}

#[tokio::test]
async fn the_account_site_signs_out() {
    browse_in_both("logout", async |page| {
        sign_in(page).await;
        page.open(&demo().at("demo", "/account")).await;
        page.press("menu-logout").await;
        page.element("signed-out").await;
        page.meet("signed-out").await;
        page.open(&demo().at("demo", "/account")).await;
        page.element("username").await;
    })
    .await;
}

#[tokio::test]
async fn a_logout_without_proof_asks_first() {
    browse_in_both("logout", async |page| {
        sign_in(page).await;
        page.open(&demo().at("demo", "/logout")).await;
        page.element("logout-confirm").await;
        page.meet("confirm").await;
        page.press("logout-confirm").await;
        page.element("signed-out").await;
    })
    .await;
}

async fn sign_in(page: &Page) {
    page.come_from_the_website().await;
    page.log_in(&demo().user("demo", 1)).await;
    page.element("signed-in-as").await;
}
