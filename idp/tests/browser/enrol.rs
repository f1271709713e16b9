//! The first visit, and the way back of whoever forgot the password afterwards.

use thirtyfour::By;

use crate::support::{Language, Page, browse_in_both, demo};

const PASSWORD: &str = "suzume-no-oyado-4V";
const NEWER: &str = "kitsune-no-yome-6W";
const ANSWER: &str = "ミドリノインコ";

/// A user of the walk's own who has not enrolled yet: user ID, address, and what the desk hands over.
fn invited(tenant: &str, language: Language) -> (String, String, serde_json::Value) {
    let id = format!("first-{tenant}-{}", language.tag());
    let mail = format!("{id}@mail.example");
    demo().run(tenant, &["user", "create", "--user-id", &id, "--mail", &mail], "");
    let told = demo().run(tenant, &["user", "invite", "--user-id", &id, "--by", "print"], "");
    (id, mail, told)
}

async fn fill_both(page: &Page, password: &str) {
    page.fill("new-password", password).await;
    page.fill("new-password-confirm", password).await;
}

async fn enrol_up_to_the_credentials(page: &Page, told: &serde_json::Value) {
    page.open(told["address"].as_str().unwrap()).await;
    page.fill("initial-code", "WRONGCODE2").await;
    page.press("initial-code-submit").await;
    assert_eq!(page.problem().await, "code_mismatch");
    page.meet("code-wrong").await;
    page.fill("initial-code", told["initial_code"].as_str().unwrap()).await;
    page.press("initial-code-submit").await;
    page.element("new-password").await;
    page.meet("credentials").await;
}

async fn answer(page: &Page, answer: &str) {
    let second = "#question option:nth-child(2)";
    page.driver().find(By::Css(second)).await.unwrap().click().await.unwrap();
    page.fill("answer", answer).await;
}

/// From the request to the page behind the mailed link.
async fn ask_for_a_reissue(page: &Page, tenant: &str, id: &str, mail: &str) {
    page.open(&demo().at(tenant, "/reissue")).await;
    page.meet("reissue-request").await;
    page.fill("username", id).await;
    page.fill("mail", mail).await;
    page.press("reissue-submit").await;
    page.element("reissue-sent").await;
    page.meet("reissue-sent").await;
    page.open(&demo().link(mail, "/reissue/").await).await;
    page.element("reissue-continue").await;
    page.meet("reissue-continue").await;
    page.press("reissue-continue").await;
}

#[tokio::test]
async fn classic_enrols_with_a_question_that_later_brings_a_temporary_password() {
    browse_in_both("classic", async |page| {
        let (id, mail, told) = invited("demo", page.language());
        enrol_up_to_the_credentials(page, &told).await;
        fill_both(page, PASSWORD).await;
        answer(page, ANSWER).await;
        page.press("enrol-submit").await;
        page.element("enrol-done").await;
        page.meet("enrolled").await;

        ask_for_a_reissue(page, "demo", &id, &mail).await;
        page.meet("question").await;
        answer(page, "ツバメノス").await;
        page.press("answer-submit").await;
        assert_eq!(page.problem().await, "answer_mismatch");
        page.meet("question-wrong").await;
        // Another width of the same answer.
        answer(page, "ﾐﾄﾞﾘﾉｲﾝｺ").await;
        page.press("answer-submit").await;
        let temporary = page.text("temporary-password").await;
        page.meet("temporary").await;

        page.come_from_the_website().await;
        page.enter_password(&id, &temporary).await;
        assert_eq!(page.problem().await, "password_temporary");
        page.meet("forced").await;
        fill_both(page, NEWER).await;
        page.press("new-password-submit").await;
        let letter = page.letter().await;
        page.enter_code(&letter.code).await;
        page.element("signed-in-as").await;
    })
    .await;
}

#[tokio::test]
async fn standard_enrols_with_recovery_codes_one_of_which_is_the_second_proof() {
    browse_in_both("standard", async |page| {
        let (id, mail, told) = invited("modern", page.language());
        enrol_up_to_the_credentials(page, &told).await;
        fill_both(page, PASSWORD).await;
        page.press("enrol-submit").await;
        page.element("recovery-codes").await;
        page.meet("enrolled").await;
        let code = page.driver().find(By::Css("#recovery-codes code")).await.unwrap();
        let code = code.text().await.unwrap();

        ask_for_a_reissue(page, "modern", &id, &mail).await;
        page.meet("second-proof").await;
        page.fill("recovery-code", &code.to_lowercase()).await;
        page.press("recovery-submit").await;
        page.element("new-password").await;
        page.meet("new-password").await;
        fill_both(page, NEWER).await;
        page.press("new-password-submit").await;
        page.element("reissue-done").await;
        page.meet("done").await;

        page.open(&demo().at("modern", "/account")).await;
        page.enter_password(&id, NEWER).await;
        let letter = page.letter().await;
        page.enter_code(&letter.code).await;
        page.element("devices").await;
    })
    .await;
}
