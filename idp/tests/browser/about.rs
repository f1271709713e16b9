//! What a website says of itself stands where people decide: its logo from our own address, its links as links.

use crate::support::{Website, browse_in_both, demo, eventually};

#[tokio::test]
async fn a_website_shows_its_logo_and_where_to_read_more() {
    browse_in_both("about", async |page| {
        let website = Website::telling_of_itself("modern", "AOBA MILEAGE CLUB");
        let user = demo().user("modern", 1);
        let begin = website.authorize(&[("scope", "openid profile")]);
        let shown = eventually(async || {
            page.open(&begin).await;
            page.element("username").await;
            page.has("website-logo").await.then_some(())
        });
        shown.await.expect("the logo is fetched");
        let source = page.attribute("website-logo", "src").await.unwrap();
        assert!(source.starts_with("/t/modern/look/client/"), "{source}");
        let script = "const logo = document.getElementById('website-logo'); \
            return logo.complete && logo.naturalWidth > 0";
        assert_eq!(page.run(script, Vec::new()).await, true, "it is drawn");
        page.meet("login").await;
        page.press("website-policy").await;
        page.element("back").await;
        page.leaving(async || page.driver().back().await.unwrap()).await;
        page.log_in(&user).await;
        page.element("consent-accept").await;
        page.element("website-terms").await;
        page.meet("consent").await;
    })
    .await;
}
