//! Proofs of a key at the token endpoint (RFC 9449 §4.3, §5, §8).

use axum::http::HeaderValue;
use idp::model::client::Client;
use serde_json::{Value, json};

use super::Scene;
use crate::support::{ClientKey, Door, Page, Website, minutes, seconds};

fn bound(client: &mut Client) {
    Website::public(client);
    client.settings.tokens.dpop_bound_access_tokens = true;
}

impl Scene {
    async fn with_proofs(&self, door: &Door, proofs: &[String]) -> Page {
        let mut request = self.request(&[("client_id", self.rp.id())]);
        for proof in proofs {
            request.headers_mut().append("dpop", proof.parse::<HeaderValue>().unwrap());
        }
        door.send(request).await
    }

    /// The word for what became of a request with this proof.
    async fn word(&self, proof: &str) -> String {
        self.with_proofs(&self.idp.door(), &[proof.to_owned()]).await.error()
    }
}

type Change = fn(&mut Value, &mut Value);

const GOOD: &[(&str, Change)] = &[
    ("as it is", |_, _| ()),
    ("ten seconds ago", |_, claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 10)),
    ("in ten seconds", |_, claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 10)),
    ("with more claims", |_, claims| {
        claims["nbf"] = claims["iat"].clone();
        claims["exp"] = json!(claims["iat"].as_i64().unwrap() + 60);
    }),
    // TK-33: a query does not count, nor do other spellings of the same place.
    ("with a query", |_, claims| claims["htu"] = json!("https://idp.test/t/acme/token?x=1#y")),
    ("in capitals, with the port", |_, claims| {
        claims["htu"] = json!("HTTPS://IDP.test:443/t/acme/token");
    }),
];

const BAD: &[(&str, Change)] = &[
    ("TK-32 other method", |_, claims| claims["htm"] = json!("GET")),
    ("TK-32 small letters", |_, claims| claims["htm"] = json!("post")),
    ("no method", |_, claims| drop(claims.as_object_mut().unwrap().remove("htm"))),
    ("TK-33 other path", |_, claims| claims["htu"] = json!("https://idp.test/t/acme/userinfo")),
    ("TK-33 other host", |_, claims| claims["htu"] = json!("https://evil.test/t/acme/token")),
    ("TK-33 other scheme", |_, claims| claims["htu"] = json!("http://idp.test/t/acme/token")),
    ("TK-33 the certificate address", |_, claims| {
        claims["htu"] = json!("https://cert.idp.test/t/acme/token");
    }),
    ("no address", |_, claims| drop(claims.as_object_mut().unwrap().remove("htu"))),
    ("an hour ago", |_, claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 3600)),
    ("in an hour", |_, claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 3600)),
    ("no time", |_, claims| drop(claims.as_object_mut().unwrap().remove("iat"))),
    ("no name", |_, claims| drop(claims.as_object_mut().unwrap().remove("jti"))),
    ("a long name", |_, claims| claims["jti"] = json!("x".repeat(300))),
    ("TK-36 other type", |header, _| header["typ"] = json!("JWT")),
    ("TK-36 no type", |header, _| drop(header.as_object_mut().unwrap().remove("typ"))),
    ("TK-37 none", |header, _| header["alg"] = json!("none")),
    ("TK-37 HS256", |header, _| header["alg"] = json!("HS256")),
    ("TK-38 private", |header, _| header["jwk"]["d"] = json!("AAAA")),
    ("TK-38 symmetric", |header, _| header["jwk"] = json!({ "kty": "oct", "k": "AAAA" })),
    ("no key", |header, _| drop(header.as_object_mut().unwrap().remove("jwk"))),
];

#[tokio::test]
async fn a_proof_is_for_this_request_and_serves_once() {
    let scene = Scene::of(bound).await;
    let (key, url) = (ClientKey::es256(), scene.acme.at("/token"));
    let place = ("POST", url.as_str());
    for (why, change) in GOOD {
        let proof = key.proof(place, scene.now(), change);
        assert_eq!(scene.word(&proof).await, "invalid_grant", "{why}");
    }
    for (why, change) in BAD {
        let proof = key.proof(place, scene.now(), change);
        assert_eq!(scene.word(&proof).await, "invalid_dpop_proof", "{why}");
    }
    for key in [ClientKey::ed25519(), ClientKey::rsa("PS256")] {
        let proof = key.proof(place, scene.now(), |_, _| ());
        assert_eq!(scene.word(&proof).await, "invalid_grant", "{}", key.alg);
    }
    let proof = ClientKey::rsa("RS256").proof(place, scene.now(), |_, _| ());
    assert_eq!(scene.word(&proof).await, "invalid_dpop_proof", "RS256");
    let of_another = ClientKey::es256();
    let proof = key.proof(place, scene.now(), |header, _| header["jwk"] = of_another.jwk());
    assert_eq!(scene.word(&proof).await, "invalid_dpop_proof", "another's key");
    for text in ["", "x", "a.b.c"] {
        assert_eq!(scene.word(text).await, "invalid_dpop_proof", "{text}");
    }

    // TK-31: on this process and on another.
    let proof = [key.proof(place, scene.now(), |_, _| ())];
    let (here, there) = (scene.idp.door(), scene.idp.replica().await);
    assert_eq!(scene.with_proofs(&here, &proof).await.error(), "invalid_grant");
    for door in [&here, &there] {
        let page = scene.with_proofs(door, &proof).await;
        assert_eq!((page.status(), page.error().as_str()), (400, "invalid_dpop_proof"));
    }
    // The same name under another key is another proof.
    let name = |_: &mut Value, claims: &mut Value| claims["jti"] = json!("the same");
    for key in [&key, &of_another] {
        let proof = key.proof(place, scene.now(), name);
        assert_eq!(scene.word(&proof).await, "invalid_grant");
    }

    // TK-30, TK-39
    assert_eq!(scene.with_proofs(&here, &[]).await.error(), "invalid_dpop_proof");
    let two = [0, 1].map(|_| key.proof(place, scene.now(), |_, _| ()));
    assert_eq!(scene.with_proofs(&here, &two).await.error(), "invalid_dpop_proof");
}

#[tokio::test]
async fn a_nonce_of_ours_is_asked_for_where_a_client_wants_it_so() {
    let scene = Scene::of(|client| {
        bound(client);
        client.settings.tokens.dpop_nonce_required = true;
    })
    .await;
    let (key, url) = (ClientKey::es256(), scene.acme.at("/token"));
    let door = scene.idp.door();
    let ask = async |nonce: Option<&str>| {
        let proof = key.proof(("POST", &url), scene.now(), |_, claims| {
            if let Some(nonce) = nonce {
                claims["nonce"] = json!(nonce);
            }
        });
        let page = scene.with_proofs(&door, &[proof]).await;
        let given = page.header("dpop-nonce").map(str::to_owned);
        assert_eq!(given.is_some(), page.error() == "use_dpop_nonce");
        (page.error(), given)
    };
    let (word, nonce) = ask(None).await;
    assert_eq!(word, "use_dpop_nonce");
    let nonce = nonce.unwrap();
    for _ in 0..2 {
        assert_eq!(ask(Some(&nonce)).await.0, "invalid_grant");
    }
    assert_eq!(ask(Some("another")).await.0, "use_dpop_nonce");
    scene.idp.clock.advance(seconds(150));
    assert_eq!(ask(Some(&nonce)).await.0, "invalid_grant", "the one before");
    scene.idp.clock.advance(minutes(5));
    let (word, newer) = ask(Some(&nonce)).await;
    assert_eq!(word, "use_dpop_nonce");
    assert_ne!(newer.as_deref(), Some(nonce.as_str()));
    // Another tenant's is none.
    let other = scene.idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let foreign = idp::usecase::client::nonce::Nonce::now(&scene.idp.app, other.tenant.id);
    assert_eq!(ask(Some(&foreign.to_string())).await.0, "use_dpop_nonce");
}
