//! Provider metadata.

use axum::body::Body;
use axum::http::Request;
use idp::model::policy::{Language, Policy};

use crate::support::TestIdp;

const PLACES: [&str; 3] = [
    "/t/acme/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server/t/acme",
    "/.well-known/openid-configuration/t/acme",
];

#[tokio::test]
async fn the_metadata_says_what_is_offered_and_no_more() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let page = idp.door().get(PLACES[0]).await;
    assert_eq!(page.status(), 200);
    assert_eq!(page.header("access-control-allow-origin"), Some("*"));
    let metadata = page.json();
    assert_eq!(metadata["issuer"], acme.issuer());
    for (name, value) in metadata.as_object().unwrap() {
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            let address = value.as_str().unwrap();
            assert!(address.starts_with(&acme.issuer()), "{name}");
            assert_ne!(idp.door().get(address).await.status(), 404, "{name}");
        }
    }
    assert_eq!(metadata["response_types_supported"], serde_json::json!(["code"]));
    assert_eq!(metadata["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    let four = serde_json::json!(["RS256", "PS256", "ES256", "EdDSA"]);
    for signed in ["id_token", "userinfo", "introspection"] {
        assert_eq!(metadata[format!("{signed}_signing_alg_values_supported")], four, "{signed}");
    }
    assert_eq!(metadata["grant_types_supported"].as_array().unwrap().len(), 5);
    assert_eq!(metadata["subject_types_supported"], serde_json::json!(["public", "pairwise"]));
    for present in
        ["introspection_endpoint", "revocation_endpoint", "device_authorization_endpoint"]
    {
        assert!(metadata[present].is_string(), "{present}");
    }
    assert!(metadata.get("registration_endpoint").is_none());
    for place in PLACES {
        assert_eq!(idp.door().get(place).await.json(), metadata, "{place}");
    }
}

#[tokio::test]
async fn the_issuer_does_not_follow_the_host_header() {
    let idp = TestIdp::start().await;
    idp.classic().await;
    let expected = idp.door().get(PLACES[0]).await.body;
    for (name, value) in [
        ("host", "evil.test"),
        ("x-forwarded-host", "evil.test"),
        ("forwarded", "host=evil.test;proto=http"),
        ("x-forwarded-proto", "http"),
        ("x-original-url", "/t/other/jwks"),
        ("x-http-method-override", "DELETE"),
    ] {
        let request = Request::get(PLACES[0]).header(name, value).body(Body::empty());
        let page = idp.door().send(request.unwrap()).await;
        assert_eq!((page.status(), &page.body), (200, &expected), "{name}");
    }
}

#[tokio::test]
async fn each_tenant_has_its_own() {
    let idp = TestIdp::start().await;
    idp.classic().await;
    let mut policy = Policy::standard();
    policy.languages.offered = [Language::Ja].into();
    let other = idp.tenant("other", policy).await;
    let metadata = idp.door().get(&other.at("/.well-known/openid-configuration")).await.json();
    assert_eq!(metadata["issuer"], other.issuer());
    assert_eq!(metadata["ui_locales_supported"], serde_json::json!(["ja"]));
    let unknown = idp.door().get("/t/nobody/.well-known/openid-configuration").await;
    assert_eq!((unknown.status(), unknown.error().as_str()), (404, "not_found"));
}
