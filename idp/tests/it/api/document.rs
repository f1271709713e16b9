//! The OpenAPI document, and its word kept: every deed has its operation, and every operation wants somebody known.

use std::collections::BTreeSet;

use idp::model::admin::Deed;
use serde_json::Value;

use super::{Scene, code, described};
use crate::support::TestIdp;

#[tokio::test]
async fn every_deed_is_an_operation_and_every_operation_a_deed() {
    let document = described(&TestIdp::start().await).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let word = operation["operationId"].as_str().unwrap();
            assert!(found.insert(word.to_owned()), "{word} stands twice");
            let deed = Deed::ALL.iter().find(|deed| deed.as_str() == word);
            let deed = deed.unwrap_or_else(|| panic!("{word} is no deed"));
            let scopes = &operation["security"][0]["client_credentials"];
            assert_eq!(scopes[0], deed.scope().as_str(), "{word}");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{word}");
            for status in ["401", "403", "404", "500", "503"] {
                let answer = &operation["responses"][status]["content"];
                assert!(answer["application/problem+json"].is_object(), "{word} {status}");
            }
            let parameters = operation["parameters"].as_array().unwrap();
            let has = |name: &str| parameters.iter().any(|one| one["name"] == name);
            assert_eq!(has("dry_run"), method != "get", "{word}");
            assert_eq!(has("Idempotency-Key"), method == "post", "{word}");
            for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(has(name), "{word} {name}");
            }
        }
    }
    let missing: Vec<_> =
        Deed::ALL.iter().filter(|deed| !found.contains(deed.as_str())).copied().collect();
    assert_eq!(missing, []);
}

/// Every reference leads somewhere, and every shape that is sent takes no unknown member.
#[tokio::test]
async fn shapes_are_whole_and_closed() {
    let document = described(&TestIdp::start().await).await;
    let mut references = Vec::new();
    collect(&document, &mut references);
    for reference in references {
        let at = reference.trim_start_matches('#');
        assert!(document.pointer(at).is_some(), "{reference}");
    }
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let sent = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let Some(sent) = sent.as_str() else { continue };
            let shape = document.pointer(sent.trim_start_matches('#')).unwrap();
            assert_eq!(shape["additionalProperties"], false, "{sent}");
        }
    }
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|one| collect(one, found));
        }
        Value::Array(items) => items.iter().for_each(|one| collect(one, found)),
        _ => {}
    }
}

#[tokio::test]
async fn nobody_comes_in_without_proof() {
    let scene = Scene::set().await;
    let document = described(&scene.idp).await;
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.trim_start_matches("/api/v1").replace("{tenant}", "acme");
        for method in item.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            let page = scene.by("", &method, &path, None).await;
            assert_eq!((page.status(), code(&page).as_str()), (401, "missing_token"), "{path}");
            assert_eq!(page.header("www-authenticate"), Some("Bearer realm=\"api\""));
            for wrong in ["y_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", "a.b.c"] {
                let page = scene.by(wrong, &method, &path, None).await;
                assert_eq!(code(&page), "invalid_token", "{path} {wrong}");
            }
        }
    }
    let page = scene.ask("GET", "/nothing", None).await;
    assert_eq!((page.status(), code(&page).as_str()), (404, "not_found"));
    let page = scene.ask("DELETE", "/tenants/acme", None).await;
    assert_eq!((page.status(), code(&page).as_str()), (405, "method_not_allowed"));
}

/// HT-22: where the API has a listener of its own, the pages' knows nothing of it, and the other way round.
#[tokio::test]
async fn a_listener_of_its_own_is_the_only_one() {
    use axum::body::Body;
    use axum::http::Request;
    use idp::http::layer::client_address::Proxies;
    use tower::ServiceExt;

    let idp = TestIdp::start().await;
    idp.classic().await;
    let pages = idp::http::router_without_api(idp.app.clone(), Proxies::default());
    let api = idp::http::api_router(idp.app.clone(), Proxies::default());
    for (router, path, status) in [
        (&pages, "/api/v1/openapi.json", 404),
        (&pages, "/api/v1/tenants", 404),
        (&pages, "/t/acme/jwks", 200),
        (&api, "/api/v1/openapi.json", 200),
        (&api, "/api/v1/tenants", 401),
        (&api, "/health/live", 200),
        (&api, "/t/acme/jwks", 404),
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
    }
}
