//! People: made, shown, listed, replaced; what a directory says reaches the account, and what the account is, the directory.

use idp::model::claims::Claims;
use idp::model::names::LoginName;
use idp::model::password::Typed;
use idp::usecase::admin::{claims, users};
use serde_json::{Value, json};

use super::{ENTERPRISE, Scene, place, wrong};
use crate::support::minutes;
use crate::support::tenant::ADMIN;

fn hanako() -> Value {
    json!({
        "externalId": "701984",
        "name": { "familyName": "緑川", "givenName": "花子" },
        "displayName": "緑川 花子",
        "emails": [{ "value": "hanako@acme.test", "type": "work", "primary": true }],
        "phoneNumbers": [{ "value": "tel:+81-3-0000-0000", "type": "work" }],
        "addresses": [{ "country": "JP", "locality": "東京", "type": "work" }],
        "locale": "ja-JP",
        "timezone": "Asia/Tokyo",
        "password": "drawn-by-the-directory-7Q",
        ENTERPRISE: { "employeeNumber": "0042", "department": "経理" },
        "unknown": "is passed over",
        "id": "is not theirs to say",
    })
}

async fn shown(scene: &Scene, name: &str) -> users::Shown {
    let name = LoginName::parse(name).unwrap();
    users::show(&scene.idp.app, &scene.acme.tenant, &name).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_a_directory_says_becomes_an_account() {
    let scene = Scene::open().await;
    let mut body = hanako();
    body["userName"] = json!("Hanako");
    let made = scene.send("POST", "/Users", Some(&body)).await;
    assert_eq!(made.status(), 201, "{}", made.body);
    assert_eq!(made.location().unwrap(), made.json()["meta"]["location"]);
    assert_eq!(made.header("etag").unwrap(), made.json()["meta"]["version"]);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    assert!(made.cookies_set().is_empty() && !made.body.contains("drawn"), "{}", made.body);
    let told = made.json();
    assert_eq!(scene.get(&place(&told)).await, told);
    assert_eq!((&told["userName"], &told["active"]), (&json!("Hanako"), &json!(true)));
    assert_eq!(told[ENTERPRISE]["department"], "経理");
    assert_eq!(told["unknown"], Value::Null);

    let account = shown(&scene, "hanako").await;
    assert_eq!(account.user.id.to_string(), told["id"]);
    assert_eq!(account.devices[0].address.as_str(), "hanako@acme.test");
    let known = claims::show(&scene.idp.app, &scene.acme.tenant, &account.user).await.unwrap();
    let names = [known.name.as_deref(), known.family_name.as_deref(), known.locale.as_deref()];
    assert_eq!(names, [Some("緑川 花子"), Some("緑川"), Some("ja-JP")]);
    assert_eq!(known.phone_number.as_deref(), Some("+81-3-0000-0000"));
    assert_eq!(known.address.unwrap().locality.as_deref(), Some("東京"));
    assert_eq!(known.attributes["department"], "経理");
    // The password opens the account, and must be changed at once.
    let stored = account.user.stage.password().unwrap();
    let typed = Typed::fold("drawn-by-the-directory-7Q");
    assert!(scene.idp.app.passwords.matches(Some(&stored.hash), &typed).await.unwrap());
    let rules = &scene.acme.tenant.policy.password;
    assert!(stored.must_change(rules, scene.idp.app.now()).is_some());
    let audit = scene.acme.audit().await;
    assert!(audit.iter().any(|event| event.action == "user.create"
        && event.actor == "scim:entra"
        && event.address.as_deref() == Some("127.0.0.1")));
}

#[tokio::test]
async fn what_another_door_changes_the_directory_sees() {
    let scene = Scene::open().await;
    let told = scene.user("hanako", hanako()).await;
    let account = shown(&scene, "hanako").await;
    let (app, tenant) = (&scene.idp.app, &scene.acme.tenant);
    let known = Claims { name: Some("緑川 はな".to_owned()), ..Claims::default() };
    claims::set(app, tenant, &account.user, &known, ADMIN).await.unwrap();
    users::set_disabled(app, tenant, &account.user, true, ADMIN).await.unwrap();
    let now = scene.get(&place(&told)).await;
    assert_eq!((&now["displayName"], &now["active"]), (&json!("緑川 はな"), &json!(false)));
    assert_eq!((&now["name"], &now["phoneNumbers"]), (&Value::Null, &Value::Null));
    assert_ne!(now["meta"]["version"], told["meta"]["version"]);
    // And what it never made.
    scene.acme.user("taro").await;
    let list = scene.get("/Users?filter=userName%20eq%20%22TARO%22").await;
    assert_eq!(list["Resources"][0]["emails"][0]["value"], "taro@acme.test");
}

#[tokio::test]
async fn a_replacement_is_whole_and_closes_or_opens() {
    let scene = Scene::open().await;
    let told = scene.user("hanako", hanako()).await;
    let put = json!({ "userName": "hanako.m", "active": "False", "emails": [
        { "value": "new@acme.test" }, { "value": "mobile@acme.test", "type": "mobile" }] });
    let page = scene.send("PUT", &place(&told), Some(&put)).await;
    assert_eq!(page.status(), 200, "{}", page.body);
    let now = page.json();
    assert_eq!((&now["userName"], &now["active"]), (&json!("hanako.m"), &json!(false)));
    assert_eq!((&now["displayName"], &now[ENTERPRISE]), (&Value::Null, &Value::Null));
    let account = shown(&scene, "hanako.m").await;
    assert_eq!(account.devices.len(), 2);
    let known = claims::show(&scene.idp.app, &scene.acme.tenant, &account.user).await.unwrap();
    assert_eq!(known, Claims::default());
    for action in ["user.rename", "user.addresses", "user.disable", "user.claims"] {
        assert!(scene.acme.actions().await.iter().any(|one| one == action), "{action}");
    }
    // The address that went hears of it.
    scene.idp.deliver().await;
    let letters = scene.idp.post.all();
    assert!(
        letters.iter().any(|letter| letter.mail.to.as_str() == "hanako@acme.test"),
        "{letters:?}"
    );
    // What is not said of open or closed stays.
    let page = scene.send("PUT", &place(&told), Some(&json!({ "userName": "hanako.m" }))).await;
    assert_eq!(page.json()["active"], false);
    scene.idp.deliver().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_leaves_nothing() {
    let scene = Scene::open().await;
    let taken = scene.user("taro", json!({})).await;
    let six: Vec<_> = (0..6).map(|n| json!({ "value": format!("a{n}@acme.test") })).collect();
    for (body, expected) in [
        (json!({}), (400, "invalidValue")),
        (json!({ "userName": "a b" }), (400, "invalidValue")),
        (json!({ "userName": 7 }), (400, "invalidValue")),
        (json!({ "userName": "TARO" }), (409, "uniqueness")),
        (json!({ "userName": "x", "emails": [{ "value": "nobody" }] }), (400, "invalidValue")),
        (json!({ "userName": "x", "emails": six }), (400, "invalidValue")),
        (json!({ "userName": "x", "password": "short" }), (400, "invalidValue")),
        (json!({ "userName": "x", "active": "perhaps" }), (400, "invalidValue")),
        (json!({ "userName": "x", "name": "text" }), (400, "invalidValue")),
        (
            json!({ "userName": "x", "ims": [{ "value": "a", "primary": true },
                { "value": "b", "primary": true }] }),
            (400, "invalidValue"),
        ),
    ] {
        let page = scene.send("POST", "/Users", Some(&body)).await;
        assert_eq!(wrong(&page), (expected.0, expected.1.to_owned()), "{body}: {}", page.body);
    }
    assert_eq!(scene.get("/Users").await["totalResults"], 1);
    scene.user("jiro", json!({})).await;
    let page = scene.send("PUT", &place(&taken), Some(&json!({ "userName": "jiro" }))).await;
    assert_eq!(wrong(&page), (409, "uniqueness".to_owned()));
    assert_eq!(scene.get(&place(&taken)).await["userName"], "taro");
}

#[tokio::test]
async fn of_two_who_make_one_name_at_once_one_is_told_that_it_is_taken() {
    let scene = Scene::open().await;
    let body = json!({ "userName": "hanako" });
    let pages = tokio::join!(
        scene.send("POST", "/Users", Some(&body)),
        scene.send("POST", "/Users", Some(&body)),
    );
    let mut statuses = [pages.0.status(), pages.1.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{} {}", pages.0.body, pages.1.body);
}

#[tokio::test]
async fn pages_orders_and_attributes_by_table() {
    let scene = Scene::open().await;
    for (name, title) in [("d", "2"), ("b", "3"), ("c", "1"), ("a", "")] {
        scene.user(name, json!({ "title": title, "nickName": name })).await;
        scene.idp.clock.advance(minutes(1));
    }
    for (query, total, names) in [
        ("", 4, "dbca"),
        ("?startIndex=2&count=2", 4, "bc"),
        ("?startIndex=0&count=1", 4, "d"),
        ("?startIndex=9", 4, ""),
        ("?count=0", 4, ""),
        ("?count=-3", 4, ""),
        ("?sortBy=userName", 4, "abcd"),
        ("?sortBy=userName&sortOrder=descending", 4, "dcba"),
        ("?sortBy=title", 4, "cdba"),
        ("?sortBy=title&sortOrder=descending&count=2", 4, "ab"),
        ("?sortBy=meta.created", 4, "dbca"),
        ("?filter=title%20pr&startIndex=2&count=1", 3, "b"),
    ] {
        let list = scene.get(&format!("/Users{query}")).await;
        assert_eq!(list["totalResults"], total, "{query}");
        let found = list["Resources"].as_array().unwrap();
        let found: String = found.iter().map(|one| one["userName"].as_str().unwrap()).collect();
        assert_eq!(found, names, "{query}");
    }
    let list = scene.get("/Users?attributes=nickName,meta.version&count=1").await;
    let mut keys: Vec<_> = list["Resources"][0].as_object().unwrap().keys().cloned().collect();
    keys.sort();
    assert_eq!(keys, ["id", "meta", "nickName", "schemas"]);
    let one = scene.get("/Users?excludedAttributes=nickName,id,meta&count=1").await;
    let one = &one["Resources"][0];
    assert!(one["nickName"].is_null() && one["meta"].is_null() && !one["id"].is_null(), "{one}");
    let search = json!({ "filter": "nickName eq \"c\"", "attributes": ["userName"], "count": 5 });
    for place in ["/Users/.search", "/.search"] {
        let page = scene.send("POST", place, Some(&search)).await;
        assert_eq!(page.json()["Resources"][0]["userName"], "c", "{}", page.body);
    }
    let both = scene.send("GET", "/Users?attributes=id&excludedAttributes=title", None).await;
    assert_eq!(wrong(&both).0, 400);
}
