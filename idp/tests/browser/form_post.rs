//! Answers that travel in a form: sent by our script or, where scripts are off, by the person.

use crate::support::{Website, browse_in_both, demo};

#[tokio::test]
async fn an_answer_travels_in_a_form() {
    browse_in_both("form-post", async |page| {
        let website = Website::register("demo", "AOBA MILEAGE CLUB");
        let user = demo().user("demo", 1);
        let begin = website.authorize(&[("scope", "openid"), ("response_mode", "form_post")]);
        page.open(&begin).await;
        page.log_in(&user).await;
        page.element("back").await;
        assert!(!page.address().await.contains("code="), "nothing in the address");
        page.let_scripts_run(false).await;
        page.open(&begin).await;
        page.element("form-post-continue").await;
        page.let_scripts_run(true).await;
        page.meet("by-hand").await;
        page.press("form-post-continue").await;
        page.element("back").await;
    })
    .await;
}
