//! SS: clients that would have the server call where it must not, with the real caller in its place.

use std::net::Ipv4Addr;

use idp::model::client::Client;
use idp::model::policy::{Policy, Registration};
use idp::outbound::guard::Allowed;
use idp::outbound::guarded::Guarded;
use idp::usecase::upkeep::deliver_logouts;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{link, request};
use crate::support::client_key::{asserted, assertion};
use crate::support::{ClientKey, Page, TestIdp, TestTenant, Website, encoded};

/// A server of this machine that counts who connects.
async fn canary() -> (u16, tokio::sync::watch::Receiver<u32>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (count, counted) = tokio::sync::watch::channel(0);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.send_modify(|count| *count += 1);
            drop(stream);
        }
    });
    (port, counted)
}

/// Every way of writing an address that nobody outside may reach.
fn targets(port: u16) -> Vec<String> {
    let hosts = [
        "127.0.0.1",
        "[::1]",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "[fc00::1]",
        "[fe80::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "2130706433",
        "0177.0.0.1",
        "localhost.",
        "localhost",
        "idp.test",
    ];
    let mut all: Vec<_> = hosts.iter().map(|host| format!("https://{host}:{port}/x")).collect();
    let ports = [22, 25, 5432, 6379].map(|port| format!("https://rp.test:{port}/x"));
    all.extend(ports);
    all
}

async fn scene() -> (TestIdp, TestTenant) {
    let idp = TestIdp::start().await;
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let allowed = Allowed { own_host: Some("idp.test".to_owned()), ..Allowed::default() };
    idp.outside.is_real(Guarded::new(allowed, None).unwrap());
    let policy = Policy { client_registration: Registration::Open, ..Policy::classic() };
    let acme = idp.tenant("acme", policy).await;
    (idp, acme)
}

async fn register(idp: &TestIdp, acme: &TestTenant, metadata: &Value) -> Page {
    let asked = axum::http::Request::post(acme.at("/register"))
        .header("content-type", "application/json")
        .body(axum::body::Body::from(metadata.to_string()));
    idp.door().send(asked.unwrap()).await
}

// SS-02
#[tokio::test]
async fn keys_are_not_fetched_from_inside() {
    let (idp, acme) = scene().await;
    let (port, counted) = canary().await;
    let key = ClientKey::es256();
    for (place, target) in targets(port).into_iter().enumerate() {
        let at = target.clone();
        let rp = Website::register(&acme, &format!("rp{place}"), |client: &mut Client| {
            client.authentication = idp::model::client::Authentication::PrivateKeyJwt;
            client.settings.keys.jwks_uri = Some(at);
        })
        .await;
        let token = assertion(&rp, &key, idp.app.now().seconds(), |_, _| ());
        let fields =
            [&[("grant_type", "refresh_token"), ("refresh_token", "x")][..], &asserted(&token)];
        let page = rp.send("/token", &fields.concat()).await;
        let heard = (page.status(), page.error(), page.body.contains('x'));
        assert_eq!((heard.0, heard.1.as_str()), (401, "invalid_client"), "{target}");
    }
    assert_eq!(*counted.borrow(), 0);
}

// SS-03, SS-08, SS-09, SS-10
#[tokio::test]
async fn whoever_registers_makes_nobody_call_inside() {
    let (idp, acme) = scene().await;
    let (port, counted) = canary().await;
    let mut bodies = std::collections::BTreeSet::new();
    for target in targets(port) {
        let page = register(
            &idp,
            &acme,
            &json!({
                "redirect_uris": ["https://a.test/cb", "https://b.test/cb"],
                "subject_type": "pairwise", "sector_identifier_uri": target,
            }),
        )
        .await;
        assert_eq!(
            (page.status(), page.error().as_str()),
            (400, "invalid_client_metadata"),
            "{target}"
        );
        bodies.insert(page.body);
    }
    assert_eq!(bodies.len(), 1, "the reason says nothing of what is there: {bodies:?}");
    let members = ["sector_identifier_uri", "jwks_uri", "backchannel_logout_uri", "logo_uri"];
    for odd in [
        "file:///etc/passwd",
        "gopher://a.test/",
        "ftp://a.test/",
        "unix:/run/x",
        "data:text/plain,x",
        "http://a.test/",
    ] {
        for member in members {
            let page = register(
                &idp,
                &acme,
                &json!({
                    "redirect_uris": ["https://a.test/cb"], member: odd,
                }),
            )
            .await;
            assert_eq!(page.status(), 400, "{member} {odd}");
        }
    }
    for target in targets(port) {
        for member in ["jwks_uri", "backchannel_logout_uri", "logo_uri", "initiate_login_uri"] {
            register(
                &idp,
                &acme,
                &json!({ "redirect_uris": ["https://a.test/cb"], member: target }),
            )
            .await;
        }
    }
    assert_eq!(*counted.borrow(), 0);
}

// SS-04
#[tokio::test]
async fn a_logout_is_not_told_inside() {
    let (idp, acme) = scene().await;
    let (port, counted) = canary().await;
    let alice = acme.simple_user("alice").await;
    for (place, target) in targets(port).into_iter().enumerate() {
        let rp = Website::register(&acme, &format!("rp{place}"), |client: &mut Client| {
            client.settings.logout.backchannel_logout_uri = Some(target);
        })
        .await;
        let mut browser = acme.past_password(&rp, &alice).await;
        let tokens = rp.redeem(&browser.arrival()).await;
        let hint = encoded(&[("id_token_hint", tokens.id_token.as_str())]);
        browser.open(format!("{}?{hint}", acme.at("/logout"))).await;
    }
    let told = deliver_logouts::deliver(&idp.app).await.unwrap();
    assert!(told > 0, "it was tried");
    assert_eq!(*counted.borrow(), 0);
    idp.letters_may_wait();
}

// SS-01
#[tokio::test]
async fn a_request_object_is_not_fetched_from_inside() {
    let (idp, acme) = scene().await;
    let (port, counted) = canary().await;
    let portal = acme.website("portal").await;
    for target in targets(port) {
        let page =
            idp.door().get(&link(&acme, &request(&portal, &[("request_uri", &target)]))).await;
        assert_eq!((page.status(), page.location()), (400, None), "{target}");
    }
    // Not even where the client registered it.
    let inside = format!("https://127.0.0.1:{port}/request.jwt");
    let uri = inside.clone();
    let rp = Website::register(&acme, "rp", |client: &mut Client| {
        client.settings.request.request_uris = vec![uri];
    })
    .await;
    let page = idp.door().get(&link(&acme, &request(&rp, &[("request_uri", &inside)]))).await;
    assert!(page.location().unwrap().contains("error=invalid_request_uri"), "{page:?}");
    assert_eq!(*counted.borrow(), 0);
}
