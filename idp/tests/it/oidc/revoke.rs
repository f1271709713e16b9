//! Revocation (RFC 7009).

use crate::support::website::direct::text;
use crate::support::{Page, TestIdp, Website};

fn done(page: &Page) {
    assert_eq!((page.status(), page.body.as_str()), (200, ""), "{page:?}");
    assert_eq!(page.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_client_gives_back_what_it_holds() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let page = Website::register(&acme, "page", Website::public).await;
    for website in [&portal, &page] {
        let tokens = website.offline_tokens_of(&acme, &alice).await;
        let access = text(&tokens, "access_token");
        done(&website.revoke(access).await);
        assert_eq!(website.userinfo(access).await.status(), 401);
        let next = website.refreshed(text(&tokens, "refresh_token")).await;
        let hint = [("token", text(&next, "refresh_token")), ("token_type_hint", "access_token")];
        done(&website.send("/revoke", &hint).await);
        assert_eq!(website.userinfo(text(&next, "access_token")).await.status(), 401);
        let again = website.refresh(text(&next, "refresh_token"), &[]).await;
        assert_eq!(again.error(), "invalid_grant");
        done(&website.revoke(access).await);
    }
    assert!(acme.actions().await.contains(&"token.revoke".to_owned()));
}

// CA-07
#[tokio::test]
async fn what_is_not_ones_own_stays_and_nobody_learns_of_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let (portal, shop) = (acme.website("portal").await, acme.website("shop").await);
    let tokens = portal.offline_tokens_of(&acme, &alice).await;
    let id_token = text(&tokens, "id_token");
    for token in [text(&tokens, "access_token"), text(&tokens, "refresh_token"), id_token, "x"] {
        done(&shop.revoke(token).await);
    }
    assert_eq!(portal.userinfo(text(&tokens, "access_token")).await.status(), 200);
    portal.refreshed(text(&tokens, "refresh_token")).await;
    let nothing = portal.send("/revoke", &[]).await;
    assert_eq!((nothing.status(), nothing.error().as_str()), (400, "invalid_request"));
    let stranger = idp.door().post(&acme.at("/revoke"), &[("token", "x")]).await;
    assert_eq!((stranger.status(), stranger.error().as_str()), (401, "invalid_client"));
    // CA-16
    let mut other = portal.direct("/revoke", &[("token", "x"), ("client_id", shop.id())]);
    other.headers_mut().insert("authorization", portal.basic().parse().unwrap());
    assert_eq!(idp.door().send(other).await.status(), 400);
}

// CA-07
#[tokio::test]
async fn a_revocation_that_was_not_kept_is_not_confirmed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let tokens = portal.tokens_of(&acme, &alice).await;
    idp.app.database.close().await.unwrap();
    let page = portal.revoke(text(&tokens, "access_token")).await;
    assert!(page.status() >= 500, "{page:?}");
    idp.letters_may_wait();
}
