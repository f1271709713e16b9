//! Webhooks: signed, in order, tried again, never to a place inside.

use base64::{Engine, engine::general_purpose::STANDARD};
use idp::model::webhook::{End, Webhook, signature};
use idp::outbound::Call;
use idp::outbound::guard::Allowed;
use idp::outbound::guarded::Guarded;
use idp::outbound::{NotReached, Outbound};
use idp::stop::Stop;
use idp::usecase::admin::webhook_deliveries;
use idp::usecase::admin::webhooks::{self, Refusal};
use idp::usecase::upkeep::deliver_events::deliver;
use idp::usecase::upkeep::seal_audit::seal_all;
use idp::usecase::upkeep::tidy::tidy;
use serde_json::Value;

use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, TestTenant, days, minutes, seconds};

const HEAR: &str = "https://siem.test/events";

async fn scene(prefixes: &[&str]) -> (TestIdp, TestTenant, Webhook, Vec<u8>) {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    seal_all(&idp.app).await.unwrap();
    let prefixes = prefixes.iter().map(|&one| one.to_owned()).collect();
    let made = webhooks::create(&idp.app, &acme.tenant, (HEAR, prefixes), ADMIN).await;
    let (webhook, secret) = made.unwrap();
    let secret = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    (idp, acme, webhook, secret)
}

/// Every call so far: its headers and its body, the signature verified as a receiver does.
fn heard(idp: &TestIdp, secret: &[u8]) -> Vec<(String, Value)> {
    let one = |call| {
        let Call::Json { url, body, headers } = call else { panic!("another call") };
        assert_eq!(url.as_str(), HEAR);
        let value = |name: &str| headers.iter().find(|(one, _)| *one == name).unwrap().1.clone();
        let (id, at) = (value("webhook-id"), value("webhook-timestamp"));
        let signed = signature(secret, &id, at.parse().unwrap(), &body);
        assert_eq!(value("webhook-signature"), signed);
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["data"]["id"], id.as_str());
        (id, body)
    };
    idp.outside.calls().into_iter().map(one).collect()
}

fn numbers(heard: &[(String, Value)]) -> Vec<i64> {
    heard.iter().map(|(_, body)| body["data"]["number"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn events_are_told_in_order_and_once() {
    let (idp, acme, _, secret) = scene(&["test."]).await;
    idp.outside.answers(HEAR, 204, "text/plain", "");
    acme.simple_user("alice").await;
    acme.write_events(70).await;
    assert_eq!(deliver(&idp.app).await.unwrap(), 0, "nothing is sealed yet");
    seal_all(&idp.app).await.unwrap();
    let both = tokio::join!(deliver(&idp.app), deliver(&idp.app));
    let mut told = both.0.unwrap() + both.1.unwrap();
    while told < 70 {
        told += deliver(&idp.app).await.unwrap();
    }
    assert_eq!(deliver(&idp.app).await.unwrap(), 0);
    let heard = heard(&idp, &secret);
    assert_eq!((told, heard.len()), (70, 70));
    assert!(numbers(&heard).is_sorted_by(|one, next| one < next));
    let (_, body) = &heard[0];
    assert_eq!((&body["type"], &body["data"]["tenant"]), (&"test.event".into(), &"acme".into()));
    assert!(body["data"].get("link").is_none() && body["timestamp"].is_string());
    let listed = webhooks::list(&idp.app, &acme.tenant).await.unwrap();
    let last = listed[0].last.as_ref().unwrap();
    assert_eq!((listed[0].waiting, last.outcome), (0, Some(End::Delivered)));
    assert_eq!((last.answer.as_deref(), last.tries), (Some("204"), 1));
}

#[tokio::test]
async fn an_address_that_is_away_hears_later_in_order_and_with_the_same_ids() {
    let (idp, acme, _, secret) = scene(&[]).await;
    acme.write_events(2).await;
    seal_all(&idp.app).await.unwrap();
    assert_eq!(deliver(&idp.app).await.unwrap(), 1, "what comes behind waits");
    assert_eq!(deliver(&idp.app).await.unwrap(), 0, "not at once again");
    let listed = webhooks::list(&idp.app, &acme.tenant).await.unwrap();
    assert_eq!(
        listed[0].last.as_ref().unwrap().answer.as_deref(),
        Some("no connection, or it broke")
    );
    idp.clock.advance(seconds(6));
    idp.outside.answers(HEAR, 503, "text/plain", "");
    assert_eq!(deliver(&idp.app).await.unwrap(), 1);
    idp.clock.advance(seconds(20));
    assert_eq!(deliver(&idp.app).await.unwrap(), 0, "the wait grows");
    idp.clock.advance(seconds(6));
    idp.outside.answers(HEAR, 200, "text/plain", "");
    // Its own creation, and the two.
    assert_eq!(deliver(&idp.app).await.unwrap(), 3);
    let heard = heard(&idp, &secret);
    assert_eq!(heard.len(), 5);
    assert!(heard[0].0 == heard[1].0 && heard[1].0 == heard[2].0 && heard[2].0 != heard[3].0);
    assert!(numbers(&heard[2..]).is_sorted_by(|one, next| one < next));
    idp.clock.advance(days(29));
    tidy(&idp.app).await.unwrap();
    assert!(webhooks::list(&idp.app, &acme.tenant).await.unwrap()[0].last.is_some());
    idp.clock.advance(days(2));
    tidy(&idp.app).await.unwrap();
    assert!(webhooks::list(&idp.app, &acme.tenant).await.unwrap()[0].last.is_none());
}

#[tokio::test]
async fn what_nobody_takes_for_a_day_is_given_up() {
    let (idp, acme, _, secret) = scene(&["test."]).await;
    idp.outside.answers(HEAR, 500, "text/plain", "");
    acme.write_events(1).await;
    seal_all(&idp.app).await.unwrap();
    for _ in 0..60 {
        deliver(&idp.app).await.unwrap();
        idp.clock.advance(minutes(61));
    }
    let tried = heard(&idp, &secret).len();
    assert!((24..35).contains(&tried), "{tried}");
    let listed = webhooks::list(&idp.app, &acme.tenant).await.unwrap();
    assert_eq!(listed[0].last.as_ref().unwrap().outcome, Some(End::GivenUp));
    // The next event has its chance.
    idp.outside.answers(HEAR, 200, "text/plain", "");
    acme.write_events(1).await;
    seal_all(&idp.app).await.unwrap();
    assert_eq!(deliver(&idp.app).await.unwrap(), 1);
}

#[tokio::test]
async fn a_removed_webhook_hears_nothing_more() {
    let (idp, acme, webhook, _) = scene(&["test."]).await;
    acme.write_events(3).await;
    seal_all(&idp.app).await.unwrap();
    let id = webhook.id;
    assert!(webhooks::remove(&idp.app, &acme.tenant, id, ADMIN).await.unwrap());
    assert!(!webhooks::remove(&idp.app, &acme.tenant, id, ADMIN).await.unwrap());
    acme.write_events(3).await;
    seal_all(&idp.app).await.unwrap();
    assert_eq!(deliver(&idp.app).await.unwrap(), 0);
    assert!(idp.outside.calls().is_empty());
    assert!(webhooks::list(&idp.app, &acme.tenant).await.unwrap().is_empty());
    let actions = acme.actions().await;
    assert!(
        ["webhook.create", "webhook.remove"].iter().all(|one| actions.iter().any(|a| a == one))
    );
}

// SS-04
#[tokio::test]
async fn no_webhook_leads_inside() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for target in [
        "http://siem.test/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://[::ffff:127.0.0.1]/",
        "https://siem.test:6379/",
        "https://user@siem.test/",
        "file:///etc/passwd",
        "siem.test",
    ] {
        let made = webhooks::create(&idp.app, &acme.tenant, (target, Vec::new()), ADMIN).await;
        assert!(matches!(made, Err(Stop::Refused(Refusal::Address))), "{target}");
    }
    for prefix in ["", "User.", "a b", "%"] {
        let events = vec![prefix.to_owned()];
        let made = webhooks::create(&idp.app, &acme.tenant, (HEAR, events), ADMIN).await;
        assert!(matches!(made, Err(Stop::Refused(Refusal::Events))), "{prefix}");
    }
    for _ in 0..20 {
        webhooks::create(&idp.app, &acme.tenant, (HEAR, Vec::new()), ADMIN).await.unwrap();
    }
    let made = webhooks::create(&idp.app, &acme.tenant, (HEAR, Vec::new()), ADMIN).await;
    assert!(matches!(made, Err(Stop::Refused(Refusal::TooMany))));
    // The caller itself refuses too: an address that came into the database by another way.
    let real = Guarded::new(Allowed::default(), None).unwrap();
    let url = "https://127.0.0.1/hook".parse().unwrap();
    let headers = ["a", "b", "c"].map(|name| (name, String::new()));
    let refused = real.call(Call::Json { url, body: String::new(), headers }).await;
    assert_eq!(refused.unwrap_err(), NotReached::Forbidden);
}

// Nothing in the database opens the secret without the master key.
#[tokio::test]
async fn the_secret_is_not_in_the_database() {
    let (idp, _, _, secret) = scene(&[]).await;
    let dump = idp.dump();
    assert!(!dump.windows(secret.len()).any(|part| part == secret));
    let text = STANDARD.encode(&secret).into_bytes();
    assert!(!dump.windows(text.len()).any(|part| part == text));
}

#[tokio::test]
async fn a_test_goes_to_its_webhook_alone_and_what_ended_is_sent_again_once() {
    let (idp, acme, webhook, secret) = scene(&["nothing."]).await;
    let other = (HEAR, Vec::new());
    let (other, _) = webhooks::create(&idp.app, &acme.tenant, other, ADMIN).await.unwrap();
    idp.outside.answers(HEAR, 204, "text/plain", "");
    assert!(webhook_deliveries::test(&idp.app, &acme.tenant, webhook.id, ADMIN).await.unwrap());
    seal_all(&idp.app).await.unwrap();
    while deliver(&idp.app).await.unwrap() > 0 {}
    let sent = async |id| {
        let found = webhook_deliveries::list(&idp.app, &acme.tenant, id, (None, 50)).await;
        found.unwrap().unwrap()
    };
    let own = sent(webhook.id).await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].event.as_ref().unwrap().action, "webhook.test");
    let number = own[0].delivery.number;
    assert!(sent(other.id).await.iter().all(|one| one.delivery.number != number));

    let again = async || {
        let which = (webhook.id, number);
        webhook_deliveries::retry(&idp.app, &acme.tenant, which, ADMIN).await.unwrap()
    };
    let both = tokio::join!(again(), again());
    assert!(both.0 ^ both.1, "{both:?}");
    webhooks::remove(&idp.app, &acme.tenant, other.id, ADMIN).await.unwrap();
    idp.outside.answers(HEAR, 200, "text/plain", "");
    deliver(&idp.app).await.unwrap();
    let own = sent(webhook.id).await;
    assert_eq!((own[0].delivery.tries, own[0].delivery.outcome), (2, Some(End::Delivered)));
    let mine: Vec<_> = idp.outside.calls();
    assert!(mine.len() >= 2 && secret.len() == 32);
    let gone = webhook_deliveries::list(&idp.app, &acme.tenant, other.id, (None, 50)).await;
    assert!(gone.unwrap().is_none());
    let retried =
        webhook_deliveries::retry(&idp.app, &acme.tenant, (other.id, number), ADMIN).await;
    assert!(!retried.unwrap());
}
