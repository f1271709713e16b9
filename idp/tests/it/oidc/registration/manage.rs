//! A client reads and removes what it registered.

use serde_json::json;

use super::{Scene, request, website, with};
use crate::support::tenant::ADMIN;

#[tokio::test]
async fn a_client_reads_what_it_registered() {
    let scene = Scene::open().await;
    let told = scene.registered(&website()).await;
    let page = scene.manage("GET", &told, None).await;
    assert_eq!((page.status(), page.header("cache-control")), (200, Some("no-store")));
    let mut expected = told.clone();
    // The secret is not kept: it is told once.
    for once in ["client_secret", "client_secret_expires_at"] {
        expected.as_object_mut().unwrap().remove(once);
    }
    assert_eq!(page.json(), expected);
}

// RFC 7592 §2.1: nobody learns whether it was the client or the token.
#[tokio::test]
async fn an_unknown_client_and_a_wrong_token_look_the_same() {
    let scene = Scene::open().await;
    let told = scene.registered(&website()).await;
    let another = scene.registered(&website()).await;
    let by_hand = scene.acme.website("byhand").await;
    let place = told["registration_client_uri"].as_str().unwrap().to_owned();
    let base = scene.acme.at("/register");
    let foreign = another["registration_access_token"].as_str().unwrap();
    let own = told["registration_access_token"].as_str().unwrap();
    for method in ["GET", "PUT", "DELETE"] {
        let mut answers = Vec::new();
        for (place, token) in [
            (place.clone(), foreign),
            (place.clone(), "g_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            (place.clone(), "nonsense"),
            (format!("{base}/nobody"), own),
            (format!("{base}/%00"), own),
            (format!("{base}/{}", by_hand.id()), own),
        ] {
            let page =
                scene.idp.door().send(request(method, &place, Some(token), Some(&website()))).await;
            assert_eq!(page.error(), "invalid_token");
            let challenge = page.header("www-authenticate").unwrap().to_owned();
            answers.push((page.status(), challenge, page.body));
        }
        assert_eq!(answers[0].0, 401);
        assert!(answers.iter().all(|one| *one == answers[0]), "{method}: {answers:?}");
        let page = scene.idp.door().send(request(method, &place, None, Some(&website()))).await;
        assert_eq!(page.status(), 401);
    }
    assert_eq!(scene.manage("GET", &told, None).await.status(), 200, "nothing happened");
}

#[tokio::test]
async fn a_client_removes_itself_and_what_it_was_given_ends() {
    let scene = Scene::open().await;
    let told = scene.registered(&website()).await;
    let alice = scene.acme.simple_user("alice").await;
    let rp = scene.website(&told).await;
    let mut browser = scene.acme.past_password(&rp, &alice).await;
    let tokens = rp.redeem(&browser.arrival()).await;
    browser.open(rp.sign_in_link()).await;
    let under_way = browser.arrival();
    assert_eq!(rp.userinfo(&tokens.access_token).await.status(), 200);

    let page = scene.manage("DELETE", &told, None).await;
    assert_eq!((page.status(), page.body.as_str()), (204, ""));
    assert!(scene.kept(&told).await.is_none());
    assert_eq!(rp.userinfo(&tokens.access_token).await.status(), 401);
    assert_eq!(rp.token(&under_way, &[]).await.error(), "invalid_client");
    assert_eq!(browser.open(rp.sign_in_link()).await.status(), 400);
    for method in ["GET", "PUT", "DELETE"] {
        assert_eq!(scene.manage(method, &told, Some(&website())).await.status(), 401, "{method}");
    }
    let actions = scene.acme.actions().await;
    assert!(actions.contains(&"client.registration.remove".to_owned()));
}

#[tokio::test]
async fn whom_an_administrator_removes_manages_nothing_any_more() {
    let scene = Scene::open().await;
    let told = scene.registered(&website()).await;
    let id = scene.kept(&told).await.unwrap().id;
    let (app, tenant) = (&scene.idp.app, &scene.acme.tenant);
    assert!(idp::usecase::admin::clients::remove(app, tenant, &id, ADMIN).await.unwrap());
    let sent = with(json!({ "client_id": told["client_id"] }));
    for method in ["GET", "PUT", "DELETE"] {
        assert_eq!(scene.manage(method, &told, Some(&sent)).await.status(), 401, "{method}");
    }
    assert!(scene.kept(&told).await.is_none());
}
