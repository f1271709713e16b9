//! A test login that was not begun in the console: it is opened, it ends, and it is over. A website is stopped.

use idp::model::admin::Actor;
use idp::model::client::{Client, Profile, Settings};
use idp::model::policy::Policy;
use idp::model::trial::Door;
use idp::usecase::admin::{clients, trials};
use idp::wire::redirect_uri::RedirectUri;

use crate::console::{enter, set_up_first};
use crate::support::{House, PASSWORD, browse_in_both};

const BY: Actor<'static> = Actor::here("walk");

/// A website of the house.
async fn shop(house: &House) -> Client {
    let client = Client {
        id: clients::new_id(&house.app),
        name: "Shop".to_owned(),
        profile: Profile::Web,
        authentication: Profile::Web.authentication(),
        redirect_uris: vec![RedirectUri::parse("https://shop.example/callback").unwrap()],
        post_logout_redirect_uris: Vec::new(),
        settings: Settings::of(Profile::Web),
        created_at: house.app.now(),
    };
    clients::create(&house.app, &house.tenant, client, BY).await.unwrap().client
}

/// The address of another test login.
async fn begun(house: &House, shop: &Client) -> String {
    let how = (None, Door::Elsewhere);
    trials::begin(&house.app, &house.tenant, shop, how, BY).await.ok().unwrap().address
}

#[tokio::test]
async fn a_test_login_is_opened_and_ends() {
    browse_in_both("trial", async |page| {
        let house = House::start(Policy::classic()).await;
        house.person("p-01-usr012").await;
        let shop = shop(&house).await;
        let address = begun(&house, &shop).await;
        page.open(&address).await;
        page.enter_password("p-01-usr012", PASSWORD).await;
        let letter = house.letter(page).await;
        page.enter_code(&letter.code).await;
        page.element("tried").await;
        page.meet("ended").await;
        page.open(&address).await;
        assert_eq!(page.attribute("tried", "data-state").await.as_deref(), Some("gone"));
        page.meet("over").await;
        page.open(&begun(&house, &shop).await).await;
        page.press("login-cancel").await;
        assert_eq!(page.attribute("tried", "data-state").await.as_deref(), Some("refused"));
        page.meet("given-up").await;
    })
    .await;
}

#[tokio::test]
async fn a_website_is_stopped_and_goes_on() {
    browse_in_both("console-stop", async |page| {
        let house = House::start(Policy::classic()).await;
        shop(&house).await;
        set_up_first(&house, page).await;
        enter(&house, page).await;
        page.press("tenant-acme").await;
        page.press("nav-clients").await;
        page.press("client-1").await;
        page.press("client-stop").await;
        page.meet("stop").await;
        page.press("act-submit").await;
        page.element("notice").await;
        page.meet("stopped").await;
        page.press("client-resume").await;
        page.meet("resume").await;
        page.press("act-submit").await;
        page.element("client-stop").await;
    })
    .await;
}
