//! The doctor's findings, each fine once and wrong once; and why somebody cannot log in.

use std::sync::Arc;

use idp::model::diagnosis::Remark;
use idp::model::doctor::{Finding, Level};
use idp::model::forecast::Obstacle;
use idp::model::names::MailAddress;
use idp::outbound::Answer;
use idp::store;
use idp::store::outbox::{End, Wanted};
use idp::usecase::admin::doctor::{inside, mail};
use idp::usecase::admin::doctor_issuer::issuer;
use idp::usecase::admin::{diagnosis, outbox, webhooks};
use idp::usecase::upkeep::deliver_events;
use idp::usecase::upkeep::seal_audit::seal_all;
use time::format_description::well_known::Rfc2822;

use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, TestTenant, days, minutes, seconds};

const BARE: (bool, usize) = (true, 0);

async fn level(idp: &TestIdp, check: &str, front: (bool, usize)) -> Level {
    let found = inside(&idp.app, front).await.unwrap();
    found.iter().find(|one| one.check == check).unwrap().level
}

#[tokio::test]
async fn a_healthy_house_is_fine_but_for_its_clock() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.simple_user("alice").await;
    seal_all(&idp.app).await.unwrap();
    let found = inside(&idp.app, BARE).await.unwrap();
    let wrong: Vec<_> = found.iter().filter(|one| one.level > Level::Fine).collect();
    // The clock of the tests stands still, that of the database does not.
    assert_eq!(wrong.iter().map(|one| one.check).collect::<Vec<_>>(), ["clock_database"]);
    let database = store::installation::clock(idp.app.database.read()).await.unwrap();
    let apart = database.since(idp::clock::Clock::now(&idp::clock::SystemClock));
    assert!(apart.abs() < seconds(2), "{apart}");
}

#[tokio::test]
async fn keys_that_nobody_rotates_are_told_of() {
    let idp = TestIdp::start().await;
    idp.classic().await;
    assert_eq!(level(&idp, "keys", BARE).await, Level::Fine);
    idp.clock.advance(days(94));
    assert_eq!(level(&idp, "keys", BARE).await, Level::Warning);
    idp.statement("UPDATE signing_key SET sealed = public_key_of_nobody").await.unwrap_err();
    idp.statement("DELETE FROM signing_key").await.unwrap();
    assert_eq!(level(&idp, "keys", BARE).await, Level::Broken);
}

#[tokio::test]
async fn proxies_and_the_trail_are_looked_at() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.write_events(5).await;
    assert_eq!(level(&idp, "proxies", (false, 1)).await, Level::Fine);
    assert_eq!(level(&idp, "proxies", (false, 0)).await, Level::Broken);
    assert_eq!(level(&idp, "audit", BARE).await, Level::Fine);
    idp.clock.advance(minutes(1));
    assert_eq!(level(&idp, "audit", BARE).await, Level::Warning);
    seal_all(&idp.app).await.unwrap();
    assert_eq!(level(&idp, "audit", BARE).await, Level::Fine);
    let change = "UPDATE audit_event SET actor = 'x' WHERE number = 3".to_owned();
    idp.tamper(&acme, &[change]).await;
    assert_eq!(level(&idp, "audit", BARE).await, Level::Broken);
}

#[tokio::test]
async fn webhooks_that_do_not_answer_are_told_of() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let url = "https://siem.test/";
    webhooks::create(&idp.app, &acme.tenant, (url, Vec::new()), ADMIN).await.unwrap();
    assert_eq!(level(&idp, "webhooks", BARE).await, Level::Fine);
    seal_all(&idp.app).await.unwrap();
    deliver_events::deliver(&idp.app).await.unwrap();
    assert_eq!(level(&idp, "webhooks", BARE).await, Level::Warning);
}

#[tokio::test]
async fn the_outbox_is_looked_at_listed_and_sent_again() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    acme.past_password(&portal, &alice).await;
    let listed = async |wanted| {
        outbox::list(&idp.app, &acme.tenant, wanted, (None, 50)).await.unwrap().letters
    };
    assert_eq!(level(&idp, "outbox", BARE).await, Level::Fine);
    idp.clock.advance(minutes(3));
    assert_eq!(level(&idp, "outbox", BARE).await, Level::Warning);
    idp.clock.advance(minutes(13));
    assert_eq!(level(&idp, "outbox", BARE).await, Level::Broken);
    let waiting = listed(Wanted::Waiting).await;
    assert_eq!((waiting.len(), waiting[0].letter.about.folder()), (1, "login_code"));
    let end = "UPDATE outbox SET state = 'failed', tries = 10, last_error = 'away', ended_at = ";
    let now = idp.app.now().millis();
    idp.statement(&format!("{end}{now}")).await.unwrap();
    assert_eq!(level(&idp, "outbox", BARE).await, Level::Warning);
    let told = diagnosis::of(&idp.app, &acme.tenant, &alice.user).await.unwrap();
    assert!(told.remarks.contains(&Remark::LettersFailed { count: 1 }), "{told:?}");
    let failed = listed(Wanted::Ended(End::Failed)).await;
    assert_eq!(failed[0].last_error.as_deref(), Some("away"));
    let other = store::outbox::newest(
        idp.app.database.read(),
        idp.tenant("other", idp::model::policy::Policy::classic()).await.tenant.id,
        Wanted::All,
        None,
        10,
    );
    assert!(other.await.unwrap().is_empty());
    assert_eq!(outbox::retry(&idp.app, &acme.tenant, None, ADMIN).await.unwrap(), 1);
    assert_eq!(outbox::retry(&idp.app, &acme.tenant, None, ADMIN).await.unwrap(), 0);
    idp.deliver().await;
    assert!(listed(Wanted::Waiting).await.is_empty());
    assert!(acme.actions().await.contains(&"outbox.retry".to_owned()));
    let sent = listed(Wanted::All).await[0].id;
    assert_eq!(outbox::retry(&idp.app, &acme.tenant, Some(sent), ADMIN).await.unwrap(), 0);
}

fn answer(acme: &TestTenant, issuer: &str, apart: time::Duration) -> Answer {
    let date = acme.app.now().plus(apart).utc().format(&Rfc2822).unwrap();
    Answer {
        status: 200,
        media_type: "application/json".to_owned(),
        body: serde_json::json!({ "issuer": issuer }).to_string().into_bytes(),
        fresh_for: None,
        date: Some(date.replace("+0000", "GMT")),
    }
}

#[tokio::test]
async fn the_issuer_is_reached_named_and_on_time() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let url = format!("{}/.well-known/openid-configuration", acme.issuer());
    let levels = async || {
        let found: Vec<Finding> = issuer(&idp.app, &acme.tenant, &*idp.outside).await;
        found.iter().map(|one| (one.check, one.level)).collect::<Vec<_>>()
    };
    assert_eq!(levels().await, [("issuer", Level::Broken)]);
    idp.outside.answers(&url, 502, "text/html", "");
    assert_eq!(levels().await, [("issuer", Level::Broken)]);
    for (named, apart, expected) in [
        (acme.issuer(), seconds(0), [Level::Fine, Level::Fine]),
        (acme.issuer(), seconds(10), [Level::Fine, Level::Warning]),
        (acme.issuer(), seconds(-60), [Level::Fine, Level::Broken]),
        ("https://other.test".to_owned(), seconds(0), [Level::Broken, Level::Fine]),
    ] {
        idp.outside.gives(&url, answer(&acme, &named, apart));
        let [one, other] = expected;
        assert_eq!(levels().await, [("issuer", one), ("clock_issuer", other)], "{named}");
    }
}

/// A relay that is away.
struct Away;

impl idp::mail::courier::Courier for Away {
    fn send<'a>(
        &'a self,
        _: idp::model::ids::LetterId,
        _: &'a idp::mail::Mail,
        _: idp::model::moment::Moment,
    ) -> futures_util::future::BoxFuture<'a, Result<(), idp::mail::courier::NotSent>> {
        self.test()
    }

    fn test(&self) -> futures_util::future::BoxFuture<'_, Result<(), idp::mail::courier::NotSent>> {
        let away = idp::mail::courier::NotSent::ForNow("nobody answers".to_owned());
        Box::pin(std::future::ready(Err(away)))
    }
}

#[tokio::test]
async fn a_real_letter_is_sent_when_asked_for() {
    let to = MailAddress::parse("operator@idp.test").unwrap();
    let idp = TestIdp::start().await;
    for to in [None, Some(&to)] {
        assert_eq!(mail(&idp.app, to).await.level, Level::Fine);
    }
    let idp = TestIdp::start_with(Arc::new(Away), Arc::default()).await;
    for to in [None, Some(&to)] {
        let found = mail(&idp.app, to).await;
        assert_eq!(found.level, Level::Broken);
        assert!(found.says.contains("nobody answers"));
    }
}

#[tokio::test]
async fn why_somebody_cannot_log_in_is_told() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    let told = async || diagnosis::of(&idp.app, &acme.tenant, &alice.user).await.unwrap();
    assert_eq!((told().await.can_log_in, told().await.remarks), (true, vec![Remark::NeverTried]));
    assert!(acme.past_password(&portal, &alice).await.has_left());
    assert!(matches!(told().await.remarks[..], [Remark::SignedInLast { .. }]));
    let mut browser = idp.browser();
    browser.open(portal.sign_in_link()).await;
    for _ in 0..12 {
        browser.submit("/password", &[("username", "alice"), ("password", "wrong")]).await;
        browser.open(portal.sign_in_link()).await;
    }
    let told = told().await;
    assert!(!told.can_log_in && matches!(told.obstacles[..], [Obstacle::Locked { .. }]));
    let failed = told.remarks.iter().find(|one| matches!(one, Remark::FailedInARow { .. }));
    assert!(failed.is_some(), "{told:?}");
    assert!(told.attempts.len() <= 10 && told.sessions == 1);
    let invited = acme.user_as("bob", |new| new.password = None).await;
    let told = diagnosis::of(&idp.app, &acme.tenant, &invited.user).await.unwrap();
    assert!(told.obstacles.contains(&Obstacle::ToEnrol));
    assert!(told.remarks.contains(&Remark::NeverInvited));
    idp.deliver().await;
}
