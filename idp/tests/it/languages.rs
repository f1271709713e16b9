//! The language of a page: picked, asked for by the website, the browser's, or the tenant's.

use idp::model::policy::{Language, Policy};

use crate::support::tenant::credentials;
use crate::support::{Page, TestIdp};

fn lang(page: &Page) -> String {
    page.attribute("html", "lang").unwrap()
}

#[tokio::test]
async fn the_browser_chooses_and_the_website_chooses_over_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    for (accepts, locales, expected) in [
        ("", "", "ja"),
        ("en", "", "en"),
        ("fr, de", "", "ja"),
        ("en-GB;q=0.8, ja;q=0.7", "", "en"),
        ("en", "ja", "ja"),
        ("ja", "fr en-US ja", "en"),
        ("ja", "xx-<script>", "ja"),
    ] {
        let mut browser = idp.browser();
        browser.headers.push(("accept-language", accepts.to_owned()));
        let page = browser.open(portal.sign_in_link_with(&[("ui_locales", locales)])).await;
        assert_eq!(lang(page), expected, "{accepts:?} {locales:?}");
    }
}

#[tokio::test]
async fn the_switch_on_a_page_is_remembered_and_keeps_the_page() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    let switch = |page: &Page| page.attribute(".languages a[lang=en]", "href").unwrap();
    let to = switch(browser.page());
    assert_eq!(lang(browser.open(&to).await), "en");
    assert_eq!(browser.page().text("h1"), "Log in");
    browser.submit("/password", &[("username", "alice"), ("password", "x")]).await;
    let refused = browser.page().clone();
    assert_eq!((lang(&refused).as_str(), refused.status()), ("en", 422));
    let back = refused.attribute(".languages a[lang=ja]", "href").unwrap();
    let page = browser.open(&back).await;
    assert_eq!((lang(page).as_str(), page.status()), ("ja", 200));
    assert!(page.has("#password"));
    browser.submit("/password", &credentials(&alice)).await;
    let to = switch(browser.page());
    let page = browser.open(&to).await;
    assert!(page.has("#otp") && lang(page) == "en");
    assert!(idp.mailbox(&alice).newest().await.mail.subject.contains("ワンタイムパスワード"));
}

#[tokio::test]
async fn every_link_of_the_switch_leads_to_a_page() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = idp.browser();
    browser.open("/nowhere").await;
    browser.open(acme.at("/logout")).await;
    browser.open(portal.sign_in_link_with(&[("client_id", "nobody")])).await;
    browser.open(portal.sign_in_link()).await;
    browser.submit("/password", &credentials(&alice)).await;
    browser.open(acme.at("/account")).await;
    browser.open(acme.at("/logout")).await;
    browser.submit("/logout/confirm", &[("decision", "yes")]).await;
    for page in browser.seen.clone().iter().filter(|page| page.has(".languages a")) {
        for link in page.attributes(".languages a", "href") {
            let status = browser.clone().open(&link).await.status();
            assert!(status != 405 && status < 500, "{link} of {}: {status}", page.url);
        }
    }
}

#[tokio::test]
async fn a_language_that_is_not_offered_is_not_shown() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.languages.offered = [Language::Ja].into();
    let acme = idp.tenant("acme", policy).await;
    let portal = acme.website("portal").await;
    let mut browser = idp.browser();
    browser.headers.push(("accept-language", "en".to_owned()));
    let page = browser.open(portal.sign_in_link_with(&[("ui_locales", "en")])).await;
    assert_eq!(lang(page), "ja");
    assert!(!page.has(".languages a[lang=en]"));
}

#[tokio::test]
async fn a_japanese_page_says_nothing_in_english() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = idp.browser();
    browser.open("/nowhere").await;
    browser.open(portal.sign_in_link()).await;
    browser.submit("/password", &[("username", "alice"), ("password", "x")]).await;
    browser.submit("/password", &credentials(&alice)).await;
    idp.enter_code(&mut browser, &alice).await;
    browser.open(acme.at("/account")).await;
    browser.open(acme.at("/logout")).await;
    let mut pages = 0;
    for page in browser.seen.iter().filter(|page| page.has("main")) {
        assert_eq!(lang(page), "ja");
        let words = page.text("main").split(' ').map(str::to_owned).collect::<Vec<_>>();
        let latin = |word: &String| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
        let in_a_row = words.windows(3).find(|three| three.iter().all(latin));
        assert_eq!(in_a_row, None, "{}", page.url);
        assert!(!page.text("title").is_ascii(), "{}", page.url);
        pages += 1;
    }
    assert!(pages >= 6, "{pages}");
}

#[tokio::test]
async fn a_title_begins_with_the_trouble() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    for (locale, start) in [("ja", "エラー："), ("en", "Error: ")] {
        let mut browser = idp.browser();
        browser.open(portal.sign_in_link_with(&[("ui_locales", locale)])).await;
        assert!(!browser.page().text("title").starts_with(start.trim()));
        let page = browser.submit("/password", &[("username", "a"), ("password", "x")]).await;
        assert!(page.text("title").starts_with(start), "{}", page.text("title"));
        assert_eq!(page.attribute("#problem", "role").as_deref(), Some("alert"));
        assert_eq!(page.attribute("#username", "aria-invalid").as_deref(), Some("true"));
    }
}
