//! Enrolment: what may not be registered, and addresses that lead nowhere any more.

use idp::model::login_method::LoginMethod;
use idp::model::policy::{CharacterClass, Policy};

use super::{NEW, choose, fill_both, forget, tells};
use crate::support::{House, Invited, Page, browse_in_both, days};

const ANSWER: &str = "みどりのいんこ";

async fn enter(page: &Page, invited: &Invited) {
    page.open(&invited.address).await;
    page.fill("initial-code", &invited.code).await;
    page.press("initial-code-submit").await;
    page.element("new-password").await;
}

#[tokio::test]
async fn what_may_not_be_registered_is_told_field_by_field() {
    browse_in_both("enrol-refused", async |page| {
        let mut policy = Policy::classic();
        policy.password.required_classes.insert(CharacterClass::Digit);
        let house = House::start(policy).await;
        let (_, invited) = house.invited("p-01-usr012", None).await;
        page.open(&invited.address).await;
        page.meet("code").await;
        page.press("initial-code-submit").await;
        tells(page, "required").await;
        enter(page, &invited).await;

        for (one, again, problem) in [
            ("", "", "required"),
            (NEW, "suzume-no-oyado-4W", "password_mismatch"),
            ("Kaza-77", "Kaza-77", "password_too_short"),
            ("風車がまわる-77", "風車がまわる-77", "password_characters"),
            ("xxP-01-USR012xx", "xxP-01-USR012xx", "password_contains_id"),
            ("password1", "password1", "password_common"),
            ("suzume-no-oyado-V", "suzume-no-oyado-V", "password_classes"),
        ] {
            fill_both(page, one, again).await;
            page.press("enrol-submit").await;
            tells(page, problem).await;
        }
        let long = "Kaza-guruma-77".repeat(3);
        fill_both(page, &long, &long).await;
        page.press("enrol-submit").await;
        tells(page, "password_too_long").await;
        fill_both(page, NEW, NEW).await;
        page.press("enrol-submit").await;
        tells(page, "required").await;
        assert!(page.has("answer-error").await, "the answer is asked for");

        let question =
            page.run("return document.querySelectorAll('#question option')[1].text", vec![]);
        let question = question.await.as_str().unwrap().to_owned();
        for (answer, problem) in [
            ("", "required"),
            ("かぜ", "answer_too_short"),
            (&question, "answer_is_question"),
            ("P-01-usr012", "answer_is_login_name"),
            ("タカハシ", "answer_common"),
        ] {
            fill_both(page, NEW, NEW).await;
            choose(page, "question", 1).await;
            page.fill("answer", answer).await;
            page.press("enrol-submit").await;
            tells(page, problem).await;
        }
        fill_both(page, NEW, NEW).await;
        choose(page, "question", 1).await;
        page.fill("answer", ANSWER).await;
        page.press("enrol-submit").await;
        page.element("enrol-done").await;
        page.open(&invited.address).await;
        tells(page, "link_used").await;
    })
    .await;
}

#[tokio::test]
async fn an_address_that_ended_says_why() {
    browse_in_both("enrol-ended", async |page| {
        let house = House::start(Policy::classic()).await;
        let (first, before) = house.invited("p-01-usr001", None).await;
        let after = house.invite(&first).await;
        page.open(&before.address).await;
        tells(page, "link_superseded").await;
        page.open(&house.at("/enrol/e_of_nobody")).await;
        tells(page, "link_unknown").await;

        enter(page, &after).await;
        forget(page).await;
        page.open(&after.address).await;
        tells(page, "other_browser").await;

        let (_, wrong) = house.invited("p-01-usr002", None).await;
        page.open(&wrong.address).await;
        for _ in 0..4 {
            page.fill("initial-code", "WRONGCODE2").await;
            page.press("initial-code-submit").await;
            assert_eq!(page.problem().await, "code_mismatch");
        }
        page.fill("initial-code", "WRONGCODE2").await;
        page.press("initial-code-submit").await;
        tells(page, "link_closed").await;

        let (_, late) = house.invited("p-01-usr003", None).await;
        house.clock.advance(days(31));
        page.open(&late.address).await;
        tells(page, "link_expired").await;
    })
    .await;
}

#[tokio::test]
async fn who_enrols_by_certificate_gets_it_at_the_end() {
    browse_in_both("enrol-certificate", async |page| {
        let house = House::start(Policy::standard()).await;
        let method = Some(LoginMethod::PasswordCertificate);
        let (_, invited) = house.invited("p-01-usr008", method).await;
        enter(page, &invited).await;
        page.meet("credentials").await;
        fill_both(page, NEW, NEW).await;
        page.press("enrol-submit").await;
        page.element("certificate-download").await;
        page.element("recovery-codes").await;
        page.meet("done").await;
    })
    .await;
}
