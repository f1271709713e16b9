//! Groups: who belongs to them, and how the members see it.

use serde_json::{Value, json};

use super::{Scene, place, wrong};

#[tokio::test]
async fn groups_have_members_and_members_their_groups() {
    let scene = Scene::open().await;
    let (aya, bob) = (scene.user("aya", json!({})).await, scene.user("bob", json!({})).await);
    let body = json!({ "displayName": "Tour Guides", "externalId": "g1",
        "members": [{ "value": aya["id"] }] });
    let made = scene.send("POST", "/Groups", Some(&body)).await;
    assert_eq!(made.status(), 201, "{}", made.body);
    let made = made.json();
    assert_eq!(
        made["members"],
        json!([{ "value": aya["id"],
        "$ref": aya["meta"]["location"], "type": "User" }])
    );
    let seen = scene.get(&place(&aya)).await;
    assert_eq!(
        seen["groups"],
        json!([{ "value": made["id"], "$ref": made["meta"]["location"],
        "display": "Tour Guides", "type": "direct" }])
    );
    let members = |group: &Value| group["members"].as_array().map_or(0, Vec::len);
    for (operation, count) in [
        (json!({ "op": "Add", "path": "members", "value": [{ "value": bob["id"] }] }), 2),
        (json!({ "op": "add", "path": "members", "value": [{ "value": bob["id"] }] }), 2),
        // Entra ID names who goes in the value, Okta in the path.
        (json!({ "op": "Remove", "path": "members", "value": [{ "value": aya["id"] }] }), 1),
        (json!({ "op": "remove", "path": format!("members[value eq {}]", bob["id"]) }), 0),
        (json!({ "op": "replace", "path": "members", "value": [{ "value": aya["id"] }] }), 1),
        (json!({ "op": "replace", "value": { "id": made["id"], "displayName": "Guides" } }), 1),
    ] {
        let page = scene.patch(&place(&made), json!([operation])).await;
        assert_eq!((page.status(), members(&page.json())), (200, count), "{}", page.body);
    }
    for (filter, count) in [
        ("displayName eq \"GUIDES\"", 1),
        ("displayName co \"uid\"", 1),
        ("externalId eq \"g1\"", 1),
        ("externalId eq \"G1\"", 0),
        (&format!("members.value eq {}", aya["id"]), 1),
        (&format!("members[value eq {}]", bob["id"]), 0),
    ] {
        let body = json!({ "filter": filter });
        let list = scene.send("POST", "/Groups/.search", Some(&body)).await;
        assert_eq!(list.json()["totalResults"], count, "{filter}: {}", list.body);
    }
    let nobody = json!([{ "op": "add", "path": "members", "value": [{ "value": made["id"] }] }]);
    assert_eq!(wrong(&scene.patch(&place(&made), nobody).await).1, "invalidValue");
    // Whoever is removed belongs to nothing any more.
    scene.send("DELETE", &place(&aya), None).await;
    assert_eq!(members(&scene.get(&place(&made)).await), 0);
    let all = scene.send("POST", "/.search", Some(&json!({}))).await.json();
    assert_eq!((&all["totalResults"], all["Resources"].as_array().unwrap().len()), (&json!(2), 2));
    assert_eq!(scene.send("DELETE", &place(&made), None).await.status(), 204);
    for action in ["group.create", "group.change", "group.remove"] {
        assert!(scene.acme.actions().await.iter().any(|one| one == action), "{action}");
    }
}
