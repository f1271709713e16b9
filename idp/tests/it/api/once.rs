//! Idempotency-Key: a request with a key is done once, and its answer is the same again.

use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::future::join_all;
use idp::model::admin::Role;
use idp::usecase::upkeep::tidy;
use serde_json::{Value, json};

use super::{Scene, all_scopes, code, key};
use crate::support::{Page, days};

const USERS: &str = "/tenants/acme/users";

async fn send(scene: &Scene, key: &str, path: &str, body: Value) -> Page {
    let headers = [("idempotency-key", key)];
    scene.with(&scene.operator, ("POST", path), &headers, Some(body)).await
}

fn user(name: &str) -> Value {
    json!({ "user_id": name, "login_method": "password" })
}

#[tokio::test]
async fn the_same_key_brings_the_same_answer_for_a_day() {
    let scene = Scene::set().await;
    let first = send(&scene, "one", USERS, user("taro")).await;
    let again = send(&scene, "one", USERS, user("taro")).await;
    assert_eq!((first.status(), &first.body), (201, &again.body));
    assert_eq!((again.status(), again.location()), (201, first.location()));
    let other = send(&scene, "one", USERS, user("jiro")).await;
    assert_eq!((other.status(), code(&other).as_str()), (422, "key_reused"));
    let invite = scene.newcomer_at("/invite");
    let elsewhere = send(&scene, "one", &invite, json!({ "delivery": "caller" })).await;
    assert_eq!(code(&elsewhere), "key_reused");
    let fresh = send(&scene, "two", USERS, user("taro")).await;
    assert_eq!((fresh.status(), code(&fresh).as_str()), (409, "already_exists"));
    // What did nothing is forgotten.
    assert_eq!(send(&scene, "two", USERS, user("saburo")).await.status(), 201);

    scene.idp.clock.advance(days(1));
    scene.idp.clock.advance(crate::support::minutes(1));
    tidy::tidy(&scene.idp.app).await.unwrap();
    let after = send(&scene, "one", USERS, user("taro")).await;
    assert_eq!((after.status(), code(&after).as_str()), (409, "already_exists"));
}

/// Secrets come again to whoever has the key, and stand nowhere in clear.
#[tokio::test]
async fn an_answer_with_a_secret_is_sealed() {
    let scene = Scene::set().await;
    let body = json!({ "name": "k", "role": "owner", "scopes": ["users:read"], "days": 1 });
    let path = "/tenants/acme/api-keys";
    let first = send(&scene, "one", path, body.clone()).await;
    let secret = first.json()["key"].as_str().unwrap().to_owned();
    assert_eq!(send(&scene, "one", path, body).await.json()["key"], secret.as_str());
    let dump = scene.idp.dump();
    let holds = |text: &[u8]| dump.windows(text.len()).any(|part| part == text);
    assert!(!holds(secret.as_bytes()));
    let encoded = STANDARD.encode(first.body.as_bytes());
    assert!(!holds(&encoded.as_bytes()[..60]));
}

#[tokio::test]
async fn eight_at_once_make_one() {
    let scene = Scene::set().await;
    let all = (0..8).map(|_| send(&scene, "one", USERS, user("taro")));
    let pages = join_all(all).await;
    let made = pages.iter().filter(|page| page.status() == 201).count();
    assert!(made >= 1, "{pages:?}");
    for page in &pages {
        assert!(page.status() == 201 || code(page) == "in_progress", "{page:?}");
    }
    let created = scene.acme.actions().await;
    // Alice, the newcomer and he.
    assert_eq!(created.iter().filter(|one| *one == "user.create").count(), 3);
    assert_eq!(send(&scene, "one", USERS, user("taro")).await.status(), 201);
}

#[tokio::test]
async fn a_key_is_its_callers_alone() {
    let scene = Scene::set().await;
    let headers = [("idempotency-key", "one")];
    let path = "/tenants/acme/api-keys";
    let body = json!({ "name": "k", "role": "auditor", "scopes": ["users:read"], "days": 1 });
    // Two keys of one name.
    let mut secrets = Vec::new();
    for _ in 0..2 {
        let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
        let page = scene.with(&owner, ("POST", path), &headers, Some(body.clone())).await;
        assert_eq!(page.status(), 201, "{page:?}");
        secrets.push(page.json()["key"].clone());
    }
    assert_ne!(secrets[0], secrets[1]);
    for wrong in ["", &"x".repeat(256)] {
        let page = send(&scene, wrong, USERS, user("taro")).await;
        assert_eq!((page.status(), code(&page).as_str()), (400, "invalid_request"));
    }
}

/// A server that was cut off leaves its keys under way: they are taken over, by one, and not at once.
#[tokio::test]
async fn what_a_crash_left_is_taken_over_after_a_while() {
    let scene = Scene::set().await;
    let first = send(&scene, "one", USERS, user("taro")).await;
    assert_eq!(first.status(), 201);
    // As if the server had ended before it kept the answer.
    scene.idp.statement("UPDATE idempotency SET sealed = NULL").await.unwrap();
    let jiro = send(&scene, "one", USERS, user("jiro")).await;
    assert_eq!(code(&jiro), "key_reused");
    scene.idp.clock.advance(crate::support::minutes(9));
    assert_eq!(code(&send(&scene, "one", USERS, user("taro")).await), "in_progress");
    scene.idp.clock.advance(crate::support::minutes(2));
    assert_eq!(code(&send(&scene, "one", USERS, user("jiro")).await), "key_reused");
    let pages = join_all((0..8).map(|_| send(&scene, "one", USERS, user("taro")))).await;
    let did = pages.iter().filter(|page| code(page) == "already_exists").count();
    // Who was first did it, found taro, and forgot the key: others may have been the first after that.
    assert!(did >= 1, "{pages:?}");
    for page in &pages {
        assert!(["already_exists", "in_progress"].contains(&code(page).as_str()), "{page:?}");
    }
}
