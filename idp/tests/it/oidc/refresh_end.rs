//! What ends refresh tokens, and with them everything of their grant.

use idp::model::password::Typed;
use idp::usecase::admin::{clients, users};

use crate::support::tenant::{ADMIN, credentials};
use crate::support::website::direct::text;
use crate::support::{Browser, TestIdp, TestTenant, TestUser, Website, minutes};

struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    portal: Website,
}

async fn scene() -> Scene {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    Scene { idp, acme, portal }
}

impl Scene {
    /// A person with access while away, whose refresh works.
    async fn offline(&self, name: &str) -> (TestUser, String) {
        let user = self.acme.simple_user(name).await;
        let tokens = self.portal.offline_tokens_of(&self.acme, &user).await;
        let tokens = self.portal.refreshed(text(&tokens, "refresh_token")).await;
        (user, text(&tokens, "refresh_token").to_owned())
    }

    async fn is_dead(&self, token: &str, why: &str) {
        let page = self.portal.refresh(token, &[]).await;
        assert_eq!((page.status(), page.error().as_str()), (400, "invalid_grant"), "{why}");
        let told = self.portal.introspect(token).await;
        assert_eq!(told, serde_json::json!({ "active": false }), "{why}");
    }
}

/// Without `offline_access` a refresh token goes with the session; with it, it stays (OpenID Connect Core §11).
#[tokio::test]
async fn a_logout_ends_what_hangs_on_the_session() {
    let scene = scene().await;
    let Scene { acme, portal, .. } = &scene;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.past_password(portal, &alice).await;
    let page = portal.token(&browser.arrival(), &[]).await;
    let online = portal.refreshed(text(&page.json(), "refresh_token")).await;
    let mut away = Browser::new(acme.door.clone());
    let asked = [("scope", "openid offline_access"), ("prompt", "consent")];
    away.open(portal.sign_in_link_with(&asked)).await;
    away.submit("/password", &credentials(&alice)).await;
    away.submit("/consent", &[("decision", "accept")]).await;
    let offline = portal.token(&away.arrival(), &[]).await.json();
    for one in [&mut browser, &mut away] {
        one.open(acme.at("/logout")).await;
        one.submit("/logout/confirm", &[("decision", "yes")]).await;
    }
    scene.is_dead(text(&online, "refresh_token"), "signed out").await;
    assert_eq!(portal.userinfo(text(&online, "access_token")).await.status(), 401);
    scene.idp.deliver().await;
    let lives_on = portal.refreshed(text(&offline, "refresh_token")).await;
    assert_eq!(portal.userinfo(text(&lives_on, "access_token")).await.status(), 200);
}

#[tokio::test]
async fn the_end_of_a_session_by_time_ends_it_too() {
    let scene = scene().await;
    let alice = scene.acme.simple_user("alice").await;
    let tokens = scene.portal.tokens_of(&scene.acme, &alice).await;
    scene.idp.clock.advance(minutes(29));
    let tokens = scene.portal.refreshed(text(&tokens, "refresh_token")).await;
    scene.idp.clock.advance(minutes(1));
    scene.is_dead(text(&tokens, "refresh_token"), "idle").await;
}

// RT-09
#[tokio::test]
async fn what_ends_an_account_ends_its_tokens() {
    let scene = scene().await;
    let (app, acme) = (&scene.idp.app, &scene.acme);
    let (alice, alices) = scene.offline("alice").await;
    acme.disable(&alice).await;
    scene.is_dead(&alices, "disabled").await;

    let (bob, bobs) = scene.offline("bob").await;
    let new = Typed::fold("another-kaza-88");
    users::reset_password(app, &acme.tenant, &bob.user, &new, ADMIN).await.unwrap();
    scene.is_dead(&bobs, "password reset").await;

    let (carol, carols) = scene.offline("carol").await;
    let mut browser = acme.at_login(&scene.portal).await;
    for _ in 0..5 {
        let wrong = [("username", carol.name()), ("password", "not-her-password")];
        browser.submit("/password", &wrong).await;
    }
    scene.is_dead(&carols, "locked").await;
    acme.unlock(&carol).await;
    scene.portal.refreshed(&carols).await;
    scene.idp.letters_may_wait();
}

// RT-09
#[tokio::test]
async fn a_changed_password_ends_what_was_opened_elsewhere() {
    let scene = scene().await;
    let (alice, alices) = scene.offline("alice").await;
    let mut browser = scene.acme.past_password(&scene.portal, &alice).await;
    browser.open(scene.acme.at("/account/password")).await;
    if browser.page().has("#username") {
        browser.submit("/password", &credentials(&alice)).await;
    }
    let fields = [
        ("current_password", crate::support::PASSWORD),
        ("new_password", "yuki-no-michi-5"),
        ("new_password_confirm", "yuki-no-michi-5"),
    ];
    browser.submit("/account/password", &fields).await;
    assert!(scene.acme.actions().await.contains(&"password.change".to_owned()));
    scene.is_dead(&alices, "password changed").await;
    scene.idp.letters_may_wait();
}

// RT-10, AC-13, CO-11
#[tokio::test]
async fn a_consent_taken_back_ends_them_and_codes_under_way() {
    let scene = scene().await;
    let (alice, alices) = scene.offline("alice").await;
    let mut browser = scene.acme.past_password(&scene.portal, &alice).await;
    let under_way = browser.arrival();
    browser.open(scene.acme.at("/account/websites")).await;
    let action = format!("/account/websites/{}/revoke", scene.portal.id());
    browser.submit(&action, &[]).await;
    scene.is_dead(&alices, "consent").await;
    let page = scene.portal.token(&under_way, &[]).await;
    assert_eq!(page.error(), "invalid_grant");
    scene.idp.deliver().await;
}

// RT-10
#[tokio::test]
async fn a_removed_client_refreshes_nothing() {
    let scene = scene().await;
    let (_, alices) = scene.offline("alice").await;
    let (app, tenant) = (&scene.idp.app, &scene.acme.tenant);
    clients::remove(app, tenant, &scene.portal.client.id, ADMIN).await.unwrap();
    assert_eq!(scene.portal.refresh(&alices, &[]).await.status(), 401);
}

// CO-02
#[tokio::test]
async fn a_replayed_code_ends_the_refresh_token_that_came_of_it() {
    let scene = scene().await;
    let alice = scene.acme.simple_user("alice").await;
    let browser = scene.acme.past_password(&scene.portal, &alice).await;
    let arrival = browser.arrival();
    let first = scene.portal.token(&arrival, &[]).await.json();
    let second = scene.portal.refreshed(text(&first, "refresh_token")).await;
    assert_eq!(scene.portal.token(&arrival, &[]).await.error(), "invalid_grant");
    scene.is_dead(text(&second, "refresh_token"), "replay").await;
    let told = scene.portal.introspect(text(&second, "access_token")).await;
    assert_eq!(told["active"], false);
}
