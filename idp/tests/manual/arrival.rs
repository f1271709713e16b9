//! Pictures of the first visit, of logins, of a new password on the way, of the lock, of logout.

use crate::camera::take;
use crate::support::{Language, PASSWORD, Page, Television, demo};
use crate::{by_language, choose, mailed_link};

/// What is typed where the right one would be another with every run.
pub(crate) const SAMPLE_CODE: &str = "482915";

/// What a person registers at the first visit.
pub(crate) const NEW: &str = "Hotaru-no-hikari-6";

pub(crate) async fn walk(page: &Page) {
    enrolment(page).await;
    login(page).await;
    certificate(page).await;
    device(page).await;
    new_password(page).await;
    lock(page).await;
    logout(page).await;
}

/// Whoever is enrolled here is whoever forgets his password later: user ID, address, answer.
pub(crate) fn enrolled(language: Language) -> (&'static str, &'static str, &'static str) {
    match language {
        Language::Japanese => ("p-02-usr901", "momo@mail.example", "さくら通りの猫"),
        Language::English => ("p-02-usr902", "peach@mail.example", "The cat of Cherry Street"),
    }
}

async fn enrolment(page: &Page) {
    let (id, mail, answer) = enrolled(page.language());
    demo().run("demo", &["user", "create", "--user-id", id, "--mail", mail], "");
    let told = demo().run("demo", &["user", "invite", "--user-id", id, "--by", "print"], "");
    page.open(told["address"].as_str().unwrap()).await;
    page.fill("initial-code", SAMPLE_CODE).await;
    take(page, "enrolment-code").await;
    page.press("initial-code-submit").await;
    assert_eq!(page.problem().await, "code_mismatch");
    take(page, "enrolment-mismatch").await;
    page.fill("initial-code", told["initial_code"].as_str().unwrap()).await;
    page.press("initial-code-submit").await;
    fill_both(page, NEW).await;
    choose(page, "question", 1).await;
    page.fill("answer", answer).await;
    take(page, "enrolment-credentials").await;
    page.press("enrol-submit").await;
    page.element("enrol-done").await;
    take(page, "enrolment-done").await;
}

pub(crate) async fn fill_both(page: &Page, password: &str) {
    page.fill("new-password", password).await;
    page.fill("new-password-confirm", password).await;
}

/// Comes back to the first page of a login, whatever came before.
async fn begin(page: &Page) {
    page.driver().delete_all_cookies().await.unwrap();
    page.come_from_the_website().await;
}

async fn login(page: &Page) {
    let user = demo().user("demo", 2);
    begin(page).await;
    page.fill("username", &user.id).await;
    page.fill("password", PASSWORD).await;
    take(page, "login-password").await;
    page.enter_password(&user.id, "not-the-password-1").await;
    take(page, "login-wrong").await;
    page.enter_password(&user.id, PASSWORD).await;
    let letter = page.letter().await;
    page.fill("otp", SAMPLE_CODE).await;
    take(page, "login-code").await;
    page.enter_code(&letter.code).await;
    page.element("consent-accept").await;
    take(page, "login-consent").await;
}

async fn certificate(page: &Page) {
    let id = by_language(page, "p-02-usr911", "p-02-usr912");
    let words = ["user", "create", "--user-id", id, "--mail", "sango@mail.example"];
    let method = ["--login-method", "password_certificate", "--password-stdin"];
    demo().run("demo", &[&words[..], &method[..]].concat(), PASSWORD);
    begin(page).await;
    page.enter_password(id, PASSWORD).await;
    page.element("certificate-continue").await;
    take(page, "login-certificate").await;
}

/// A television, and the person who lets it in.
async fn device(page: &Page) {
    let user = demo().user("demo", 1);
    let name = by_language(page, "リビングのテレビ", "Living room television");
    let television = Television::register("demo", name);
    let asked = television.ask().await;
    page.driver().delete_all_cookies().await.unwrap();
    page.open(&asked.verification_uri).await;
    page.fill("user-code", &asked.user_code).await;
    take(page, "activate").await;
    page.press("user-code-submit").await;
    page.log_in(&user).await;
    page.element("activate-accept").await;
    take(page, "activate-confirm").await;
}

async fn new_password(page: &Page) {
    begin(page).await;
    page.enter_password("p-01-usr003", "yuki-daruma-5S").await;
    assert_eq!(page.problem().await, "password_expired");
    fill_both(page, NEW).await;
    take(page, "new-password").await;
    fill_both(page, "yuki-daruma-5S").await;
    page.press("new-password-submit").await;
    assert_eq!(page.problem().await, "password_reused");
    take(page, "new-password-reused").await;
}

async fn lock(page: &Page) {
    let user = demo().user("demo", 1);
    begin(page).await;
    for _ in 0..crate::text::everything().lockout.tries {
        page.enter_password(&user.id, "not-the-password-1").await;
    }
    page.element("account-locked").await;
    take(page, "lock").await;
    page.open(&mailed_link(&user.mail[0], "/release/", 1).await).await;
    page.element("release-execute").await;
    take(page, "lock-release").await;
}

async fn logout(page: &Page) {
    let user = demo().user("demo", 1);
    page.driver().delete_all_cookies().await.unwrap();
    page.open(&demo().at("demo", "/account")).await;
    page.log_in(&user).await;
    page.press("menu-logout").await;
    page.element("signed-out").await;
    take(page, "logout").await;
}
