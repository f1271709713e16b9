//! The way in: what is refused on the way to a new password, requests that are none of our pages', and trouble.

use idp::model::admin::Actor;
use idp::model::password::Typed;
use idp::model::policy::{CharacterClass, Policy};

use idp::usecase::admin::users;

use super::{NEW, fill_both, forget, tells};
use crate::support::{House, PASSWORD, Page, browse_in_both, days};

#[tokio::test]
async fn an_expired_password_gives_way_to_one_that_fits_every_rule() {
    browse_in_both("forced", async |page| {
        let mut policy = Policy::classic();
        policy.password.required_classes.insert(CharacterClass::Digit);
        let house = House::start(policy).await;
        let person = house.person("p-01-usr012").await;
        house.clock.advance(days(91));
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, PASSWORD).await;
        tells(page, "password_expired").await;
        let long = "Kaza-guruma-77".repeat(3);
        for (one, problem) in [
            ("", "required"),
            (&long[..], "password_too_long"),
            ("風車がまわる-77", "password_characters"),
            ("suzume-no-oyado-V", "password_classes"),
        ] {
            fill_both(page, one, one).await;
            page.press("new-password-submit").await;
            tells(page, problem).await;
        }
        fill_both(page, NEW, NEW).await;
        page.press("new-password-submit").await;
        let letter = house.letter(page).await;
        page.enter_code(&letter.code).await;
        page.element("devices").await;
    })
    .await;
}

#[tokio::test]
async fn a_password_that_the_desk_reset_gives_way_too() {
    browse_in_both("reset", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person("p-01-usr012").await;
        let typed = Typed::fold("shiro-no-hata-9");
        let reset = users::reset_password(
            &house.app,
            &house.tenant,
            &person.user,
            &typed,
            Actor::here("desk"),
        );
        reset.await.unwrap();
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, "shiro-no-hata-9").await;
        tells(page, "password_reset").await;
    })
    .await;
}

/// Sends the login form after something in it was changed.
async fn tampered(house: &House, page: &Page, change: &str) {
    page.open(&house.at("/account")).await;
    page.fill("username", "p-01-usr012").await;
    page.fill("password", "not-the-password-1").await;
    page.run(change, vec![]).await;
    page.press("login-submit").await;
}

#[tokio::test]
async fn what_none_of_our_pages_sends_is_refused_with_a_page() {
    browse_in_both("refused", async |page| {
        let house = House::start(Policy::classic()).await;
        let proof = "for (const one of document.getElementsByName('csrf')) one.value = 'x'";
        tampered(&house, page, proof).await;
        tells(page, "forbidden").await;
        let large = "document.getElementById('username').value = 'x'.repeat(200000)";
        tampered(&house, page, large).await;
        tells(page, "too_large").await;
        let plain = "document.getElementById('login-submit').form.enctype = 'text/plain'";
        tampered(&house, page, plain).await;
        tells(page, "bad_request").await;
        page.open(&house.at("/account")).await;
        forget(page).await;
        page.fill("username", "p-01-usr012").await;
        page.fill("password", PASSWORD).await;
        page.press("login-submit").await;
        tells(page, "no_cookie").await;
    })
    .await;
}

#[tokio::test]
async fn who_tries_too_fast_and_who_meets_trouble_is_told() {
    browse_in_both("trouble", async |page| {
        let house = House::start_bounded(Policy::classic(), 3).await;
        page.open(&house.at("/account")).await;
        for _ in 0..4 {
            page.enter_password("p-01-usr012", "not-the-password-1").await;
            if page.problem().await == "too_many" {
                break;
            }
        }
        tells(page, "too_many").await;
        let house = House::start(Policy::classic()).await;
        page.open(&house.at("/reissue")).await;
        house.app.database.close().await.unwrap();
        page.fill("username", "p-01-usr012").await;
        page.fill("mail", "taro@mail.example").await;
        page.press("reissue-submit").await;
        tells(page, "broken").await;
    })
    .await;
}
