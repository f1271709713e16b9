//! Who was removed is gone, who was signed out is out, and tables leave with their owner alone.

use idp::model::admin::Role;
use serde_json::json;

use super::deeds_more::table;
use super::{Scene, all_scopes, code, key};

// AD-09
#[tokio::test]
async fn who_comes_again_under_the_same_name_is_somebody_else() {
    let scene = Scene::set().await;
    let acme = &scene.acme;
    let mut person = acme.past_password(&scene.portal, &scene.alice).await;
    scene.idp.enter_code(&mut person, &scene.alice).await;
    let former = scene.ask("GET", &scene.alice_at(""), None).await.json();
    let claims = Some(json!({ "name": "Alice" }));
    scene.ask("PUT", &scene.alice_at("/claims"), claims).await;
    assert_eq!(scene.ask("DELETE", &scene.alice_at(""), None).await.status(), 204);
    // Her browser is nobody's, and what was hers is nowhere.
    assert!(person.open(acme.at("/account")).await.has("#username"));
    for below in ["", "/history", "/certificates"] {
        assert_eq!(scene.ask("GET", &scene.alice_at(below), None).await.status(), 404, "{below}");
    }
    let new = json!({ "user_id": "alice", "devices": [{ "mail": "a@acme.test", "kind": "pc" }] });
    let made = scene.ask("POST", "/tenants/acme/users", Some(new)).await.json();
    assert_ne!((&made["sub"], &made["id"]), (&former["sub"], &former["id"]));
    let at = format!("/tenants/acme/users/{}", made["id"].as_str().unwrap());
    let now = scene.ask("GET", &at, None).await.json();
    assert_eq!(
        (&now["claims"]["name"], &now["state"]),
        (&json!(null), &json!("to_enrol")),
        "{now}"
    );
    let history = scene.ask("GET", &format!("{at}/history"), None).await.json();
    assert_eq!(history["items"], json!([]));
    let found = scene.ask("GET", "/tenants/acme/users?search=Alice", None).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

// AD-11
#[tokio::test]
async fn ended_sessions_are_gone_at_once() {
    let scene = Scene::set().await;
    let mut person = scene.acme.past_password(&scene.portal, &scene.alice).await;
    scene.idp.enter_code(&mut person, &scene.alice).await;
    assert!(!person.open(scene.acme.at("/account")).await.has("#username"));
    let desk = key(&scene.acme, Role::SupportDesk, &all_scopes()).await;
    let page = scene.by(&desk, "POST", &scene.alice_at("/end-sessions"), None).await;
    assert_eq!((page.status(), &page.json()["ended"]), (200, &json!(1)));
    assert!(person.open(scene.acme.at("/account")).await.has("#username"));
}

// EX-04
#[tokio::test]
async fn tables_are_the_owners_and_of_the_own_tenant() {
    let scene = Scene::set().await;
    scene.other.user("mallory").await;
    let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
    let at = "/tenants/acme/user-table";
    let page = scene.by(&owner, "GET", at, None).await;
    assert!(page.body.contains("alice") && !page.body.contains("mallory"), "{page:?}");
    let name = page.header("content-disposition").unwrap();
    assert!(name.starts_with("attachment; filename=\"users-acme-"), "{name}");
    for role in [Role::Auditor, Role::SupportDesk] {
        let other = key(&scene.acme, role, &all_scopes()).await;
        assert_eq!(code(&scene.by(&other, "GET", at, None).await), "forbidden_role");
        assert_eq!(code(&table(&scene, &other, "", "user_id\nx\n").await), "forbidden_role");
    }
    assert_eq!(scene.by(&owner, "GET", "/tenants/other/user-table", None).await.status(), 401);
    for (query, body, status) in [
        ("?encoding=utf-16", "user_id\nx\n".to_owned(), 400),
        ("?dry_run=maybe", "user_id\nx\n".to_owned(), 400),
        ("?x=1", "user_id\nx\n".to_owned(), 400),
        ("", "user_id\n".to_owned() + &"x".repeat(3_000_000), 413),
        ("", "colour\nred\n".to_owned(), 422),
        ("?dry_run=true", String::new(), 422),
    ] {
        let page = table(&scene, &owner, query, &body).await;
        assert_eq!(page.status(), status, "{query} {page:?}");
    }
}
