//! Locks that end: by the mailed link, by the clock.

use idp::model::policy::Policy;

use super::{forget, tells};
use crate::support::{House, PASSWORD, Page, Person, browse_in_both, minutes};

async fn lock(house: &House, page: &Page, person: &Person) {
    for _ in 0..10 {
        house.clock.advance(minutes(5));
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, "not-the-password-1").await;
    }
    page.element("account-locked").await;
}

#[tokio::test]
async fn a_standard_lock_is_released_by_its_owner() {
    browse_in_both("release", async |page| {
        let house = House::start(Policy::standard()).await;
        let person = house.person("p-01-usr012").await;
        lock(&house, page, &person).await;
        page.meet("locked").await;
        let first = house.link(&person.mail[0], "/release/", 1).await;
        page.open(&first).await;
        page.meet("confirm").await;
        page.press("release-execute").await;
        page.element("release-done").await;
        page.meet("done").await;
        page.open(&first).await;
        tells(page, "link_used").await;

        forget(page).await;
        lock(&house, page, &person).await;
        let second = house.link(&person.mail[0], "/release/", 2).await;
        house.clock.advance(minutes(15));
        page.open(&second).await;
        tells(page, "link_expired").await;
        page.open(&house.at("/release/l_of_nobody")).await;
        tells(page, "link_unknown").await;
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, PASSWORD).await;
        page.element("otp").await;
    })
    .await;
}
