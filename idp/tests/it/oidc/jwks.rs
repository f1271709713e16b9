//! Signing keys: published before use, and as long as a token may need them.

use std::collections::BTreeSet;

use idp::usecase::token::keyring;
use idp::usecase::upkeep::rotate_keys::{ALGORITHMS, rotate, rotate_all};

use keys::signing::Algorithm;

use crate::support::tenant::ADMIN;
use crate::support::website::part;
use crate::support::{TestIdp, TestTenant, Website, days, minutes};

async fn kids(acme: &TestTenant) -> BTreeSet<String> {
    let jwks = acme.door.get(&acme.at("/jwks")).await.json();
    let kids = jwks["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap());
    kids.map(str::to_owned).collect()
}

async fn sign_in(acme: &TestTenant, portal: &Website, name: &str) -> crate::support::Tokens {
    let mut browser = acme.at_login(portal).await;
    let fields = [("username", name), ("password", crate::support::PASSWORD)];
    browser.submit("/password", &fields).await;
    portal.redeem(&browser.arrival()).await
}

fn kid(token: &str) -> String {
    part(token, 0)["kid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn only_public_members_are_published() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let page = idp.door().get(&acme.at("/jwks")).await;
    assert_eq!(page.header("access-control-allow-origin"), Some("*"));
    let jwks = page.json();
    let keys = jwks["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        for secret in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(secret).is_none(), "{secret}");
        }
        assert_eq!(key["use"], "sig");
    }
    assert_eq!(kids(&acme).await.len(), 2, "each kid is another");
}

#[tokio::test]
async fn a_key_is_published_a_day_before_it_signs() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (mut published, mut signed_by) = (kids(&acme).await, Vec::new());
    for _ in 0..200 {
        let (app, tenant) = (&idp.app, acme.tenant.id);
        let current = keyring::current(app, tenant, Algorithm::Es256).await.unwrap();
        assert!(published.contains(current.kid()), "{} was not known a day ago", current.kid());
        signed_by.push(current.kid().to_owned());
        signed_by.dedup();
        rotate_all(app).await.unwrap();
        published = kids(&acme).await;
        idp.clock.advance(days(1));
    }
    assert_eq!(signed_by.len(), 3, "a key serves ninety days");
    assert!(published.len() <= 6, "old keys go: {published:?}");
}

#[tokio::test]
async fn what_was_signed_before_an_urgent_rotation_still_verifies() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    acme.simple_user("alice").await;
    let before = sign_in(&acme, &portal, "alice").await;
    let made = rotate(&idp.app, &acme.tenant, &ALGORITHMS, true, ADMIN).await.unwrap();
    assert!(made >= 2);
    assert!(kids(&acme).await.contains(&kid(&before.id_token)));
    assert_eq!(portal.userinfo(&before.access_token).await.status(), 200);
    idp.clock.advance(minutes(1));
    let after = sign_in(&acme, &portal, "alice").await;
    assert_ne!(kid(&after.id_token), kid(&before.id_token));
    assert_ne!(kid(&after.access_token), kid(&before.access_token));
    let actions = acme.actions().await;
    assert!(actions.iter().any(|action| action == "key.create"), "{actions:?}");
    assert!(actions.iter().any(|action| action == "key.retire"), "{actions:?}");
    idp.deliver().await;
}

#[tokio::test]
async fn a_sealed_key_opens_in_its_own_row_only() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let read = idp.app.database.read();
    let stored = idp::store::signing_keys::all(read, acme.tenant.id).await.unwrap().remove(0);
    let place = |tenant| idp::usecase::token::keyring::seal_context(tenant, &stored.kid);
    assert!(idp.app.sealer.open(&place(acme.tenant.id), &stored.sealed).is_ok());
    assert!(idp.app.sealer.open(&place(other.tenant.id), &stored.sealed).is_err());
}
