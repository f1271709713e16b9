//! The copy of one's own data.

use crate::support::tenant::credentials;
use crate::support::{TestIdp, minutes};

#[tokio::test]
async fn it_holds_what_is_ones_own_and_no_secret() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let (alice, _bob) = (acme.user("alice").await, acme.user("bob").await);
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    idp.enter_code(&mut browser, &alice).await;
    browser.open(acme.at("/account/data")).await;
    let page = browser.submit("/account/data", &[]).await.clone();
    assert_eq!(page.header("content-disposition"), Some("attachment; filename=\"my-data.json\""));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let data = page.json();
    assert_eq!(data["profile"]["user_id"], "alice");
    assert_eq!(data["devices"][0]["mail"], "alice@acme.test");
    assert_eq!(data["login_history"][0]["result"], "signed_in");
    assert_eq!(data["consents"][0]["website"], "portal");
    assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    for cookie in ["session", "browser", "known"] {
        assert!(!page.body.contains(browser.cookie(cookie).unwrap()), "{cookie}");
    }
    for word in ["bob", "$argon2", "hash", "digest", "secret"] {
        assert!(!page.body.contains(word), "{word}");
    }
    assert!(acme.actions().await.contains(&"data.export".to_owned()));
}

#[tokio::test]
async fn it_wants_a_fresh_login() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = idp.browser();
    browser.open(acme.at("/account")).await;
    browser.submit("/password", &credentials(&alice)).await;
    browser.open(acme.at("/account/data")).await;
    idp.clock.advance(minutes(6));
    let page = browser.submit("/account/data", &[]).await;
    assert!(page.has("#password"), "it is too long ago");
    browser.submit("/password", &credentials(&alice)).await;
    assert!(browser.page().has("#data-download"), "and leads back");
}
