//! Websites are told that a session ended: by the provider itself, or by frames in the browser.

use idp::model::admin::Actor;
use idp::model::client::Client;
use idp::outbound::Call;
use idp::usecase::upkeep::deliver_logouts::deliver;
use serde_json::{Value, json};

use crate::support::{
    Browser, PASSWORD, TestIdp, TestTenant, Tokens, Website, encoded, minutes, seconds,
};

const HEAR: &str = "https://portal.test/hear";

fn hears(client: &mut Client) {
    client.settings.logout.backchannel_logout_uri = Some(HEAR.to_owned());
}

async fn scene(change: fn(&mut Client)) -> (TestIdp, TestTenant, Website, Browser, Tokens) {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = Website::register(&acme, "portal", change).await;
    let browser = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    (idp, acme, portal, browser, tokens)
}

fn logout(acme: &TestTenant, tokens: &Tokens) -> String {
    let back = ("post_logout_redirect_uri", "https://portal.test/bye");
    format!("{}?{}", acme.at("/logout"), encoded(&[("id_token_hint", &tokens.id_token), back]))
}

/// The logout tokens that were sent so far.
fn told(idp: &TestIdp) -> Vec<String> {
    let token = |call| match call {
        Call::Post { url, body } => {
            assert_eq!(url.as_str(), HEAR);
            body.strip_prefix("logout_token=").unwrap().to_owned()
        }
        Call::Get { .. } | Call::Json { .. } => panic!("nothing else is called"),
    };
    idp.outside.calls().into_iter().map(token).collect()
}

fn part(token: &str, place: usize) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = token.split('.').nth(place).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

// LO-10
#[tokio::test]
async fn a_logout_is_told_once_in_a_short_lived_token() {
    let (idp, acme, portal, mut browser, tokens) = scene(hears).await;
    idp.outside.answers(HEAR, 200, "text/plain", "");
    assert_eq!(deliver(&idp.app).await.unwrap(), 0, "the session lives");
    browser.open(logout(&acme, &tokens)).await;
    assert!(browser.has_left(), "the person waits for nobody");
    assert!(told(&idp).is_empty());
    let both = tokio::join!(deliver(&idp.app), deliver(&idp.app));
    assert_eq!(both.0.unwrap() + both.1.unwrap(), 1, "two workers tell once");
    assert_eq!(deliver(&idp.app).await.unwrap(), 0);
    let token = told(&idp).pop().unwrap();
    let (header, claims) = (part(&token, 0), part(&token, 1));
    assert_eq!(header["typ"], "logout+jwt");
    assert_eq!(claims["iss"], acme.issuer());
    assert_eq!(claims["aud"], portal.id());
    assert_eq!(claims["sid"], part(&tokens.id_token, 1)["sid"]);
    assert_eq!(claims["sub"], part(&tokens.id_token, 1)["sub"]);
    let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
    assert_eq!(claims["events"], event);
    assert!(claims.get("nonce").is_none() && claims["jti"].is_string());
    assert!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap() <= 120);
    // TK-16: it opens nothing.
    assert_eq!(portal.userinfo(&token).await.status(), 401);
}

#[tokio::test]
async fn a_website_that_is_away_is_told_later_but_not_for_ever() {
    let (idp, acme, _portal, mut browser, tokens) = scene(hears).await;
    browser.open(logout(&acme, &tokens)).await;
    assert_eq!(deliver(&idp.app).await.unwrap(), 1);
    assert_eq!(deliver(&idp.app).await.unwrap(), 0, "not at once again");
    idp.clock.advance(seconds(6));
    idp.outside.answers(HEAR, 503, "text/plain", "");
    assert_eq!(deliver(&idp.app).await.unwrap(), 1);
    idp.outside.answers(HEAR, 200, "text/plain", "");
    idp.clock.advance(seconds(26));
    assert_eq!(deliver(&idp.app).await.unwrap(), 1);
    idp.clock.advance(minutes(120));
    assert_eq!(deliver(&idp.app).await.unwrap(), 0);
    assert_eq!(told(&idp).len(), 3);

    let (idp, acme, _portal, mut browser, tokens) = scene(hears).await;
    browser.open(logout(&acme, &tokens)).await;
    for _ in 0..20 {
        deliver(&idp.app).await.unwrap();
        idp.clock.advance(minutes(61));
    }
    assert_eq!(told(&idp).len(), 6);
}

#[tokio::test]
async fn a_website_that_says_no_is_not_asked_again() {
    let (idp, acme, _portal, mut browser, tokens) = scene(hears).await;
    idp.outside.answers(HEAR, 400, "application/json", "{}");
    browser.open(logout(&acme, &tokens)).await;
    deliver(&idp.app).await.unwrap();
    idp.clock.advance(minutes(61));
    assert_eq!(deliver(&idp.app).await.unwrap(), 0);
}

#[tokio::test]
async fn every_end_of_a_session_is_told() {
    let (idp, acme, portal, browser, _) = scene(hears).await;
    idp.outside.answers(HEAR, 200, "text/plain", "");
    // Another person signs in with the same browser.
    let bob = acme.simple_user("bob").await;
    let mut same = browser.clone();
    same.open(format!("{}&prompt=login", portal.sign_in_link())).await;
    same.submit("/password", &[("username", "bob"), ("password", PASSWORD)]).await;
    assert!(same.has_left());
    deliver(&idp.app).await.unwrap();
    assert_eq!(told(&idp).len(), 1);
    // The desk closes an account.

    let users = idp::usecase::admin::users::set_disabled(
        &idp.app,
        &acme.tenant,
        &bob.user,
        true,
        Actor::here("desk"),
    );
    users.await.unwrap();
    deliver(&idp.app).await.unwrap();
    assert_eq!(told(&idp).len(), 2);
    assert_eq!(part(&told(&idp)[1], 1)["aud"], portal.id());
    idp.deliver().await;
}

#[tokio::test]
async fn a_website_without_an_address_is_not_told() {
    let (idp, acme, _portal, mut browser, tokens) = scene(|_| ()).await;
    browser.open(logout(&acme, &tokens)).await;
    assert_eq!(deliver(&idp.app).await.unwrap(), 0);
    assert!(idp.outside.calls().is_empty());
}

// LO-09, Front-Channel Logout §2, §3.
#[tokio::test]
async fn frames_end_sessions_of_websites_before_the_page_goes_on() {
    let (_idp, acme, _portal, mut browser, tokens) = scene(|client| {
        let uri = "https://portal.test/frame?a=1".to_owned();
        client.settings.logout.frontchannel_logout_uri = Some(uri);
    })
    .await;
    let sid = part(&tokens.id_token, 1)["sid"].as_str().unwrap().to_owned();
    let page = browser.open(logout(&acme, &tokens)).await;
    let iss = encoded(&[("iss", &acme.issuer())]);
    let frame = format!("https://portal.test/frame?a=1&{iss}&sid={sid}");
    assert_eq!(page.attribute("iframe", "src").as_deref(), Some(frame.as_str()));
    let refresh = page.attribute("meta[http-equiv=refresh]", "content").unwrap();
    assert_eq!(refresh, "2;url=https://portal.test/bye");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.ends_with("; frame-src https://portal.test"), "{policy}");
    assert_eq!(page.header("clear-site-data"), Some("\"cache\""));
}
