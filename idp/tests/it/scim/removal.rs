//! Whoever is removed is gone: who gets the same user ID later is somebody else (AD-09).

use idp::model::ids::UserId;
use serde_json::json;
use uuid::Uuid;

use super::{Scene, place};
use crate::support::Arrival;

#[tokio::test]
async fn nothing_is_left_but_the_audit_trail() {
    let scene = Scene::open().await;
    let website = scene.acme.website("shop").await;
    let hanako = scene.acme.simple_user("hanako").await;
    let mut browser = scene.acme.past_password(&website, &hanako).await;
    if browser.page().has("#consent-accept") && !browser.has_left() {
        browser.submit("/consent", &[("decision", "accept")]).await;
    }
    let _arrived: Arrival = browser.arrival();
    assert!(!scene.acme.history(&hanako).await.is_empty());
    let list = scene.get("/Users?filter=userName%20eq%20%22hanako%22").await;
    let old = list["Resources"][0].clone();
    assert_eq!(scene.send("DELETE", &place(&old), None).await.status(), 204);
    assert_eq!(scene.send("DELETE", &place(&old), None).await.status(), 404);
    assert!(scene.acme.history(&hanako).await.is_empty());
    assert_eq!(scene.get("/Users").await["totalResults"], 0);
    // The session is no session, and the person's id stands in the trail alone.
    browser.open(scene.acme.at("/account")).await;
    assert!(browser.page().has("[name=password]"), "{}", browser.page().body);
    assert!(scene.acme.actions().await.contains(&"user.remove".to_owned()));

    let new = scene.user("hanako", json!({})).await;
    assert_ne!(new["id"], old["id"]);
    let read = scene.idp.app.database.read();
    let tenant = scene.acme.tenant.id;
    let id = UserId(Uuid::parse_str(new["id"].as_str().unwrap()).unwrap());
    let again = idp::store::users::by_id(read, tenant, id).await.unwrap().unwrap();
    assert_ne!(again.subject, hanako.subject());
    assert!(idp::store::devices::of_user(read, tenant, hanako.user.id).await.unwrap().is_empty());
    scene.idp.letters_may_wait();
}

/// A table that names people must be thought of where they are removed.
#[test]
fn every_table_that_names_a_user_is_cleared_or_excepted() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let removal = std::fs::read_to_string(folder.join("removal.rs")).unwrap();
    let mut seen = 0;
    for entry in std::fs::read_dir(folder.join("entity")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let table = path.file_stem().unwrap().to_str().unwrap().to_owned();
        // Ended certificates stay for their revocation lists.
        if !text.contains("pub user_id:") || table == "certificate" {
            continue;
        }
        seen += 1;
        let words = removal.split(|one: char| !(one.is_alphanumeric() || one == '_'));
        assert!(words.clone().filter(|word| *word == table).count() >= 2, "{table}");
    }
    assert!(seen > 15);
}
