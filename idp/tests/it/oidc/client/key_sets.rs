//! Keys that clients publish (CA-15).

use idp::model::client::{Authentication, Client};

use super::{Scene, believed};
use crate::support::client_key::{asserted, assertion};
use crate::support::{ClientKey, minutes, seconds};

const URI: &str = "https://rp.test/keys.json";

fn publishing(client: &mut Client) {
    client.authentication = Authentication::PrivateKeyJwt;
    client.settings.keys.jwks_uri = Some(URI.to_owned());
}

impl Scene {
    fn publish(&self, kid: &str, key: &ClientKey) {
        let mut jwk = key.jwk();
        jwk["kid"] = kid.into();
        let set = serde_json::json!({ "keys": [jwk] }).to_string();
        self.idp.outside.answers(URI, 200, "application/json", set);
    }

    async fn is_believed(&self, kid: &str, key: &ClientKey) -> bool {
        let token = assertion(&self.rp, key, self.now(), |header, _| header["kid"] = kid.into());
        believed(&self.ask(&asserted(&token)).await)
    }

    fn fetches(&self) -> usize {
        self.idp.outside.calls().len()
    }
}

#[tokio::test]
async fn keys_change_without_a_word_and_nobody_is_asked_too_often() {
    let scene = Scene::of(publishing).await;
    let (old, new) = (ClientKey::es256(), ClientKey::ed25519());
    scene.publish("1", &old);
    for _ in 0..3 {
        assert!(scene.is_believed("1", &old).await);
    }
    assert_eq!(scene.fetches(), 1, "kept");

    // Unknown keys ask once in thirty seconds, however many there are.
    scene.publish("2", &new);
    assert!(!scene.is_believed("2", &new).await, "asked just now");
    scene.idp.clock.advance(seconds(30));
    assert!(scene.is_believed("2", &new).await);
    assert_eq!(scene.fetches(), 2);
    for kid in 0..50 {
        assert!(!scene.is_believed(&format!("unknown-{kid}"), &new).await);
    }
    assert_eq!(scene.fetches(), 2);
    assert!(!scene.is_believed("1", &old).await, "no longer published");
    scene.idp.clock.advance(seconds(30));
    let tries: Vec<_> = (0..20).map(|kid| format!("unknown-{kid}")).collect();
    let tries = tries.iter().map(|kid| scene.is_believed(kid, &new));
    assert!(futures_util::future::join_all(tries).await.iter().all(|believed| !believed));
    assert_eq!(scene.fetches(), 3, "twenty at once asked once");

    // After five minutes the set is asked for anew; a server that is gone stops nobody for a day.
    scene.idp.outside.is_gone(URI);
    scene.idp.clock.advance(minutes(6));
    assert!(scene.is_believed("2", &new).await);
    assert!(scene.is_believed("2", &new).await);
    assert_eq!(scene.fetches(), 4);
    scene.idp.clock.advance(minutes(25 * 60));
    assert!(!scene.is_believed("2", &new).await);
}

/// What a server answers is used only if it is a key set; nobody learns which it was.
#[tokio::test]
async fn a_server_that_gives_no_keys_proves_nothing() {
    let scene = Scene::of(publishing).await;
    let key = ClientKey::es256();
    assert!(!scene.is_believed("1", &key).await, "nobody there");
    let good = key.jwks().to_string();
    for (status, body) in [
        (404, good.clone()),
        (302, good.clone()),
        (200, String::new()),
        (200, "<html>".to_owned()),
        (200, "{\"keys\":[]}".to_owned()),
        (200, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}".to_owned()),
    ] {
        scene.idp.clock.advance(seconds(30));
        scene.idp.outside.answers(URI, status, "application/json", body.clone());
        assert!(!scene.is_believed("1", &key).await, "{status} {body}");
    }
    scene.idp.clock.advance(seconds(30));
    scene.idp.outside.answers(URI, 200, "text/plain", good);
    assert!(scene.is_believed("1", &key).await);
}
