//! The console of administration: from the set-up code to the last of its pages.

use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;
use idp::usecase::admin::{set_up, system};
use thirtyfour::By;

use crate::support::{House, PASSWORD, Page, browse_in_both, demo};

const OPERATOR: &str = "operator";

/// Makes the first administrator on the page for it.
pub(crate) async fn set_up_first(house: &House, page: &Page) {
    let by = idp::model::admin::Actor::here("walk");
    system::ensure(&house.app, by).await.unwrap();
    let code = set_up::code(&house.app, by).await.unwrap().unwrap();
    page.open(&format!("{}/console/set-up", house.app.base)).await;
    page.meet("set-up").await;
    page.fill("set-up-code", "not the code").await;
    page.fill("username", OPERATOR).await;
    page.fill("mail", "operator@mail.example").await;
    page.fill("new-password", PASSWORD).await;
    page.fill("new-password-confirm", PASSWORD).await;
    page.press("set-up-submit").await;
    assert_eq!(page.problem().await, "set_up_code");
    page.meet("set-up-wrong").await;
    page.fill("set-up-code", code.expose()).await;
    page.fill("new-password", PASSWORD).await;
    page.fill("new-password-confirm", PASSWORD).await;
    page.press("set-up-submit").await;
    page.element("door").await;
    page.meet("set-up-done").await;
}

pub(crate) async fn enter(house: &House, page: &Page) {
    page.press("console-enter").await;
    page.enter_password(OPERATOR, PASSWORD).await;
    let letter = house.letter(page).await;
    page.enter_code(&letter.code).await;
    page.element("tenants").await;
}

/// Locks an account the way it happens.
async fn lock(house: &House, page: &Page, id: &str) {
    page.open(&house.at("/account")).await;
    while page.has("username").await {
        page.enter_password(id, "not-the-password-1").await;
    }
    page.element("account-locked").await;
}

pub(crate) async fn press_first_user(page: &Page) {
    let link = page.driver().find(By::Css("#users tbody th a")).await.unwrap();
    page.leaving(async || link.click().await.unwrap()).await;
}

#[tokio::test]
async fn an_operator_begins_looks_and_helps() {
    browse_in_both("console", async |page| {
        let house = House::start(Policy::classic()).await;
        let locked = house.person("p-01-usr004").await;
        house.person("p-01-usr012").await;
        lock(&house, page, &locked.id).await;
        set_up_first(&house, page).await;
        enter(&house, page).await;
        page.meet("tenants").await;
        page.press("tenant-acme").await;
        page.element("chart-results").await;
        page.meet("start").await;
        let table = page.driver().find(By::Css(".chart details summary")).await.unwrap();
        table.click().await.unwrap();
        page.meet("start-table").await;
        page.press("nav-users").await;
        page.meet("users").await;
        page.fill("q", "p-01-usr004").await;
        page.press("search").await;
        press_first_user(page).await;
        page.element("obstacles").await;
        page.meet("user-locked").await;
        page.press("user-history").await;
        page.meet("history").await;
        page.driver().back().await.unwrap();
        page.press("deed-unlock").await;
        page.meet("unlock").await;
        page.press("act-submit").await;
        page.element("no-obstacle").await;
        page.meet("unlocked").await;
        page.press("deed-claims").await;
        page.fill("email", "not an address").await;
        page.press("act-submit").await;
        assert_eq!(page.problem().await, "bad_claim");
        page.meet("claims-wrong").await;
        page.press("console-sign-out").await;
        page.element("console-enter").await;
        page.meet("signed-out").await;
    })
    .await;
}

#[tokio::test]
async fn a_newcomer_gets_slips_and_a_certificate_is_handed_over() {
    browse_in_both("console-people", async |page| {
        let house = House::start(Policy::classic()).await;
        house.person_by("p-01-usr008", Some(LoginMethod::PasswordCertificate), 1).await;
        set_up_first(&house, page).await;
        enter(&house, page).await;
        page.press("tenant-acme").await;
        page.press("nav-users").await;
        page.press("user-new").await;
        page.meet("new").await;
        page.fill("user-id", "p-01-usr021").await;
        page.fill("mail", "momo@mail.example").await;
        page.press("act-submit").await;
        page.element("notice").await;
        page.meet("created").await;
        page.press("deed-invite").await;
        page.meet("invite").await;
        page.element("delivery-print").await.click().await.unwrap();
        page.press("act-submit").await;
        page.element("slip-code").await;
        page.meet("slips").await;
        page.press("nav-users").await;
        press_first_user(page).await;
        page.press("issue-1").await;
        page.meet("certificate-question").await;
        page.press("act-submit").await;
        page.element("download-password").await;
        page.meet("certificate").await;
    })
    .await;
}

#[tokio::test]
async fn the_demo_has_an_operator() {
    browse_in_both("console-demo", async |page| {
        let demo = demo();
        let (user_id, password, console) = &demo.administrator;
        page.open(console).await;
        page.enter_password(user_id, password).await;
        let letter = page.letter().await;
        page.enter_code(&letter.code).await;
        page.press("tenant-demo").await;
        page.meet("start").await;
    })
    .await;
}
