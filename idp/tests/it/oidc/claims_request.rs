//! The `claims` parameter over the whole way (OpenID Connect Core §5.5).

use idp::model::claims::Claims;
use idp::usecase::admin::claims;
use serde_json::{Value, json};

use crate::support::tenant::ADMIN;
use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{Browser, TestIdp, TestTenant, TestUser, Website};

struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    alice: TestUser,
    portal: Website,
}

async fn scene() -> Scene {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let told: Claims = serde_json::from_value(json!({
        "name": "緑川 花子", "nickname": "はな", "birthdate": "1980-02-29",
        "phone_number": "+81 3-0000-0000", "address": { "country": "JP" },
    }))
    .unwrap();
    claims::set(&idp.app, &acme.tenant, &alice.user, &told, ADMIN).await.unwrap();
    let portal = acme.website("portal").await;
    Scene { idp, acme, alice, portal }
}

impl Scene {
    /// What the ID token and the UserInfo answer say, when these claims are asked for.
    async fn told(&self, scope: &str, claims: &Value) -> (Value, Value) {
        let claims = claims.to_string();
        let asked = [("scope", scope), ("claims", claims.as_str())];
        let tokens = self.portal.tokens_with(&self.acme, &self.alice, &asked).await;
        let page = self.portal.userinfo(text(&tokens, "access_token")).await;
        (part(text(&tokens, "id_token"), 1), page.json())
    }
}

#[tokio::test]
async fn each_member_has_its_own_place() {
    let scene = scene().await;
    let asked = json!({
        "userinfo": { "name": null, "phone_number": { "essential": true } },
        "id_token": { "nickname": { "essential": true }, "birthdate": null },
    });
    let (id_token, userinfo) = scene.told("openid", &asked).await;
    let subject = scene.alice.subject();
    let expected =
        json!({ "sub": subject, "name": "緑川 花子", "phone_number": "+81 3-0000-0000" });
    assert_eq!(userinfo, expected);
    assert_eq!(
        (&id_token["nickname"], &id_token["birthdate"]),
        (&json!("はな"), &json!("1980-02-29"))
    );
    for absent in ["name", "phone_number", "address", "email"] {
        assert!(id_token.get(absent).is_none(), "{absent}");
    }
    let (id_token, userinfo) =
        scene.told("openid address", &json!({ "id_token": { "address": null } })).await;
    assert_eq!(id_token["address"], json!({ "country": "JP" }));
    assert_eq!(userinfo, json!({ "sub": subject, "address": { "country": "JP" } }));
}

#[tokio::test]
async fn what_is_not_known_is_left_out_however_essential() {
    let scene = scene().await;
    let asked = json!({
        "userinfo": { "gender": { "essential": true }, "shoe_size": { "essential": true } },
        "id_token": { "website": { "essential": true }, "zoneinfo": { "value": "Europe/Paris" } },
    });
    let (id_token, userinfo) = scene.told("openid", &asked).await;
    assert_eq!(userinfo, json!({ "sub": scene.alice.subject() }));
    assert!(id_token.get("website").is_none() && id_token.get("zoneinfo").is_none());
    // Members of the protocol are the protocol's own.
    let asked = json!({ "id_token": {
        "iss": { "value": "https://evil.test" }, "aud": { "value": "evil" }, "exp": null,
        "auth_time": { "essential": true },
    } });
    let (id_token, _) = scene.told("openid", &asked).await;
    assert_eq!(id_token["iss"], scene.acme.issuer());
    assert_eq!(id_token["aud"], scene.portal.id());
    assert!(id_token["auth_time"].is_i64());
}

#[tokio::test]
async fn a_refresh_tells_the_same_again() {
    let scene = scene().await;
    let claims = json!({ "userinfo": { "nickname": null }, "id_token": { "name": null } });
    let claims = claims.to_string();
    let asked = [("scope", "openid"), ("claims", claims.as_str())];
    let first = scene.portal.tokens_with(&scene.acme, &scene.alice, &asked).await;
    let second = scene.portal.refreshed(text(&first, "refresh_token")).await;
    for tokens in [&first, &second] {
        assert_eq!(part(text(tokens, "id_token"), 1)["name"], "緑川 花子");
        let told = scene.portal.userinfo(text(tokens, "access_token")).await.json();
        assert_eq!(told, json!({ "sub": scene.alice.subject(), "nickname": "はな" }));
    }
}

#[tokio::test]
async fn a_subject_by_value_is_the_only_one_who_will_do() {
    let scene = scene().await;
    let bob = scene.acme.simple_user("bob").await;
    let mut browser = scene.acme.past_password(&scene.portal, &bob).await;
    let for_alice =
        json!({ "id_token": { "sub": { "value": scene.alice.subject() } } }).to_string();
    let silent = [("claims", for_alice.as_str()), ("prompt", "none")];
    browser.open(scene.portal.sign_in_link_with(&silent)).await;
    assert_eq!(browser.arrival().error(), "login_required");
    // Whoever logs in as somebody else brings no tokens.
    let mut other = Browser::new(scene.acme.door.clone());
    other.open(scene.portal.sign_in_link_with(&[("claims", &for_alice)])).await;
    other.submit("/password", &crate::support::tenant::credentials(&bob)).await;
    if other.has_left() {
        let page = scene.portal.token(&other.arrival(), &[]).await;
        assert_eq!(page.error(), "invalid_grant");
    }
    let mut hers = Browser::new(scene.acme.door.clone());
    hers.open(scene.portal.sign_in_link_with(&[("claims", &for_alice)])).await;
    hers.submit("/password", &crate::support::tenant::credentials(&scene.alice)).await;
    let tokens = scene.portal.redeem(&hers.arrival()).await;
    assert_eq!(tokens.subject(), scene.alice.subject());
    scene.idp.deliver().await;
}
