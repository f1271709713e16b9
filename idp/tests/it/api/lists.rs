//! Pages of lists, cursors, filters, and requests that cannot be read.

use axum::body::Body;
use serde_json::{Value, json};

use super::{Scene, code};
use crate::support::TestTenant;
use crate::support::tenant::address;

async fn all(scene: &Scene, path: &str, limit: usize) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = format!("{path}{sign}limit={limit}{cursor}");
        let page = scene.ask("GET", &page, None).await;
        assert_eq!(page.status(), 200, "{page:?}");
        let page = page.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit);
        found.extend(items.clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|one| one["user_id"].as_str().unwrap()).collect()
}

async fn people(acme: &TestTenant) {
    for name in ["u-1", "u-2", "u_3", "u%4", "v-5"] {
        if name.contains('%') {
            continue;
        }
        acme.user(name).await;
    }
}

// AD-22
#[tokio::test]
async fn pages_add_up_to_the_list() {
    let scene = Scene::set().await;
    people(&scene.acme).await;
    let users = "/tenants/acme/users";
    let whole = all(&scene, users, 200).await;
    assert_eq!(whole.len(), 6);
    for (list, whole) in [
        (users, whole),
        ("/tenants", all(&scene, "/tenants", 200).await),
        ("/tenants/acme/audit", all(&scene, "/tenants/acme/audit", 200).await),
        ("/tenants/acme/keys", all(&scene, "/tenants/acme/keys", 200).await),
    ] {
        for limit in [1, 2, 5] {
            assert_eq!(all(&scene, list, limit).await, whole, "{list} {limit}");
        }
    }
    for limit in ["0", "201", "-1", "x", "4294967296", "1.5", ""] {
        let page = scene.ask("GET", &format!("{users}?limit={limit}"), None).await;
        assert_eq!((page.status(), code(&page).as_str()), (400, "invalid_request"), "{limit}");
    }
}

// AD-20, AD-21
#[tokio::test]
async fn a_cursor_is_nothing_that_one_could_make_up() {
    let scene = Scene::set().await;
    people(&scene.acme).await;
    scene.other.user("bob").await;
    scene.other.user("carol").await;
    let page = scene.ask("GET", "/tenants/acme/users?limit=1", None).await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let mut forged = cursor.to_owned();
    forged.replace_range(0..1, if cursor.starts_with('A') { "B" } else { "A" });
    for (list, cursor) in [
        ("/tenants/acme/users", forged.as_str()),
        ("/tenants/acme/users", "x"),
        ("/tenants/acme/users", "' OR 1=1 --"),
        ("/tenants/acme/users", "%00"),
        ("/tenants/other/users", cursor),
        ("/tenants/acme/clients", cursor),
        ("/tenants/acme/audit", cursor),
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        let page = scene.ask("GET", &format!("{list}?cursor={encoded}"), None).await;
        assert_eq!((page.status(), code(&page).as_str()), (400, "invalid_cursor"), "{list}");
    }
    for query in ["sort=name", "limit=1&limit=2", "order=desc%3B--", "state=secret"] {
        let page = scene.ask("GET", &format!("/tenants/acme/users?{query}"), None).await;
        assert_eq!((page.status(), code(&page).as_str()), (400, "invalid_request"), "{query}");
    }
}

#[tokio::test]
async fn filters_by_table() {
    let scene = Scene::set().await;
    people(&scene.acme).await;
    scene.acme.user_as("zed", |new| new.addresses.push(address("home@zed.test"))).await;
    scene.acme.disable(&scene.alice).await;
    for (query, expected) in [
        ("user_id=ALICE", vec!["alice"]),
        ("user_id=nobody", vec![]),
        ("user_id=%20%20", vec![]),
        ("begins=u-", vec!["u-1", "u-2"]),
        ("begins=u_", vec!["u_3"]),
        ("begins=U", vec!["u-1", "u-2", "u_3"]),
        ("begins=%25", vec![]),
        ("mail=home@zed.test", vec!["zed"]),
        ("mail=nobody@zed.test", vec![]),
        ("search=ZE", vec!["zed"]),
        ("search=Home@zed", vec!["zed"]),
        ("search=ed", vec![]),
        ("search=%25", vec![]),
        ("search=u_", vec!["u_3"]),
        ("state=to_enrol", vec!["newcomer"]),
        ("state=disabled", vec!["alice"]),
        ("state=active&begins=v", vec!["v-5"]),
        ("login_method=password", vec![]),
    ] {
        let path = format!("/tenants/acme/users?{query}");
        for limit in [1, 50] {
            let mut found = names(&all(&scene, &path, limit).await).join(" ");
            let mut expected = expected.join(" ");
            // How signs sort is the database's.
            let sorted = |text: &str| {
                let mut words: Vec<_> = text.split(' ').map(str::to_owned).collect();
                words.sort();
                words.join(" ")
            };
            (found, expected) = (sorted(&found), sorted(&expected));
            assert_eq!(found, expected, "{query}");
        }
    }
    let path = "/tenants/acme/audit?action=user.disable&actor=desk";
    let events = all(&scene, path, 50).await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["subject"], json!(scene.alice.user.id.to_string()));
    let now = scene.idp.app.now().seconds();
    for (span, some) in [
        (format!("from={now}"), true),
        (format!("from={}", now + 1), false),
        (format!("until={now}"), false),
        (format!("until={}", i64::MAX), true),
    ] {
        let found = all(&scene, &format!("/tenants/acme/audit?{span}"), 50).await;
        assert_eq!(!found.is_empty(), some, "{span}");
    }
}

/// AD-30, HT-12: what cannot be read is told so, with the place.
#[tokio::test]
async fn bodies_by_table() {
    let scene = Scene::set().await;
    let deep = format!("{}1{}", "{\"a\":".repeat(200), "}".repeat(200));
    let long = format!("{{\"user_id\":\"{}\"}}", "x".repeat(300_000));
    for (kind, body, status, told) in [
        ("application/json", "{}", 422, "/user_id"),
        ("application/json", "{\"user_id\":\"a b\"}", 422, "/user_id"),
        ("application/json", "{\"user_id\":\"a\",\"admin\":true}", 422, "/admin"),
        ("application/json", "{\"user_id\":\"a\",\"user_id\":\"b\"}", 422, "invalid"),
        (
            "application/json",
            "{\"user_id\":\"a\",\"devices\":[{\"mail\":\"x\",\"kind\":\"pc\"}]}",
            422,
            "/devices/0/mail",
        ),
        ("application/json", "{\"user_id\":\"a\\u0000\"}", 400, "invalid_request"),
        ("application/json", "[1", 400, "invalid_request"),
        ("application/json", "\u{feff}{}", 400, "invalid_request"),
        ("application/json", &deep, 400, "invalid_request"),
        ("application/json", &long, 413, "too_large"),
        ("text/plain", "{\"user_id\":\"a\"}", 415, "media_type"),
        ("", "{\"user_id\":\"a\"}", 415, "media_type"),
    ] {
        let what = ("POST", "/tenants/acme/users");
        let headers = [("content-type", kind)];
        let mut request = super::request(&scene.operator, what, &headers, None);
        *request.body_mut() = Body::from(body.to_owned());
        let page = scene.idp.door().send(request).await;
        assert_eq!(page.status(), status, "{kind} {page:?}");
        code(&page);
        assert!(page.body.contains(told), "{told} {page:?}");
    }
    // What the document bounds is bounded.
    let long = "x".repeat(301);
    for below in [
        "users?user_id",
        "users?begins",
        "users?mail",
        "users?search",
        "audit?subject",
        "audit/export?actor",
    ] {
        let page = scene.ask("GET", &format!("/tenants/acme/{below}={long}"), None).await;
        assert_eq!((page.status(), code(&page).as_str()), (400, "invalid_request"), "{below}");
    }
    for query in ["dry_run=1", "dry_run=true&dry_run=false", "x=1", "dry_run"] {
        let path = format!("/tenants/acme/users?{query}");
        let page = scene.ask("POST", &path, Some(json!({ "user_id": "a" }))).await;
        assert_eq!((page.status(), code(&page).as_str()), (400, "invalid_request"), "{query}");
    }
}
