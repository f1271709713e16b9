//! CA: clients that are not the ones they say they are.

use idp::model::client::Authentication;

use super::refused;
use crate::support::website::basic;
use crate::support::website::direct::text;
use crate::support::{TestIdp, Website};

// CA-01, CA-03, CA-04, CA-16, CA-18: at every endpoint that knows clients.
#[tokio::test]
async fn every_endpoint_asks_for_the_same_proof() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    let (id, secret) = (portal.id(), portal.secret.clone().unwrap());
    for path in ["/token", "/par", "/revoke", "/introspect", "/device"] {
        let url = acme.at(path);
        let send = async |query: &str, header: Option<String>, fields: &[(&str, &str)]| {
            let mut request = crate::support::form(&format!("{url}{query}"), fields);
            if let Some(header) = header {
                request.headers_mut().insert("authorization", header.parse().unwrap());
            }
            let page = idp.door().send(request).await;
            assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
            (page.status(), page.error())
        };
        let stranger = (401, "invalid_client".to_owned());
        let unclear = (400, "invalid_request".to_owned());
        assert_eq!(send("", None, &[]).await, stranger, "{path}");
        assert_eq!(send("", None, &[("client_id", id)]).await, stranger, "{path}");
        assert_eq!(send("", Some(basic(id, "wrong")), &[]).await, stranger, "{path}");
        let of_other = shop.secret.clone().unwrap();
        assert_eq!(send("", Some(basic(id, &of_other)), &[]).await, stranger, "{path}");
        let post = [("client_id", id), ("client_secret", secret.as_str())];
        assert_eq!(send("", None, &post).await, stranger, "{path}: not its method");
        assert_eq!(send("", Some(portal.basic()), &post).await, unclear, "{path}: two methods");
        let named = [("client_id", shop.id())];
        assert_eq!(send("", Some(portal.basic()), &named).await, unclear, "{path}: two names");
        let query = format!("?client_id={id}&client_secret={secret}");
        assert_eq!(send(&query, None, &[]).await.0 / 100, 4, "{path}: in the address");
    }
}

// CA-06, CA-07
#[tokio::test]
async fn one_client_does_not_end_what_another_holds() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let page = Website::register(&acme, "page", Website::public).await;
    let post = Website::register(&acme, "post", |client| {
        client.authentication = Authentication::ClientSecretPost;
    })
    .await;
    let tokens = portal.offline_tokens_of(&acme, &alice).await;
    for name in ["access_token", "refresh_token"] {
        assert_eq!(page.revoke(text(&tokens, name)).await.status(), 200, "a public stranger");
        let secret = post.secret.clone().unwrap();
        let fields =
            [("token", text(&tokens, name)), ("client_id", post.id()), ("client_secret", &secret)];
        assert_eq!(post.send("/revoke", &fields).await.status(), 200, "a proven stranger");
    }
    assert_eq!(portal.userinfo(text(&tokens, "access_token")).await.status(), 200);
    portal.refreshed(text(&tokens, "refresh_token")).await;
    let nothing = page.send("/introspect", &[("token", text(&tokens, "access_token"))]).await;
    assert_eq!((nothing.status(), nothing.error().as_str()), (401, "invalid_client"));
    refused(&portal.refresh("f_x", &[]).await, "invalid_grant", "unknown");
}
