//! One-time passwords of logins: expired, tried too often, sent too often, and not asked for at all.

use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;

use super::{other, tells};
use crate::support::{House, PASSWORD, browse_in_both, days, minutes, seconds};

#[tokio::test]
async fn a_code_ends_by_the_clock_and_after_too_many_tries() {
    browse_in_both("code", async |page| {
        let mut policy = Policy::classic();
        policy.lockout.tries = 20;
        let house = House::start(policy).await;
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, PASSWORD).await;
        let first = house.letter(page).await;
        house.clock.advance(minutes(10));
        page.enter_code(&first.code).await;
        tells(page, "code_expired").await;
        page.press("otp-resend").await;
        let second = house.letter(page).await;
        for _ in 0..5 {
            page.enter_code(&other(&second.code)).await;
            assert_eq!(page.problem().await, "wrong_credentials");
        }
        // The right one does not help any more, and nobody learns that it was right.
        page.enter_code(&second.code).await;
        assert_eq!(page.problem().await, "wrong_credentials");
        house.clock.advance(seconds(30));
        page.press("otp-resend").await;
        let third = house.letter(page).await;
        page.enter_code(&third.code).await;
        page.element("devices").await;
    })
    .await;
}

#[tokio::test]
async fn no_more_mails_go_out_than_the_contract_says() {
    browse_in_both("code-mails", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, PASSWORD).await;
        for _ in 0..4 {
            house.letter(page).await;
            house.clock.advance(seconds(31));
            page.press("otp-resend").await;
        }
        house.clock.advance(seconds(31));
        page.press("otp-resend").await;
        tells(page, "too_many_mails").await;
    })
    .await;
}

#[tokio::test]
async fn a_remembered_browser_is_asked_no_code_until_it_is_forgotten() {
    browse_in_both("remembered", async |page| {
        let house = House::start(Policy::standard()).await;
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, PASSWORD).await;
        let letter = house.letter(page).await;
        page.element("remember-browser").await.click().await.unwrap();
        page.enter_code(&letter.code).await;
        page.press("menu-logout").await;
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, PASSWORD).await;
        page.element("devices").await;
        page.press("menu-browsers").await;
        page.meet("browsers").await;
        page.press("remembered-end-1").await;
        page.meet("forgotten").await;
        page.press("menu-logout").await;
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, PASSWORD).await;
        page.element("otp").await;
    })
    .await;
}

#[tokio::test]
async fn a_login_that_nobody_goes_on_with_ends() {
    browse_in_both("login-expired", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        house.clock.advance(minutes(30));
        page.enter_password(&person.id, PASSWORD).await;
        tells(page, "expired").await;
        page.press("restart").await;
        house.prove(page, &person).await;
        page.element("devices").await;
        // So does a session.
        house.clock.advance(minutes(31));
        page.press("menu-history").await;
        page.element("username").await;

        house.clock.advance(days(1));
        let method = Some(LoginMethod::PasswordCertificate);
        let other = house.person_by("p-01-usr008", method, 1).await;
        page.open(&house.at("/account")).await;
        page.enter_password(&other.id, PASSWORD).await;
        page.element("certificate-continue").await;
        page.meet("certificate").await;
        let login = page.address().await;
        // What the listener that asks for certificates found is told by the address that it leads back to.
        for word in ["missing", "refused", "expired", "revoked", "unknown", "foreign"] {
            page.open(&format!("{login}?problem=certificate_{word}")).await;
            tells(page, &format!("certificate_{word}")).await;
        }
        page.open(&house.without_certificates(&login).await).await;
        tells(page, "no_method").await;
    })
    .await;
}
