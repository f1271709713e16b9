//! Bound tokens over the whole way: asked for with a proof, used with a proof, refreshed with a proof.

use axum::body::Body;
use axum::http::{HeaderValue, Request};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use idp::model::client::{Client, Profile, Settings};
use serde_json::{Value, json};

use super::{Scene, signing_with};
use crate::support::client_key::{asserted, assertion, fresh};
use crate::support::website::part;
use crate::support::{Arrival, ClientKey, Page, Website, seconds};

impl Scene {
    /// Somebody who has not been here before comes back from a login.
    async fn arrival(&self) -> Arrival {
        let person = self.acme.simple_user(&fresh()).await;
        self.acme.past_password(&self.rp, &person).await.arrival()
    }

    /// Redeems an arrival with a proof of this key.
    async fn redeem(&self, arrival: &Arrival, key: &ClientKey, more: &[(&str, &str)]) -> Page {
        let request = self.rp.token_request(arrival, more);
        self.idp.door().send(self.proven(request, key)).await
    }

    fn proven(&self, mut request: Request<Body>, key: &ClientKey) -> Request<Body> {
        let url = self.acme.at("/token");
        let proof = key.proof(("POST", &url), self.now(), |_, _| ());
        request.headers_mut().insert("dpop", proof.parse::<HeaderValue>().unwrap());
        request
    }

    async fn userinfo(&self, scheme: &str, token: &str, proof: Option<String>) -> Page {
        let mut request = Request::get(self.acme.at("/userinfo"))
            .header("authorization", format!("{scheme} {token}"));
        if let Some(proof) = proof {
            request = request.header("dpop", proof);
        }
        self.idp.door().send(request.body(Body::empty()).unwrap()).await
    }

    fn use_proof(&self, key: &ClientKey, token: &str) -> String {
        let url = self.acme.at("/userinfo");
        let hash = URL_SAFE_NO_PAD.encode(keys::digest::sha256(token.as_bytes()));
        key.proof(("GET", &url), self.now(), |_, claims| claims["ath"] = json!(hash))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn app(client: &mut Client) {
    Website::public(client);
    client.settings.tokens.dpop_bound_access_tokens = true;
}

#[tokio::test]
async fn a_browser_app_with_a_key() {
    let scene = Scene::of(app).await;
    let (key, thief) = (ClientKey::es256(), ClientKey::es256());
    let arrival = scene.arrival().await;
    let page = scene.redeem(&arrival, &key, &[]).await;
    assert_eq!(page.status(), 200, "{page:?}");
    let answer = page.json();
    assert_eq!(answer["token_type"], "DPoP");
    let token = text(&answer["access_token"]);
    assert_eq!(part(&token, 1)["cnf"], json!({ "jkt": key.thumbprint() }));

    for scheme in ["DPoP", "dpop", "DPOP"] {
        let page = scene.userinfo(scheme, &token, Some(scene.use_proof(&key, &token))).await;
        assert_eq!(page.status(), 200, "{scheme}");
    }
    // TK-30, TK-40, and the token as if it were bound to nothing.
    for (scheme, proof, error) in [
        ("DPoP", None, "invalid_dpop_proof"),
        ("DPoP", Some(scene.use_proof(&key, "another")), "invalid_dpop_proof"),
        ("DPoP", Some(scene.use_proof(&thief, &token)), "invalid_token"),
        ("Bearer", Some(scene.use_proof(&key, &token)), "invalid_token"),
        ("Bearer", None, "invalid_token"),
    ] {
        let page = scene.userinfo(scheme, &token, proof).await;
        assert_eq!((page.status(), page.body.as_str()), (401, ""));
        let challenge = page.header("www-authenticate").unwrap();
        assert!(challenge.starts_with(scheme) && challenge.contains(error), "{challenge}");
    }
    // RT-13: the refresh token of a public client belongs to its key.
    let refresh = text(&answer["refresh_token"]);
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
        ("client_id", scene.rp.id()),
    ];
    let request = || crate::support::form(&scene.acme.at("/token"), &fields);
    let door = scene.idp.door();
    assert_eq!(door.send(request()).await.error(), "invalid_dpop_proof");
    assert_eq!(door.send(scene.proven(request(), &thief)).await.error(), "invalid_grant");
    let page = door.send(scene.proven(request(), &key)).await;
    assert_eq!((page.status(), page.json()["token_type"].as_str()), (200, Some("DPoP")));
}

#[tokio::test]
async fn a_website_that_need_not_may_bind_its_tokens() {
    let scene = Scene::of(|_| ()).await;
    let key = ClientKey::es256();
    let bound = scene.redeem(&scene.arrival().await, &key, &[]).await;
    assert_eq!(bound.json()["token_type"], "DPoP");
    let plain = scene.rp.token(&scene.arrival().await, &[]).await;
    assert_eq!(plain.json()["token_type"], "Bearer");
    let token = text(&plain.json()["access_token"]);
    assert_eq!(scene.userinfo("Bearer", &token, None).await.status(), 200);
    let as_dpop = scene.userinfo("DPoP", &token, Some(scene.use_proof(&key, &token))).await;
    assert_eq!(as_dpop.status(), 401, "it is bound to nothing");
}

/// FAPI 2.0 Security Profile §5.3.2.
#[tokio::test]
async fn a_fapi_client_gets_bound_tokens_within_a_minute() {
    let key = ClientKey::es256();
    let scene = Scene::of(|client| {
        client.profile = Profile::Fapi2;
        client.settings = Settings::of(Profile::Fapi2);
        signing_with(&key)(client);
    })
    .await;
    let fields = [("grant_type", "client_credentials"), ("scope", "x")];
    let mut request = crate::support::form(&scene.acme.at("/token"), &fields);
    let token = assertion(&scene.rp, &key, scene.now(), |_, _| ());
    let body = crate::support::encoded(&[fields.as_slice(), &asserted(&token)].concat());
    *request.body_mut() = Body::from(body);
    let page = scene.idp.door().send(request).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_dpop_proof"));
    // CO-07
    let web = scene.acme.website("web").await;
    for (wait, status) in [(59, 200), (61, 400)] {
        let person = scene.acme.simple_user(&fresh()).await;
        let arrival = scene.acme.past_password(&web, &person).await.arrival();
        scene.idp.clock.advance(seconds(wait));
        assert_eq!(web.token(&arrival, &[]).await.status(), status, "{wait}");
    }
}
