//! What went wrong for a website is told on its page; what a person decided is not.

use idp::model::admin::Role;
use idp::usecase::client::mishap;
use time::Duration;

use super::{administrator, entered};
use crate::support::{TestIdp, absolute};

#[tokio::test]
async fn the_last_mistakes_of_a_website_are_told_in_words() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let shop = acme.website("Shop").await;
    let id = shop.client.id.clone();
    let authorize = |rest: &str| format!("/t/acme/authorize?client_id={id}&{rest}");
    let door = idp.door();
    let registered = shop.redirect_uri().to_owned();
    let fine = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("redirect_uri", &registered)
        .finish();

    // Nobody signed in: that is no mistake.
    door.get(&shop.sign_in_link_with(&[("prompt", "none")])).await;
    assert!(mishap::of(&idp.app, acme.tenant.id, &id).await.unwrap().is_empty());

    door.get(&authorize("redirect_uri=https://elsewhere.example/")).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", id.as_str()),
        ("client_secret", "k_wrong"),
    ];
    door.post(&absolute("/t/acme/token"), &fields).await;
    // Of nobody's name nothing is kept.
    let nobody = [("grant_type", "authorization_code"), ("client_id", "nobody")];
    door.post(&absolute("/t/acme/token"), &nobody).await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let at = format!("/console/t/acme/clients/{id}");
    let mut browser = entered(&idp, &owner, &at).await;
    let told = browser.page().text("#mishaps");
    assert!(told.contains("登録されていない戻り先のアドレスでした"), "{told}");
    assert!(told.contains("invalid_client") && !told.contains("k_wrong"), "{told}");
    assert_eq!(browser.page().attributes("#mishaps tbody tr th", "scope").len(), 2);

    // The newest at each place stands.
    idp.clock.advance(Duration::minutes(2));
    door.get(&authorize(&format!("{fine}&response_type=token"))).await;
    let told = browser.open(&at).await.text("#mishaps");
    assert!(told.contains("unsupported_response_type"), "{told}");
    assert!(!told.contains("unregistered_redirect_uri"), "{told}");
}

#[tokio::test]
async fn a_login_is_tried_where_the_website_begins_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let shop = acme.website("Shop").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let at = format!("/console/t/acme/clients/{}", shop.client.id);
    let mut browser = entered(&idp, &owner, &at).await;
    assert!(!browser.page().has("#client-website"), "it said nowhere");
    browser.open(format!("{at}/change")).await;
    let fields = |begin| {
        [
            ("client_name", "Shop"),
            ("redirect_uris", shop.redirect_uri()),
            ("initiate_login_uri", begin),
        ]
    };
    let page = browser.submit("/change", &fields("http://shop.example/")).await;
    assert_eq!(page.problem().as_deref(), Some("client_https"));
    let page = browser.submit("/change", &fields("https://shop.example/in")).await;
    let to = page.attribute("#client-website", "href").unwrap();
    assert!(to.starts_with("https://shop.example/in?iss=http"), "{to}");
}
