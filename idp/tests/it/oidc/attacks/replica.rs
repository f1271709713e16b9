//! What one process does, the others know.

use idp::usecase::upkeep::rotate_keys::{ALGORITHMS, rotate};

use super::bearing;
use crate::support::tenant::ADMIN;
use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{TestIdp, encoded};

// CO-02, RT-02
#[tokio::test]
async fn what_is_revoked_here_is_dead_there() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let replica = idp.replica().await;
    let browser = acme.past_password(&portal, &alice).await;
    let arrival = browser.arrival();
    let answer = portal.token(&arrival, &[]).await.json();
    let there = async || {
        let asked = bearing(&acme.at("/userinfo"), text(&answer, "access_token"));
        replica.send(asked).await.status()
    };
    assert_eq!(there().await, 200);
    assert_eq!(portal.token(&arrival, &[]).await.error(), "invalid_grant");
    assert_eq!(there().await, 401, "the code came twice");
    let refresh =
        [("grant_type", "refresh_token"), ("refresh_token", text(&answer, "refresh_token"))];
    let page = replica.send(portal.direct("/token", &refresh)).await;
    assert_eq!(page.error(), "invalid_grant");
}

/// A key that one process made in haste is good at once at another, which remembers the keys of a moment ago.
#[tokio::test]
async fn a_key_made_here_is_known_there() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let replica = idp.replica().await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let before = portal.redeem(&browser.arrival()).await;
    let there =
        async |token: &str| replica.send(bearing(&acme.at("/userinfo"), token)).await.status();
    assert_eq!(there(&before.access_token).await, 200, "it remembers the keys");
    rotate(&idp.app, &acme.tenant, &ALGORITHMS, true, ADMIN).await.unwrap();
    browser.open(portal.sign_in_link()).await;
    let after = portal.redeem(&browser.arrival()).await;
    assert_ne!(part(&before.access_token, 0)["kid"], part(&after.access_token, 0)["kid"]);
    assert_eq!(there(&after.access_token).await, 200);
    let jwks = replica.get(&acme.at("/jwks")).await.json();
    let kids = || jwks["keys"].as_array().unwrap().iter().map(|key| &key["kid"]);
    for token in [&before.id_token, &after.id_token, &before.access_token, &after.access_token] {
        assert!(kids().any(|kid| *kid == part(token, 0)["kid"]));
    }
    let hint = encoded(&[("id_token_hint", after.id_token.as_str())]);
    let mut elsewhere = browser.clone().at(replica.clone());
    let page = elsewhere.open(format!("{}?{hint}", acme.at("/logout"))).await;
    assert!(page.has("#signed-out"), "the hint is read there too");
}
