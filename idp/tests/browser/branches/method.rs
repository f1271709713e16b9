//! Another login method: what cannot be chosen, and the mailed link that brings the former one back.

use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;

use super::tells;
use crate::support::{House, browse_in_both, days};

#[tokio::test]
async fn a_step_down_is_undone_by_the_mailed_link() {
    browse_in_both("undo", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person("p-01-usr012").await;
        house.signed_in(page, &person, "/account/method").await;
        page.press("method-next").await;
        tells(page, "same_method").await;
        page.element("method-password").await.click().await.unwrap();
        page.press("method-next").await;
        page.press("method-back").await;
        page.element("method-password").await.click().await.unwrap();
        page.press("method-next").await;
        page.press("method-execute").await;
        page.element("method-done").await;
        let link = house.link(&person.mail[0], "/method-undo/", 1).await;
        page.open(&link).await;
        page.meet("confirm").await;
        page.press("method-undo").await;
        page.element("method-undone").await;
        page.meet("undone").await;
        page.open(&link).await;
        // Used, unknown and expired ones are told as one.
        tells(page, "link_expired").await;

        let second = house.person("p-01-usr013").await;
        house.signed_in(page, &second, "/account/method").await;
        page.element("method-password").await.click().await.unwrap();
        page.press("method-next").await;
        page.press("method-execute").await;
        let link = house.link(&second.mail[0], "/method-undo/", 1).await;
        house.clock.advance(days(1));
        page.open(&link).await;
        assert_eq!(page.problem().await, "link_expired");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_chosen_is_refused() {
    browse_in_both("method-refused", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person_by("p-01-usr007", Some(LoginMethod::Password), 0).await;
        house.signed_in(page, &person, "/account").await;
        page.meet("no-devices").await;
        page.press("menu-method").await;
        page.element("method-password-otp").await.click().await.unwrap();
        page.press("method-next").await;
        tells(page, "no_device").await;
        page.press("method-cancel").await;
        page.element("menu-method").await;

        let house = House::start(Policy::standard()).await;
        let person = house.person("p-01-usr012").await;
        house.signed_in(page, &person, "/account/method").await;
        assert!(!page.has("method-password").await, "upward only");
        page.meet("upward").await;
    })
    .await;
}
