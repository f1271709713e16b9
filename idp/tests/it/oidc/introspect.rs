//! Introspection (RFC 7662, RFC 9701).

use idp::model::client::settings::AccessTokenFormat;
use keys::signing::Algorithm;
use serde_json::json;

use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{TestIdp, Website, minutes};

const API: &str = "https://api.test/";

#[tokio::test]
async fn a_client_sees_its_own_tokens() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let opaque = Website::register(&acme, "opaque", |client| {
        client.settings.tokens.access_token_format = AccessTokenFormat::Opaque;
    });
    for website in [acme.website("portal").await, opaque.await] {
        let tokens = website.tokens_of(&acme, &alice).await;
        let access = text(&tokens, "access_token");
        let told = website.introspect(access).await;
        assert_eq!(told["active"], true);
        for (name, expected) in [
            ("iss", json!(acme.issuer())),
            ("aud", json!(acme.issuer())),
            ("sub", json!(alice.subject())),
            ("client_id", json!(website.id())),
            ("scope", json!("email openid profile")),
            ("token_type", json!("Bearer")),
            ("acr", json!("urn:sekisho:acr:password")),
        ] {
            assert_eq!(told[name], expected, "{name}");
        }
        assert_eq!(told["exp"].as_i64().unwrap() - told["iat"].as_i64().unwrap(), 600);
        assert_eq!(website.userinfo(access).await.json()["sub"], alice.subject());
        let refresh = website.introspect(text(&tokens, "refresh_token")).await;
        assert_eq!((&refresh["active"], refresh.get("token_type")), (&json!(true), None));
        // TK-15, TK-24
        let shorter = &access[..access.len() - 1];
        let longer = format!("{access}A");
        let other_case = access.to_uppercase();
        for nothing in [text(&tokens, "id_token"), shorter, &longer, &other_case, "x", &access[..8]]
        {
            assert_eq!(website.introspect(nothing).await, json!({ "active": false }), "{nothing}");
            assert_eq!(website.userinfo(nothing).await.status(), 401, "{nothing}");
        }
        idp.clock.advance(minutes(10));
        assert_eq!(website.introspect(access).await, json!({ "active": false }));
    }
}

// CA-06
#[tokio::test]
async fn strangers_learn_nothing_and_public_clients_may_not_ask() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    let tokens = portal.tokens_of(&acme, &alice).await;
    for name in ["access_token", "refresh_token"] {
        assert_eq!(shop.introspect(text(&tokens, name)).await, json!({ "active": false }));
    }
    let page = Website::register(&acme, "page", Website::public).await;
    let own = page.tokens_of(&acme, &alice).await;
    let answer = page.send("/introspect", &[("token", text(&own, "access_token"))]).await;
    assert_eq!((answer.status(), answer.error().as_str()), (401, "invalid_client"));
    let answer = portal.send("/introspect", &[]).await;
    assert_eq!((answer.status(), answer.error().as_str()), (400, "invalid_request"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let nobody = idp.door().post(&acme.at("/introspect"), &[("token", "x")]).await;
    assert_eq!((nobody.status(), nobody.error().as_str()), (401, "invalid_client"));
    // PR-07
    let mut twice = portal.direct("/introspect", &[]);
    *twice.body_mut() = axum::body::Body::from("token=a&token=b");
    assert_eq!(idp.door().send(twice).await.error(), "invalid_request");
}

#[tokio::test]
async fn a_resource_sees_the_tokens_that_are_meant_for_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = Website::register(&acme, "portal", |client| {
        client.settings.tokens.resources = [API.to_owned()].into();
    });
    let (portal, shop) = (portal.await, acme.website("shop").await);
    let api = Website::register(&acme, "api", |client| {
        client.settings.tokens.is_resource = [API.to_owned()].into();
    });
    let api = api.await;
    let tokens = portal.tokens_of(&acme, &alice).await;
    let first = text(&tokens, "access_token");
    assert_eq!(api.introspect(first).await["active"], false, "meant for the provider alone");
    let fields = [("resource", API)];
    let meant = portal.refresh(text(&tokens, "refresh_token"), &fields).await.json();
    let meant = text(&meant, "access_token");
    let told = api.introspect(meant).await;
    assert_eq!((&told["active"], &told["aud"]), (&json!(true), &json!(API)));
    assert_eq!(shop.introspect(meant).await["active"], false);
}

#[tokio::test]
async fn the_answer_may_be_signed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    for algorithm in [None, Some(Algorithm::Ps256), Some(Algorithm::EdDsa)] {
        let name = format!("w{algorithm:?}").to_lowercase().replace(['(', ')'], "");
        let website = Website::register(&acme, &name, |client| {
            client.settings.answers.introspection_signed_response_alg = algorithm;
        });
        let website = website.await;
        let tokens = website.tokens_of(&acme, &alice).await;
        for (token, active) in [(text(&tokens, "access_token"), true), ("x", false)] {
            let mut request = website.direct("/introspect", &[("token", token)]);
            let kind = "application/token-introspection+jwt";
            request.headers_mut().insert("accept", kind.parse().unwrap());
            let page = idp.door().send(request).await;
            assert_eq!(page.header("content-type"), Some(kind));
            let (header, claims) = (part(&page.body, 0), part(&page.body, 1));
            assert_eq!(header["typ"], "token-introspection+jwt");
            assert_eq!(header["alg"], json!(algorithm.unwrap_or(Algorithm::Rs256)));
            assert_eq!(
                (&claims["iss"], &claims["aud"]),
                (&json!(acme.issuer()), &json!(website.id()))
            );
            assert_eq!(claims["token_introspection"]["active"], active);
            // TK-16: none of it serves as an access token.
            assert_eq!(website.userinfo(&page.body).await.status(), 401);
        }
    }
}
