//! redirect_uri at the authorization endpoint: an address that is not registered, character by character, is never
//! answered (RFC 9700 §2.1). The numbers are those of the attack list, RU-01 and on.

use idp::model::client::Client;
use idp::model::policy::Policy;

use crate::support::website::uri;
use crate::support::{Page, TestIdp, Website};

pub(super) const REGISTERED: &str = "https://rp1.test/cb";

pub(super) const REFUSED: &[&str] = &[
    "https://rp1.test/cb/",
    "https://rp1.test/cb?x=1",
    "https://rp1.test/cb#f",
    "https://rp1.test/cb%23",
    "HTTPS://rp1.test/cb",
    "https://RP1.TEST/cb",
    "https://rp1.test:443/cb",
    "http://rp1.test/cb",
    "https://rp1.test./cb",
    "https://rp1.test.evil.test/cb",
    "https://rp1.test@evil.test/cb",
    "https://rp1.test:443@evil.test/cb",
    "https://a@evil.test@rp1.test/cb",
    "https://rp1.test%40evil.test/cb",
    "https://evil.test\\@rp1.test/cb",
    "https://rp1.test\\evil.test/cb",
    "https:/rp1.test/cb",
    "https:rp1.test/cb",
    "//rp1.test/cb",
    "https://rp1.test/cb/../x",
    "https://rp1.test/cb/..%2fx",
    "https://rp1.test/cb/%2e%2e/x",
    "https://rp1.test/cb/..;/x",
    "https://rp1.test/cb%00",
    "https://rp1.test/cb%00.evil",
    "https://rp1.test/cb\0",
    "https://rp1.test/cb\r\nSet-Cookie:a=b",
    " https://rp1.test/cb",
    "https://rp1.test/cb ",
    "https://rp1.test/cb\t",
    "https://rp1.test/cb\n",
    "https://rp1.test/cb\u{3000}",
    "\u{3000}https://rp1.test/cb",
    "\thttps://rp1.test/cb",
    "\nhttps://rp1.test/cb",
    "https://rр1.test/cb",
    "https://xn--rp1-.test/cb",
    "https://ｒｐ1．test/cb",
    "https://rp1。test/cb",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "blob:https://rp1.test/x",
    "file:///etc/passwd",
    "com.example.app:/cb",
    "http://localhost/cb",
    "http://127.0.0.1/cb",
    "https://[::1]/cb",
    "https://[fe80::1%25eth0]/cb",
    "https://@rp1.test/cb",
    "https://rp1xtest/cb",
    "https://rp1.test/cb?",
    "https://rp1.test/cb&",
    "https://theirs.test/callback",
];

fn is_a_page(page: &Page, case: &str) {
    assert_eq!(page.status(), 400, "{case}");
    assert_eq!(page.location(), None, "{case}");
    assert!(page.problem().is_some(), "{case}");
}

async fn register(idp: &TestIdp, change: impl FnOnce(&mut Client)) -> Website {
    let acme = idp.classic().await;
    Website::register(&acme, "rp1", change).await
}

fn usual(client: &mut Client) {
    client.redirect_uris = vec![uri(REGISTERED)];
}

#[tokio::test]
async fn any_other_address_stays_a_page() {
    let idp = TestIdp::start().await;
    let rp1 = register(&idp, usual).await;
    let other = idp.tenant("other", Policy::classic()).await;
    other.website("theirs").await;
    let long = format!("{REGISTERED}?{}", "x".repeat(2_100));
    for asked in REFUSED.iter().copied().chain([long.as_str()]) {
        let link = rp1.sign_in_link_with(&[("redirect_uri", asked)]);
        let page = idp.door().get(&link).await;
        is_a_page(&page, asked);
        assert_eq!(page.problem().as_deref(), Some("unregistered_redirect_uri"), "{asked}");
        let query = url::Url::parse(&link).unwrap();
        let fields: Vec<_> = query.query_pairs().into_owned().collect();
        let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let posted = idp.door().post(&rp1_authorize(&rp1), &fields).await;
        is_a_page(&posted, asked);
    }
}

fn rp1_authorize(website: &Website) -> String {
    format!("{}/authorize", website.issuer)
}

#[tokio::test]
async fn the_registered_address_is_answered_as_it_stands() {
    let idp = TestIdp::start().await;
    let rp1 = register(&idp, usual).await;
    let page = idp.door().get(&rp1.sign_in_link_with(&[("prompt", "none")])).await;
    assert!(page.location().unwrap().starts_with("https://rp1.test/cb?error=login_required&"));
}

#[tokio::test]
async fn a_missing_address_is_not_guessed() {
    let idp = TestIdp::start().await;
    let rp1 = register(&idp, usual).await;
    let page = idp.door().get(&rp1.sign_in_link_with(&[("redirect_uri", "")])).await;
    is_a_page(&page, "missing");
    assert_eq!(page.problem().as_deref(), Some("missing_redirect_uri"));
}

#[tokio::test]
async fn a_repeated_client_or_address_is_a_page() {
    let idp = TestIdp::start().await;
    let rp1 = register(&idp, usual).await;
    for more in ["redirect_uri=https%3A%2F%2Fevil.test%2F", "client_id=x", "state=x"] {
        let page = idp.door().get(&format!("{}&{more}", rp1.sign_in_link())).await;
        is_a_page(&page, more);
    }
    let in_both = format!("{}?redirect_uri=https%3A%2F%2Fevil.test", rp1_authorize(&rp1));
    is_a_page(&idp.door().post(&in_both, &[("redirect_uri", REGISTERED)]).await, "query and body");
}

#[tokio::test]
async fn nothing_redirects_for_a_client_that_is_not_known() {
    let idp = TestIdp::start().await;
    let rp1 = register(&idp, usual).await;
    for (name, value) in [("client_id", "nobody"), ("client_id", ""), ("client_id", "' OR 1=1")] {
        let wrong = [(name, value), ("response_type", "token"), ("scope", "x")];
        let page = idp.door().get(&rp1.sign_in_link_with(&wrong)).await;
        is_a_page(&page, value);
        assert_eq!(page.problem().as_deref(), Some("unknown_client"), "{value}");
    }
}

#[tokio::test]
async fn spelling_counts_in_queries_and_escapes_too() {
    let idp = TestIdp::start().await;
    let rp1 = register(&idp, |client| {
        client.redirect_uris =
            vec![uri("https://rp1.test/cb?a=1&b=2"), uri("https://rp1.test/x%2Fy")];
    })
    .await;
    for asked in
        ["https://rp1.test/cb?b=2&a=1", "https://rp1.test/cb?a=1&b=2&", "https://rp1.test/x%2fy"]
    {
        let page = idp.door().get(&rp1.sign_in_link_with(&[("redirect_uri", asked)])).await;
        is_a_page(&page, asked);
    }
    let page = idp.door().get(&rp1.sign_in_link_with(&[("prompt", "none")])).await;
    assert!(page.location().unwrap().starts_with("https://rp1.test/cb?a=1&b=2&error="));
}

#[tokio::test]
async fn only_an_apps_loopback_address_may_vary_and_only_its_port() {
    let idp = TestIdp::start().await;
    let app = register(&idp, |client| {
        Website::public(client);
        client.profile = idp::model::client::Profile::Native;
        client.redirect_uris = vec![uri("http://127.0.0.1/cb"), uri("com.example.app:/cb")];
    })
    .await;
    for fine in ["http://127.0.0.1:51000/cb", "http://127.0.0.1/cb", "com.example.app:/cb"] {
        let wanted = [("redirect_uri", fine), ("prompt", "none")];
        let page = idp.door().get(&app.sign_in_link_with(&wanted)).await;
        assert!(page.location().unwrap().starts_with(fine), "{fine}: {page:?}");
    }
    for asked in [
        "http://127.0.0.1:51000/cb2",
        "http://127.0.0.1:51000/cb?x",
        "http://127.0.0.1:80@evil.test/cb",
        "http://127.0.0.1:99999/cb",
        "http://127.0.0.1:/cb",
        "http://[::1]:51000/cb",
        "http://localhost:51000/cb",
        "http://2130706433/cb",
        "http://127.1/cb",
        "http://0x7f.1/cb",
        "http://127.0.0.1.evil.test/cb",
        "https://127.0.0.1:1/cb",
        "com.example.app:/cb2",
    ] {
        let page = idp.door().get(&app.sign_in_link_with(&[("redirect_uri", asked)])).await;
        is_a_page(&page, asked);
    }
}
