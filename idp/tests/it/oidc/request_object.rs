//! Request objects by value and by reference (RFC 9101, OpenID Connect Core §6).

use idp::model::client::Client;
use keys::client::KeySet;
use keys::client::jwe::{ContentEncryption, DecryptionKey, KeyManagement, encrypt};
use serde_json::{Value, json};

use crate::support::client_key::ClientKey;
use crate::support::{Browser, PASSWORD, TestIdp, TestTenant, Website};

const PLACE: &str = "https://portal.test/request.jwt";

struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    portal: Website,
    browser: Browser,
    key: ClientKey,
}

async fn scene(change: fn(&mut Client)) -> Scene {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.simple_user("alice").await;
    let key = ClientKey::es256();
    let jwks = key.jwks();
    let portal = Website::register(&acme, "portal", |client| {
        client.settings.keys.jwks = Some(jwks);
        client.settings.request.request_uris = vec![PLACE.to_owned()];
        change(client);
    })
    .await;
    let browser = idp.browser();
    Scene { idp, acme, portal, browser, key }
}

impl Scene {
    fn claims(&self) -> Value {
        let now = self.idp.app.now().seconds();
        json!({
            "iss": self.portal.id(), "aud": self.portal.issuer, "client_id": self.portal.id(),
            "nbf": now, "exp": now + 300,
            "response_type": "code", "redirect_uri": self.portal.redirect_uri(),
            "scope": "openid", "state": "inside", "nonce": "n",
            "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            "code_challenge_method": "S256",
        })
    }

    fn object(&self, change: impl FnOnce(&mut Value)) -> String {
        let mut claims = self.claims();
        change(&mut claims);
        self.key.sign(&json!({ "alg": self.key.alg, "typ": "oauth-authz-req+jwt" }), &claims)
    }

    async fn heard(&mut self, more: &[(&str, &str)]) -> (String, String) {
        let link = self.portal.sign_in_link_with(more);
        self.browser.open(link).await;
        let arrival = self.browser.arrival();
        (arrival.error().to_owned(), arrival.get("state").unwrap_or_default().to_owned())
    }
}

#[tokio::test]
async fn what_is_signed_wins_over_what_is_not() {
    let mut scene = scene(|_| ()).await;
    let object = scene.object(|_| ());
    let link = scene.portal.sign_in_link_with(&[("request", &object), ("state", "outside")]);
    scene.browser.open(link).await;
    let fields = [("username", "alice"), ("password", PASSWORD)];
    scene.browser.submit("/password", &fields).await;
    assert_eq!(scene.browser.arrival().get("state"), Some("inside"));
}

// PR-20, PR-28
#[tokio::test]
async fn an_object_that_does_not_verify_is_refused_by_name() {
    let mut scene = scene(|_| ()).await;
    let stranger = ClientKey::es256();
    let now = scene.idp.app.now().seconds();
    let by_stranger = stranger.sign(&json!({ "alg": "ES256" }), &scene.claims());
    let objects = [
        by_stranger,
        scene.object(|claims| claims["aud"] = "https://other.test".into()),
        scene.object(|claims| claims["iss"] = "other".into()),
        scene.object(|claims| claims["exp"] = (now - 600).into()),
        scene.object(|claims| claims["client_id"] = "other".into()),
        scene.object(|claims| claims["request"] = "x".into()),
        scene.object(|claims| claims["request_uri"] = PLACE.into()),
        "garbage".to_owned(),
    ];
    for (place, object) in objects.iter().enumerate() {
        let (error, _) = scene.heard(&[("request", object)]).await;
        assert_eq!(error, "invalid_request_object", "{place}");
    }
    let unsigned = "eyJhbGciOiJub25lIn0.e30.";
    assert_eq!(scene.heard(&[("request", unsigned)]).await.0, "request_not_supported");
    let both = [("request", objects[0].as_str()), ("request_uri", PLACE)];
    assert_eq!(scene.heard(&both).await.0, "invalid_request");
}

#[tokio::test]
async fn a_client_that_has_to_sign_cannot_do_without() {
    let mut scene =
        scene(|client| client.settings.request.require_signed_request_object = true).await;
    assert_eq!(scene.heard(&[]).await.0, "invalid_request");
    let unsigned = "eyJhbGciOiJub25lIn0.e30.";
    assert_eq!(scene.heard(&[("request", unsigned)]).await.0, "invalid_request_object");
    // What stands beside the object counts for nothing.
    let object = scene.object(|claims| claims["prompt"] = "none".into());
    let heard = scene.heard(&[("request", &object), ("state", "outside")]).await;
    assert_eq!(heard, ("login_required".to_owned(), "inside".to_owned()));
}

#[tokio::test]
async fn an_object_is_fetched_from_where_the_client_said() {
    let mut scene = scene(|_| ()).await;
    let object = scene.object(|claims| claims["prompt"] = "none".into());
    assert_eq!(scene.heard(&[("request_uri", PLACE)]).await.0, "invalid_request_uri");
    scene.idp.outside.answers(PLACE, 200, "application/oauth-authz-req+jwt", object.into_bytes());
    let with_version = format!("{PLACE}#v2");
    let heard = scene.heard(&[("request_uri", &with_version)]).await;
    assert_eq!(heard, ("login_required".to_owned(), "inside".to_owned()));
    scene.idp.outside.answers(PLACE, 200, "text/plain", "eyJhbGciOiJub25lIn0.e30.");
    assert_eq!(scene.heard(&[("request_uri", PLACE)]).await.0, "request_uri_not_supported");
    // SS-01: nobody is made to call anybody.
    let calls = scene.idp.outside.calls().len();
    for uri in ["http://127.0.0.1:9999/", "https://169.254.169.254/", "file:///etc/passwd"] {
        let link = scene.portal.sign_in_link_with(&[("request_uri", uri)]);
        let page = scene.browser.open(link).await;
        assert_eq!((page.status(), page.location()), (400, None), "{uri}");
    }
    assert_eq!(scene.idp.outside.calls().len(), calls);
    drop(scene.acme);
}

/// What is encrypted is not announced, and nobody is served what it may say (RFC 9101 §6.2).
#[tokio::test]
async fn an_encrypted_object_is_not_offered() {
    let mut scene = scene(|_| ()).await;
    let metadata = scene.acme.at("/.well-known/openid-configuration");
    let metadata = scene.idp.door().get(&metadata).await.json();
    for name in ["alg", "enc"] {
        let name = format!("request_object_encryption_{name}_values_supported");
        assert!(metadata.get(&name).is_none(), "{name}");
    }
    let receiver = DecryptionKey::generate(KeyManagement::EcdhEs).unwrap();
    let set = json!({ "keys": [receiver.public_jwk()] }).to_string();
    let to = KeySet::parse(&set).unwrap().encryption_key(KeyManagement::EcdhEs).unwrap();
    let (object, how) = (scene.object(|_| ()), ContentEncryption::A256Gcm);
    let sealed = encrypt(object.as_bytes(), &to, KeyManagement::EcdhEs, how, Some("JWT")).unwrap();
    assert_eq!(scene.heard(&[("request", &sealed)]).await.0, "invalid_request_object");
    scene.idp.outside.answers(PLACE, 200, "application/oauth-authz-req+jwt", sealed);
    assert_eq!(scene.heard(&[("request_uri", PLACE)]).await.0, "invalid_request_object");
}

// OpenID Connect Core §5.5.1
#[tokio::test]
async fn a_claim_asked_for_by_value_names_the_person() {
    let mut scene = scene(|_| ()).await;
    scene.browser.open(scene.portal.sign_in_link()).await;
    let fields = [("username", "alice"), ("password", PASSWORD)];
    scene.browser.submit("/password", &fields).await;
    let claims = json!({ "id_token": { "sub": { "value": "somebody-else" } } }).to_string();
    let heard = scene.heard(&[("claims", &claims), ("prompt", "none")]).await;
    assert_eq!(heard.0, "login_required");
    let strong = json!({ "id_token": { "acr": {
        "essential": true, "values": ["urn:sekisho:acr:password-certificate"],
    } } });
    let heard = scene.heard(&[("claims", &strong.to_string())]).await;
    assert_eq!(heard.0, "unmet_authentication_requirements");
    let wish = [("acr_values", "urn:sekisho:acr:password-otp"), ("prompt", "none")];
    scene.browser.open(scene.portal.sign_in_link_with(&wish)).await;
    assert!(!scene.browser.arrival().code().is_empty(), "a wish is no condition");
}
