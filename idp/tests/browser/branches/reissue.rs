//! Reissue: links that ended, wrong answers and codes, the desk that vouches.

use idp::model::admin::Actor;
use idp::model::policy::Policy;
use idp::usecase::admin::reissues;

use super::{NEW, ask_for_a_reissue, choose, fill_both, forget, other, tells};
use crate::support::{House, Page, Person, browse_in_both, minutes};

const ANSWER: &str = "みどりのいんこ";

/// Somebody who enrolled in this browser, so that there is an answer or a recovery code; returns the first such code.
async fn enrolled(house: &House, page: &Page, name: &str) -> (Person, String) {
    let (person, invited) = house.invited(name, None).await;
    page.open(&invited.address).await;
    page.fill("initial-code", &invited.code).await;
    page.press("initial-code-submit").await;
    fill_both(page, NEW, NEW).await;
    if page.has("question").await {
        choose(page, "question", 1).await;
        page.fill("answer", ANSWER).await;
    }
    page.press("enrol-submit").await;
    page.element("enrol-done").await;
    let first = "return document.querySelector('#recovery-codes code')?.textContent ?? ''";
    let code = page.run(first, vec![]).await.as_str().unwrap().to_owned();
    (person, code)
}

async fn confirm(page: &Page, link: &str) {
    page.open(link).await;
    page.press("reissue-continue").await;
}

#[tokio::test]
async fn a_mailed_link_that_ended_says_why() {
    browse_in_both("reissue-ended", async |page| {
        let house = House::start(Policy::classic()).await;
        let (person, _) = enrolled(&house, page, "p-01-usr012").await;
        let first = ask_for_a_reissue(&house, page, &person, 1).await;
        let second = ask_for_a_reissue(&house, page, &person, 2).await;
        page.open(&first).await;
        tells(page, "link_superseded").await;
        page.open(&house.at("/reissue/r_of_nobody")).await;
        tells(page, "link_unknown").await;
        confirm(page, &second).await;
        page.element("answer").await;
        forget(page).await;
        page.open(&second).await;
        tells(page, "other_browser").await;
        house.clock.advance(minutes(60));
        page.open(&second).await;
        tells(page, "link_expired").await;

        let third = ask_for_a_reissue(&house, page, &person, 3).await;
        confirm(page, &third).await;
        choose(page, "question", 1).await;
        page.fill("answer", ANSWER).await;
        page.press("answer-submit").await;
        let temporary = page.text("temporary-password").await;
        page.open(&house.at("/reissue/continue")).await;
        page.element("reissue-done").await;
        page.meet("shown-already").await;
        forget(page).await;
        page.open(&third).await;
        tells(page, "link_used").await;

        // What is temporary ends, and is then as wrong as any other.
        house.clock.advance(minutes(60));
        page.open(&house.at("/account")).await;
        page.enter_password(&person.id, &temporary).await;
        assert_eq!(page.problem().await, "wrong_credentials");
    })
    .await;
}

#[tokio::test]
async fn wrong_answers_end_in_a_lock() {
    browse_in_both("reissue-answers", async |page| {
        let house = House::start(Policy::classic()).await;
        let (person, _) = enrolled(&house, page, "p-01-usr012").await;
        page.open(&house.at("/reissue")).await;
        page.press("reissue-submit").await;
        tells(page, "required").await;
        page.fill("username", &person.id).await;
        page.press("reissue-submit").await;
        tells(page, "required").await;

        let link = ask_for_a_reissue(&house, page, &person, 1).await;
        confirm(page, &link).await;
        page.press("answer-submit").await;
        tells(page, "required").await;
        choose(page, "question", 1).await;
        page.press("answer-submit").await;
        tells(page, "required").await;
        for _ in 0..4 {
            choose(page, "question", 1).await;
            page.fill("answer", "つばめのす").await;
            page.press("answer-submit").await;
            assert_eq!(page.problem().await, "answer_mismatch");
        }
        choose(page, "question", 1).await;
        page.fill("answer", "つばめのす").await;
        page.press("answer-submit").await;
        page.element("account-locked").await;
        page.meet("locked").await;
        let again = ask_for_a_reissue(&house, page, &person, 2).await;
        page.open(&again).await;
        page.element("account-locked").await;
        house.unlock(&person).await;
    })
    .await;
}

#[tokio::test]
async fn wrong_recovery_codes_close_it_and_a_weak_password_is_refused() {
    browse_in_both("reissue-codes", async |page| {
        let house = House::start(Policy::standard()).await;
        let (person, code) = enrolled(&house, page, "p-01-usr012").await;
        let link = ask_for_a_reissue(&house, page, &person, 1).await;
        confirm(page, &link).await;
        page.press("recovery-submit").await;
        tells(page, "required").await;
        page.fill("recovery-code", "ZZZZZ-ZZZZZ-ZZZZZ").await;
        page.press("recovery-submit").await;
        tells(page, "recovery_mismatch").await;
        page.fill("recovery-code", &code).await;
        page.press("recovery-submit").await;
        for (one, again, problem) in [
            ("", "", "required"),
            (NEW, &other(NEW)[..], "password_mismatch"),
            ("short", "short", "password_too_short"),
            ("password1", "password1", "password_common"),
            ("xxP-01-USR012xx", "xxP-01-USR012xx", "password_contains_id"),
            (NEW, NEW, "password_reused"),
        ] {
            fill_both(page, one, again).await;
            page.press("new-password-submit").await;
            tells(page, problem).await;
        }

        let link = ask_for_a_reissue(&house, page, &person, 2).await;
        confirm(page, &link).await;
        for _ in 0..5 {
            page.fill("recovery-code", "ZZZZZ-ZZZZZ-ZZZZZ").await;
            page.press("recovery-submit").await;
        }
        tells(page, "link_closed").await;
    })
    .await;
}

#[tokio::test]
async fn who_has_no_code_is_vouched_for_by_the_desk() {
    browse_in_both("reissue-desk", async |page| {
        let house = House::start(Policy::standard()).await;
        let person = house.person("p-01-usr012").await;
        let link = ask_for_a_reissue(&house, page, &person, 1).await;
        confirm(page, &link).await;
        page.meet("second-proof").await;
        reissues::approve(&house.app, &house.tenant, &person.user, Actor::here("desk"))
            .await
            .unwrap();
        page.leaving(async || page.driver().refresh().await.unwrap()).await;
        page.element("new-password").await;
        page.meet("vouched").await;
    })
    .await;
}
