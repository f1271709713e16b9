//! The token endpoint: who asks, and how the request is written.

use idp::usecase::admin::clients;

use crate::support::tenant::ADMIN;
use crate::support::website::basic;
use crate::support::{Arrival, Page, TestIdp, TestTenant, Website, encoded, form, minutes};

struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    portal: Website,
    arrival: Arrival,
}

async fn scene() -> Scene {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let arrival = acme.past_password(&portal, &alice).await.arrival();
    Scene { idp, acme, portal, arrival }
}

impl Scene {
    async fn as_client(&self, authorization: Option<&str>, more: &[(&str, &str)]) -> Page {
        let mut request = self.portal.token_request(&self.arrival, more);
        request.headers_mut().remove("authorization");
        if let Some(line) = authorization {
            request.headers_mut().insert("authorization", line.parse().unwrap());
        }
        self.idp.door().send(request).await
    }

    async fn still_good(&self) {
        assert_eq!(self.portal.token(&self.arrival, &[]).await.status(), 200, "code was burnt");
    }
}

fn is(page: &Page, status: u16, error: &str) {
    assert_eq!((page.status(), page.error().as_str()), (status, error), "{page:?}");
    assert_eq!(page.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_client_that_does_not_prove_itself_is_401_and_burns_nothing() {
    let scene = scene().await;
    let shop = scene.acme.website("shop").await;
    let id = scene.portal.id();
    let secret = scene.portal.secret.as_deref().unwrap();
    for header in [
        basic(id, "wrong"),
        basic(id, shop.secret.as_deref().unwrap()),
        basic(id, ""),
        basic("nobody", secret),
        basic(id, &secret[..secret.len() - 1]),
        basic(id, "%zz"),
        "Basic".to_owned(),
        "Basic ???".to_owned(),
        "Basic bm9jb2xvbg==".to_owned(),
        "Basic /////w==".to_owned(),
        format!("Bearer {secret}"),
    ] {
        let page = scene.as_client(Some(&header), &[]).await;
        is(&page, 401, "invalid_client");
        assert!(page.header("www-authenticate").unwrap().starts_with("Basic"), "{header}");
    }
    is(&scene.as_client(None, &[]).await, 401, "invalid_client");
    is(&scene.as_client(None, &[("client_id", id)]).await, 401, "invalid_client");
    let assertion = [("client_assertion_type", "x"), ("client_assertion", "y")];
    is(&scene.as_client(None, &assertion).await, 401, "invalid_client");
    scene.still_good().await;
}

#[tokio::test]
async fn only_the_registered_method_serves() {
    let scene = scene().await;
    let (id, secret) = (scene.portal.id(), scene.portal.secret.as_deref().unwrap());
    let by_post = [("client_id", id), ("client_secret", secret)];
    is(&scene.as_client(None, &by_post).await, 401, "invalid_client");
    let header = scene.portal.basic();
    is(&scene.as_client(Some(&header), &by_post).await, 400, "invalid_request");
    let other = scene.as_client(Some(&header), &[("client_id", "other")]).await;
    is(&other, 400, "invalid_request");
    scene.still_good().await;
}

#[tokio::test]
async fn nothing_travels_in_the_address() {
    let scene = scene().await;
    for query in ["client_secret=x", "code=x", "x=1"] {
        let mut request = scene.portal.token_request(&scene.arrival, &[]);
        *request.uri_mut() = format!("{}?{query}", scene.acme.at("/token")).parse().unwrap();
        is(&scene.idp.door().send(request).await, 400, "invalid_request");
    }
    scene.still_good().await;
}

#[tokio::test]
async fn other_grants_are_not_offered() {
    let scene = scene().await;
    for grant in ["password", "implicit", "AUTHORIZATION_CODE"] {
        let page = scene.portal.token(&scene.arrival, &[("grant_type", grant)]).await;
        is(&page, 400, "unsupported_grant_type");
    }
    // PR-04
    let of_others = [
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:ietf:params:oauth:grant-type:device_code",
    ];
    for grant in of_others {
        let page = scene.portal.token(&scene.arrival, &[("grant_type", grant)]).await;
        is(&page, 400, "unauthorized_client");
    }
    is(&scene.portal.token(&scene.arrival, &[("grant_type", "")]).await, 400, "invalid_request");
    is(&scene.portal.token(&scene.arrival, &[("code", "")]).await, 400, "invalid_request");
    scene.still_good().await;
}

#[tokio::test]
async fn a_parameter_given_twice_is_refused() {
    let scene = scene().await;
    for name in ["grant_type", "code", "redirect_uri", "code_verifier", "unknown"] {
        let twice = encoded(&[(name, "1"), (name, "1")]);
        let mut request = scene.portal.token_request(&scene.arrival, &[]);
        *request.body_mut() = axum::body::Body::from(format!("code=x&{twice}"));
        is(&scene.idp.door().send(request).await, 400, "invalid_request");
    }
    scene.still_good().await;
}

#[tokio::test]
async fn only_a_form_is_read() {
    let scene = scene().await;
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let mut request = scene.portal.token_request(&scene.arrival, &[]);
        request.headers_mut().insert("content-type", kind.parse().unwrap());
        assert_eq!(scene.idp.door().send(request).await.status(), 415, "{kind}");
    }
    let huge = form(&scene.acme.at("/token"), &[("code", &"x".repeat(100_000))]);
    is(&scene.idp.door().send(huge).await, 413, "invalid_request");
    let request = axum::http::Request::get(scene.acme.at("/token"));
    let page = scene.idp.door().send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(page.status(), 405);
    scene.still_good().await;
}

#[tokio::test]
async fn a_rotated_secret_serves_for_the_overlap() {
    let Scene { idp, acme, mut portal, .. } = scene().await;
    let old = portal.secret.clone().unwrap();
    let app = &idp.app;
    let new = clients::rotate_secret(app, &acme.tenant, &portal.client, minutes(10), ADMIN);
    let new = new.await.unwrap().unwrap();
    let new = new.expose().to_owned();
    let alice = idp::model::names::LoginName::parse("alice").unwrap();
    let tries = [(1, &old, 200), (1, &new, 200), (10, &old, 401), (0, &new, 200)];
    for (later, secret, status) in tries {
        idp.clock.advance(minutes(later));
        let mut browser = acme.at_login(&portal).await;
        let fields = [("username", alice.as_str()), ("password", crate::support::PASSWORD)];
        browser.submit("/password", &fields).await;
        portal.secret = Some(secret.clone());
        assert_eq!(portal.token(&browser.arrival(), &[]).await.status(), status, "{later}");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn a_removed_client_is_gone_at_once() {
    let scene = scene().await;
    let (app, tenant) = (&scene.idp.app, &scene.acme.tenant);
    assert!(clients::remove(app, tenant, &scene.portal.client.id, ADMIN).await.unwrap());
    is(&scene.portal.token(&scene.arrival, &[]).await, 401, "invalid_client");
    let page = scene.idp.door().get(&scene.portal.sign_in_link()).await;
    assert_eq!((page.status(), page.location()), (400, None));
}

/// No database is asked for what it cannot hold.
#[tokio::test]
async fn a_client_id_with_a_nul_is_nobodys() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let url = acme.at("/authorize?response_type=code&client_id=a%00b&redirect_uri=https://x.test/");
    let page = idp.door().get(&url).await;
    assert_eq!((page.status(), page.problem().as_deref()), (400, Some("unknown_client")));
    let fields = [("grant_type", "authorization_code"), ("code", "x"), ("client_id", "a\0b")];
    let page = idp.door().post(&acme.at("/token"), &fields).await;
    assert_eq!((page.status(), page.error().as_str()), (401, "invalid_client"));
    let page = idp.door().get(&acme.at("/logout?client_id=a%00b")).await;
    assert!(page.status() < 500, "{}", page.status());
}
