//! TK: tokens with other headers, other keys and other wrappings.

use std::time::{Duration, Instant};

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use idp::usecase::token::keyring;
use keys::client::jwe::{ContentEncryption, DecryptionKey, KeyManagement, encrypt};
use keys::signing::Algorithm;
use serde_json::{Value, json};

use super::{link, request};
use crate::support::client_key::assertion;
use crate::support::website::part;
use crate::support::{ClientKey, Page, TestIdp, TestTenant, Tokens, Website, seconds};

pub(super) struct Scene {
    pub(super) idp: TestIdp,
    pub(super) acme: TestTenant,
    pub(super) portal: Website,
    pub(super) tokens: Tokens,
    /// The tenant's own key.
    own: EcdsaKeyPair,
}

pub(super) async fn scene() -> Scene {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let arrival = acme.past_password(&portal, &alice).await.arrival();
    let tokens = portal.redeem(&arrival).await;
    let key = keyring::current(&idp.app, acme.tenant.id, Algorithm::Es256).await.unwrap();
    let own = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key.to_pkcs8()).unwrap();
    Scene { idp, acme, portal, tokens, own }
}

pub(super) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Scene {
    pub(super) fn header(&self) -> Value {
        part(&self.tokens.access_token, 0)
    }

    pub(super) fn claims(&self) -> Value {
        part(&self.tokens.access_token, 1)
    }

    /// Signs header and claims as they are written, by the provider's own key.
    pub(super) fn forge(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", b64(header), b64(claims));
        let signature = self.own.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", b64(signature))
    }

    pub(super) async fn is_refused(&self, token: &str, case: &str) {
        let page = self.portal.userinfo(token).await;
        let challenge = page.header("www-authenticate").unwrap_or_default();
        assert!(page.status() == 401 && challenge.contains("invalid_token"), "{case}: {page:?}");
        assert_eq!(page.body, "", "{case}");
        assert_eq!(self.portal.introspect(token).await, json!({ "active": false }), "{case}");
    }
}

// TK-03
#[tokio::test]
async fn a_published_key_is_no_secret_to_sign_with() {
    let scene = scene().await;
    let jwks = scene.idp.door().get(&scene.acme.at("/jwks")).await.json();
    let der: PublicKeyX509Der<'_> = scene.own.public_key().as_der().unwrap();
    let lines = STANDARD.encode(der.as_ref());
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n");
    let mut secrets = vec![
        der.as_ref().to_vec(),
        pem.trim_end().as_bytes().to_vec(),
        pem.into_bytes(),
        scene.own.public_key().as_ref().to_vec(),
        jwks.to_string().into_bytes(),
        Vec::new(),
    ];
    for key in jwks["keys"].as_array().unwrap() {
        secrets.push(key.to_string().into_bytes());
        for member in ["n", "x", "y", "kid"].map(|name| key[name].as_str()).into_iter().flatten() {
            secrets.push(member.as_bytes().to_vec());
            secrets.extend(URL_SAFE_NO_PAD.decode(member));
        }
    }
    for (place, secret) in secrets.iter().enumerate() {
        for kid in jwks["keys"].as_array().unwrap().iter().map(|key| &key["kid"]) {
            let header = json!({ "alg": "HS256", "typ": "at+jwt", "kid": kid });
            let message =
                format!("{}.{}", b64(header.to_string()), b64(scene.claims().to_string()));
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
            scene.is_refused(&format!("{message}.{}", b64(tag)), &format!("secret {place}")).await;
        }
    }
}

// TK-06, TK-07
#[tokio::test]
async fn a_token_brings_no_key_of_its_own() {
    let scene = scene().await;
    let thief = ClientKey::es256();
    let kid = scene.header()["kid"].clone();
    for (name, value) in [
        ("jwk", thief.jwk()),
        ("jku", json!("https://evil.test/jwks")),
        ("x5u", json!("https://evil.test/chain.pem")),
        ("x5c", json!([STANDARD.encode(thief.self_signed().leaf)])),
    ] {
        for kid in [kid.clone(), json!("thief"), Value::Null] {
            let mut header = json!({ "alg": "ES256", "typ": "at+jwt", "kid": kid });
            header[name] = value.clone();
            scene.is_refused(&thief.sign(&header, &scene.claims()), name).await;
        }
    }
    assert!(scene.idp.outside.calls().is_empty(), "nobody was called");
}

// TK-08, TK-09
#[tokio::test]
async fn a_key_is_named_plainly_and_once() {
    let scene = scene().await;
    let other = scene.idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let foreign =
        keyring::current(&scene.idp.app, other.tenant.id, Algorithm::Es256).await.unwrap();
    let token = foreign.sign("at+jwt", &scene.claims()).unwrap();
    scene.is_refused(&token, "the key of another tenant").await;
    let own = scene.header()["kid"].as_str().unwrap().to_owned();
    let (huge, nul) = ("k".repeat(40_000), format!("{own}\\u0000"));
    for kid in ["../../../../dev/null", "' OR 1=1--", foreign.kid(), &huge, &nul, ""] {
        let header = format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{kid}"}}"#);
        let token = scene.forge(&header, &scene.claims().to_string());
        scene.is_refused(&token, &format!("kid {kid:.30}")).await;
    }
    for header in [
        format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"x","kid":"{own}"}}"#),
        format!(r#"{{"alg":"ES256","alg":"ES256","typ":"at+jwt","kid":"{own}"}}"#),
        format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":["{own}"]}}"#),
        format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{own}","crit":["x"],"x":1}}"#),
        format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{own}","crit":["b64"],"b64":false}}"#),
        format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{own}","crit":[]}}"#),
        format!(r#"{{"alg":"ES256","typ":"JWT","kid":"{own}"}}"#),
        r#"{"alg":"ES256","typ":"at+jwt"}"#.to_owned(),
    ] {
        scene.is_refused(&scene.forge(&header, &scene.claims().to_string()), &header).await;
    }
    let good = format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{own}"}}"#);
    let token = scene.forge(&good, &scene.claims().to_string());
    assert_eq!(scene.portal.userinfo(&token).await.status(), 200, "the test signs well");
}

/// What is sent as a request object by a client that signs.
async fn as_object(scene: &Scene, object: &str) -> Page {
    let fields = request(&scene.portal, &[("request", object), ("prompt", "none")]);
    scene.idp.door().get(&link(&scene.acme, &fields)).await
}

// TK-10, TK-27, TK-28
#[tokio::test]
async fn what_is_wrapped_packed_or_costly_is_refused_at_once() {
    let scene = scene().await;
    let receiver = DecryptionKey::generate(KeyManagement::EcdhEs).unwrap();
    let set = keys::client::KeySet::parse(&json!({ "keys": [receiver.public_jwk()] }).to_string());
    let to = set.unwrap().encryption_key(KeyManagement::EcdhEs).unwrap();
    let how = (KeyManagement::EcdhEs, ContentEncryption::A256Gcm);
    let inner = scene.tokens.access_token.as_bytes();
    let wrapped = encrypt(inner, &to, how.0, how.1, Some("JWT")).unwrap();
    let twice = encrypt(wrapped.as_bytes(), &to, how.0, how.1, Some("JWT")).unwrap();
    let five = |header: Value| format!("{}.AAAA.AAAA.AAAA.AAAA", b64(header.to_string()));
    let costly = json!({
        "alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2s": "AAAAAAAAAAA", "p2c": 2_147_483_648_u32,
    });
    let packed = json!({ "alg": "ECDH-ES", "enc": "A256GCM", "zip": "DEF", "epk": ClientKey::es256().jwk() });
    let direct = json!({ "alg": "dir", "enc": "A256GCM" });
    let mut zipped = scene.header();
    zipped["zip"] = json!("DEF");
    zipped["crit"] = json!(["zip"]);
    let zipped = scene.forge(&zipped.to_string(), &scene.claims().to_string());
    let nested = scene.forge(&scene.header().to_string(), &scene.tokens.access_token);
    let tokens = [wrapped, twice, five(costly), five(packed), five(direct), zipped, nested];
    for (place, token) in tokens.iter().enumerate() {
        let began = Instant::now();
        scene.is_refused(token, &format!("{place}")).await;
        let heard = as_object(&scene, token).await;
        assert!(heard.location().unwrap().contains("error=invalid_request_object"), "{place}");
        let hint = [("id_token_hint", token.as_str()), ("prompt", "none")];
        let page = scene.idp.door().get(&scene.portal.sign_in_link_with(&hint)).await;
        assert!(page.location().unwrap().contains("error=login_required"), "{place}");
        assert!(began.elapsed() < Duration::from_secs(5), "{place} made somebody work");
    }
}

// TK-16, TK-17
#[tokio::test]
async fn what_a_client_signs_is_no_access_token() {
    let scene = scene().await;
    let key = ClientKey::es256();
    let jwks = key.jwks();
    let rp = Website::register(&scene.acme, "rp", |client| {
        client.authentication = idp::model::client::Authentication::PrivateKeyJwt;
        client.settings.keys.jwks = Some(jwks);
    })
    .await;
    let now = scene.idp.app.now().seconds();
    for typ in ["JWT", "at+jwt", "client-authentication+jwt"] {
        let token = assertion(&rp, &key, now, |header, claims| {
            header["typ"] = json!(typ);
            header["kid"] = scene.header()["kid"].clone();
            claims["client_id"] = json!(rp.id());
            claims["scope"] = json!("openid");
        });
        scene.is_refused(&token, typ).await;
    }
    scene.idp.clock.advance(seconds(1));
}

// TK-25: a guess that begins right costs what any other costs.
#[tokio::test]
async fn no_guess_is_nearer_than_another() {
    let scene = scene().await;
    let secret = scene.portal.secret.clone().unwrap();
    let (id, length) = (scene.portal.id(), secret.len());
    let mut costs = Vec::new();
    for right in [0, 1, length / 2, length - 1] {
        let guess = format!("{}{}", &secret[..right], "~".repeat(length - right));
        let before = scene.acme.work().await;
        let mut asked = scene.portal.direct("/introspect", &[("token", "x")]);
        let header = crate::support::website::basic(id, &guess);
        asked.headers_mut().insert("authorization", header.parse().unwrap());
        let page = scene.idp.door().send(asked).await;
        costs.push((page.status(), page.body, scene.acme.work_since(before)));
    }
    assert!(costs.windows(2).all(|pair| pair[0] == pair[1]), "{costs:?}");
    assert_eq!(costs[0].0, 401);
}
