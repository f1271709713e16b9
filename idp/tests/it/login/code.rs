//! The mailed code.

use serde_json::json;

use crate::support::TestIdp;

#[tokio::test]
async fn password_then_mailed_code_signs_in_to_the_website() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;

    let mut browser = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    browser.submit("/code", &[("otp", &code)]).await;

    let tokens = portal.redeem(&browser.arrival()).await;
    assert_eq!(tokens.subject(), alice.subject());
    assert_eq!(tokens.claims["amr"], json!(["pwd", "otp", "mfa"]));
    assert_eq!(tokens.claims["acr"], "urn:sekisho:acr:password-otp");
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
}
