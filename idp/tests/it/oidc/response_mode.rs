//! The ways an answer takes back to the website: query, fragment, form, and each of them signed (JARM).

use serde_json::Value;

use crate::support::website::part;
use crate::support::{Arrival, Browser, Page, TestIdp, TestTenant, Website};

async fn scene(mode: &str) -> (TestIdp, TestTenant, Website, Browser) {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = idp.browser();
    browser.open(portal.sign_in_link_with(&[("response_mode", mode)])).await;
    (idp, acme, portal, browser)
}

async fn log_in(browser: &mut Browser) {
    let fields = [("username", "alice"), ("password", crate::support::PASSWORD)];
    browser.submit("/password", &fields).await;
}

/// The form of a page as the website would be sent it.
fn form(page: &Page) -> Arrival {
    assert_eq!(page.status(), 200);
    assert_eq!(page.attribute("#form-post", "method").as_deref(), Some("post"));
    let names = page.attributes("#form-post input", "name");
    let values = page.attributes("#form-post input", "value");
    let mut url = url::Url::parse(&page.attribute("#form-post", "action").unwrap()).unwrap();
    assert!(url.query().is_none(), "nothing stands in the address");
    url.query_pairs_mut().extend_pairs(names.iter().zip(&values));
    Arrival::new(url)
}

#[tokio::test]
async fn a_form_carries_the_answer() {
    let (idp, _acme, portal, mut browser) = scene("form_post").await;
    log_in(&mut browser).await;
    let page = browser.page();
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' https://portal.test;"), "{policy}");
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let script = page.attribute("script", "src").unwrap();
    let script = idp.door().get(&format!("{}{script}", crate::support::BASE)).await;
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    let arrival = form(page);
    assert_eq!(arrival.get("iss"), Some(portal.issuer.as_str()));
    portal.redeem(&arrival).await;
}

#[tokio::test]
async fn a_form_carries_errors_and_answers_without_a_page() {
    let (_idp, _acme, portal, mut browser) = scene("form_post").await;
    let again = |prompt: &'static str| {
        portal.sign_in_link_with(&[("response_mode", "form_post"), ("prompt", prompt)])
    };
    assert_eq!(form(browser.open(again("none")).await).error(), "login_required");
    browser.open(again("")).await;
    log_in(&mut browser).await;
    portal.redeem(&form(browser.page())).await;
    portal.redeem(&form(browser.open(again("none")).await)).await;
    browser.open(again("login")).await;
    browser.submit("/cancel", &[]).await;
    assert_eq!(form(browser.page()).error(), "access_denied");
}

#[tokio::test]
async fn a_fragment_is_used_where_it_is_asked_for_or_due() {
    let (_idp, _acme, portal, mut browser) = scene("fragment").await;
    log_in(&mut browser).await;
    let url = browser.arrival().url;
    assert!(url.query().is_none());
    let fragment = url.fragment().unwrap();
    assert!(fragment.starts_with("code=") && fragment.contains("&state="), "{fragment}");
    // OAuth 2.0 Multiple Response Types §5: the default of what is not offered is the fragment.
    browser.open(portal.sign_in_link_with(&[("response_type", "id_token")])).await;
    let url = browser.arrival().url;
    assert!(url.fragment().unwrap().starts_with("error=unsupported_response_type"));
}

/// Claims of a signed answer.
fn signed(token: &str, acme: &TestTenant, portal: &Website) -> Value {
    let claims = part(token, 1);
    assert_eq!((&claims["iss"], &claims["aud"]), (&acme.issuer().into(), &portal.id().into()));
    assert!(claims["exp"].as_i64().is_some());
    claims
}

// JARM §2
#[tokio::test]
async fn a_signed_answer_is_one_token() {
    for mode in ["jwt", "query.jwt", "form_post.jwt", "fragment.jwt"] {
        let (_idp, acme, portal, mut browser) = scene(mode).await;
        log_in(&mut browser).await;
        let token = match mode {
            "form_post.jwt" => form(browser.page()).get("response").unwrap().to_owned(),
            "fragment.jwt" => {
                let url = browser.arrival().url;
                url.fragment().unwrap().strip_prefix("response=").unwrap().to_owned()
            }
            _ => {
                let arrival = browser.arrival();
                assert_eq!(arrival.url.query_pairs().count(), 1, "nothing beside it");
                arrival.get("response").unwrap().to_owned()
            }
        };
        let claims = signed(&token, &acme, &portal);
        assert!(claims["code"].is_string() && claims["state"].is_string(), "{mode}");
    }
    let (idp, acme, portal, _) = scene("jwt").await;
    let link = portal.sign_in_link_with(&[("response_mode", "jwt"), ("prompt", "none")]);
    let page = idp.browser().open(link).await.location().unwrap().to_owned();
    let arrival = Arrival::new(url::Url::parse(&page).unwrap());
    let claims = signed(arrival.get("response").unwrap(), &acme, &portal);
    assert_eq!(claims["error"], "login_required");
}
