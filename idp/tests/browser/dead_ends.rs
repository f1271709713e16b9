//! Addresses that lead nowhere, browsers that will not do: each says what happened and has a way on.

use crate::support::{Browser, Language, Website, browse, browse_in_both, demo};

#[tokio::test]
async fn wrong_addresses_are_told_kindly() {
    browse_in_both("trouble", async |page| {
        let website = Website::register("demo", "Third website");
        let good = website.authorize(&[("scope", "openid")]);
        for (step, address, problem) in [
            ("not-found", demo().at("demo", "/nothing/here"), "not_found"),
            ("unknown-tenant", demo().at("nobody", "/account"), "unknown_tenant"),
            ("method", demo().at("demo", "/login/x/password"), "method_not_allowed"),
            ("unknown-attempt", demo().at("demo", "/login/not-an-attempt"), "expired"),
            ("unknown-client", demo().at("demo", "/authorize?client_id=x"), "unknown_client"),
            ("redirect-uri", good.replace("callback", "elsewhere"), "unregistered_redirect_uri"),
            ("no-redirect-uri", without_redirect_uri(&good), "missing_redirect_uri"),
            ("repeated", format!("{good}&client_id=x"), "repeated_parameter"),
        ] {
            page.open(&address).await;
            assert_eq!(page.problem().await, problem, "{address}");
            page.meet(step).await;
        }
    })
    .await;
}

fn without_redirect_uri(address: &str) -> String {
    let (before, after) = address.split_once("&redirect_uri=").unwrap();
    format!("{before}&{}", after.split_once('&').unwrap().1)
}

#[tokio::test]
async fn the_demo_introduces_itself() {
    browse_in_both("demo", async |page| {
        page.open(&demo().base).await;
        page.meet("start").await;
        page.open(&demo().website).await;
        page.meet("website").await;
    })
    .await;
}

#[tokio::test]
async fn without_cookies_the_page_says_so() {
    for language in [Language::Japanese, Language::English] {
        let browser = Browser { cookies: false, ..Browser::speaking(language) };
        let website = Website::register("demo", "Fourth website");
        browse(browser, "no-cookie", async |page| {
            page.open(&website.authorize(&[("scope", "openid")])).await;
            assert_eq!(page.problem().await, "no_cookie");
            page.meet("page").await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_login_stays_in_the_browser_that_began_it() {
    browse(Browser::speaking(Language::Japanese), "stolen", async |page| {
        page.come_from_the_website().await;
        let login = &page.address().await;
        browse_in_both("other-browser", async |other| {
            // A browser that has been here, so that it has a cookie of its own.
            other.come_from_the_website().await;
            other.open(login).await;
            assert_eq!(other.problem().await, "other_browser");
            other.meet("page").await;
        })
        .await;
    })
    .await;
}
