//! Every branch of every flow: wrong input, too often, expired, off by policy. Each on a house of its own, whose clock
//! the walk moves.

mod certificates;
mod codes;
mod credentials;
mod devices;
mod enrol;
mod lists;
mod locks;
mod login;
mod method;
mod off;
mod reissue;

use idp::model::login_method::LoginMethod;
use thirtyfour::By;

use crate::support::{House, Page, Person, eventually, seconds};

pub(crate) const NEW: &str = "suzume-no-oyado-4V";

pub(crate) async fn fill_both(page: &Page, one: &str, other: &str) {
    page.fill("new-password", one).await;
    page.fill("new-password-confirm", other).await;
}

/// Chooses an entry of a list; the first is number one.
pub(crate) async fn choose(page: &Page, id: &str, entry: usize) {
    page.element(id).await;
    let option = format!("#{id} option:nth-child({})", entry + 1);
    page.driver().find(By::Css(option)).await.unwrap().click().await.unwrap();
}

/// The page that is shown tells this problem, and is as every page must be.
pub(crate) async fn tells(page: &Page, problem: &str) {
    assert_eq!(page.problem().await, problem, "at {}", page.address().await);
    page.meet(&problem.replace('_', "-")).await;
}

/// Another code of the same length.
pub(crate) fn other(code: &str) -> String {
    let flip = |digit: char| if digit == '0' { '1' } else { '0' };
    code.chars().map(flip).collect()
}

/// Fetches the certificates that another login method waits for, and goes on.
pub(crate) async fn fetch_certificates(house: &House, page: &Page, person: &Person) {
    page.element("certificate-download").await.click().await.unwrap();
    let fetched = eventually(async || {
        let method = house.login_method(person).await;
        (method == LoginMethod::PasswordCertificate).then_some(())
    });
    assert!(fetched.await.is_some(), "the certificate was not fetched");
    page.press("method-certificates-done").await;
    page.element("method-done").await;
}

/// The browser forgets who it is.
pub(crate) async fn forget(page: &Page) {
    page.driver().delete_all_cookies().await.unwrap();
}

/// From the request to the page behind the mailed link.
pub(crate) async fn ask_for_a_reissue(
    house: &House,
    page: &Page,
    person: &Person,
    times: usize,
) -> String {
    // No two letters of one moment: the newest is told by its time.
    house.clock.advance(seconds(1));
    page.open(&house.at("/reissue")).await;
    page.fill("username", &person.id).await;
    page.fill("mail", &person.mail[0]).await;
    page.press("reissue-submit").await;
    page.element("reissue-sent").await;
    house.link(&person.mail[0], "/reissue/", times).await
}
