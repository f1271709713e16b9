//! CO: codes guessed, taken for something else, and overtaken by events.

use axum::body::Body;
use axum::http::Request;
use futures_util::future::join_all;
use idp::model::password::Typed;
use idp::model::policy::{Policy, Registration};
use idp::model::throttle::Throttle;
use idp::usecase::admin::users;
use keys::random::Random;
use serde_json::json;

use super::{link, refused, request};
use crate::support::tenant::{ADMIN, credentials};
use crate::support::website::direct::text;
use crate::support::{Browser, TestIdp, TestTenant, Website, seconds};

/// Tries a value in every place where a one-time value is taken; none of them takes it.
async fn opens_nothing(acme: &TestTenant, website: &Website, kind: &str, value: &str) {
    let device = "urn:ietf:params:oauth:grant-type:device_code";
    for (grant, field) in [
        ("authorization_code", "code"),
        ("refresh_token", "refresh_token"),
        (device, "device_code"),
    ] {
        if kind == field {
            continue;
        }
        let uri = ("redirect_uri", website.redirect_uri());
        let page = website.send("/token", &[("grant_type", grant), (field, value), uri]).await;
        refused(&page, "invalid_grant", &format!("{kind} as {field}"));
    }
    for text in [value.to_owned(), format!("urn:ietf:params:oauth:request_uri:{value}")] {
        if kind == "request_uri" {
            continue;
        }
        let fields = [("client_id", website.id()), ("request_uri", text.as_str())];
        let page = acme.door.get(&link(acme, &fields)).await;
        assert_eq!((page.status(), page.location()), (400, None), "{kind} as request_uri");
    }
    assert_eq!(website.userinfo(value).await.status(), 401, "{kind} as access token");
    let mut browser = Browser::new(acme.door.clone());
    browser.set_cookie("__Host-sekisho_session_acme", value);
    assert!(browser.open(acme.at("/account")).await.has("#password"), "{kind} as session");
    for place in [acme.at("/register"), acme.at(&format!("/register/{}", website.id()))] {
        let method = if place.ends_with("/register") { "POST" } else { "GET" };
        let asked = Request::builder()
            .method(method)
            .uri(&place)
            .header("authorization", format!("Bearer {value}"))
            .header("content-type", "application/json")
            .body(Body::from(json!({ "redirect_uris": ["https://x.test/cb"] }).to_string()));
        assert_eq!(acme.door.send(asked.unwrap()).await.status(), 401, "{kind} at {place}");
    }
}

// CO-08, TK-23
#[tokio::test]
async fn one_kind_of_one_time_value_is_not_another() {
    let idp = TestIdp::start().await;
    let policy = Policy { client_registration: Registration::WithToken, ..Policy::classic() };
    let acme = idp.tenant("acme", policy).await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.user("bob").await);
    let portal = Website::register(&acme, "portal", |client| {
        client.settings.grant_types = idp::wire::grant_type::GrantType::ALL.into();
    })
    .await;
    let tokens = portal.tokens_of(&acme, &alice).await;
    let browser = acme.past_password(&portal, &alice).await;
    let pushed = portal.send("/par", &request(&portal, &[])).await.json();
    let pushed = text(&pushed, "request_uri").rsplit_once(':').unwrap().1.to_owned();
    let device = portal.send("/device", &[("scope", "openid")]).await.json();
    acme.past_password(&portal, &bob).await;
    let mailed = idp.mailbox(&bob).newest().await.one_time_code();
    for (kind, value) in [
        ("code", browser.arrival().code()),
        ("refresh_token", text(&tokens, "refresh_token").to_owned()),
        ("device_code", text(&device, "device_code").to_owned()),
        ("user_code", text(&device, "user_code").to_owned()),
        ("request_uri", pushed),
        ("session", browser.cookie("session").unwrap().to_owned()),
        ("one-time password", mailed),
        ("client_secret", portal.secret.clone().unwrap()),
        ("id_token", text(&tokens, "id_token").to_owned()),
    ] {
        if kind == "session" {
            let tries = ["authorization_code", "refresh_token"].map(|grant| {
                let field = if grant == "refresh_token" { grant } else { "code" };
                (grant, field)
            });
            for (grant, field) in tries {
                let uri = ("redirect_uri", portal.redirect_uri());
                let sent = [("grant_type", grant), (field, value.as_str()), uri];
                refused(&portal.send("/token", &sent).await, "invalid_grant", kind);
            }
            continue;
        }
        opens_nothing(&acme, &portal, kind, &value).await;
    }
    assert_eq!(portal.token(&browser.arrival(), &[]).await.status(), 200, "the code is unspent");
    portal.refreshed(text(&tokens, "refresh_token")).await;
    idp.deliver().await;
}

// CO-10: 256 bits, of which thousands of guesses find nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_hit_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let arrival = acme.past_password(&portal, &alice).await.arrival();
    let secret = arrival.code();
    let (kind, drawn) = secret.split_once('_').unwrap();
    assert!(drawn.len() * 6 >= 256, "{} letters", drawn.len());
    let guess = || {
        let mut bytes = [0; 64];
        idp::random::SystemRandom.fill(&mut bytes);
        let letters = bytes.iter().map(|byte| {
            char::from(
                b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                    [usize::from(byte % 64)],
            )
        });
        format!("{kind}_{}", letters.take(drawn.len()).collect::<String>())
    };
    for _ in 0..50 {
        let tries = (0..64).map(|_| {
            let (door, code) = (idp.door(), guess());
            let asked = portal.token_request(&arrival, &[("code", &code)]);
            tokio::spawn(async move { door.send(asked).await })
        });
        for page in join_all(tries).await {
            refused(&page.unwrap(), "invalid_grant", "a guess");
        }
    }
    assert_eq!(portal.token(&arrival, &[]).await.status(), 200);
}

// CO-10: anybody can call himself by the name of a public client.
#[tokio::test]
async fn whoever_guesses_as_a_public_client_is_stopped() {
    let idp = TestIdp::start_bounded(Throttle { burst: 5, every: seconds(2) }).await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let page = Website::register(&acme, "page", Website::public).await;
    let arrival = acme.past_password(&page, &alice).await.arrival();
    let guesser = idp.door().from("203.0.113.9");
    let ask =
        async |code: &str| guesser.send(page.token_request(&arrival, &[("code", code)])).await;
    let mut verdicts = Vec::new();
    for guess in 0..20 {
        verdicts.push(ask(&format!("c_{guess:043}")).await.status());
    }
    assert_eq!(verdicts.iter().filter(|status| **status == 400).count(), 5, "{verdicts:?}");
    assert_eq!(verdicts.iter().filter(|status| **status == 429).count(), 15);
    assert_eq!(ask(&arrival.code()).await.status(), 429, "even the right one, from there");
    assert_eq!(page.token(&arrival, &[]).await.status(), 200, "its person, elsewhere");
}

// CO-11
#[tokio::test]
async fn a_reset_or_a_lock_overtakes_a_code() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let portal = acme.website("portal").await;
    let arrival = acme.past_password(&portal, &alice).await.arrival();
    let new = Typed::fold("another-kaza-88");
    users::reset_password(&idp.app, &acme.tenant, &alice.user, &new, ADMIN).await.unwrap();
    refused(&portal.token(&arrival, &[]).await, "invalid_grant", "reset");
    let arrival = acme.past_password(&portal, &bob).await.arrival();
    let mut stranger = acme.at_login(&portal).await;
    for _ in 0..5 {
        let [name, _] = credentials(&bob);
        stranger.submit("/password", &[name, ("password", "not-his-password")]).await;
    }
    refused(&portal.token(&arrival, &[]).await, "invalid_grant", "locked");
    idp.letters_may_wait();
}
