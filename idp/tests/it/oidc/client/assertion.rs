//! `private_key_jwt` and `client_secret_jwt` (RFC 7523, OpenID Connect Core §9).

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use idp::model::client::{Authentication, Client, Profile, Settings};
use serde_json::{Value, json};

use super::{Scene, believed, signing_with};
use crate::support::client_key::{asserted, assertion, statement};
use crate::support::{ClientKey, Website, minutes};

type Change = fn(&mut Value, &mut Value);

/// What makes a good assertion a bad one, with the reason.
const BAD: &[(&str, Change)] = &[
    // CA-13
    ("for another provider", |_, claims| claims["aud"] = json!("https://evil.test")),
    ("for another provider too", |_, claims| {
        claims["aud"] = json!(["https://idp.test/t/acme", "https://evil.test"]);
    }),
    ("for nobody", |_, claims| drop(claims.as_object_mut().unwrap().remove("aud"))),
    // CA-14
    ("iss is not sub", |_, claims| claims["iss"] = json!("other")),
    ("no iss", |_, claims| drop(claims.as_object_mut().unwrap().remove("iss"))),
    ("no exp", |_, claims| drop(claims.as_object_mut().unwrap().remove("exp"))),
    ("exp is a text", |_, claims| claims["exp"] = json!("9999999999")),
    ("exp too far", |_, claims| claims["exp"] = json!(claims["iat"].as_i64().unwrap() + 301)),
    ("expired", |_, claims| {
        let now = claims["iat"].as_i64().unwrap();
        (claims["iat"], claims["exp"]) = (json!(now - 360), json!(now - 300));
    }),
    ("of the future", |_, claims| {
        claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 61);
    }),
    ("not valid yet", |_, claims| claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 61)),
    ("no jti", |_, claims| drop(claims.as_object_mut().unwrap().remove("jti"))),
    ("alg none", |header, _| header["alg"] = json!("none")),
    ("another algorithm than signed", |header, _| header["alg"] = json!("RS256")),
    ("a critical extension", |header, _| header["crit"] = json!(["x"])),
    ("another type", |header, _| header["typ"] = json!("at+jwt")),
];

#[tokio::test]
async fn an_assertion_proves_its_client_once() {
    let key = ClientKey::es256();
    let scene = Scene::of(signing_with(&key)).await;
    let good = || assertion(&scene.rp, &key, scene.now(), |_, _| ());
    // The issuer, the endpoint, and a clock that is a little ahead.
    let places = [scene.acme.issuer(), scene.acme.at("/token")];
    for place in places {
        let token = assertion(&scene.rp, &key, scene.now(), |_, claims| {
            claims["aud"] = json!([place]);
            claims["nbf"] = json!(scene.now() + 8);
        });
        assert!(believed(&scene.ask(&asserted(&token)).await), "{place}");
    }
    for (why, change) in BAD {
        let token = assertion(&scene.rp, &key, scene.now(), change);
        assert!(!believed(&scene.ask(&asserted(&token)).await), "{why}");
    }
    let stranger = ClientKey::es256();
    let token = assertion(&scene.rp, &stranger, scene.now(), |_, _| ());
    assert!(!believed(&scene.ask(&asserted(&token)).await), "another key");
    let token = assertion(&scene.rp, &stranger, scene.now(), |header, _| {
        header["jwk"] = stranger.jwk();
    });
    assert!(!believed(&scene.ask(&asserted(&token)).await), "a key that it brings itself");

    // CA-10: on this process and on another.
    let token = good();
    assert!(believed(&scene.ask(&asserted(&token)).await));
    assert!(!believed(&scene.ask(&asserted(&token)).await), "a second time");
    let replica = scene.idp.replica().await;
    assert!(!believed(&replica.send(scene.request(&asserted(&token))).await), "elsewhere");

    // CA-16
    let token = good();
    let mut fields = asserted(&token).to_vec();
    fields.push(("client_id", "other"));
    assert!(!believed(&scene.ask(&fields).await));
    // CA-04
    fields[2] = ("client_secret", "x");
    let page = scene.ask(&fields).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_request"));
}

/// CA-10, CA-03
#[tokio::test]
async fn of_many_at_once_one_is_believed() {
    let key = ClientKey::ed25519();
    let scene = Scene::of(signing_with(&key)).await;
    let token = assertion(&scene.rp, &key, scene.now(), |_, _| ());
    let (here, there) = (scene.idp.door(), scene.idp.replica().await);
    let tries = (0..16).map(|place| {
        let door = if place % 2 == 0 { &here } else { &there };
        door.send(scene.request(&asserted(&token)))
    });
    let pages = futures_util::future::join_all(tries).await;
    assert_eq!(pages.iter().filter(|page| believed(page)).count(), 1);
    assert!(!believed(&scene.ask(&[("client_id", scene.rp.id())]).await), "without any");
    let web = scene.acme.website("web").await;
    let token = assertion(&web, &key, scene.now(), |_, _| ());
    assert!(!believed(&scene.ask(&asserted(&token)).await), "by a method that is not its own");
}

#[tokio::test]
async fn used_names_are_forgotten_when_nobody_would_take_them() {
    let key = ClientKey::es256();
    let scene = Scene::of(signing_with(&key)).await;
    let token = assertion(&scene.rp, &key, scene.now(), |_, _| ());
    assert!(believed(&scene.ask(&asserted(&token)).await));
    let tidy = || idp::usecase::upkeep::tidy::tidy(&scene.idp.app);
    assert_eq!(tidy().await.unwrap(), 0);
    assert!(!believed(&scene.ask(&asserted(&token)).await));
    scene.idp.clock.advance(minutes(10));
    assert_eq!(tidy().await.unwrap(), 1);
    assert!(!believed(&scene.ask(&asserted(&token)).await), "it has expired");
}

/// FAPI 2.0 Security Profile §5.3.2.1, §5.4.1
#[tokio::test]
async fn a_fapi_client_is_held_to_more() {
    let pairs = [ClientKey::es256(), ClientKey::ed25519(), ClientKey::rsa("PS256")];
    for key in pairs {
        let scene = Scene::of(|client| {
            client.profile = Profile::Fapi2;
            client.settings = Settings::of(Profile::Fapi2);
            signing_with(&key)(client);
        })
        .await;
        let url = scene.acme.at("/token");
        let ask = async |change: Change| {
            let token = assertion(&scene.rp, &key, scene.now(), change);
            let mut request = scene.request(&asserted(&token));
            let proof = key.proof(("POST", &url), scene.now(), |_, _| ());
            request.headers_mut().insert("dpop", proof.parse().unwrap());
            believed(&scene.idp.door().send(request).await)
        };
        assert!(ask(|_, _| ()).await, "{}", key.alg);
        let bad: [(&str, Change); 3] = [
            ("the issuer in an array", |_, claims| claims["aud"] = json!([claims["aud"]])),
            ("the endpoint", |_, claims| claims["aud"] = json!("https://idp.test/t/acme/token")),
            ("without a subject", |_, claims| {
                drop(claims.as_object_mut().unwrap().remove("sub"));
            }),
        ];
        for (why, change) in bad {
            assert!(!ask(change).await, "{why}");
        }
        if key.alg == "PS256" {
            let weaker = ClientKey::rsa("RS256");
            let token = assertion(&scene.rp, &weaker, scene.now(), |_, _| ());
            assert!(!believed(&scene.ask(&asserted(&token)).await), "RS256");
        }
    }
}

fn under_secret(client: &mut Client) {
    client.authentication = Authentication::ClientSecretJwt;
}

/// A token under a secret.
fn sealed_by(secret: &str, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
}

#[tokio::test]
async fn an_assertion_under_the_secret_proves_too() {
    let scene = Scene::of(under_secret).await;
    let secret = scene.rp.secret.clone().unwrap();
    let header = json!({ "alg": "HS256" });
    let token = |claims: &Value| sealed_by(&secret, &header, claims);
    let good = token(&statement(&scene.rp, scene.now()));
    assert!(believed(&scene.ask(&asserted(&good)).await));
    assert!(!believed(&scene.ask(&asserted(&good)).await), "a second time");
    for (why, change) in BAD.iter().filter(|(why, _)| !why.contains("algorithm")) {
        let (mut header, mut claims) = (header.clone(), statement(&scene.rp, scene.now()));
        change(&mut header, &mut claims);
        let bad = sealed_by(&secret, &header, &claims);
        assert!(!believed(&scene.ask(&asserted(&bad)).await), "{why}");
    }
    let other = sealed_by("another-secret-of-the-same-length-as-ours!!!", &header, &json!({}));
    assert!(!believed(&scene.ask(&asserted(&other)).await), "another secret");
    let by_post = [("client_id", scene.rp.id()), ("client_secret", secret.as_str())];
    assert!(!believed(&scene.ask(&by_post).await), "the secret itself");
}

/// CA-14: a public key is no secret.
#[tokio::test]
async fn a_published_key_signs_nothing() {
    let key = ClientKey::es256();
    let scene = Scene::of(signing_with(&key)).await;
    for secret in [key.jwk().to_string(), key.jwks().to_string(), key.thumbprint()] {
        let claims = statement(&scene.rp, scene.now());
        let token = sealed_by(&secret, &json!({ "alg": "HS256" }), &claims);
        assert!(!believed(&scene.ask(&asserted(&token)).await));
    }
}

#[tokio::test]
async fn the_registered_algorithm_alone_serves() {
    let key = ClientKey::rsa("PS256");
    let scene = Scene::of(|client| {
        signing_with(&key)(client);
        client.settings.keys.token_endpoint_auth_signing_alg =
            Some(keys::signing::Algorithm::Ps256);
    })
    .await;
    for (alg, good) in [("PS256", true), ("RS256", false)] {
        let key = ClientKey::rsa(alg);
        let token = assertion(&scene.rp, &key, scene.now(), |_, _| ());
        assert_eq!(believed(&scene.ask(&asserted(&token)).await), good, "{alg}");
    }
    // Without a registration both do.
    let other = Website::register(&scene.acme, "other", signing_with(&key)).await;
    for alg in ["PS256", "RS256"] {
        let token = assertion(&other, &ClientKey::rsa(alg), scene.now(), |_, _| ());
        assert!(believed(&scene.ask(&asserted(&token)).await), "{alg}");
    }
}
