//! Client certificates in a Chromium whose person has one in his store: login, second proof of a reissue, and the page
//! that hands certificates over.

use crate::support::{
    Browser, Chooser, Language, PASSWORD, browse_at_home, browse_in_both, certificate_home, demo,
};

const TENANT: &str = "modern";
const NEW: &str = "suzume-no-oyado-4V";

#[tokio::test]
async fn a_certificate_signs_in_and_proves_a_reissue_until_it_is_revoked() {
    let (id, mail) = ("p-02-usr951", "denshi@mail.example");
    let home = certificate_home(TENANT, id, mail);
    let _chooser = Chooser::stand();
    let browser = Browser::speaking(Language::Japanese);
    browse_at_home(&home, browser, "certificate", async |page| {
        let account = demo().at(TENANT, "/account");
        page.open(&account).await;
        page.enter_password(id, PASSWORD).await;
        page.element("certificate-continue").await;
        page.meet("certificate").await;
        page.press("certificate-continue").await;
        page.element("devices").await;
        page.meet("account-with-certificate").await;

        page.open(&demo().at(TENANT, "/reissue")).await;
        page.fill("username", id).await;
        page.fill("mail", mail).await;
        page.press("reissue-submit").await;
        page.element("reissue-sent").await;
        page.open(&demo().link(mail, "/reissue/").await).await;
        page.press("reissue-continue").await;
        page.element("certificate-continue").await;
        page.meet("second-proof").await;
        page.press("certificate-continue").await;
        page.fill("new-password", NEW).await;
        page.fill("new-password-confirm", NEW).await;
        page.press("new-password-submit").await;
        page.element("reissue-done").await;

        page.open(&account).await;
        page.enter_password(id, NEW).await;
        page.press("certificate-continue").await;
        page.element("devices").await;
        let words = ["certificate", "revoke", "--user-id", id, "--device", "1"];
        assert_eq!(demo().run(TENANT, &words, "")["revoked"], 1);
        page.open(&account).await;
        page.enter_password(id, NEW).await;
        page.press("certificate-continue").await;
        assert_eq!(page.problem().await, "certificate_revoked");
    })
    .await;
}

#[tokio::test]
async fn a_change_to_certificates_hands_them_over() {
    browse_in_both("method-certificates", async |page| {
        let user = demo().user(TENANT, 2);
        page.open(&demo().at(TENANT, "/account")).await;
        page.log_in(&user).await;
        page.press("menu-method").await;
        page.element("method-password-certificate").await.click().await.unwrap();
        page.press("method-next").await;
        page.element("method-execute").await;
        page.meet("confirm").await;
        page.press("method-execute").await;
        page.element("method-certificates").await;
        page.meet("handed-over").await;
        assert_eq!(page.text("download-password").await.len(), 20);
        // Nothing was downloaded: nothing changed.
        page.press("method-certificates-done").await;
        assert_eq!(page.problem().await, "certificate_not_fetched");
        page.meet("not-fetched").await;
    })
    .await;
}
