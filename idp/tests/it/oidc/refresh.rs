//! Refresh tokens: rotation, its grace, reuse, scope, and what a refresh tells.

use futures_util::future::join_all;
use idp::model::client::Profile;
use serde_json::{Value, json};

use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{Page, TestIdp, TestTenant, TestUser, Website, days, seconds};

struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    alice: TestUser,
    portal: Website,
}

async fn scene() -> Scene {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    Scene { idp, acme, alice, portal }
}

fn refused(page: &Page, error: &str) {
    assert_eq!((page.status(), page.error().as_str()), (400, error), "{page:?}");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(!page.body.contains("_token\":"), "{page:?}");
}

#[tokio::test]
async fn each_use_brings_another_and_the_same_person() {
    let Scene { idp, acme, alice, portal } = scene().await;
    let first = portal.offline_tokens_of(&acme, &alice).await;
    idp.clock.advance(seconds(100));
    let second = portal.refreshed(text(&first, "refresh_token")).await;
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_ne!(first["access_token"], second["access_token"]);
    assert_eq!(portal.userinfo(text(&second, "access_token")).await.status(), 200);
    // RT-14
    let (before, after) = (part(text(&first, "id_token"), 1), part(text(&second, "id_token"), 1));
    for name in ["iss", "sub", "aud", "auth_time", "acr", "amr", "sid"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    assert!(after["iat"].as_i64() > before["iat"].as_i64());
    assert!(before.get("nonce").is_some() && after.get("nonce").is_none());
    let third = portal.refreshed(text(&second, "refresh_token")).await;
    assert_ne!(third["refresh_token"], second["refresh_token"]);
    let stored = idp.dump();
    for answer in [&first, &second, &third] {
        let token = text(answer, "refresh_token").as_bytes();
        assert!(!stored.windows(token.len()).any(|window| window == token), "a token is stored");
    }
}

#[tokio::test]
async fn within_the_grace_the_former_leads_to_the_same_successor() {
    let Scene { idp, acme, alice, portal } = scene().await;
    let first = portal.offline_tokens_of(&acme, &alice).await;
    let former = text(&first, "refresh_token");
    let second = portal.refreshed(former).await;
    // RT-03
    for _ in 0..3 {
        idp.clock.advance(seconds(10));
        assert_eq!(portal.refreshed(former).await["refresh_token"], second["refresh_token"]);
    }
    let third = portal.refreshed(text(&second, "refresh_token")).await;
    assert_ne!(third["refresh_token"], second["refresh_token"]);
}

#[tokio::test]
async fn reuse_ends_the_whole_family() {
    let Scene { idp, acme, alice, portal } = scene().await;
    let first = portal.offline_tokens_of(&acme, &alice).await;
    let others = portal.offline_tokens_of(&acme, &alice).await;
    let second = portal.refreshed(text(&first, "refresh_token")).await;
    idp.clock.advance(seconds(31));
    // RT-01
    refused(&portal.refresh(text(&first, "refresh_token"), &[]).await, "invalid_grant");
    // RT-02
    refused(&portal.refresh(text(&second, "refresh_token"), &[]).await, "invalid_grant");
    for answer in [&first, &second] {
        let token = text(answer, "access_token");
        assert_eq!(portal.introspect(token).await, json!({ "active": false }));
        assert_eq!(portal.userinfo(token).await.status(), 401);
    }
    assert!(acme.actions().await.contains(&"refresh_token.reuse".to_owned()));
    assert_eq!(portal.userinfo(text(&others, "access_token")).await.status(), 200);
    portal.refreshed(text(&others, "refresh_token")).await;
}

// RT-04
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_uses_at_once_have_one_successor() {
    let Scene { idp, acme, alice, portal } = scene().await;
    let replica = idp.replica().await;
    let mut token = {
        let first = portal.offline_tokens_of(&acme, &alice).await;
        text(&first, "refresh_token").to_owned()
    };
    for _ in 0..3 {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
        let tries = (0..64).map(|at| {
            let door = if at % 2 == 0 { idp.door() } else { replica.clone() };
            let request = portal.direct("/token", &fields);
            tokio::spawn(async move { door.send(request).await })
        });
        let answers: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        let next: std::collections::BTreeSet<String> =
            answers.iter().map(|page| text(&page.json(), "refresh_token").to_owned()).collect();
        assert_eq!(next.len(), 1, "two live leaves");
        token = next.into_iter().next().unwrap();
    }
    portal.refreshed(&token).await;
    idp.deliver().await;
}

// RT-05, RT-06, RT-11, CO-08
#[tokio::test]
async fn a_token_is_its_own_clients_and_exact() {
    let Scene { idp, acme, alice, portal } = scene().await;
    let shop = acme.website("shop").await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let theirs = other.website("theirs").await;
    let tokens = portal.offline_tokens_of(&acme, &alice).await;
    let token = text(&tokens, "refresh_token");
    refused(&shop.refresh(token, &[]).await, "invalid_grant");
    refused(&theirs.refresh(token, &[]).await, "invalid_grant");
    let flipped = if token.ends_with('A') { 'E' } else { 'A' };
    for wrong in [
        &token[..token.len() - 1],
        &format!("{}{flipped}", &token[..token.len() - 1]),
        &format!("{token}A"),
        &token.to_lowercase(),
        text(&tokens, "access_token"),
        text(&tokens, "id_token"),
        portal.secret.as_deref().unwrap(),
    ] {
        refused(&portal.refresh(wrong, &[]).await, "invalid_grant");
    }
    let fields = [("grant_type", "authorization_code"), ("code", token), ("redirect_uri", "x")];
    refused(&portal.send("/token", &fields).await, "invalid_grant");
    refused(&portal.send("/token", &[("grant_type", "refresh_token")]).await, "invalid_request");
    portal.refreshed(token).await;
}

// RT-07, CR-10
#[tokio::test]
async fn scope_may_be_narrowed_and_never_widened() {
    let Scene { acme, alice, portal, idp: _idp } = scene().await;
    let first = portal.offline_tokens_of(&acme, &alice).await;
    let token = text(&first, "refresh_token");
    for wider in ["openid phone", "openid profile email offline_access admin", "a\"b"] {
        refused(&portal.refresh(token, &[("scope", wider)]).await, "invalid_scope");
    }
    let narrow = portal.refresh(token, &[("scope", "openid")]).await.json();
    assert_eq!(narrow["scope"], "openid");
    let claims = portal.userinfo(text(&narrow, "access_token")).await.json();
    assert_eq!(claims.as_object().unwrap().len(), 1, "{claims}");
    let plain =
        portal.refresh(text(&narrow, "refresh_token"), &[("scope", "profile")]).await.json();
    assert!(plain.get("id_token").is_none());
    let again = portal.refreshed(text(&plain, "refresh_token")).await;
    assert_eq!(again["scope"], "email offline_access openid profile", "as granted, no more");
}

// RT-08
#[tokio::test]
async fn a_token_idles_out_after_a_fortnight_and_the_grant_after_thirty_days() {
    let Scene { idp, acme, alice, portal } = scene().await;
    let first = portal.offline_tokens_of(&acme, &alice).await;
    let idle = portal.offline_tokens_of(&acme, &alice).await;
    let mut token = text(&first, "refresh_token").to_owned();
    for _ in 0..2 {
        idp.clock.advance(days(14) - seconds(60));
        token = text(&portal.refreshed(&token).await, "refresh_token").to_owned();
    }
    refused(&portal.refresh(text(&idle, "refresh_token"), &[]).await, "invalid_grant");
    idp.clock.advance(days(2) + seconds(119));
    token = text(&portal.refreshed(&token).await, "refresh_token").to_owned();
    idp.clock.advance(seconds(1));
    refused(&portal.refresh(&token, &[]).await, "invalid_grant");
}

#[tokio::test]
async fn a_client_may_have_a_shorter_life() {
    let Scene { idp, acme, alice, .. } = scene().await;
    let short = Website::register(&acme, "short", |client| {
        client.settings.tokens.refresh_token_life = Some(3_600);
        client.settings.tokens.access_token_life = Some(60);
    });
    let short = short.await;
    let tokens = short.offline_tokens_of(&acme, &alice).await;
    assert_eq!(tokens["expires_in"], 60);
    idp.clock.advance(seconds(60));
    assert_eq!(short.userinfo(text(&tokens, "access_token")).await.status(), 401);
    idp.clock.advance(seconds(3_540));
    refused(&short.refresh(text(&tokens, "refresh_token"), &[]).await, "invalid_grant");
}

// PR-04
#[tokio::test]
async fn whoever_may_not_refresh_gets_none() {
    let Scene { acme, alice, idp: _idp, .. } = scene().await;
    let plain = Website::register(&acme, "plain", |client| {
        client.settings.grant_types = [idp::wire::grant_type::GrantType::AuthorizationCode].into();
    });
    let plain = plain.await;
    let tokens = plain.offline_tokens_of(&acme, &alice).await;
    assert_eq!(tokens.get("refresh_token"), None::<&Value>);
    refused(&plain.refresh("f_x", &[]).await, "unauthorized_client");
}

#[tokio::test]
async fn a_public_client_rotates_too() {
    let Scene { idp, acme, alice, .. } = scene().await;
    let page = Website::register(&acme, "page", |client| {
        Website::public(client);
        client.profile = Profile::Browser;
    });
    let page = page.await;
    let first = page.offline_tokens_of(&acme, &alice).await;
    let second = page.refreshed(text(&first, "refresh_token")).await;
    idp.clock.advance(seconds(31));
    refused(&page.refresh(text(&first, "refresh_token"), &[]).await, "invalid_grant");
    refused(&page.refresh(text(&second, "refresh_token"), &[]).await, "invalid_grant");
}
