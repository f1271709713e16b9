//! ID tokens and UserInfo signed by every algorithm, and encrypted to a website's own key.

use idp::model::client::Client;
use idp::model::client::settings::Encryption;
use keys::client::jwe::{ContentEncryption, DecryptionKey, KeyManagement, decrypt};
use keys::signing::Algorithm;
use serde_json::{Value, json};

use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{ClientKey, TestIdp, Website};

#[tokio::test]
async fn every_algorithm_serves_and_its_key_is_published() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    for algorithm in Algorithm::ALL {
        let website = Website::register(&acme, algorithm.as_str(), |client: &mut Client| {
            client.redirect_uris = vec![crate::support::website::uri("https://rp.test/callback")];
            client.post_logout_redirect_uris.clear();
            client.settings.id_token_signed_response_alg = algorithm;
            client.settings.answers.userinfo_signed_response_alg = Some(algorithm);
        });
        let website = website.await;
        let tokens = website.tokens_of(&acme, &alice).await;
        let id_token = text(&tokens, "id_token");
        let page = website.userinfo(text(&tokens, "access_token")).await;
        assert_eq!(page.header("content-type"), Some("application/jwt"));
        let claims = part(&page.body, 1);
        assert_eq!((&claims["iss"], &claims["aud"]), (&json!(acme.issuer()), &json!(website.id())));
        assert_eq!((&claims["sub"], claims.get("nonce")), (&json!(alice.subject()), None));
        let jwks = idp.door().get(&acme.at("/jwks")).await.json();
        for token in [id_token, &page.body] {
            let header = part(token, 0);
            assert_eq!(header["alg"], algorithm.as_str());
            let keys = jwks["keys"].as_array().unwrap();
            let key = keys.iter().find(|key| key["kid"] == header["kid"]).expect("published");
            assert_eq!(key["alg"], algorithm.as_str());
        }
    }
    // A second client of an algorithm gets no second key.
    let jwks = idp.door().get(&acme.at("/jwks")).await.json();
    assert_eq!(jwks["keys"].as_array().unwrap().len(), 4);
}

fn encryption(alg: KeyManagement, enc: ContentEncryption) -> Encryption {
    Encryption { alg: alg.as_str().to_owned(), enc: enc.as_str().to_owned() }
}

#[tokio::test]
async fn answers_are_encrypted_to_whoever_registered_a_key() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    for (place, (alg, enc)) in [
        (KeyManagement::RsaOaep256, ContentEncryption::A256Gcm),
        (KeyManagement::EcdhEs, ContentEncryption::A128CbcHs256),
    ]
    .into_iter()
    .enumerate()
    {
        let key = DecryptionKey::generate(alg).unwrap();
        let jwks = json!({ "keys": [key.public_jwk()] });
        let name = format!("w{place}");
        let website = Website::register(&acme, &name, |client: &mut Client| {
            client.settings.keys.jwks = Some(jwks);
            client.settings.answers.id_token_encryption = Some(encryption(alg, enc));
            client.settings.answers.userinfo_encryption = Some(encryption(alg, enc));
            if place == 0 {
                client.settings.answers.userinfo_signed_response_alg = Some(Algorithm::Es256);
            }
        });
        let website = website.await;
        let tokens = website.tokens_of(&acme, &alice).await;
        let sealed = text(&tokens, "id_token");
        assert_eq!(sealed.split('.').count(), 5);
        assert_eq!(part(sealed, 0)["cty"], "JWT");
        let opened = String::from_utf8(decrypt(sealed, &key).unwrap().to_vec()).unwrap();
        assert_eq!(part(&opened, 1)["sub"], alice.subject());
        let page = website.userinfo(text(&tokens, "access_token")).await;
        let opened = String::from_utf8(decrypt(&page.body, &key).unwrap().to_vec()).unwrap();
        let claims: Value = match place {
            0 => part(&opened, 1),
            _ => serde_json::from_str(&opened).unwrap(),
        };
        assert_eq!(claims["sub"], alice.subject());
    }
}

#[tokio::test]
async fn whoever_has_no_key_for_it_gets_no_plain_answer_instead() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let website = Website::register(&acme, "w", |client: &mut Client| {
        let how = encryption(KeyManagement::RsaOaep, ContentEncryption::A128Gcm);
        client.settings.answers.id_token_encryption = Some(how);
        // Of another kind.
        client.settings.keys.jwks = Some(ClientKey::es256().jwks());
    });
    let website = website.await;
    let arrival = acme.past_password(&website, &alice).await.arrival();
    let page = website.token(&arrival, &[]).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_request"));
}
