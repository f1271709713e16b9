//! Changes: as RFC 7644 §3.5.2 has them, and as Entra ID and Okta write them.

use serde_json::{Value, json};

use super::{ENTERPRISE, Scene, place, wrong};

#[expect(clippy::too_many_lines, reason = "one table")]
#[tokio::test]
async fn changes_by_table() {
    let scene = Scene::open().await;
    let start = json!({ "displayName": "Aya", "title": "chief", "name": { "familyName": "Sato" },
        "emails": [{ "value": "aya@acme.test", "type": "work", "primary": true }],
        "phoneNumbers": [{ "value": "1", "type": "work" }, { "value": "2", "type": "home" }] });
    let department = format!("{ENTERPRISE}:department");
    for (number, (operations, at, expected)) in [
        // §3.5.2.1
        (json!([{ "op": "add", "path": "nickName", "value": "A" }]), "/nickName", json!("A")),
        (json!([{ "op": "add", "value": { "nickName": "A" } }]), "/nickName", json!("A")),
        (
            json!([{ "op": "add", "path": "emails",
                "value": [{ "value": "a@home.test", "type": "home", "primary": true }] }]),
            "/emails/0/primary",
            json!(false),
        ),
        (
            json!([{ "op": "add", "path": "phoneNumbers", "value": { "value": "1", "type": "work" } }]),
            "/phoneNumbers/2",
            Value::Null,
        ),
        // §3.5.2.2
        (json!([{ "op": "remove", "path": "title" }]), "/title", Value::Null),
        (
            json!([{ "op": "remove", "path": "phoneNumbers[type eq \"work\"]" }]),
            "/phoneNumbers",
            json!([{ "value": "2", "type": "home" }]),
        ),
        (json!([{ "op": "remove", "path": "emails" }]), "/emails", Value::Null),
        // §3.5.2.3
        (
            json!([{ "op": "replace", "path": "name", "value": { "givenName": "Aya" } }]),
            "/name",
            json!({ "familyName": "Sato", "givenName": "Aya" }),
        ),
        (
            json!([{ "op": "replace", "path": "phoneNumbers[type eq \"home\"].value", "value": "3" }]),
            "/phoneNumbers/1/value",
            json!("3"),
        ),
        (
            json!([{ "op": "replace", "path": "phoneNumbers[type eq \"home\"]",
                "value": { "value": "3", "display": "x" } }]),
            "/phoneNumbers/1",
            json!({ "value": "3", "display": "x" }),
        ),
        (
            json!([{ "op": "replace", "path": "phoneNumbers", "value": [{ "value": "9" }] }]),
            "/phoneNumbers",
            json!([{ "value": "9" }]),
        ),
        // Entra ID and Okta.
        (json!([{ "op": "Replace", "path": "active", "value": "False" }]), "/active", json!(false)),
        (json!([{ "op": "replace", "value": { "active": false } }]), "/active", json!(false)),
        (json!([{ "op": "Add", "path": "name.givenName", "value": "A" }]), "/name/givenName", json!("A")),
        (
            json!([{ "op": "Add", "value": { "name.givenName": "A" } }]),
            "/name",
            json!({ "familyName": "Sato", "givenName": "A" }),
        ),
        (
            json!([{ "op": "Add", "path": "addresses[type eq \"work\"].country", "value": "JP" }]),
            "/addresses",
            json!([{ "type": "work", "country": "JP" }]),
        ),
        (
            json!([{ "op": "Add", "path": department, "value": "Tour" }]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department",
            json!("Tour"),
        ),
        (
            json!([{ "op": "replace", "value": { ENTERPRISE: { "division": "D" } } }]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/division",
            json!("D"),
        ),
        (
            json!([{ "op": "Add", "path": format!("{ENTERPRISE}:manager"), "value": "26118915" }]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value",
            json!("26118915"),
        ),
        (json!([{ "op": "replace", "value": { "id": "x", "title": "t" } }]), "/title", json!("t")),
    ]
    .into_iter()
    .enumerate()
    {
        let made = scene.user(&format!("user{number}"), start.clone()).await;
        let page = scene.patch(&place(&made), operations.clone()).await;
        assert_eq!(page.status(), 200, "{operations}: {}", page.body);
        let now = page.json();
        let found = now.pointer(at).cloned().unwrap_or_default();
        assert_eq!(found, expected, "{operations}: {now}");
        assert_eq!(scene.get(&place(&made)).await, now, "{operations}");
    }
    scene.idp.letters_may_wait();
}

#[tokio::test]
async fn what_cannot_be_changed_is_refused_whole() {
    let scene = Scene::open().await;
    let made = scene.user("aya", json!({ "title": "chief" })).await;
    for (operations, status, kind) in [
        (json!([]), 400, "invalidSyntax"),
        (json!([{ "op": "move", "path": "title" }]), 400, "invalidSyntax"),
        (json!([{ "op": "remove" }]), 400, "noTarget"),
        (json!([{ "op": "remove", "path": "userName" }]), 400, "mutability"),
        (json!([{ "op": "replace", "path": "id", "value": "x" }]), 400, "mutability"),
        (
            json!([{ "op": "add", "path": "groups", "value": [{ "value": "x" }] }]),
            400,
            "mutability",
        ),
        (json!([{ "op": "add", "path": "nothing", "value": "x" }]), 400, "invalidPath"),
        (json!([{ "op": "add", "path": "emails[", "value": "x" }]), 400, "invalidPath"),
        (
            json!([{ "op": "add", "path": "title[type eq \"a\"]", "value": "x" }]),
            400,
            "invalidPath",
        ),
        (json!([{ "op": "add", "path": "emails[type eq ]", "value": "x" }]), 400, "invalidFilter"),
        (
            json!([{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "a@b.cd" }]),
            400,
            "noTarget",
        ),
        (json!([{ "op": "replace", "path": "title", "value": { "a": 1 } }]), 400, "invalidValue"),
        (json!([{ "op": "replace", "path": "password", "value": "short" }]), 400, "invalidValue"),
        (
            json!([{ "op": "replace", "path": "title", "value": "new" },
                { "op": "replace", "path": "active", "value": "perhaps" }]),
            400,
            "invalidValue",
        ),
    ] {
        let page = scene.patch(&place(&made), operations.clone()).await;
        assert_eq!(wrong(&page), (status, kind.to_owned()), "{operations}: {}", page.body);
        assert_eq!(scene.get(&place(&made)).await, made, "{operations}");
    }
    // What changes nothing makes no new version.
    let same = json!([{ "op": "replace", "path": "title", "value": "chief" }]);
    let page = scene.patch(&place(&made), same).await;
    assert_eq!((page.status(), page.json()), (200, made));
}
