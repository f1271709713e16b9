//! How often one address may try.

use idp::model::throttle::Throttle;

use crate::support::tenant::credentials;
use crate::support::{Browser, TestIdp, seconds};

const FIVE: Throttle = Throttle { burst: 5, every: seconds(2) };

// LK-07
#[tokio::test]
async fn one_address_cannot_lock_many_names_and_others_are_not_affected() {
    let idp = TestIdp::start_bounded(FIVE).await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    let mut evil = Browser::new(acme.door.from("198.51.100.7"));
    evil.open(portal.sign_in_link()).await;
    let action = evil.page().attribute("form", "action").unwrap();
    let csrf = evil.page().attribute("input[name=csrf]", "value").unwrap();
    let mut turned_away = 0;
    for n in 0..20 {
        let name = if n < 5 { format!("user-{n}") } else { "alice".to_owned() };
        let fields = [("username", &*name), ("password", "guess-77"), ("csrf", &csrf)];
        let page = evil.post(&action, &fields).await;
        if page.status() == 429 {
            assert_eq!(page.problem().as_deref(), Some("too_many"));
            assert_eq!(page.header("retry-after"), Some("2"));
            assert!(page.cookies_set().is_empty());
            turned_away += 1;
        }
    }
    assert_eq!(turned_away, 15);
    assert!(acme.outcomes(&alice).await.is_empty(), "nothing was counted");
    assert!(!acme.actions().await.contains(&"login.locked".to_owned()));

    let mut own = Browser::new(acme.door.from("203.0.113.9"));
    own.open(portal.sign_in_link()).await;
    own.submit("/password", &credentials(&alice)).await;
    assert!(own.has_left(), "another address is not affected");

    idp.clock.advance(seconds(2));
    let fields = [("username", "alice"), ("password", "guess-77"), ("csrf", &csrf)];
    assert_eq!(evil.post(&action, &fields).await.status(), 422);
    assert_eq!(evil.post(&action, &fields).await.status(), 429);
}

#[tokio::test]
async fn addresses_of_one_ipv6_network_share_their_tries() {
    let idp = TestIdp::start_bounded(FIVE).await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let mut statuses = Vec::new();
    for (net, host) in (0..6).map(|host| (1, host)).chain([(2, 0)]) {
        let door = acme.door.from(&format!("2001:db8:0:{net}::{host}"));
        let mut browser = Browser::new(door);
        browser.open(portal.sign_in_link()).await;
        let fields = [("username", "nobody"), ("password", "guess-77")];
        statuses.push(browser.submit("/password", &fields).await.status());
    }
    assert_eq!(statuses, [422, 422, 422, 422, 403, 429, 403]);
    idp.deliver().await;
}

#[tokio::test]
async fn codes_and_passwords_share_the_bound() {
    let idp = TestIdp::start_bounded(FIVE).await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let letter = idp.mailbox(&alice).newest().await;
    for _ in 0..4 {
        let page = browser.submit("/code", &[("otp", &letter.another_code())]).await;
        assert_eq!(page.status(), 422);
    }
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    let action = browser.page().attribute("form", "action").unwrap();
    let fields = [("otp", &*letter.one_time_code()), ("csrf", &*csrf)];
    assert_eq!(browser.post(&action, &fields).await.status(), 429);
    idp.clock.advance(seconds(2));
    browser.post(&action, &fields).await;
    assert!(browser.has_left(), "the code still stands: nothing was counted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_get_no_more_than_one_after_another() {
    let idp = TestIdp::start_bounded(FIVE).await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let browser = acme.at_login(&portal).await;
    let tries = (0..40).map(|n| {
        let mut browser = browser.clone();
        let name = format!("nobody-{n}");
        tokio::spawn(async move {
            let fields = [("username", &*name), ("password", "guess-77")];
            browser.submit("/password", &fields).await.status()
        })
    });
    let answers = futures_util::future::join_all(tries).await;
    let turned_away = answers.iter().filter(|one| *one.as_ref().unwrap() == 429).count();
    assert_eq!(turned_away, 35);
}
