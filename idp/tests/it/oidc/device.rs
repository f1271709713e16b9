//! The device grant (RFC 8628): a television asks, a person decides in his own browser.

use idp::model::client::{Authentication, Profile, Settings};
use serde_json::Value;

use crate::support::tenant::credentials;
use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{Browser, Page, TestIdp, TestTenant, TestUser, Website, minutes, seconds};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    alice: TestUser,
    television: Website,
}

async fn television(acme: &TestTenant, name: &str) -> Website {
    Website::register(acme, name, |client| {
        client.profile = Profile::Device;
        client.authentication = Authentication::None;
        client.redirect_uris.clear();
        client.post_logout_redirect_uris.clear();
        client.settings = Settings::of(Profile::Device);
    })
    .await
}

async fn scene() -> Scene {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let television = television(&acme, "television").await;
    Scene { idp, acme, alice, television }
}

impl Scene {
    async fn ask(&self) -> Value {
        let page = self.television.send("/device", &[("scope", "openid profile")]).await;
        assert_eq!((page.status(), page.header("cache-control")), (200, Some("no-store")));
        page.json()
    }

    async fn poll(&self, answer: &Value) -> Page {
        let code = text(answer, "device_code");
        self.television.send("/token", &[("grant_type", GRANT), ("device_code", code)]).await
    }

    async fn hears(&self, answer: &Value, error: &str) {
        let page = self.poll(answer).await;
        assert_eq!((page.status(), page.error().as_str()), (400, error), "{page:?}");
    }

    /// A browser in front of the question, after the login that the typed code led to.
    async fn asked(&self, typed: &str) -> Browser {
        let mut browser = Browser::new(self.acme.door.clone());
        browser.open(self.acme.at("/activate")).await;
        browser.submit("/activate", &[("user_code", typed)]).await;
        browser.submit("/password", &credentials(&self.alice)).await;
        assert!(browser.page().has("#activate-accept"), "{:?}", browser.page());
        browser
    }
}

#[tokio::test]
async fn a_person_lets_the_device_in() {
    let scene = scene().await;
    let answer = scene.ask().await;
    assert_eq!((&answer["interval"], &answer["expires_in"]), (&5.into(), &600.into()));
    assert_eq!(answer["verification_uri"], scene.acme.at("/activate"));
    scene.hears(&answer, "authorization_pending").await;
    let code = text(&answer, "user_code");
    let mut browser = scene.asked(&code.to_lowercase().replace('-', " ")).await;
    assert_eq!(browser.page().text("#user-code-shown"), code);
    let main = browser.page().text("main");
    assert!(main.contains("television") && main.contains("alice"), "{main}");
    let action = format!("/activate/{code}");
    browser.submit(&action, &[("decision", "accept")]).await;
    assert!(browser.page().has("#activate-approved"));
    scene.idp.clock.advance(seconds(5));
    let page = scene.poll(&answer).await;
    assert_eq!(page.status(), 200, "{page:?}");
    let tokens = page.json();
    assert_eq!(part(text(&tokens, "id_token"), 1)["sub"], scene.alice.subject());
    let claims = scene.television.userinfo(text(&tokens, "access_token")).await.json();
    assert_eq!(claims["preferred_username"], "alice");
    scene.television.refreshed(text(&tokens, "refresh_token")).await;
    scene.idp.clock.advance(seconds(5));
    scene.hears(&answer, "invalid_grant").await;
    let actions = scene.acme.actions().await;
    assert!(actions.contains(&"device.approve".to_owned()));
}

#[tokio::test]
async fn a_no_is_a_no_and_the_first_word_stands() {
    let scene = scene().await;
    let answer = scene.ask().await;
    let code = text(&answer, "user_code");
    let mut browser = scene.asked(code).await;
    let mut second = scene.asked(code).await;
    let action = format!("/activate/{code}");
    browser.submit(&action, &[("decision", "deny")]).await;
    assert!(browser.page().has("#activate-denied"));
    second.submit(&action, &[("decision", "accept")]).await;
    assert_eq!(second.page().problem().as_deref(), Some("user_code"));
    scene.hears(&answer, "access_denied").await;
    scene.idp.deliver().await;
}

#[tokio::test]
async fn a_device_that_hurries_is_slowed_down() {
    let scene = scene().await;
    let answer = scene.ask().await;
    scene.hears(&answer, "authorization_pending").await;
    scene.hears(&answer, "slow_down").await;
    scene.idp.clock.advance(seconds(9));
    scene.hears(&answer, "slow_down").await;
    scene.idp.clock.advance(seconds(15));
    scene.hears(&answer, "authorization_pending").await;
    scene.idp.clock.advance(minutes(10));
    scene.hears(&answer, "expired_token").await;
}

#[tokio::test]
async fn codes_are_their_own_devices_and_nobody_elses() {
    let scene = scene().await;
    let answer = scene.ask().await;
    let other = television(&scene.acme, "other").await;
    let code = text(&answer, "device_code");
    let fields = [("grant_type", GRANT), ("device_code", code)];
    assert_eq!(other.send("/token", &fields).await.error(), "invalid_grant");
    for wrong in ["d_x", &code[..code.len() - 1], text(&answer, "user_code")] {
        let fields = [("grant_type", GRANT), ("device_code", wrong)];
        assert_eq!(scene.television.send("/token", &fields).await.error(), "invalid_grant");
    }
    let portal = scene.acme.website("portal").await;
    assert_eq!(portal.send("/device", &[]).await.error(), "unauthorized_client");
    let wide = scene.television.send("/device", &[("scope", "a\"b")]).await;
    assert_eq!(wide.error(), "invalid_scope");
    let stored = scene.idp.dump();
    for secret in [code, text(&answer, "user_code"), &text(&answer, "user_code").replace('-', "")] {
        let found = stored.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} is stored");
    }
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_codes() {
    let scene = scene().await;
    let answer = scene.ask().await;
    let code = text(&answer, "user_code");
    let mut browser = Browser::new(scene.acme.door.clone());
    browser.open(text(&answer, "verification_uri_complete")).await;
    assert_eq!(browser.page().attribute("#user-code", "value").as_deref(), Some(code));
    for wrong in ["BCDF-GHJK", "", "<script>", "ＢＣＤＦ"] {
        browser.open(scene.acme.at("/activate")).await;
        browser.submit("/activate", &[("user_code", wrong)]).await;
        assert_eq!(
            (browser.page().status(), browser.page().problem().as_deref()),
            (422, Some("user_code")),
            "{wrong}"
        );
    }
    scene.idp.clock.advance(minutes(10));
    browser.open(scene.acme.at("/activate")).await;
    browser.submit("/activate", &[("user_code", code)]).await;
    assert_eq!(browser.page().problem().as_deref(), Some("user_code"), "too late");
    // Whoever is not signed in hears nothing of a code, right or wrong.
    for code in [code, "BCDF-GHJK"] {
        let page = scene.idp.door().get(&scene.acme.at(&format!("/activate/{code}"))).await;
        assert_eq!(page.status(), 303);
    }
}

#[tokio::test]
async fn every_step_of_the_persons_method_is_asked_for() {
    let scene = scene().await;
    let bob = scene.acme.user("bob").await;
    let answer = scene.ask().await;
    let code = text(&answer, "user_code");
    let mut browser = Browser::new(scene.acme.door.clone());
    browser.open(scene.acme.at("/activate")).await;
    browser.submit("/activate", &[("user_code", code)]).await;
    browser.submit("/password", &credentials(&bob)).await;
    assert!(browser.page().has("#otp"));
    scene.idp.enter_code(&mut browser, &bob).await;
    assert!(browser.page().has("#activate-accept"));
    scene.idp.clock.advance(minutes(5));
    browser.open(scene.acme.at(&format!("/activate/{code}"))).await;
    assert!(browser.page().has("#username"), "a login of a while ago is not fresh enough");
}

#[tokio::test]
async fn tries_are_bounded_by_address() {
    let bounds = idp::model::throttle::Throttle { burst: 3, every: seconds(60) };
    let idp = TestIdp::start_bounded(bounds).await;
    let acme = idp.classic().await;
    let mut browser = Browser::new(acme.door.clone());
    let mut statuses = Vec::new();
    for _ in 0..4 {
        browser.open(acme.at("/activate")).await;
        browser.submit("/activate", &[("user_code", "BCDF-GHJK")]).await;
        statuses.push(browser.page().status());
    }
    assert_eq!(statuses, [422, 422, 422, 429]);
}
