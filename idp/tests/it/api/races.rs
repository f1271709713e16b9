//! If-Match, and what happens where two change one thing.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{Scene, code};

#[tokio::test]
async fn an_etag_of_before_is_refused_and_the_one_of_now_is_taken() {
    let scene = Scene::set().await;
    let portal = format!("/tenants/acme/clients/{}", scene.portal.id());
    let policy = serde_json::to_value(&*scene.acme.tenant.policy).unwrap();
    let shorter = {
        let mut policy = policy.clone();
        policy["history_days"] = json!(9);
        policy
    };
    for (read, method, write, body) in [
        ("/tenants/acme", "PATCH", "/tenants/acme", json!({ "name": "新社" })),
        ("/tenants/acme/policy", "PUT", "/tenants/acme/policy", shorter),
        (&portal, "PATCH", &portal, json!({ "metadata": { "client_name": "x" } })),
        (&scene.alice_at(""), "PUT", &scene.alice_at("/claims"), json!({ "name": "x" })),
    ] {
        let tag = scene.ask("GET", read, None).await.header("etag").unwrap().to_owned();
        let send = async |tag: &str| {
            let headers = [("if-match", tag)];
            scene.with(&scene.operator, (method, write), &headers, Some(body.clone())).await
        };
        for stale in ["\"x\"", "x", "\"x\", \"y\""] {
            let page = send(stale).await;
            assert_eq!(code(&page), "precondition_failed", "{write} {stale}");
            assert_eq!(page.status(), 412);
        }
        assert_eq!(send(&format!("\"x\", {tag}")).await.status(), 200, "{write}");
        assert_eq!(send(&tag).await.status(), 412, "{write}: it is another now");
        assert_eq!(send("*").await.status(), 200, "{write}");
    }
}

async fn at_once(scene: &Scene, what: (&str, &str), bodies: Vec<Value>, tag: &str) -> Vec<u16> {
    let headers = [("if-match", tag)];
    let all =
        bodies.into_iter().map(|body| scene.with(&scene.operator, what, &headers, Some(body)));
    let mut statuses: Vec<_> =
        join_all(all).await.iter().map(crate::support::Page::status).collect();
    statuses.sort_unstable();
    statuses
}

#[tokio::test]
async fn of_eight_changes_of_one_state_one_is_made() {
    let scene = Scene::set().await;
    let policy = |days: u16| {
        let mut policy = serde_json::to_value(&*scene.acme.tenant.policy).unwrap();
        policy["history_days"] = json!(days);
        policy
    };
    let at = "/tenants/acme/policy";
    let tag = scene.ask("GET", at, None).await.header("etag").unwrap().to_owned();
    let statuses = at_once(&scene, ("PUT", at), (1..=8).map(policy).collect(), &tag).await;
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    let history = scene.ask("GET", &format!("{at}/history"), None).await.json();
    assert_eq!(history["items"].as_array().unwrap().len(), 2);

    let at = format!("/tenants/acme/clients/{}", scene.portal.id());
    let named = |number: u16| json!({ "metadata": { "client_name": format!("n{number}") } });
    let tag = scene.ask("GET", &at, None).await.header("etag").unwrap().to_owned();
    let statuses = at_once(&scene, ("PATCH", &at), (1..=8).map(named).collect(), &tag).await;
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    let changes = scene.acme.actions().await;
    assert_eq!(changes.iter().filter(|one| *one == "client.change").count(), 1);
}

#[tokio::test]
async fn of_eight_users_of_one_name_one_is_made() {
    let scene = Scene::set().await;
    let new = || Some(json!({ "user_id": "taro", "login_method": "password" }));
    let all = (0..8).map(|_| scene.ask("POST", "/tenants/acme/users", new()));
    let mut statuses: Vec<_> =
        join_all(all).await.iter().map(crate::support::Page::status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
    let new = || Some(json!({ "slug": "newco", "name": "新社", "preset": "standard" }));
    let all = (0..4).map(|_| scene.ask("POST", "/tenants", new()));
    let mut statuses: Vec<_> =
        join_all(all).await.iter().map(crate::support::Page::status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409]);
}

/// Alice has eight changes of one state, by deeds of every kind.
#[tokio::test]
async fn of_eight_changes_of_one_user_one_is_made() {
    let scene = Scene::set().await;
    let read = scene.alice_at("");
    for below in ["/claims", "/devices", "/user-id"] {
        let tag = scene.ask("GET", &read, None).await.header("etag").unwrap().to_owned();
        let body = |number: u16| match below {
            "/claims" => json!({ "name": format!("n{number}") }),
            "/devices" => {
                json!({ "devices": [{ "mail": format!("n{number}@acme.test"), "kind": "pc" }] })
            }
            _ => json!({ "user_id": format!("alice{number}") }),
        };
        let at = scene.alice_at(below);
        let statuses = at_once(&scene, ("PUT", &at), (1..=8).map(body).collect(), &tag).await;
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412], "{below}");
    }
    let changes = scene.acme.actions().await;
    for deed in ["user.claims", "user.addresses", "user.rename"] {
        assert_eq!(changes.iter().filter(|one| *one == deed).count(), 1, "{deed}");
    }
}

/// What somebody does without a condition counts for those who have one.
#[tokio::test]
async fn a_condition_sees_what_others_do_meanwhile() {
    let scene = Scene::set().await;
    let (read, claims) = (scene.alice_at(""), scene.alice_at("/claims"));
    let tag = scene.ask("GET", &read, None).await.header("etag").unwrap().to_owned();
    let headers = [("if-match", tag.as_str())];
    let told = |name: &str| Some(json!({ "name": name }));
    let (with, without) = tokio::join!(
        scene.with(&scene.operator, ("PUT", &claims), &headers, told("with")),
        scene.ask("PUT", &claims, told("without")),
    );
    assert_eq!(without.status(), 200);
    let now = scene.ask("GET", &read, None).await.json();
    let first = scene.acme.actions().await.iter().filter(|one| *one == "user.claims").count();
    // Either it came first and was written over, or it was refused.
    assert_eq!(
        (first, &now["claims"]["name"]),
        (if with.status() == 200 { 2 } else { 1 }, &json!("without"))
    );
    assert!([200, 412].contains(&with.status()), "{with:?}");
}
