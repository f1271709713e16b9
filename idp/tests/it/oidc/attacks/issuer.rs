//! MX: the issuer is one text everywhere, and every address is below it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Arrival, BASE, TestIdp};

const DOCUMENT: &str = "/.well-known/openid-configuration";

// MX-01, MX-02
#[tokio::test]
async fn the_issuer_is_the_same_text_everywhere() {
    let idp = TestIdp::start().await;
    for slug in ["acme", "acme-2"] {
        let tenant = idp.tenant(slug, idp::model::policy::Policy::classic()).await;
        let metadata = idp.door().get(&tenant.at(DOCUMENT)).await.json();
        let issuer = metadata["issuer"].as_str().unwrap();
        assert_eq!(issuer, format!("{BASE}/t/{slug}"));
        let alice = tenant.simple_user("alice").await;
        let portal = tenant.website("portal").await;
        let browser = tenant.past_password(&portal, &alice).await;
        assert_eq!(browser.arrival().get("iss"), Some(issuer));
        let tokens = portal.redeem(&browser.arrival()).await;
        assert_eq!(tokens.claims["iss"], issuer);
        let access = crate::support::website::part(&tokens.access_token, 1);
        assert_eq!(access["iss"], issuer);
        assert_eq!(portal.introspect(&tokens.access_token).await["iss"], issuer);
        for wrong in [("prompt", "none"), ("response_type", "token"), ("scope", "")] {
            let page = idp.door().get(&portal.sign_in_link_with(&[wrong])).await;
            let to = page.location().unwrap().replacen("#error=", "?error=", 1);
            let heard = Arrival::new(url::Url::parse(&to).unwrap());
            assert_eq!(heard.get("iss"), Some(issuer), "{wrong:?}");
        }
    }
    for other in ["/t/ACME", "/t/Acme", "/t/acme/", "/t//acme", "/T/acme", "/t/acme%2f", "/t/acme."]
    {
        let page = idp.door().get(&format!("{BASE}{other}{DOCUMENT}")).await;
        assert_eq!(page.status(), 404, "{other}");
    }
}

// MX-03, MX-05
#[tokio::test]
async fn every_address_is_https_and_at_home() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let metadata = idp.door().get(&acme.at(DOCUMENT)).await.json();
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    let mut addresses = 0;
    for (name, value) in metadata.as_object().unwrap() {
        let Some(address) = value.as_str() else { continue };
        addresses += 1;
        assert!(address.starts_with(&acme.issuer()), "{name}: {address}");
        let url = url::Url::parse(address).unwrap();
        assert_eq!((url.scheme(), url.host_str(), url.port()), ("https", Some("idp.test"), None));
        assert!(url.query().is_none() && url.fragment().is_none(), "{name}");
    }
    assert!(addresses >= 10, "{addresses}");
    for (name, address) in metadata["mtls_endpoint_aliases"].as_object().unwrap() {
        let address = address.as_str().unwrap();
        assert!(address.starts_with("https://cert.idp.test/t/acme/"), "{name}: {address}");
        assert!(metadata[name].is_string(), "{name} has no address of its own");
    }
}

// MX-06
#[tokio::test]
async fn only_keys_in_use_are_published_and_nothing_of_their_secrets() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let set = async |tenant: &crate::support::TestTenant| {
        let jwks = idp.door().get(&tenant.at("/jwks")).await.json();
        jwks["keys"].as_array().unwrap().clone()
    };
    let kids = |keys: &[Value]| -> BTreeSet<String> {
        keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
    };
    let first = set(&acme).await;
    for day in 0..200 {
        idp::usecase::upkeep::rotate_keys::rotate_all(&idp.app).await.unwrap();
        let keys = set(&acme).await;
        assert_eq!(kids(&keys).len(), keys.len(), "a kid stands twice on day {day}");
        for key in &keys {
            let members: BTreeSet<_> =
                key.as_object().unwrap().keys().map(String::as_str).collect();
            let known = ["kty", "kid", "use", "alg", "n", "e", "crv", "x", "y"].into();
            assert!(members.is_subset(&known), "{members:?}");
        }
        idp.clock.advance(crate::support::days(1));
    }
    let last = set(&acme).await;
    assert!(kids(&first).is_disjoint(&kids(&last)), "keys of half a year ago are gone");
    assert!(kids(&set(&other).await).is_disjoint(&kids(&last)), "no key is shared");
}
