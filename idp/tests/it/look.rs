//! What a tenant looks like: its colours made readable, its pictures, and what cannot be one.

use idp::model::admin::Actor;
use idp::model::image::{Place, Unfit};
use idp::model::policy::{Bilingual, Policy, SealRules};
use idp::stop::Stop;
use idp::usecase::admin::images;

use crate::support::{Browser, TestIdp, TestTenant};

/// Nobody looks further than its head.
const WEBP: &[u8] = b"RIFF....WEBPVP8 ";

async fn coloured(idp: &TestIdp) -> TestTenant {
    let mut policy = Policy::classic();
    policy.look.colour = Some("#ffcc00".to_owned());
    let label = Bilingual { ja: "実在証明".to_owned(), en: "Site seal".to_owned() };
    policy.look.seal = Some(SealRules { label, href: Some("https://seal.test/acme".to_owned()) });
    idp.tenant("acme", policy).await
}

#[tokio::test]
async fn a_tenants_colours_and_pictures_are_on_its_pages_alone() {
    let idp = TestIdp::start().await;
    let (acme, other) = (coloured(&idp).await, idp.tenant("other", Policy::classic()).await);
    for place in Place::ALL {
        images::put(&idp.app, &acme.tenant, place, Some(WEBP.to_vec()), Actor::here("desk"))
            .await
            .unwrap();
    }
    let mut browser = Browser::new(idp.door());
    browser.open(acme.at("/account")).await;
    let page = browser.page().clone();
    let sheet = page.attributes("link[rel=stylesheet]", "href").pop().unwrap();
    let css = browser.open(&sheet).await.clone();
    assert_eq!(css.header("content-type").unwrap(), "text/css; charset=utf-8");
    let (light, dark) = css.body.split_once("@media").unwrap();
    assert!(light.contains("--brand: #") && !light.contains("#ffcc00"), "yellow on white: {light}");
    assert!(dark.contains("--brand: #ffcc00;"), "{dark}");
    for selector in ["header img", "#site-seal img"] {
        let address = page.attribute(selector, "src").unwrap();
        let image = browser.open(&address).await;
        assert_eq!(image.header("content-type").unwrap(), "image/webp", "{selector}");
    }
    let seal = page.attribute("#site-seal a", "href");
    assert_eq!(seal.as_deref(), Some("https://seal.test/acme"));
    browser.open(other.at("/account")).await;
    assert!(!browser.page().body.contains("/look/"));
    for below in ["/look/logo", "/look/seal", "/look/colours.css", "/look/else"] {
        assert_eq!(browser.open(other.at(below)).await.status(), 404, "{below}");
    }
}

#[tokio::test]
async fn what_is_no_small_picture_is_refused_and_a_picture_can_be_taken_away() {
    let idp = TestIdp::start().await;
    let acme = coloured(&idp).await;
    let put = |bytes: Option<Vec<u8>>| {
        images::put(&idp.app, &acme.tenant, Place::Logo, bytes, Actor::here("d"))
    };
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    assert!(matches!(put(Some(svg)).await, Err(Stop::Refused(Unfit::Format))));
    put(Some(WEBP.to_vec())).await.unwrap();
    let mut browser = Browser::new(idp.door());
    assert_eq!(browser.open(acme.at("/look/logo")).await.status(), 200);
    put(None).await.unwrap();
    assert_eq!(browser.open(acme.at("/look/logo")).await.status(), 404);
}
