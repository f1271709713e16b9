//! What a website says of itself, on the pages where people decide (OpenID Connect Registration §2): nothing of it makes
//! their browser call the website.

use idp::usecase::admin::clients;
use idp::usecase::upkeep::fetch_logos::fetch;

use crate::support::tenant::{ADMIN, credentials};
use crate::support::{Browser, PASSWORD, Page, TestIdp, TestTenant, Website, minutes};

const LOGO: &str = "https://portal.test/logo.png";
/// Nobody looks further than its head.
const WEBP: &[u8] = b"RIFF....WEBPVP8 ";

async fn portal(acme: &TestTenant) -> Website {
    Website::register(acme, "portal", |client| {
        client.settings.client_uri = Some("https://portal.test/start".to_owned());
        let about = &mut client.settings.about;
        about.logo_uri = Some(LOGO.to_owned());
        about.policy_uri = Some("https://portal.test/policy".to_owned());
        about.tos_uri = Some("https://portal.test/terms".to_owned());
    })
    .await
}

async fn login(acme: &TestTenant, portal: &Website) -> Page {
    acme.at_login(portal).await.page().clone()
}

#[tokio::test]
async fn a_logo_is_fetched_once_and_served_from_here() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = portal(&acme).await;
    idp.outside.answers(LOGO, 200, "image/svg+xml", WEBP);
    let before = login(&acme, &portal).await;
    assert!(!before.has("#website-logo"), "not yet");
    assert!(idp.outside.calls().is_empty(), "no page makes a call");
    assert_eq!(fetch(&idp.app).await.unwrap(), 1);
    let page = login(&acme, &portal).await;
    let address = page.attribute("#website-logo", "src").unwrap();
    assert!(address.starts_with("/t/acme/look/client/"), "{address}");
    assert!(page.header("content-security-policy").unwrap().contains("img-src 'self';"));
    let image = idp.door().get(&address).await;
    // By what it is, not by what the website calls it.
    assert_eq!(image.header("content-type"), Some("image/webp"));
    assert_eq!(image.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(fetch(&idp.app).await.unwrap(), 0);
    assert_eq!(idp.outside.calls().len(), 1);

    let mut changed = portal.client.clone();
    changed.settings.about.logo_uri = Some("https://portal.test/new.png".to_owned());
    clients::change(&idp.app, &acme.tenant, &changed, ADMIN).await.unwrap();
    assert_eq!(idp.door().get(&address).await.status(), 404, "another address, another logo");
    idp.outside.answers("https://portal.test/new.png", 200, "image/png", WEBP);
    fetch(&idp.app).await.unwrap();
    assert!(login(&acme, &portal).await.has("#website-logo"));
    clients::remove(&idp.app, &acme.tenant, &portal.client.id, ADMIN).await.unwrap();
    assert_eq!(idp.door().get(&address).await.status(), 404);
}

#[tokio::test]
async fn links_lead_to_what_the_website_registered() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = portal(&acme).await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let first = login(&acme, &portal).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    browser.submit("/code", &[("otp", &code)]).await;
    assert!(browser.page().has("#consent-accept"), "{:?}", browser.page());
    for page in [&first, browser.page()] {
        for (id, href) in [
            ("#website-home", "https://portal.test/start"),
            ("#website-policy", "https://portal.test/policy"),
            ("#website-terms", "https://portal.test/terms"),
        ] {
            assert_eq!(page.attribute(id, "href").as_deref(), Some(href));
            assert_eq!(page.attribute(id, "rel").as_deref(), Some("noopener"));
            assert_eq!(page.attribute(id, "target"), None);
        }
        assert!(page.text("#website-home").contains("portal.test"), "called by its host");
    }
    let bare = acme.website("bare").await;
    let page = login(&acme, &bare).await;
    for id in ["#website-logo", "#website-home", "#website-policy", "#website-terms"] {
        assert!(!page.has(id), "{id}");
    }
}

#[tokio::test]
async fn without_a_picture_the_name_stands_alone() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = portal(&acme).await;
    // Nobody is there: it is tried four times, further and further apart, and then no more.
    for wait in [1, 10, 100, 1000, 10_000] {
        fetch(&idp.app).await.unwrap();
        assert_eq!(fetch(&idp.app).await.unwrap(), 0, "not at once again");
        idp.clock.advance(minutes(wait));
    }
    assert_eq!(idp.outside.calls().len(), 4);
    let page = login(&acme, &portal).await;
    assert!(page.text("main").contains("portal") && !page.has("#website-logo"));

    let large = [WEBP, &vec![0; 100 * 1024]].concat();
    for (at, body) in
        [b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), large].into_iter().enumerate()
    {
        let address = format!("https://portal.test/{at}");
        idp.outside.answers(&address, 200, "image/png", body);
        let mut changed = portal.client.clone();
        changed.settings.about.logo_uri = Some(address);
        clients::change(&idp.app, &acme.tenant, &changed, ADMIN).await.unwrap();
        assert_eq!(fetch(&idp.app).await.unwrap(), 1);
        idp.clock.advance(minutes(10_000));
        assert_eq!(fetch(&idp.app).await.unwrap(), 0, "it would be the same again");
        assert!(!login(&acme, &portal).await.has("#website-logo"));
    }
}

#[tokio::test]
async fn a_login_that_ended_begins_again_at_the_website() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = Website::register(&acme, "portal", |client| {
        client.settings.client_uri = Some("https://portal.test/start".to_owned());
        let begins = Some("https://portal.test/login?x=1".to_owned());
        client.settings.request.initiate_login_uri = begins;
    })
    .await;
    let expected = "https://portal.test/login?x=1&iss=https%3A%2F%2Fidp.test%2Ft%2Facme";
    let mut finished = acme.at_login(&portal).await;
    let url = finished.page().url.clone();
    finished.submit("/password", &credentials(&alice)).await;
    let page = finished.open(&url).await;
    assert_eq!(page.attribute("#restart", "href").as_deref(), Some(expected));
    let mut late = acme.at_login(&portal).await;
    idp.clock.advance(minutes(30));
    let page = late.submit("/password", &credentials(&alice)).await;
    assert_eq!(page.problem().as_deref(), Some("expired"));
    assert_eq!(page.attribute("#restart", "href").as_deref(), Some(expected));
}

/// What came sealed cannot be sent again from here.
#[tokio::test]
async fn a_pushed_request_begins_again_at_the_website_too() {
    for (begins, home, expected) in [
        (true, true, "https://portal.test/login?iss=https%3A%2F%2Fidp.test%2Ft%2Facme"),
        (false, true, "https://portal.test/start"),
        (false, false, "/t/acme/account"),
    ] {
        let idp = TestIdp::start().await;
        let acme = idp.classic().await;
        acme.simple_user("alice").await;
        let portal = Website::register(&acme, "portal", |client| {
            let some = |is: bool, text: &str| is.then(|| text.to_owned());
            client.settings.client_uri = some(home, "https://portal.test/start");
            let begins = some(begins, "https://portal.test/login");
            client.settings.request.initiate_login_uri = begins;
        })
        .await;
        let fields = [
            ("response_type", "code"),
            ("redirect_uri", portal.redirect_uri()),
            ("scope", "openid"),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            ("code_challenge_method", "S256"),
        ];
        let pushed = portal.send("/par", &fields).await.json();
        let uri = pushed["request_uri"].as_str().unwrap();
        let mut browser = Browser::new(acme.door.clone());
        let asked = crate::support::encoded(&[("client_id", portal.id()), ("request_uri", uri)]);
        browser.open(format!("{}?{asked}", acme.at("/authorize"))).await;
        idp.clock.advance(minutes(30));
        let page =
            browser.submit("/password", &[("username", "alice"), ("password", PASSWORD)]).await;
        assert_eq!(page.attribute("#restart", "href").as_deref(), Some(expected));
    }
}
