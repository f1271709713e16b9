//! The filter language, in the database and beside it.

use serde_json::json;

use super::{ENTERPRISE, Scene, wrong};
use crate::support::minutes;

#[expect(clippy::too_many_lines, reason = "one table")]
#[tokio::test]
async fn filters_by_table() {
    let scene = Scene::open().await;
    let a = json!({ "externalId": "X1", "displayName": "Aya Sato", "title": "chief",
        "emails": [{ "value": "aya@acme.test", "type": "work" }, { "value": "a@home.test", "type": "home" }],
        ENTERPRISE: { "department": "Tour" } });
    let aya = scene.user("aya_s", a).await;
    scene.idp.clock.advance(minutes(10));
    let b = json!({ "externalId": "x1", "active": false, "name": { "familyName": "O'Malley" },
        "emails": [{ "value": "bob@acme.test", "type": "work" }] });
    let bob = scene.user("bob", b).await;
    let (id, at) = (aya["id"].as_str().unwrap(), bob["meta"]["created"].as_str().unwrap());
    let urn = "urn:ietf:params:scim:schemas:core:2.0:User:userName";
    for (filter, names) in [
        ("userName eq \"AYA_S\"".to_owned(), "aya_s"),
        (format!("{urn} Eq \"bob\""), "bob"),
        ("userName sw \"ay\"".to_owned(), "aya_s"),
        ("userName sw \"aya_\"".to_owned(), "aya_s"),
        ("userName sw \"a%\"".to_owned(), ""),
        ("userName co \"o\"".to_owned(), "bob"),
        ("userName ew \"_s\"".to_owned(), "aya_s"),
        ("userName ne \"bob\"".to_owned(), "aya_s"),
        ("userName gt \"b\"".to_owned(), "bob"),
        (format!("id eq \"{id}\""), "aya_s"),
        ("id eq \"nobody\"".to_owned(), ""),
        ("externalId eq \"x1\"".to_owned(), "bob"),
        ("emails.value eq \"A@HOME.test\"".to_owned(), "aya_s"),
        ("emails eq \"bob@acme.test\"".to_owned(), "bob"),
        ("emails co \"acme\"".to_owned(), "aya_s,bob"),
        ("emails[type eq \"home\" and value co \"home\"]".to_owned(), "aya_s"),
        ("emails[type eq \"home\" and value co \"acme\"]".to_owned(), ""),
        ("emails[value eq \"aya@acme.test\"]".to_owned(), "aya_s"),
        ("active eq true".to_owned(), "aya_s"),
        ("active eq \"False\"".to_owned(), "bob"),
        ("title pr".to_owned(), "aya_s"),
        ("not (title pr)".to_owned(), "bob"),
        ("title eq null".to_owned(), "bob"),
        ("name.familyName eq \"o'malley\"".to_owned(), "bob"),
        (format!("{ENTERPRISE}:department eq \"tour\""), "aya_s"),
        (format!("meta.created ge \"{at}\""), "bob"),
        (format!("meta.lastModified lt \"{at}\""), "aya_s"),
        (format!("meta.lastModified ge \"{at}\" and title pr"), ""),
        ("title pr and userName eq \"aya_s\" or userName eq \"bob\"".to_owned(), "aya_s,bob"),
        ("title pr and (userName eq \"aya_s\" or userName eq \"bob\")".to_owned(), "aya_s"),
        ("userName eq \"bob\" or id eq \"x\"".to_owned(), "bob"),
        ("displayName eq \"Aya \\u0053ato\"".to_owned(), "aya_s"),
    ] {
        assert_eq!(scene.found(&filter).await.join(","), names, "{filter}");
    }
    let deep = format!("{}title pr{}", "(".repeat(40), ")".repeat(40));
    let long = format!("title eq \"{}\"", "x".repeat(3_000));
    let wide = vec!["title pr"; 200].join(" or ");
    for filter in [
        "userName",
        "userName eq",
        "userName eq bob",
        "userName xx \"bob\"",
        "(userName eq \"bob\"",
        "userName eq \"bob\")",
        "userName eq \"bob\" and",
        "userName eq \"bob",
        "active gt true",
        "nothing eq \"x\"",
        "emails[nothing eq \"x\"]",
        "emails[emails[value pr]]",
        "urn:x:y:userName eq \"bob\"",
        "userName eq \"a\" ; drop table user",
        deep.as_str(),
        long.as_str(),
        wide.as_str(),
    ] {
        let body = json!({ "filter": filter });
        let page = scene.send("POST", "/Users/.search", Some(&body)).await;
        assert_eq!(wrong(&page), (400, "invalidFilter".to_owned()), "{filter}");
    }
}
