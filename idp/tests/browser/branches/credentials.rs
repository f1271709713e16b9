//! Password, question and recovery codes on the account site: what is refused, and a login that is not fresh.

use idp::model::policy::Policy;

use super::{NEW, choose, fill_both, tells};
use crate::support::{House, PASSWORD, Page, browse_in_both, minutes};

async fn change(page: &Page, current: &str, new: &str, again: &str) {
    page.fill("current-password", current).await;
    fill_both(page, new, again).await;
    page.press("password-submit").await;
}

#[tokio::test]
async fn a_password_that_may_not_be_is_refused_with_its_own_word() {
    browse_in_both("password-refused", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person("p-01-usr012").await;
        house.signed_in(page, &person, "/account/password").await;
        for (current, new, again, problem) in [
            ("", NEW, NEW, "required"),
            (PASSWORD, "", "", "required"),
            (PASSWORD, NEW, "", "required"),
            (PASSWORD, NEW, "suzume-no-oyado-4W", "password_mismatch"),
            (PASSWORD, PASSWORD, PASSWORD, "password_reused"),
            (PASSWORD, "Kaza-77", "Kaza-77", "password_too_short"),
            (PASSWORD, "xxP-01-USR012xx", "xxP-01-USR012xx", "password_contains_id"),
        ] {
            change(page, current, new, again).await;
            tells(page, problem).await;
        }
        for _ in 0..4 {
            change(page, "not-the-password-1", NEW, NEW).await;
            assert_eq!(page.problem().await, "wrong_credentials");
        }
        change(page, "not-the-password-1", NEW, NEW).await;
        page.element("account-locked").await;
        page.meet("locked").await;
    })
    .await;
}

#[tokio::test]
async fn where_the_delay_grows_the_form_tells_how_long() {
    browse_in_both("password-slow", async |page| {
        let house = House::start(Policy::standard()).await;
        let person = house.person("p-01-usr012").await;
        house.signed_in(page, &person, "/account/password").await;
        page.meet("form").await;
        for _ in 0..6 {
            change(page, "not-the-password-1", NEW, NEW).await;
            if page.problem().await == "try_later" {
                break;
            }
        }
        tells(page, "try_later").await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_may_not_be_is_refused_with_its_own_word() {
    browse_in_both("question-refused", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person("p-01-usr012").await;
        house.signed_in(page, &person, "/account/question").await;
        page.press("question-submit").await;
        tells(page, "required").await;
        let question =
            page.run("return document.querySelectorAll('#question option')[1].text", vec![]).await;
        for (answer, problem) in [
            ("", "required"),
            ("かぜ", "answer_too_short"),
            (question.as_str().unwrap(), "answer_is_question"),
            ("p-01-usr012", "answer_is_login_name"),
            ("タカハシ", "answer_common"),
        ] {
            choose(page, "question", 1).await;
            page.fill("answer", answer).await;
            page.press("question-submit").await;
            tells(page, problem).await;
        }
        let foreign = "document.querySelectorAll('#question option')[1].value = 'いつもの?'";
        page.run(foreign, vec![]).await;
        choose(page, "question", 1).await;
        page.fill("answer", "みどりのいんこ").await;
        page.press("question-submit").await;
        tells(page, "unknown_question").await;
    })
    .await;
}

#[tokio::test]
async fn a_stale_login_is_led_through_another_and_back() {
    browse_in_both("stale", async |page| {
        let house = House::start(Policy::standard()).await;
        let person = house.person("p-01-usr012").await;
        house.signed_in(page, &person, "/account/recovery-codes").await;
        page.meet("codes").await;
        house.clock.advance(minutes(6));
        page.press("recovery-make").await;
        page.meet("login").await;
        house.prove(page, &person).await;
        page.press("recovery-make").await;
        page.element("recovery-codes").await;
        page.meet("new-codes").await;
        page.press("recovery-done").await;
        page.press("menu-recovery").await;
        page.meet("left").await;
        house.clock.advance(minutes(6));
        page.press("menu-account").await;
        page.press("device-add").await;
        page.element("username").await;
        house.prove(page, &person).await;
        page.element("mail-confirm").await;
    })
    .await;
}
