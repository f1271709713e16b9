//! The main ways: enrolment, login, forced change, reissue, the account site, in and out of a website.

use super::Window;
use super::demo::{Demo, PASSWORD};

const NEW: &str = "suzume-no-oyado-4V";
const NEWER: &str = "kitsune-no-yome-6W";

/// Every main way, by a user of the walk's own.
pub(crate) async fn every_main_way(demo: &Demo, window: &mut impl Window, id: &str) {
    let mail = format!("{id}@mail.example");
    enrolment(demo, window, (id, &mail)).await;
    website(demo, window, id).await;
    reissue(demo, window, (id, &mail)).await;
    account(demo, window, id).await;
}

async fn fill_both(window: &mut impl Window, password: &str) {
    window.fill("new-password", password).await;
    window.fill("new-password-confirm", password).await;
}

async fn enter_password(window: &mut impl Window, id: &str, password: &str) {
    window.fill("username", id).await;
    window.fill("password", password).await;
    window.press("login-submit").await;
}

async fn enter_code(demo: &Demo, window: &mut impl Window) {
    let code = demo.code(&window.text("otp-reference").await).await;
    window.fill("otp", &code).await;
    window.press("otp-submit").await;
}

async fn answer(window: &mut impl Window, answer: &str) {
    window.mark("#question option:nth-child(2)").await;
    window.fill("answer", answer).await;
}

async fn enrolment(demo: &Demo, window: &mut impl Window, (id, mail): (&str, &str)) {
    demo.run(&["user", "create", "--user-id", id, "--mail", mail], "");
    let told = demo.run(&["user", "invite", "--user-id", id, "--by", "print"], "");
    window.open(told["address"].as_str().unwrap()).await;
    window.fill("initial-code", "WRONGCODE2").await;
    window.press("initial-code-submit").await;
    assert_eq!(window.attribute("problem", "data-problem").await, "code_mismatch");
    window.picture("enrol-wrong").await;
    window.fill("initial-code", told["initial_code"].as_str().unwrap()).await;
    window.press("initial-code-submit").await;
    fill_both(window, NEW).await;
    answer(window, "みどりのいんこ").await;
    window.picture("enrol-credentials").await;
    window.press("enrol-submit").await;
    window.text("enrol-done").await;
    window.picture("enrol-done").await;
}

/// In and out of a website.
async fn website(demo: &Demo, window: &mut impl Window, id: &str) {
    window.open(demo.text("website")).await;
    window.press("sign-in").await;
    window.picture("login").await;
    enter_password(window, id, "not-the-password-1").await;
    assert_eq!(window.attribute("problem", "data-problem").await, "wrong_credentials");
    window.picture("login-wrong").await;
    enter_password(window, id, NEW).await;
    window.picture("login-code").await;
    enter_code(demo, window).await;
    assert!(window.text("claim-amr").await.contains("otp"));
    window.press("sign-out").await;
    window.text("signed-out").await;
    assert!(window.address().await.starts_with(demo.text("website")));
}

/// A forgotten password, up to the one that takes its place.
async fn reissue(demo: &Demo, window: &mut impl Window, (id, mail): (&str, &str)) {
    window.open(&demo.at("/reissue")).await;
    window.fill("username", id).await;
    window.fill("mail", mail).await;
    window.press("reissue-submit").await;
    window.text("reissue-sent").await;
    window.open(&demo.link(mail, "/reissue/").await).await;
    window.press("reissue-continue").await;
    window.picture("reissue-question").await;
    // Another width of the same answer.
    answer(window, "ﾐﾄﾞﾘﾉｲﾝｺ").await;
    window.press("answer-submit").await;
    let temporary = window.text("temporary-password").await;
    window.picture("reissue-temporary").await;

    window.open(&demo.at("/account")).await;
    enter_password(window, id, &temporary).await;
    assert_eq!(window.attribute("problem", "data-problem").await, "password_temporary");
    window.picture("forced-change").await;
    fill_both(window, NEWER).await;
    window.press("new-password-submit").await;
    enter_code(demo, window).await;
    window.text("devices").await;
    window.picture("account").await;
}

async fn account(demo: &Demo, window: &mut impl Window, id: &str) {
    let mail = format!("{id}@mobile.example");
    window.press("device-add").await;
    window.fill("mail", &mail).await;
    window.fill("mail-confirm", &mail).await;
    window.mark("#kind-smartphone").await;
    window.picture("device-form").await;
    window.press("device-confirm").await;
    window.press("device-register").await;
    let code = demo.code(&window.text("otp-reference").await).await;
    window.fill("device-code", &code).await;
    window.press("device-code-submit").await;
    window.text("device-done").await;

    window.press("menu-password").await;
    window.fill("current-password", NEWER).await;
    fill_both(window, PASSWORD).await;
    window.press("password-submit").await;
    window.text("password-done").await;
    window.press("menu-history").await;
    window.text("login-history").await;
    window.picture("history").await;
    window.press("menu-logout").await;
    window.text("signed-out").await;
    window.open(&demo.at("/account")).await;
    enter_password(window, id, PASSWORD).await;
    window.text("otp-reference").await;
}
