//! Client credentials: a client acts for itself.

use idp::model::client::{Authentication, Profile, Settings};
use idp::model::ids::ClientId;
use idp::wire::scope::Scope;
use serde_json::json;

use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{TestIdp, TestTenant, Website};

const ASK: (&str, &str) = ("grant_type", "client_credentials");

async fn service(acme: &TestTenant, name: &str, id: Option<&str>) -> Website {
    Website::register(acme, name, |client| {
        client.profile = Profile::Service;
        client.authentication = Authentication::ClientSecretBasic;
        client.redirect_uris.clear();
        client.post_logout_redirect_uris.clear();
        client.settings = Settings::of(Profile::Service);
        client.settings.scope = Scope::parse("orders:read orders:write");
        if let Some(id) = id {
            client.id = ClientId(id.to_owned());
        }
    })
    .await
}

#[tokio::test]
async fn a_machine_gets_a_token_for_itself_and_nothing_else() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let machine = service(&acme, "machine", None).await;
    let page = machine.send("/token", &[ASK, ("scope", "orders:read")]).await;
    assert_eq!((page.status(), page.header("cache-control")), (200, Some("no-store")), "{page:?}");
    let answer = page.json();
    assert!(answer.get("refresh_token").is_none() && answer.get("id_token").is_none());
    assert_eq!((&answer["scope"], &answer["expires_in"]), (&json!("orders:read"), &json!(600)));
    let token = text(&answer, "access_token");
    let claims = part(token, 1);
    assert_eq!(
        (&claims["sub"], &claims["client_id"]),
        (&json!(machine.id()), &json!(machine.id()))
    );
    for absent in ["auth_time", "acr", "amr", "cnf", "act"] {
        assert!(claims.get(absent).is_none(), "{absent}");
    }
    assert_eq!(part(token, 0)["typ"], "at+jwt");
    assert_eq!(machine.introspect(token).await["sub"], machine.id());
    let whole = machine.send("/token", &[ASK]).await.json();
    assert_eq!(whole["scope"], "orders:read orders:write");
}

// CA-11
#[tokio::test]
async fn no_scope_beyond_its_own_and_none_that_is_a_persons() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let machine = service(&acme, "machine", None).await;
    for scope in ["admin", "orders:read admin", "openid", "orders:read profile", "offline_access"] {
        let page = machine.send("/token", &[ASK, ("scope", scope)]).await;
        assert_eq!((page.status(), page.error().as_str()), (400, "invalid_scope"), "{scope}");
    }
    let page = machine.send("/token", &[ASK, ("resource", "https://api.test/")]).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_target"));
    let portal = acme.website("portal").await;
    assert_eq!(portal.send("/token", &[ASK]).await.error(), "unauthorized_client");
    let code = [("grant_type", "authorization_code"), ("code", "c_x"), ("redirect_uri", "x")];
    assert_eq!(machine.send("/token", &code).await.error(), "unauthorized_client");
}

// TK-22
#[tokio::test]
async fn a_client_called_like_a_person_is_no_person() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let machine = service(&acme, "machine", Some(alice.subject())).await;
    let answer = machine.send("/token", &[ASK]).await.json();
    let token = text(&answer, "access_token");
    assert_eq!(part(token, 1)["sub"], alice.subject());
    let page = machine.userinfo(token).await;
    assert!([401, 403].contains(&page.status()) && page.body.is_empty(), "{page:?}");
}
