//! Values that nobody means, in every place of every operation: answered as the document says, never by a failure (AD-43).

use std::collections::BTreeSet;

use idp::model::admin::Role;
use serde_json::{Value, json};

use super::walk::operations;
use super::{Scene, all_scopes, code, described, key};

/// What stands in the place of a value.
fn hostile() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!("' OR 1=1; --"),
        json!("../../../etc/passwd"),
        json!("{{7*7}}<script>alert(1)</script>"),
        json!("\u{202e}\u{feff}\u{1f600}\r\nX: y"),
        json!("a".repeat(5_000)),
        json!([]),
        json!([[[{}]]]),
        json!({ "__proto__": { "admin": true } }),
    ]
}

/// Each member of a body in turn as something else, and one more than there are.
fn bent(body: &Value) -> Vec<Value> {
    let mut all = vec![json!({}), json!([]), json!("x")];
    for (name, _) in body.as_object().into_iter().flatten() {
        for value in hostile() {
            let mut other = body.clone();
            other[name] = value;
            all.push(other);
        }
        let mut less = body.clone();
        less.as_object_mut().unwrap().remove(name);
        all.push(less);
    }
    let mut more = body.clone();
    more["is_admin"] = json!(true);
    all.push(more);
    all
}

/// The statuses that the document has for an operation.
fn documented(document: &Value, deed: &str) -> BTreeSet<String> {
    let items = document["paths"].as_object().unwrap().values();
    let mut operations = items.flat_map(|item| item.as_object().unwrap().values());
    let operation = operations.find(|one| one["operationId"] == deed).unwrap();
    operation["responses"].as_object().unwrap().keys().cloned().collect()
}

// AD-30, AD-43
#[tokio::test]
async fn no_body_is_answered_by_a_failure_or_by_what_is_not_written_down() {
    let scene = Scene::set().await;
    let document = described(&scene.idp).await;
    let mut asked = 0;
    for operation in operations(&scene, "acme").await {
        let word = operation.deed.as_str();
        let known = documented(&document, word);
        for body in operation.body.as_ref().map(bent).unwrap_or_default() {
            let sent = Some(body.clone());
            let page = scene.ask(&operation.method, &operation.path, sent).await;
            assert!(page.status() < 500, "{word} {body} {page:?}");
            assert!(known.contains(&page.status().to_string()), "{word} {body} {page:?}");
            if page.status() >= 400 {
                code(&page);
            }
            asked += 1;
        }
    }
    assert!(asked > 500, "{asked}");
}

// AD-20, AD-22, AD-23, AD-43
#[tokio::test]
async fn no_address_or_query_is_answered_by_a_failure() {
    let scene = Scene::set().await;
    let document = described(&scene.idp).await;
    let words =
        ["%00", "..%2f..%2f", "%27%20OR%201=1--", "%ff", "-1", "%F0%9F%98%80", "a%0d%0aX:y"];
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.trim_start_matches("/api/v1");
        for (method, operation) in item.as_object().unwrap() {
            let word = operation["operationId"].as_str().unwrap();
            let method = method.to_uppercase();
            let known = documented(&document, word);
            for hostile in words {
                let mut paths = vec![(path.replace("{tenant}", "acme"), hostile)];
                let params: Vec<_> = operation["parameters"].as_array().unwrap().clone();
                let dry = if method == "GET" { "" } else { "&dry_run=true" };
                for name in params.iter().filter(|one| one["in"] == "query") {
                    let query = format!("?{}={hostile}{dry}", name["name"].as_str().unwrap());
                    paths.push((format!("{}{query}", path.replace("{tenant}", "acme")), "x"));
                }
                for (path, filled) in paths {
                    let path =
                        path.split('{').enumerate().fold(String::new(), |done, (at, part)| {
                            if at == 0 {
                                return part.to_owned();
                            }
                            let rest = part.split_once('}').map_or("", |(_, rest)| rest);
                            format!("{done}{filled}{rest}")
                        });
                    let page = scene.ask(&method, &path, None).await;
                    assert!(page.status() < 500, "{word} {path} {page:?}");
                    assert!(known.contains(&page.status().to_string()), "{word} {path} {page:?}");
                }
            }
        }
    }
}

/// AD-12, AD-14: no operation lends anybody's identity, and none takes its tenant from anywhere but the address.
#[tokio::test]
async fn nobody_is_impersonated_and_no_header_names_a_tenant() {
    let scene = Scene::set().await;
    let document = described(&scene.idp).await;
    for word in ["impersonat", "act-as", "act_as", "on-behalf", "login-as", "sudo"] {
        assert!(!document["paths"].to_string().to_lowercase().contains(word), "{word}");
    }
    scene.other.user("bob").await;
    let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
    for (name, value) in [
        ("x-tenant", "other"),
        ("x-tenant-id", "other"),
        ("x-forwarded-prefix", "/tenants/other"),
        ("x-original-url", "/api/v1/tenants/other/users"),
        ("x-rewrite-url", "/api/v1/tenants/other/users"),
        ("x-http-method-override", "DELETE"),
    ] {
        let page = scene.with(&owner, ("GET", "/tenants/acme/users"), &[(name, value)], None).await;
        assert_eq!(page.status(), 200, "{name}");
        assert!(page.body.contains("alice") && !page.body.contains("bob"), "{name} {page:?}");
    }
}
