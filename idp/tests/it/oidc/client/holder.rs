//! Bound tokens are used by whoever holds what they are bound to (RFC 9449 §7, RFC 8705 §3): TK-30 to TK-40.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use idp::model::history::Origin;
use idp::model::policy::Language;
use idp::model::token::Confirmation;
use idp::stop::Stop;
use idp::usecase::client::holder::{Unproven, Use, prove_use};
use idp::usecase::visit::Visit;
use idp::wire::client_request::ClientRequest;
use keys::client::certificate_thumbprint;
use serde_json::{Value, json};

use super::Scene;
use crate::support::ClientKey;

const TOKEN: &str = "an.access.token";

type Change = fn(&mut Value, &mut Value);

impl Scene {
    fn visit(&self) -> Visit {
        Visit {
            tenant: self.acme.tenant.clone(),
            origin: Origin { address: "203.0.113.9".to_owned(), browser: String::new() },
            language: Language::Ja,
            mark: None,
        }
    }

    /// A request to UserInfo with these proofs and this certificate.
    fn head(&self, dpop: Vec<String>, certificate: Option<Vec<u8>>) -> ClientRequest {
        let (address, method) = (self.acme.at("/userinfo"), "GET".to_owned());
        ClientRequest { address, method, dpop, certificate, ..ClientRequest::default() }
    }

    async fn used(
        &self,
        request: &ClientRequest,
        by_dpop: bool,
        confirmation: Option<&Confirmation>,
    ) -> Result<(), Unproven> {
        let one = Use { request, token: TOKEN, by_dpop, confirmation, nonce_due: false };
        match prove_use(&self.idp.app, &self.visit(), one).await {
            Ok(()) => Ok(()),
            Err(Stop::Refused(why)) => Err(why),
            Err(Stop::Fault(fault)) => panic!("{fault}"),
        }
    }
}

fn hash(token: &str) -> Value {
    json!(URL_SAFE_NO_PAD.encode(keys::digest::sha256(token.as_bytes())))
}

#[tokio::test]
async fn a_token_bound_to_a_key_is_used_with_a_proof_of_it() {
    let scene = Scene::of(|_| ()).await;
    let (key, other) = (ClientKey::es256(), ClientKey::es256());
    let own = Confirmation::Key(key.thumbprint());
    let url = scene.acme.at("/userinfo");
    let proof = |by: &ClientKey, change: Change| {
        by.proof(("GET", &url), scene.now(), |header, claims| {
            claims["ath"] = hash(TOKEN);
            change(header, claims);
        })
    };
    let good = scene.head(vec![proof(&key, |_, _| ())], None);
    assert_eq!(scene.used(&good, true, Some(&own)).await, Ok(()));
    assert_eq!(scene.used(&good, true, Some(&own)).await, Err(Unproven::Invalid), "TK-31");
    let none = scene.head(Vec::new(), None);
    assert_eq!(scene.used(&none, true, Some(&own)).await, Err(Unproven::Missing), "TK-30");
    assert_eq!(scene.used(&none, false, Some(&own)).await, Err(Unproven::OtherKey), "as Bearer");
    let two = scene.head(vec![proof(&key, |_, _| ()), proof(&key, |_, _| ())], None);
    assert_eq!(scene.used(&two, true, Some(&own)).await, Err(Unproven::Invalid), "TK-39");
    let foreign = scene.head(vec![proof(&other, |_, _| ())], None);
    assert_eq!(scene.used(&foreign, true, Some(&own)).await, Err(Unproven::OtherKey), "TK-40");
    let bad: [(&str, Change); 8] = [
        ("TK-35 no ath", |_, claims| drop(claims.as_object_mut().unwrap().remove("ath"))),
        ("TK-35 other ath", |_, claims| claims["ath"] = hash("another")),
        ("TK-32", |_, claims| claims["htm"] = json!("POST")),
        ("TK-33", |_, claims| claims["htu"] = json!("https://idp.test/t/other/userinfo")),
        ("TK-36", |header, _| header["typ"] = json!("at+jwt")),
        ("TK-37", |header, _| header["alg"] = json!("HS256")),
        ("TK-38", |header, _| header["jwk"]["d"] = json!("AAAA")),
        ("of an hour ago", |_, claims| {
            claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 3600);
        }),
    ];
    for (why, change) in bad {
        let request = scene.head(vec![proof(&key, change)], None);
        assert_eq!(scene.used(&request, true, Some(&own)).await, Err(Unproven::Invalid), "{why}");
    }
    // A token that is bound to nothing is no DPoP token.
    let request = scene.head(vec![proof(&key, |_, _| ())], None);
    assert_eq!(scene.used(&request, true, None).await, Err(Unproven::OtherKey));
    assert_eq!(scene.used(&none, false, None).await, Ok(()));
}

#[tokio::test]
async fn a_token_bound_to_a_certificate_is_used_on_its_connections() {
    let scene = Scene::of(|_| ()).await;
    let (key, other) = (ClientKey::es256().self_signed(), ClientKey::es256().self_signed());
    let own = Confirmation::Certificate(certificate_thumbprint(&key.leaf));
    for (shown, verdict) in [
        (Some(key.leaf), Ok(())),
        (Some(other.leaf), Err(Unproven::OtherKey)),
        (None, Err(Unproven::Missing)),
    ] {
        let request = scene.head(Vec::new(), shown);
        assert_eq!(scene.used(&request, false, Some(&own)).await, verdict);
        let as_dpop = scene.used(&request, true, Some(&own)).await;
        assert_eq!(as_dpop, Err(Unproven::OtherKey));
    }
}

/// A client whose tokens are bound to a certificate shows it where it asks for them.
#[tokio::test]
async fn the_token_endpoint_wants_the_certificate_that_tokens_are_bound_to() {
    let scene = Scene::of(|client| {
        crate::support::Website::public(client);
        client.settings.tokens.tls_client_certificate_bound_access_tokens = true;
    })
    .await;
    let page = scene.ask(&[("client_id", scene.rp.id())]).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_request"));
}
