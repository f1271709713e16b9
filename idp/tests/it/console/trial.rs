//! Test logins: the real pages, what the website would be told, and nothing that anybody could use.

use idp::model::admin::Role;
use idp::model::client::Client;
use idp::model::client::settings::Encryption;
use idp::usecase::admin::clients;
use serde_json::{Value, json};
use time::Duration;

use super::sheets::noted;
use super::{administrator, entered};
use crate::support::tenant::{ADMIN, credentials};
use crate::support::{Browser, TestIdp, TestTenant, TestUser, Website};

struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    shop: Website,
    alice: TestUser,
}

impl Scene {
    async fn set() -> Self {
        let idp = TestIdp::start().await;
        let acme = idp.standard().await;
        let (shop, alice) = (acme.website("shop").await, acme.user("alice").await);
        Self { idp, acme, shop, alice }
    }

    fn at(&self, below: &str) -> String {
        format!("/console/t/acme/clients/{}{below}", self.shop.client.id)
    }

    /// A browser that pressed the button, at the password page.
    async fn at_login(&self) -> Browser {
        let owner = administrator(&self.idp, "hanako", Role::Owner, Some(&self.acme)).await;
        let mut browser = entered(&self.idp, &owner, &self.at("")).await;
        let to = browser.page().attribute("#client-try", "href").unwrap();
        browser.open(to).await;
        browser.submit("/try", &[("scope", "openid email")]).await;
        assert!(browser.page().has("#login-submit"), "{:?}", browser.page());
        browser
    }

    async fn at_consent(&self) -> Browser {
        let mut browser = self.at_login().await;
        self.up_to_consent(&mut browser).await;
        browser
    }

    async fn up_to_consent(&self, browser: &mut Browser) {
        browser.submit("/password", &credentials(&self.alice)).await;
        let code = self.idp.mailbox(&self.alice).newest().await.one_time_code();
        browser.submit("/code", &[("otp", &code)]).await;
        assert!(browser.page().has("#consent-accept"), "{:?}", browser.page());
    }

    async fn change(&self, change: impl FnOnce(&mut Client)) {
        let mut client = self.shop.client.clone();
        change(&mut client);
        clients::change(&self.idp.app, &self.acme.tenant, &client, ADMIN).await.unwrap();
    }
}

#[tokio::test]
async fn the_administrator_is_told_what_the_website_would_be_told() {
    let scene = Scene::set().await;
    let mut browser = scene.at_consent().await;
    let page = browser.submit("/consent", &[("decision", "accept")]).await;
    let told = page.text("main");
    for part in ["alice", "email openid", "alice@acme.test", "\"acr\"", "\"amr\"", "auth_time"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(page.url.contains("/trials/") && !told.contains("c_"), "{told}");
    assert_eq!(noted(&scene.acme, "client.try").await, ["hanako"]);
    // The website was given nothing, and nothing was agreed to it.
    let actions = scene.acme.actions().await;
    for never in ["code.issue", "consent.accept", "token.issue"] {
        assert!(!actions.iter().any(|one| one == never), "{never}");
    }
    // What it would be told is what it is told.
    let id_token = json_of(&told, "\"acr\"");
    let mut real = scene.idp.browser();
    real.open(scene.shop.sign_in_link()).await;
    scene.up_to_consent(&mut real).await;
    real.submit("/consent", &[("decision", "accept")]).await;
    let tokens = scene.shop.redeem(&real.arrival()).await;
    for claim in ["iss", "sub", "aud", "acr", "amr"] {
        assert_eq!(id_token[claim], tokens.claims[claim], "{claim}");
    }
    scene.idp.letters_may_wait();
}

/// The one of the JSON objects in a text that holds a word.
fn json_of(text: &str, word: &str) -> Value {
    let at = text.find(word).unwrap();
    let begin = text[..at].rfind('{').unwrap();
    serde_json::Deserializer::from_str(&text[begin..]).into_iter().next().unwrap().unwrap()
}

#[tokio::test]
async fn what_goes_wrong_is_told_too() {
    let scene = Scene::set().await;
    // Given up.
    let mut browser = scene.at_login().await;
    let page = browser.submit("/cancel", &[]).await.clone();
    assert!(page.text("main").contains("access_denied"), "{page:?}");
    // Back in the browser, the login is over; the first end stands.
    let at = page.url.clone();
    assert!(browser.open(&at).await.text("main").contains("access_denied"));
    browser.open(scene.at("/try")).await;
    assert!(browser.page().attribute("#scope", "value").unwrap().contains("openid"));
    let long = format!("openid {}", "x".repeat(994));
    for scope in ["openid \u{7}", "openid \"quoted\"", &long] {
        let page = browser.submit("/try", &[("scope", scope)]).await;
        assert_eq!(page.problem().as_deref(), Some("trial_scope"), "{scope}");
    }
    // An encryption for which the website shows no key.
    scene
        .change(|client| {
            client.settings.keys.jwks_uri = Some("https://shop.test/jwks".to_owned());
            let (alg, enc) = ("RSA-OAEP-256".to_owned(), "A128GCM".to_owned());
            client.settings.answers.id_token_encryption = Some(Encryption { alg, enc });
        })
        .await;
    browser.open(scene.at("/try")).await;
    browser.submit("/try", &[("scope", "openid")]).await;
    browser.submit("/password", &credentials(&scene.alice)).await;
    scene.idp.enter_code(&mut browser, &scene.alice).await;
    let told = browser.page().text("main");
    assert!(told.contains("no key") && !told.contains("alice"), "{told}");
    scene.change(|client| client.settings.disabled = true).await;
    assert!(!browser.open(scene.at("")).await.has("#client-try"));
    browser.open(scene.at("/try")).await;
    let page = browser.submit("/try", &[("scope", "openid")]).await;
    assert_eq!(page.problem().as_deref(), Some("trial_disabled"));
}

#[tokio::test]
async fn a_test_login_ends_once_and_in_time() {
    let scene = Scene::set().await;
    let owner = administrator(&scene.idp, "hanako", Role::Owner, Some(&scene.acme)).await;
    let auditor = administrator(&scene.idp, "jiro", Role::Auditor, Some(&scene.acme)).await;
    let begun = begun(&scene, &json!({ "scope": "openid" })).await;
    let (open, shown) = (begun["open"].as_str().unwrap(), begun["trial_id"].as_str().unwrap());
    let mut browser = scene.idp.browser();
    browser.open(open).await;
    browser.submit("/password", &credentials(&scene.alice)).await;
    scene.idp.enter_code(&mut browser, &scene.alice).await;
    // A wrong key, and the address of another tenant.
    assert_eq!(scene.idp.door().get("/t/acme/try/x_unknown").await.status(), 410);
    let other = scene.idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let elsewhere = open.replace("/t/acme/", &format!("/t/{}/", other.tenant.slug));
    assert_eq!(scene.idp.door().get(&elsewhere).await.status(), 410);
    let page = browser.page();
    assert_eq!(page.attribute("#tried", "data-state").as_deref(), Some("signed_in"), "{page:?}");
    assert!(!page.text("main").contains("alice"), "the result is for whoever began it");
    assert_eq!(scene.idp.door().get(open).await.status(), 410, "it ended");
    // Who may see it, and who may not.
    let mut seen = entered(&scene.idp, &owner, &scene.at(&format!("/trials/{shown}"))).await;
    assert!(seen.page().text("main").contains("alice"));
    let unseen = entered(&scene.idp, &auditor, &scene.at(&format!("/trials/{shown}"))).await;
    assert_eq!(unseen.page().status(), 403);
    let another = scene.acme.website("Another").await.client.id;
    let at = format!("/console/t/acme/clients/{another}/trials/{shown}");
    assert_eq!(seen.open(&at).await.status(), 404, "of another client");
    // Nobody comes: it is over after half an hour, and forgotten after a day.
    let begun = self::begun(&scene, &json!({})).await;
    scene.idp.clock.advance(Duration::minutes(30));
    let open = begun["open"].as_str().unwrap();
    assert_eq!(scene.idp.door().get(open).await.status(), 410);
    scene.idp.clock.advance(Duration::hours(24));
    idp::usecase::upkeep::tidy::tidy(&scene.idp.app).await.unwrap();
    let id = begun["trial_id"].as_str().unwrap().parse().map(idp::model::ids::TrialId).unwrap();
    let (app, tenant) = (&scene.idp.app, scene.acme.tenant.id);
    let found = idp::usecase::admin::trials::of(app, tenant, &scene.shop.client, id).await;
    assert!(found.unwrap().is_none());
}

/// Begun through the API.
async fn begun(scene: &Scene, body: &Value) -> Value {
    let scope = body["scope"].as_str();
    let door = idp::model::trial::Door::Elsewhere;
    let (app, tenant) = (&scene.idp.app, &scene.acme.tenant);
    let client = &scene.shop.client;
    let begun = idp::usecase::admin::trials::begin(app, tenant, client, (scope, door), ADMIN).await;
    let begun = begun.unwrap_or_else(|_| panic!("not begun"));
    json!({ "open": begun.address, "trial_id": begun.trial.id })
}

#[tokio::test]
async fn a_website_that_binds_itself_most_is_tried_too() {
    let scene = Scene::set().await;
    scene
        .change(|client| {
            client.settings.request.require_pushed_authorization_requests = true;
        })
        .await;
    let mut browser = scene.at_consent().await;
    let page = browser.submit("/consent", &[("decision", "accept")]).await;
    assert!(page.url.contains("/trials/") && page.text("main").contains("alice"), "{page:?}");
}
