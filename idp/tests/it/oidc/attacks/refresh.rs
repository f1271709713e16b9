//! RT: clients out of service, and tokens bound to what another holds.

use axum::body::Body;
use axum::http::Request;
use idp::http::mtls::Presented;
use idp::usecase::admin::clients;
use idp::wire::grant_type::GrantType;
use serde_json::json;

use super::refused;
use crate::support::tenant::ADMIN;
use crate::support::website::direct::text;
use crate::support::{
    Arrival, CERTIFICATE_BASE, ClientKey, Door, Page, Shown, TestIdp, TestTenant, Website,
};

async fn serves(acme: &TestTenant, website: &Website, whether: bool) {
    let mut client = website.client.clone();
    client.settings.disabled = !whether;
    clients::change(&acme.app, &acme.tenant, &client, ADMIN).await.unwrap();
}

// RT-10, CA-09
#[tokio::test]
async fn what_a_client_out_of_service_holds_serves_nobody() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let from = portal.id().to_owned();
    let middle = Website::register(&acme, "middle", |client| {
        client.settings.grant_types.insert(GrantType::TokenExchange);
        client.settings.tokens.may_exchange_tokens_of = [from].into();
        client.settings.tokens.is_resource = [acme.issuer()].into();
    })
    .await;
    let tokens = portal.offline_tokens_of(&acme, &alice).await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    let exchange = async || {
        let fields = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", access),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ];
        middle.send("/token", &fields).await
    };
    let exchanged = exchange().await.json();
    let exchanged = text(&exchanged, "access_token");
    let mut browser = acme.past_password(&portal, &alice).await;
    let waiting = browser.arrival();
    let living = async || {
        [
            portal.userinfo(access).await.status() == 200,
            middle.introspect(access).await["active"] == true,
            middle.userinfo(exchanged).await.status() == 200,
            middle.introspect(exchanged).await["active"] == true,
            exchange().await.status() == 200,
        ]
    };
    assert_eq!(living().await, [true; 5]);
    serves(&acme, &portal, false).await;
    assert_eq!(living().await, [false; 5]);
    for page in [
        portal.refresh(refresh, &[]).await,
        portal.token(&waiting, &[]).await,
        portal.send("/introspect", &[("token", access)]).await,
        portal.send("/par", &[("response_type", "code")]).await,
        portal.revoke(access).await,
    ] {
        assert_eq!((page.status(), page.error().as_str()), (401, "invalid_client"));
    }
    let page = browser.open(portal.sign_in_link()).await;
    assert_eq!((page.status(), page.location()), (400, None), "and nobody is sent there");
    serves(&acme, &portal, true).await;
    assert_eq!(living().await, [true; 5], "it was not taken away");
    portal.refreshed(refresh).await;
    idp.deliver().await;
}

// RT-10
#[tokio::test]
async fn a_client_that_is_removed_leaves_no_token_behind() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let tokens = portal.offline_tokens_of(&acme, &alice).await;
    clients::remove(&idp.app, &acme.tenant, &portal.client.id, ADMIN).await.unwrap();
    assert_eq!(portal.userinfo(text(&tokens, "access_token")).await.status(), 401);
}

struct Bound {
    idp: TestIdp,
    app: Website,
}

impl Bound {
    /// A request to the token endpoint of the certificate listener.
    async fn ask(&self, fields: &[(&str, &str)], shown: Option<&Shown>) -> Page {
        let mut request = self.app.direct("/token", fields);
        *request.uri_mut() = format!("{CERTIFICATE_BASE}/t/acme/token").parse().unwrap();
        self.send(request, shown).await
    }

    async fn userinfo(&self, token: &str, shown: Option<&Shown>) -> Page {
        self.send(super::bearing(&format!("{CERTIFICATE_BASE}/t/acme/userinfo"), token), shown)
            .await
    }

    async fn send(&self, mut request: Request<Body>, shown: Option<&Shown>) -> Page {
        if let Some(shown) = shown {
            let presented = Presented { leaf: shown.leaf.clone(), between: Vec::new() };
            request.extensions_mut().insert(presented);
        }
        Door::of_certificates(&self.idp.app).send(request).await
    }

    async fn redeem(&self, arrival: &Arrival, verifier: &str, shown: Option<&Shown>) -> Page {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", &arrival.code()),
            ("redirect_uri", self.app.redirect_uri()),
            ("code_verifier", verifier),
        ];
        self.ask(&fields, shown).await
    }
}

// RT-13: bound to a certificate.
#[tokio::test]
async fn a_refresh_token_bound_to_a_certificate_is_used_with_it_alone() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let app = Website::register(&acme, "app", |client| {
        Website::public(client);
        client.settings.tokens.tls_client_certificate_bound_access_tokens = true;
    })
    .await;
    let mut browser = idp.browser();
    browser.open(super::link(&acme, &super::request(&app, &[]))).await;
    browser.submit("/password", &crate::support::tenant::credentials(&alice)).await;
    let (own, other) = (ClientKey::es256().self_signed(), ClientKey::es256().self_signed());
    let scene = Bound { idp, app };
    let page = scene.redeem(&browser.arrival(), super::VERIFIER, Some(&own)).await;
    assert_eq!(page.status(), 200, "{page:?}");
    let answer = page.json();
    let access = text(&answer, "access_token");
    assert_eq!(scene.userinfo(access, Some(&own)).await.status(), 200);
    for shown in [None, Some(&other)] {
        assert_eq!(scene.userinfo(access, shown).await.status(), 401);
    }
    let refresh =
        [("grant_type", "refresh_token"), ("refresh_token", text(&answer, "refresh_token"))];
    refused(&scene.ask(&refresh, None).await, "invalid_request", "without");
    refused(&scene.ask(&refresh, Some(&other)).await, "invalid_grant", "another");
    let page = scene.ask(&refresh, Some(&own)).await;
    assert_eq!(page.status(), 200, "{page:?}");
    assert_ne!(page.json()["refresh_token"], json!(refresh[1].1), "and it is rotated");
}
