//! Who is let in, how much is read, and that no tenant sees another's.

use axum::body::Body;
use axum::http::Request;
use idp::model::policy::Policy;
use idp::model::throttle::Throttle;
use idp::usecase::admin::{scim_tokens, system};
use serde_json::json;

use super::{Scene, place, request, token, wrong};
use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, absolute, days, seconds};

#[tokio::test]
async fn a_token_opens_its_tenant_as_long_as_it_lives() {
    let scene = Scene::open().await;
    let other = scene.idp.tenant("other", Policy::classic()).await;
    let foreign = token(&other, "okta").await;
    let made = scene.user("hanako", json!({})).await;
    let door = scene.idp.door();
    for (token, challenge) in [
        (None, "Bearer realm=\"scim\""),
        (Some(foreign.as_str()), "Bearer realm=\"scim\", error=\"invalid_token\""),
        (Some("m_x"), "Bearer realm=\"scim\", error=\"invalid_token\""),
    ] {
        for below in ["/Users", "/ServiceProviderConfig", &place(&made)] {
            let page = door.send(request("GET", &scene.at(below), token, None)).await;
            assert_eq!(wrong(&page), (401, String::new()));
            assert_eq!(page.header("www-authenticate"), Some(challenge));
        }
    }
    // The other tenant's token finds nobody of this one.
    let at = other.at(&format!("/scim/v2{}", place(&made)));
    for method in ["GET", "DELETE"] {
        let page = door.send(request(method, &at, Some(&foreign), None)).await;
        assert_eq!(wrong(&page).0, 404);
    }
    let group = json!({ "displayName": "g", "members": [{ "value": made["id"] }] });
    let url = other.at("/scim/v2/Groups");
    let page = door.send(request("POST", &url, Some(&foreign), Some(&group))).await;
    assert_eq!(wrong(&page), (400, "invalidValue".to_owned()));

    let all = scim_tokens::all(&scene.idp.app, scene.acme.tenant.id).await.unwrap();
    assert!(all[0].used_at.is_some());
    let revoked = scim_tokens::revoke(&scene.idp.app, scene.acme.tenant.id, all[0].id, ADMIN);
    assert!(revoked.await.unwrap());
    assert_eq!(scene.send("GET", "/Users", None).await.status(), 401);
    scene.idp.clock.advance(days(31));
    let page = door.send(request("GET", &other.at("/scim/v2/Users"), Some(&foreign), None)).await;
    assert_eq!(page.status(), 401);
}

#[tokio::test]
async fn what_is_read_has_bounds() {
    let scene = Scene::open().await;
    let url = absolute(&scene.at("/Users"));
    let post = async |kind: &str, body: String| {
        let request = Request::post(&url)
            .header("authorization", format!("Bearer {}", scene.token))
            .header("content-type", kind);
        scene.idp.door().send(request.body(Body::from(body)).unwrap()).await
    };
    let scim = "application/scim+json; charset=utf-8";
    let deep = format!("{{\"userName\":\"x\",\"name\":{}1{}}}", "[".repeat(50), "]".repeat(50));
    let large = format!("{{\"userName\":\"x\",\"title\":\"{}\"}}", "x".repeat(2_000_000));
    let long = format!("{{\"userName\":\"x\",\"title\":\"{}\"}}", "x".repeat(200_000));
    for (kind, body, status) in [
        ("text/plain", "{\"userName\":\"x\"}".to_owned(), 415),
        (scim, "[]".to_owned(), 400),
        (scim, "{".to_owned(), 400),
        (scim, "{\"userName\":\"x\",\"userName\":\"y\"}".to_owned(), 400),
        (scim, deep, 400),
        (scim, large, 413),
        (scim, long, 400),
        ("application/json", "{\"userName\":\"x\"}".to_owned(), 201),
    ] {
        let start: String = body.chars().take(40).collect();
        assert_eq!(post(kind, body).await.status(), status, "{kind} {start}");
    }
    for (method, below, status) in [
        ("POST", "/Bulk", 501),
        ("GET", "/Me", 501),
        ("GET", "/Nothing", 404),
        ("DELETE", "/Users", 405),
        ("GET", "/Users/nobody", 404),
        ("GET", "/Schemas?filter=id%20pr", 403),
    ] {
        let page = scene.send(method, below, None).await;
        assert_eq!(wrong(&page).0, status, "{method} {below}");
        assert_eq!(page.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn whoever_asks_too_often_waits() {
    let idp = TestIdp::start_bounded(Throttle { burst: 2, every: seconds(1) }).await;
    let scene = Scene::on(idp).await;
    let stranger = async || {
        scene.idp.door().send(request("GET", &scene.at("/Users"), Some("m_x"), None)).await
    };
    assert_eq!([stranger().await.status(), stranger().await.status()], [401, 401]);
    let page = stranger().await;
    assert_eq!((wrong(&page).0, page.header("retry-after")), (429, Some("1")));
    // A token has a count of its own.
    for _ in 0..32 {
        assert_eq!(scene.send("GET", "/Users", None).await.status(), 200);
    }
    assert_eq!(scene.send("GET", "/Users", None).await.status(), 429);
}

#[tokio::test]
async fn administrators_are_not_provisioned_and_names_are_single() {
    let scene = Scene::open().await;
    let again = scim_tokens::create(&scene.idp.app, &scene.acme.tenant, ("entra", 1), ADMIN);
    assert!(again.await.is_err());
    let system = system::ensure(&scene.idp.app, ADMIN).await.unwrap();
    let made = scim_tokens::create(&scene.idp.app, &system, ("x", 1), ADMIN);
    assert!(made.await.is_err());
    assert!(!String::from_utf8_lossy(&scene.idp.dump()).contains(&scene.token));
}
