//! The account site, page by page.

use idp::model::policy::Policy;
use thirtyfour::Key;

use super::{ANSWER, log_in, walk};
use crate::branches::{NEW, fetch_certificates};
use crate::support::Act::{Down, Enter, Space, SpaceBar, Type};
use crate::support::PASSWORD;

#[tokio::test]
async fn reissue_by_an_answer() {
    walk("keys-question", Policy::classic(), async |page, house| {
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        log_in(page, house, &person).await;
        page.drive(&[("menu-question", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account/question")).await;
        page.drive(&[("question-submit", Enter)]).await;
        page.lands_on("required", "answer").await;
        page.keys(ANSWER).await;
        page.drive(&[("question-submit", Enter)]).await;
        page.element("question-done").await;
        page.drive(&[("menu-logout", SpaceBar)]).await;

        page.open(&house.at("/reissue")).await;
        page.drive(&[
            ("username", Type(&person.id)),
            ("mail", Type(&person.mail[0])),
            ("reissue-submit", SpaceBar),
        ])
        .await;
        page.open(&house.link(&person.mail[0], "/reissue/", 1).await).await;
        page.drive(&[("reissue-continue", SpaceBar)]).await;
        page.drive(&[
            ("question", Down(1)),
            ("answer", Type("つばめのす")),
            ("answer-submit", Enter),
        ])
        .await;
        page.lands_on("answer_mismatch", "question").await;
        page.drive(&[("question", Down(1)), ("answer", Type(ANSWER)), ("answer-submit", Enter)])
            .await;
        page.element("temporary-password").await;
        page.tab_through().await;
    })
    .await;
}

#[tokio::test]
async fn devices() {
    walk("keys-devices", Policy::classic(), async |page, house| {
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        log_in(page, house, &person).await;
        page.drive(&[("device-add", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account/devices/new")).await;
        page.drive(&[
            ("mail", Type("new@mobile.example")),
            ("mail-confirm", Type("new@mobile.example")),
            ("device-confirm", Enter),
        ])
        .await;
        page.lands_on("required", "kind").await;
        page.drive(&[("kind-smartphone", Space), ("device-confirm", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account/devices/new")).await;
        page.drive(&[
            ("mail", Type("new@mobile.example")),
            ("mail-confirm", Type("new@mobile.example")),
            ("kind-mobile", Space),
            ("device-confirm", Enter),
        ])
        .await;
        page.drive(&[("device-register", Enter)]).await;
        let letter = house.letter(page).await;
        page.drive(&[("device-code", Type("12")), ("device-code-submit", Enter)]).await;
        page.lands_on("code_mismatch", "device-code").await;
        page.keys(letter.code.as_str()).await;
        page.leaving(async || page.keys(Key::Enter).await).await;
        page.element("device-done").await;
        page.drive(&[("account-link", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account")).await;
        page.drive(&[("device-delete-2", Enter)]).await;
        page.drive(&[("device-delete-execute", SpaceBar)]).await;
        page.element("notice").await;
    })
    .await;
}

#[tokio::test]
async fn password_history_and_method() {
    walk("keys-account", Policy::classic(), async |page, house| {
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        log_in(page, house, &person).await;
        page.drive(&[("menu-password", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account/password")).await;
        page.drive(&[
            ("current-password", Type("not-the-password-1")),
            ("new-password", Type(NEW)),
            ("new-password-confirm", Type(NEW)),
            ("password-submit", Enter),
        ])
        .await;
        page.lands_on("wrong_credentials", "current-password").await;
        page.keys(PASSWORD).await;
        page.drive(&[
            ("new-password", Type(NEW)),
            ("new-password-confirm", Type(NEW)),
            ("password-submit", SpaceBar),
        ])
        .await;
        page.element("password-done").await;
        page.drive(&[("menu-history", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account/history")).await;
        page.drive(&[("history-not-me", Enter)]).await;
        page.drive(&[("not-me-back", Enter)]).await;
        page.drive(&[("menu-method", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account/method")).await;
        page.drive(&[("method-next", Enter)]).await;
        page.lands_on("same_method", "method").await;
        page.drive(&[("method-password-certificate", Space), ("method-next", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account/method")).await;
        page.drive(&[("method-password-certificate", Space), ("method-next", Enter)]).await;
        page.drive(&[("method-execute", Enter)]).await;
        page.tab_through().await;
        fetch_certificates(house, page, &person).await;
        house.proves_a_certificate(&person).await;
        page.drive(&[("menu-account", Enter)]).await;
        page.drive(&[("certificate-renew", Enter)]).await;
        page.drive(&[("certificate-csr", Enter)]).await;
        page.tab_through().await;
    })
    .await;
}

#[tokio::test]
async fn lists_data_and_help() {
    walk("keys-lists", Policy::standard(), async |page, house| {
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        log_in(page, house, &person).await;
        for entry in ["menu-websites", "menu-browsers", "menu-recovery", "menu-data"] {
            page.drive(&[(entry, Enter)]).await;
            page.tab_through().await;
            page.open(&page.address().await).await;
        }
        page.drive(&[("help-link", Enter)]).await;
        page.tab_through().await;
        page.open(&house.at("/account/recovery-codes")).await;
        page.drive(&[("recovery-make", SpaceBar)]).await;
        page.drive(&[("recovery-done", Enter)]).await;
        page.element("menu-account").await;
    })
    .await;
}
