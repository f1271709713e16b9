//! Pages of browser apps call the direct endpoints from where they are registered, and from nowhere else.

use axum::body::Body;
use axum::http::Request;
use idp::model::client::Client;

use super::Scene;
use crate::support::website::uri;
use crate::support::{Page, Website, form};

const APP: &str = "https://app.test:8443";

fn app(client: &mut Client) {
    Website::public(client);
    client.redirect_uris =
        vec![uri("https://app.test:8443/callback"), uri("http://localhost:5173/")];
}

impl Scene {
    async fn preflight(&self, below: &str, origin: &str) -> Page {
        let request = Request::options(self.acme.at(below))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization, dpop")
            .body(Body::empty());
        self.idp.door().send(request.unwrap()).await
    }
}

#[tokio::test]
async fn a_registered_app_may_call_and_read() {
    let scene = Scene::of(app).await;
    for origin in [APP, "http://localhost:5173"] {
        for below in ["/token", "/userinfo"] {
            let page = scene.preflight(below, origin).await;
            assert_eq!(page.status(), 204);
            assert_eq!(page.header("access-control-allow-origin"), Some(origin));
            let allowed = page.header("access-control-allow-headers").unwrap();
            assert!(
                ["authorization", "content-type", "dpop"].iter().all(|it| allowed.contains(it))
            );
            assert!(page.header("access-control-allow-methods").unwrap().contains("POST"));
            assert_eq!(page.header("access-control-allow-credentials"), None);
            assert_eq!(page.header("vary"), Some("Origin"));
        }
    }
    // Errors can be read too, and the nonce and challenges with them.
    let mut request = scene.request(&[("client_id", scene.rp.id())]);
    request.headers_mut().insert("origin", APP.parse().unwrap());
    let page = scene.idp.door().send(request).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_grant"));
    assert_eq!(page.header("access-control-allow-origin"), Some(APP));
    let exposed = page.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("DPoP-Nonce") && exposed.contains("WWW-Authenticate"));
    let request = Request::get(scene.acme.at("/userinfo")).header("origin", APP);
    let page = scene.idp.door().send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((page.status(), page.header("access-control-allow-origin")), (401, Some(APP)));
}

#[tokio::test]
async fn nobody_else_may() {
    let scene = Scene::of(app).await;
    let web = scene.acme.website("web").await;
    assert!(web.redirect_uri().starts_with("https://web.test/"));
    for origin in [
        "https://web.test",
        "https://evil.test",
        "https://app.test",
        "http://app.test:8443",
        "https://app.test:8443.evil.test",
        "HTTPS://APP.TEST:8443",
        "null",
        "",
    ] {
        let page = scene.preflight("/token", origin).await;
        assert_eq!((page.status(), page.header("access-control-allow-origin")), (405, None));
        let mut request = form(&scene.acme.at("/token"), &[("grant_type", "x")]);
        request.headers_mut().insert("origin", origin.parse().unwrap());
        let page = scene.idp.door().send(request).await;
        assert_eq!(page.header("access-control-allow-origin"), None, "{origin}");
    }
    // No page calls what people use, and no tenant opens another's.
    for below in ["/authorize", "/logout", "/login/a_x", "/account", "/introspect"] {
        let page = scene.preflight(below, APP).await;
        assert_eq!(page.header("access-control-allow-origin"), None, "{below}");
    }
    let other = scene.idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let request = Request::options(other.at("/token"))
        .header("origin", APP)
        .header("access-control-request-method", "POST");
    let page = scene.idp.door().send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(page.header("access-control-allow-origin"), None);
}
