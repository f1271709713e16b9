//! Resource indicators (RFC 8707) and the audience of access tokens (RFC 9068).

use serde_json::json;

use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{Page, TestIdp, Website};

const ORDERS: &str = "https://orders.test/api";
const STOCK: &str = "https://stock.test/";

fn audience(page: &Page) -> serde_json::Value {
    assert_eq!(page.status(), 200, "{page:?}");
    part(text(&page.json(), "access_token"), 1)["aud"].clone()
}

// TK-20
#[tokio::test]
async fn a_token_is_for_whom_it_was_asked() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = Website::register(&acme, "portal", |client| {
        client.settings.tokens.resources = [ORDERS, STOCK].map(str::to_owned).into();
    });
    let portal = portal.await;
    let issuer = acme.issuer();
    let tokens = portal.tokens_of(&acme, &alice).await;
    assert_eq!(part(text(&tokens, "access_token"), 1)["aud"], issuer.as_str());
    let token = text(&tokens, "refresh_token").to_owned();
    let one = portal.refresh(&token, &[("resource", ORDERS)]).await;
    assert_eq!(audience(&one), ORDERS);
    assert_eq!(portal.userinfo(text(&one.json(), "access_token")).await.status(), 401);
    let two = portal.refresh(&token, &[("resource", ORDERS), ("resource", STOCK)]).await;
    assert_eq!(audience(&two), json!([ORDERS, STOCK]));
    let both = portal.refresh(&token, &[("resource", &issuer), ("resource", STOCK)]).await;
    assert_eq!(audience(&both), json!([issuer, STOCK]));
    assert_eq!(portal.userinfo(text(&both.json(), "access_token")).await.status(), 200);
    let own = portal.refresh(&token, &[("resource", &issuer)]).await;
    assert_eq!(audience(&own), issuer.as_str());
    for wrong in ["https://evil.test/", "orders", "https://orders.test/api#x", "", "//orders.test"]
    {
        let page = portal.refresh(&token, &[("resource", ORDERS), ("resource", wrong)]).await;
        let expected = if wrong.is_empty() { (200, None) } else { (400, Some("invalid_target")) };
        let error = (page.status() != 200).then(|| page.error());
        assert_eq!((page.status(), error.as_deref()), expected, "{wrong}");
    }
}

#[tokio::test]
async fn the_code_exchange_may_name_a_resource_too() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = Website::register(&acme, "portal", |client| {
        client.settings.tokens.resources = [ORDERS.to_owned()].into();
    });
    let portal = portal.await;
    let arrival = acme.past_password(&portal, &alice).await.arrival();
    let page = portal.token(&arrival, &[("resource", ORDERS)]).await;
    assert_eq!(audience(&page), ORDERS);
    let arrival = acme.past_password(&portal, &alice).await.arrival();
    let page = portal.token(&arrival, &[("resource", STOCK)]).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_target"));
    idp.deliver().await;
}
