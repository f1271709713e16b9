//! RU: addresses that are not registered, pushed or in a signed object.

use serde_json::json;

use super::super::redirect_uri::{REFUSED, REGISTERED};
use super::{is_a_page, link, refused, request};
use crate::support::website::uri;
use crate::support::{ClientKey, TestIdp, Website};

// RU-01 to RU-44: by PAR and in a request object.
#[tokio::test]
async fn no_other_address_is_pushed_or_signed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let key = ClientKey::es256();
    let jwks = key.jwks();
    let rp1 = Website::register(&acme, "rp1", |client| {
        client.redirect_uris = vec![uri(REGISTERED)];
        client.settings.keys.jwks = Some(jwks);
    })
    .await;
    let long = format!("{REGISTERED}?{}", "x".repeat(2_100));
    let now = idp.app.now().seconds();
    for asked in REFUSED.iter().copied().chain([long.as_str()]) {
        let page = rp1.send("/par", &request(&rp1, &[("redirect_uri", asked)])).await;
        refused(&page, "invalid_request", asked);
        let claims = json!({
            "iss": rp1.id(), "aud": rp1.issuer, "exp": now + 60, "redirect_uri": asked,
        });
        let object = key.sign(&json!({ "alg": "ES256" }), &claims);
        let page = idp.door().get(&link(&acme, &request(&rp1, &[("request", &object)]))).await;
        is_a_page(&page, asked);
        let page = rp1.send("/par", &request(&rp1, &[("request", &object)])).await;
        refused(&page, "invalid_request", asked);
    }
    let page = rp1.send("/par", &request(&rp1, &[])).await;
    assert_eq!(page.status(), 201, "the registered one is taken");
}

// RU-38
#[tokio::test]
async fn of_two_addresses_none_is_guessed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let rp1 = Website::register(&acme, "rp1", |client| {
        client.redirect_uris = vec![uri(REGISTERED), uri("https://rp1.test/other")];
    })
    .await;
    let without = link(&acme, &request(&rp1, &[("redirect_uri", "")]));
    for link in
        [without.clone(), format!("{without}&redirect_uri="), format!("{without}&redirect_uri")]
    {
        let page = idp.door().get(&link).await;
        is_a_page(&page, &link);
        assert_eq!(page.problem().as_deref(), Some("missing_redirect_uri"));
    }
}
