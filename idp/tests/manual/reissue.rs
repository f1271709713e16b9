//! Pictures of a forgotten password: by question and temporary password, and by a second proof.

use thirtyfour::By;

use crate::arrival::{NEW, enrolled, fill_both};
use crate::camera::take;
use crate::support::{Page, demo};
use crate::{choose, mailed_link};

const NEWER: &str = "Semi-no-nakigoe-4";

pub(crate) async fn walk(page: &Page) {
    by_question(page).await;
    by_wrong_answers(page).await;
    by_second_proof(page).await;
}

/// From the request to the page behind the mailed link; so many links were mailed then.
async fn ask(page: &Page, tenant: &str, whose: (&str, &str), count: usize, pictures: bool) {
    let (id, mail) = whose;
    page.driver().delete_all_cookies().await.unwrap();
    page.open(&demo().at(tenant, "/reissue")).await;
    page.fill("username", id).await;
    page.fill("mail", mail).await;
    if pictures {
        take(page, "reissue-ask").await;
    }
    page.press("reissue-submit").await;
    page.element("reissue-sent").await;
    if pictures {
        take(page, "reissue-sent").await;
    }
    page.open(&mailed_link(mail, "/reissue/", count).await).await;
    page.element("reissue-continue").await;
    if pictures {
        take(page, "reissue-continue").await;
    }
    page.press("reissue-continue").await;
}

async fn answer(page: &Page, answer: &str) {
    choose(page, "question", 1).await;
    page.fill("answer", answer).await;
}

async fn by_question(page: &Page) {
    let (id, mail, right) = enrolled(page.language());
    ask(page, "demo", (id, mail), 1, true).await;
    answer(page, right).await;
    take(page, "reissue-question").await;
    answer(page, "4649-4649").await;
    page.press("answer-submit").await;
    assert_eq!(page.problem().await, "answer_mismatch");
    take(page, "reissue-mismatch").await;
    answer(page, right).await;
    page.press("answer-submit").await;
    let temporary = page.text("temporary-password").await;
    take(page, "reissue-temporary").await;
    page.open(&demo().at("demo", "/account")).await;
    page.fill("username", id).await;
    page.fill("password", &temporary).await;
    take(page, "reissue-log-in").await;
    page.press("login-submit").await;
    assert_eq!(page.problem().await, "password_temporary");
    fill_both(page, NEWER).await;
    take(page, "reissue-new").await;
}

async fn by_wrong_answers(page: &Page) {
    let (id, mail, _) = enrolled(page.language());
    ask(page, "demo", (id, mail), 2, false).await;
    for _ in 0..crate::text::everything().lockout.answer_tries.unwrap() {
        if page.has("account-locked").await {
            break;
        }
        answer(page, "4649-4649").await;
        page.press("answer-submit").await;
    }
    page.element("account-locked").await;
    take(page, "lock-answers").await;
}

async fn by_second_proof(page: &Page) {
    let user = demo().user("modern", 1);
    page.driver().delete_all_cookies().await.unwrap();
    page.open(&demo().at("modern", "/account")).await;
    page.log_in(&user).await;
    page.press("menu-recovery").await;
    take(page, "recovery-codes").await;
    page.press("recovery-make").await;
    page.element("recovery-codes").await;
    let first = page.driver().find(By::Css("#recovery-codes code")).await.unwrap();
    let first = first.text().await.unwrap();
    take(page, "recovery-codes-new").await;

    ask(page, "modern", (&user.id, &user.mail[0]), 1, false).await;
    page.fill("recovery-code", &first).await;
    take(page, "reissue-proof").await;
    page.press("recovery-submit").await;
    fill_both(page, NEW).await;
    take(page, "reissue-choose").await;
    page.press("new-password-submit").await;
    page.element("reissue-done").await;
    take(page, "reissue-done").await;
}
