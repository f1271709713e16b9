//! From the first visit to the account site and out again, and back in after a forgotten password.

use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;
use thirtyfour::Key;

use super::{ANSWER, walk};
use crate::branches::NEW;
use crate::support::Act::{Down, Enter, Space, SpaceBar, Type};
use crate::support::{PASSWORD, days, seconds};

#[tokio::test]
async fn enrolment() {
    walk("keys-enrol", Policy::classic(), async |page, house| {
        let (_, invited) = house.invited("p-01-usr012", None).await;
        page.open(&invited.address).await;
        page.tab_through().await;
        page.open(&invited.address).await;
        page.drive(&[("initial-code", Type("WRONGCODE2")), ("initial-code-submit", Enter)]).await;
        page.lands_on("code_mismatch", "initial-code").await;
        page.keys(invited.code.as_str()).await;
        // Enter in the field is enough, too.
        page.leaving(async || page.keys(Key::Enter).await).await;
        page.element("new-password").await;
        page.tab_through().await;
        page.open(&invited.address).await;
        page.drive(&[
            ("new-password", Type(NEW)),
            ("new-password-confirm", Type("another-77")),
            ("enrol-submit", SpaceBar),
        ])
        .await;
        page.lands_on("password_mismatch", "new-password-confirm").await;
        page.open(&invited.address).await;
        page.drive(&[
            ("new-password", Type(NEW)),
            ("new-password-confirm", Type(NEW)),
            ("question", Down(2)),
            ("answer", Type(ANSWER)),
            ("enrol-submit", Enter),
        ])
        .await;
        page.element("enrol-done").await;
        page.tab_through().await;
    })
    .await;
}

#[tokio::test]
async fn login_and_logout() {
    walk("keys-login", Policy::standard(), async |page, house| {
        let person = house.person_by("p-01-usr012", None, 2).await;
        page.open(&house.at("/account")).await;
        page.tab_through().await;
        page.open(&house.at("/account")).await;
        page.drive(&[("username", Type(&person.id)), ("login-submit", Enter)]).await;
        page.lands_on("required", "password").await;
        page.keys("not-the-password-1").await;
        page.leaving(async || page.keys(Key::Enter).await).await;
        page.lands_on("wrong_credentials", "username").await;
        page.drive(&[("password", Type(PASSWORD)), ("login-submit", SpaceBar)]).await;
        let letter = house.letter(page).await;
        page.tab_through().await;
        page.leaving(async || page.driver().refresh().await.unwrap()).await;
        page.drive(&[("otp", Type("12")), ("otp-submit", Enter)]).await;
        page.lands_on("wrong_credentials", "otp").await;
        page.keys(letter.code.as_str()).await;
        page.drive(&[("remember-browser", Space), ("otp-submit", Enter)]).await;
        page.element("devices").await;
        page.tab_through().await;
        page.open(&house.at("/account")).await;
        page.drive(&[("menu-browsers", Enter)]).await;
        assert!(page.has("remembered-end-1").await, "the box was marked");
        page.drive(&[("remembered-end-1", Enter)]).await;
        page.drive(&[("menu-logout", Enter)]).await;
        page.element("signed-out").await;
        page.tab_through().await;
    })
    .await;
}

#[tokio::test]
async fn login_on_to_a_certificate() {
    walk("keys-certificate", Policy::standard(), async |page, house| {
        let method = Some(LoginMethod::PasswordCertificate);
        let person = house.person_by("p-01-usr008", method, 1).await;
        page.open(&house.at("/account")).await;
        page.drive(&[
            ("username", Type(&person.id)),
            ("password", Type(PASSWORD)),
            ("login-submit", Enter),
        ])
        .await;
        page.element("certificate-continue").await;
        page.tab_through().await;
    })
    .await;
}

#[tokio::test]
async fn another_code_and_a_password_that_expired() {
    walk("keys-code", Policy::classic(), async |page, house| {
        let person = house.person_by("p-01-usr012", None, 2).await;
        house.clock.advance(days(91));
        page.open(&house.at("/account")).await;
        page.drive(&[
            ("username", Type(&person.id)),
            ("password", Type(PASSWORD)),
            ("login-submit", Enter),
        ])
        .await;
        page.element("new-password").await;
        page.tab_through().await;
        page.leaving(async || page.driver().refresh().await.unwrap()).await;
        page.drive(&[
            ("new-password", Type("short")),
            ("new-password-confirm", Type("short")),
            ("new-password-submit", Enter),
        ])
        .await;
        page.lands_on("password_too_short", "new-password").await;
        page.keys(NEW).await;
        page.drive(&[("new-password-confirm", Type(NEW)), ("new-password-submit", SpaceBar)]).await;
        house.letter(page).await;
        house.clock.advance(seconds(31));
        page.drive(&[("otp-device", Down(1)), ("otp-resend", Enter)]).await;
        let letter = house.letter(page).await;
        assert_eq!(letter.to, person.mail[1]);
        page.drive(&[("otp", Type(&letter.code)), ("otp-submit", Enter)]).await;
        page.element("devices").await;
    })
    .await;
}

#[tokio::test]
async fn reissue_by_a_recovery_code() {
    walk("keys-reissue", Policy::standard(), async |page, house| {
        let (person, invited) = house.invited("p-01-usr012", None).await;
        page.open(&invited.address).await;
        page.drive(&[("initial-code", Type(&invited.code)), ("initial-code-submit", Enter)]).await;
        page.drive(&[
            ("new-password", Type(PASSWORD)),
            ("new-password-confirm", Type(PASSWORD)),
            ("enrol-submit", Enter),
        ])
        .await;
        let code = "return document.querySelector('#recovery-codes code').textContent";
        let code = page.run(code, vec![]).await.as_str().unwrap().to_owned();

        page.open(&house.at("/account")).await;
        page.drive(&[("reissue-link", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/reissue")).await;
        page.drive(&[("username", Type(&person.id)), ("reissue-submit", Enter)]).await;
        page.lands_on("required", "mail").await;
        page.keys(person.mail[0].as_str()).await;
        page.drive(&[("reissue-submit", Enter)]).await;
        page.element("reissue-sent").await;
        page.open(&house.link(&person.mail[0], "/reissue/", 1).await).await;
        page.drive(&[("reissue-continue", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/reissue/continue")).await;
        page.drive(&[("recovery-code", Type("ZZZZZ")), ("recovery-submit", Enter)]).await;
        page.lands_on("recovery_mismatch", "recovery-code").await;
        page.keys(code.as_str()).await;
        page.leaving(async || page.keys(Key::Enter).await).await;
        page.drive(&[
            ("new-password", Type(NEW)),
            ("new-password-confirm", Type(NEW)),
            ("new-password-submit", Enter),
        ])
        .await;
        page.element("reissue-done").await;
    })
    .await;
}
