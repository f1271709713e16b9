//! Lists that are long or empty, and what can be done with an entry of them.

use idp::model::history::{Entry, Origin, Outcome};
use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;

use crate::support::{
    Browser, House, Language, PASSWORD, Website, browse, browse_in_both, demo, minutes,
};

const OUTCOMES: [Outcome; 8] = [
    Outcome::SignedIn,
    Outcome::WrongPassword,
    Outcome::WrongCode,
    Outcome::WrongAnswer,
    Outcome::WrongRecoveryCode,
    Outcome::WrongCertificate,
    Outcome::Locked,
    Outcome::RefusedWhileLocked,
];

#[tokio::test]
async fn a_long_history_has_pages() {
    browse_in_both("history", async |page| {
        let house = House::start(Policy::classic()).await;
        let person = house.person("p-01-usr012").await;
        for (number, outcome) in OUTCOMES.iter().cycle().take(45).enumerate() {
            let browser = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0";
            let (address, browser) = (format!("192.0.2.{number}"), browser.to_owned());
            let entry = Entry {
                user: person.user.id,
                at: house.app.now(),
                origin: Origin { address, browser },
                device: None,
                method: LoginMethod::PasswordOtp,
                client: None,
                outcome: *outcome,
            };
            house.clock.advance(minutes(7));
            house.add_to_history(&entry).await;
        }
        house.signed_in(page, &person, "/account/history").await;
        page.meet("first").await;
        page.press("history-next").await;
        page.meet("second").await;
        page.press("history-next").await;
        page.meet("last").await;
        assert!(!page.has("history-next").await);
        page.press("history-previous").await;
        assert!(page.has("history-next").await && page.has("history-previous").await);
    })
    .await;
}

#[tokio::test]
async fn other_browsers_are_signed_out() {
    let house = House::start(Policy::classic()).await;
    let person = house.person("p-01-usr012").await;
    browse(Browser::speaking(Language::Japanese), "browsers", async |first| {
        house.signed_in(first, &person, "/account/browsers").await;
        browse(Browser::speaking(Language::English), "browsers", async |second| {
            house.clock.advance(minutes(1));
            house.signed_in(second, &person, "/account/browsers").await;
            second.meet("two").await;
            second.press("end-others").await;
            second.element("session-end-1").await;
            assert!(!second.has("session-end-2").await);
            second.meet("one").await;
        })
        .await;
        first.press("menu-history").await;
        first.element("username").await;
    })
    .await;
}

#[tokio::test]
async fn what_a_website_learns_is_listed_and_taken_back() {
    browse_in_both("websites", async |page| {
        let website = Website::register("modern", "Aoba Mileage Club");
        let user = demo().user("modern", 1);
        page.open(&website.authorize(&[("scope", "openid profile email")])).await;
        page.enter_password(&user.id, PASSWORD).await;
        let letter = page.letter().await;
        page.enter_code(&letter.code).await;
        page.press("consent-accept").await;
        page.element("back").await;
        page.open(&demo().at("modern", "/account/websites")).await;
        page.element("website-revoke-1").await;
        page.meet("one").await;
        page.press("website-revoke-1").await;
        page.meet("none").await;
        assert!(!page.has("website-revoke-1").await);
    })
    .await;
}
