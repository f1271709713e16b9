//! Pictures of the account site, entry by entry, and of certificates.

use crate::arrival::{NEW, SAMPLE_CODE};
use crate::camera::take;
use crate::support::{PASSWORD, Page, demo};
use crate::{by_language, check, choose};

pub(crate) async fn walk(page: &Page) {
    let user = demo().user("demo", 2);
    page.driver().delete_all_cookies().await.unwrap();
    page.come_from_the_website().await;
    page.log_in(&user).await;
    page.press("consent-accept").await;
    page.element("signed-in-as").await;
    page.open(&demo().at("demo", "/account")).await;
    page.element("devices").await;
    take(page, "account").await;
    lists(page).await;
    credentials(page).await;
    devices(page).await;
    method(page).await;
    not_me(page).await;
}

async fn lists(page: &Page) {
    for (entry, picture) in [
        ("menu-websites", "websites"),
        ("menu-browsers", "browsers"),
        ("menu-data", "data"),
        ("menu-history", "history"),
    ] {
        page.press(entry).await;
        take(page, picture).await;
    }
}

async fn credentials(page: &Page) {
    page.press("menu-password").await;
    page.fill("current-password", PASSWORD).await;
    page.fill("new-password", NEW).await;
    page.fill("new-password-confirm", NEW).await;
    take(page, "change-password").await;
    page.press("password-submit").await;
    take(page, "change-password-done").await;

    page.press("menu-question").await;
    choose(page, "question", 2).await;
    page.fill("answer", by_language(page, "いろは先生", "Mr Whitfield")).await;
    take(page, "change-question").await;
    page.press("question-submit").await;
    take(page, "change-question-done").await;
}

async fn devices(page: &Page) {
    page.press("menu-account").await;
    take(page, "device-add").await;
    page.press("device-add").await;
    let mail = by_language(page, "tsubame@mobile.example", "swallow@mobile.example");
    page.fill("mail", mail).await;
    page.fill("mail-confirm", mail).await;
    check(page, "kind-smartphone").await;
    take(page, "device-form").await;
    page.press("device-confirm").await;
    page.element("device-register").await;
    take(page, "device-confirm").await;
    page.press("device-register").await;
    let letter = page.letter().await;
    page.fill("device-code", SAMPLE_CODE).await;
    take(page, "device-code").await;
    page.fill("device-code", &letter.code).await;
    page.press("device-code-submit").await;
    take(page, "device-done").await;
    page.press("menu-account").await;
    take(page, "device-change").await;
    page.press("device-delete-2").await;
    take(page, "device-delete").await;
}

async fn method(page: &Page) {
    page.press("menu-method").await;
    check(page, "method-password-certificate").await;
    take(page, "method").await;
    page.press("method-next").await;
    page.element("method-execute").await;
    take(page, "method-confirm").await;
    page.press("method-execute").await;
    page.element("method-certificates-done").await;
    take(page, "method-certificates").await;
    page.element("certificate-download").await.click().await.unwrap();
    page.press("method-certificates-done").await;
    page.element("method-done").await;
    take(page, "method-done").await;
}

/// What only a session that a certificate opened may do.
pub(crate) async fn certificates(page: &Page, id: &str) {
    page.open(&demo().at("demo", "/account")).await;
    page.enter_password(id, PASSWORD).await;
    page.press("certificate-continue").await;
    page.element("devices").await;
    take(page, "certificate-press").await;
    page.press("certificate-renew").await;
    take(page, "certificate-renew").await;
    page.press("certificate-renew-execute").await;
    take(page, "certificate-issued").await;
}

async fn not_me(page: &Page) {
    page.press("menu-history").await;
    page.press("history-not-me").await;
    take(page, "not-me").await;
    page.press("not-me-execute").await;
    page.element("not-me-done").await;
    take(page, "not-me-done").await;
}
