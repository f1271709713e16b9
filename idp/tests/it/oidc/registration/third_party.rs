//! Logins that a third party begins (OpenID Connect Core §4); here the account site is one.

use idp::model::policy::{Policy, Registration};
use serde_json::json;

use super::{Scene, with};
use crate::support::TestIdp;

// oidcc-3rd_party-init-login
#[tokio::test]
async fn the_address_is_kept_and_shown() {
    let scene = Scene::open().await;
    let sent = with(json!({ "initiate_login_uri": "https://rp.test/start" }));
    let told = scene.registered(&sent).await;
    assert_eq!(told["initiate_login_uri"], "https://rp.test/start");
    let shown = scene.manage("GET", &told, None).await;
    assert_eq!(shown.status(), 200);
    assert_eq!(shown.json()["initiate_login_uri"], "https://rp.test/start");
}

// oidcc-3rd_party-init-login-nohttps
#[tokio::test]
async fn it_is_https() {
    let scene = Scene::open().await;
    for uri in ["http://rp.test/start", "http://localhost/start", "javascript:alert(1)", "start"] {
        let page = scene.register(&with(json!({ "initiate_login_uri": uri }))).await;
        let answer = (page.status(), page.error());
        assert_eq!(answer, (400, "invalid_client_metadata".to_owned()), "{uri}");
    }
}

#[tokio::test]
async fn the_account_site_leads_there() {
    let idp = TestIdp::start().await;
    let policy = Policy { client_registration: Registration::Open, ..Policy::standard() };
    let scene = Scene { acme: idp.tenant("acme", policy).await, idp };
    let alice = scene.acme.user("alice").await;
    let told =
        scene.registered(&with(json!({ "initiate_login_uri": "https://rp.test/start?a=b" }))).await;
    let rp = scene.website(&told).await;
    let mut browser = scene.acme.past_password(&rp, &alice).await;
    scene.idp.enter_code(&mut browser, &alice).await;
    rp.redeem(&browser.arrival()).await;
    let page = browser.open(scene.acme.at("/account/websites")).await;
    let href = page.attribute("a.website-sign-in", "href").unwrap();
    assert_eq!(href, "https://rp.test/start?a=b&iss=https%3A%2F%2Fidp.test%2Ft%2Facme");
    let other = scene.acme.website("other").await;
    browser.open(other.sign_in_link()).await;
    browser.submit("/consent", &[("decision", "accept")]).await;
    let page = browser.open(scene.acme.at("/account/websites")).await;
    assert_eq!(page.attributes("a.website-sign-in", "href").len(), 1, "only where it is known");
}
