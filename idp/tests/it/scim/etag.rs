//! Versions: whoever meant another one changes nothing.

use serde_json::json;

use super::{Scene, place, wrong};

#[tokio::test]
async fn of_two_who_replace_one_version_one_is_told() {
    let scene = Scene::open().await;
    let made = scene.user("hanako", json!({})).await;
    let version = made["meta"]["version"].as_str().unwrap();
    let (place, condition) = (place(&made), [("if-match", version)]);
    let body = |title: &str| json!({ "userName": "hanako", "title": title });
    let (one, other) = (body("one"), body("other"));
    let pages = tokio::join!(
        scene.send_with("PUT", &place, Some(&one), &condition),
        scene.send_with("PUT", &place, Some(&other), &condition),
    );
    let mut statuses = [pages.0.status(), pages.1.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let old = scene.send_with("DELETE", &place, None, &condition).await;
    assert_eq!(wrong(&old), (412, String::new()));
    let patch = json!({ "Operations": [{ "op": "remove", "path": "title" }] });
    let old = scene.send_with("PATCH", &place, Some(&patch), &condition).await;
    assert_eq!(old.status(), 412);
    let now = scene.send("GET", &place, None).await;
    let version = now.header("etag").unwrap().to_owned();
    let known = scene.send_with("GET", &place, None, &[("if-none-match", &version)]).await;
    assert_eq!((known.status(), known.body.as_str()), (304, ""));
    assert_eq!(known.header("etag"), Some(version.as_str()));
    let other = scene.send_with("GET", &place, None, &[("if-none-match", "W/\"x\"")]).await;
    assert_eq!(other.status(), 200);
    let gone = scene.send_with("DELETE", &place, None, &[("if-match", &version)]).await;
    assert_eq!(gone.status(), 204);
    assert_eq!(wrong(&scene.send("GET", &place, None).await), (404, String::new()));
}
