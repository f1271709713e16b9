//! Devices of the account site: what is no address, codes that do not prove one, and numbers that are too many or too
//! few.

use idp::model::policy::Policy;

use super::{other, tells};
use crate::support::{House, Page, browse_in_both, minutes, seconds};

const ADD: &str = "/account/devices/new";

async fn fill(page: &Page, mail: &str) {
    page.fill("mail", mail).await;
    page.fill("mail-confirm", mail).await;
}

/// From the form to the page that asks for the code.
async fn up_to_code(page: &Page, mail: &str) {
    fill(page, mail).await;
    page.element("kind-smartphone").await.click().await.unwrap();
    page.press("device-confirm").await;
    page.press("device-register").await;
}

#[tokio::test]
async fn what_is_no_new_address_is_refused_field_by_field() {
    browse_in_both("device-refused", async |page| {
        let mut policy = Policy::classic();
        policy.devices_at_most = 2;
        let house = House::start(policy).await;
        let person = house.person("p-01-usr012").await;
        house.signed_in(page, &person, ADD).await;
        page.press("device-confirm").await;
        tells(page, "required").await;
        fill(page, "new@mobile.example").await;
        page.press("device-confirm").await;
        tells(page, "required").await;
        assert!(page.has("kind-error").await, "the kind is asked for");
        page.element("kind-mobile").await.click().await.unwrap();
        fill(page, "not an address").await;
        page.press("device-confirm").await;
        tells(page, "bad_address").await;
        fill(page, &person.mail[0]).await;
        page.press("device-confirm").await;
        tells(page, "address_taken").await;

        // Whose address it is already is told to nobody but who reads its mails, and not then.
        house.person("p-01-usr013").await;
        up_to_code(page, "taro.yamada1.p-01-usr013@mail.example").await;
        let letter = house.letter(page).await;
        page.fill("device-code", &letter.code).await;
        page.press("device-code-submit").await;
        tells(page, "address_not_possible").await;
        page.open(&house.at(ADD)).await;
        page.element("kind-mobile").await.click().await.unwrap();

        // The way back shows what was entered.
        fill(page, "new@mobile.example").await;
        page.press("device-confirm").await;
        page.press("device-back").await;
        assert_eq!(page.attribute("mail", "value").await.as_deref(), Some("new@mobile.example"));

        page.press("menu-account").await;
        page.press("device-delete").await;
        page.press("device-delete-execute").await;
        tells(page, "last_device").await;
        page.open(&house.at(ADD)).await;
        up_to_code(page, "new@mobile.example").await;
        let letter = house.letter(page).await;
        page.fill("device-code", &letter.code).await;
        page.press("device-code-submit").await;
        page.element("device-done").await;
        page.press("menu-account").await;
        assert!(!page.has("device-add").await, "two are all there may be");
        page.meet("full").await;
        page.open(&house.at(ADD)).await;
        page.meet("too-many").await;
        if page.has("device-confirm").await {
            fill(page, "third@mobile.example").await;
            page.element("kind-pc").await.click().await.unwrap();
            page.press("device-confirm").await;
            tells(page, "too_many_devices").await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_address_is_proven_by_a_code_that_counts() {
    browse_in_both("device-code", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person("p-01-usr012").await;
        house.signed_in(page, &person, "/account").await;
        page.press("device-change").await;
        page.meet("form").await;
        up_to_code(page, "changed@mobile.example").await;
        let first = house.letter(page).await;
        page.press("otp-resend").await;
        tells(page, "try_later").await;
        page.press("device-code-submit").await;
        tells(page, "required").await;
        for _ in 0..5 {
            page.fill("device-code", &other(&first.code)).await;
            page.press("device-code-submit").await;
        }
        page.fill("device-code", &first.code).await;
        page.press("device-code-submit").await;
        tells(page, "code_exhausted").await;
        house.clock.advance(seconds(31));
        page.press("otp-resend").await;
        let second = house.letter(page).await;
        page.fill("device-code", &other(&second.code)).await;
        page.press("device-code-submit").await;
        tells(page, "code_mismatch").await;
        house.clock.advance(minutes(10));
        page.fill("device-code", &second.code).await;
        page.press("device-code-submit").await;
        tells(page, "code_expired").await;
        page.press("otp-resend").await;
        let third = house.letter(page).await;
        page.fill("device-code", &third.code).await;
        page.press("device-code-submit").await;
        page.element("device-done").await;
        page.meet("changed").await;
    })
    .await;
}
