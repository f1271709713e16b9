//! Every flow with the keyboard alone: the tab key, shift and tab, enter, the space bar, and arrows within a list. After
//! each mistake the keyboard stands on the summary, whose link leads into the field.

mod account;
mod activate;
mod arrival;

use idp::model::policy::Policy;

use crate::support::Act::{Enter, SpaceBar, Type};
use crate::support::{Browser, House, Language, PASSWORD, Page, Person, browse};

const ANSWER: &str = "みどりのいんこ";

/// A walk through a house of its own, in one language: keys know none.
async fn walk(flow: &'static str, policy: Policy, walk: impl AsyncFnOnce(&Page, &House)) {
    let house = House::start(policy).await;
    let browser = Browser::speaking(Language::Japanese);
    let walked = browse(browser, flow, async |page| {
        // The width at which the menu of the account site stands beside its pages.
        page.resize((1280, 900, 1), false).await;
        walk(page, &house).await;
    });
    Box::pin(walked).await;
}

/// Passes the login in front without a mouse.
async fn log_in(page: &Page, house: &House, person: &Person) {
    page.drive(&[
        ("username", Type(&person.id)),
        ("password", Type(PASSWORD)),
        ("login-submit", Enter),
    ])
    .await;
    let letter = house.letter(page).await;
    page.drive(&[("otp", Type(&letter.code)), ("otp-submit", SpaceBar)]).await;
    page.element("menu-logout").await;
}

/// The checks would look green too if they saw nothing.
#[tokio::test]
async fn a_page_that_misleads_the_keyboard_is_seen_through() {
    let page = "data:text/html;charset=utf-8,<style>*{outline:none!important}</style>\
        <a class=skip href='%23main'>skip</a><a href='/x'>x</a><div style='height:300px'></div>\
        <button id=low>low</button><button id=high style='position:absolute;top:40px;left:0'>high</button>\
        <button id=last tabindex=3>last</button>";
    browse(Browser::speaking(Language::English), "keys-bad", async |browser| {
        browser.open(page).await;
        browser.run("document.getElementById('low').focus()", vec![]).await;
        let wrong = browser.wrongs().await.join("\n");
        for expected in [
            "last has an order of its own",
            "high comes after low",
            "the keyboard is invisible on low",
        ] {
            assert!(wrong.contains(expected), "{expected} is not among\n{wrong}");
        }
    })
    .await;
}
