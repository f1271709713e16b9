//! Writing: each piece of work is durable when it is answered, and none disturbs its neighbours.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{join_all, poll_immediate};
use idp::stop::Fault;
use idp::store::{Database, audit};
use uuid::Uuid;

use crate::support::{TestIdp, TestTenant};

/// Notes a deed under a number.
async fn note(app: &idp::app::App, acme: &TestTenant, number: u128) -> Result<(), Fault> {
    write(&app.database, acme, number, false).await
}

async fn write(
    database: &Database,
    acme: &TestTenant,
    number: u128,
    fails: bool,
) -> Result<(), Fault> {
    let at = acme.app.now();
    let tenant = acme.tenant.id;
    let run = |tx: idp::store::Tx| async move {
        let subject = number.to_string();
        let details = serde_json::json!({});
        let event =
            audit::Event { at, actor: "test", action: "deed", subject, details, address: None };
        audit::append(&tx, tenant, Uuid::from_u128(number), &event).await?;
        if fails { Err(Fault::Other("meant to fail".to_owned())) } else { Ok(()) }
    };
    database.write(run).await
}

async fn deeds(acme: &TestTenant) -> Vec<u128> {
    let all = acme.audit().await;
    let mut deeds: Vec<_> = all.iter().filter(|event| event.action == "deed").collect();
    deeds.sort_by_key(|event| event.subject.parse::<u128>().unwrap());
    deeds.iter().map(|event| event.subject.parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_writes_at_once_are_all_there() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let done = join_all((1..=200).map(|number| note(&idp.app, &acme, number))).await;
    assert!(done.iter().all(Result::is_ok));
    assert_eq!(deeds(&acme).await, (1..=200).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn work_that_fails_undoes_itself_alone() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let work = (1..=100).map(|number| write(&idp.app.database, &acme, number, number % 3 == 0));
    let done = join_all(work).await;
    for (number, outcome) in (1..=100).zip(&done) {
        assert_eq!(outcome.is_err(), number % 3 == 0, "{number}");
    }
    let expected: Vec<_> = (1..=100).filter(|number| number % 3 != 0).collect();
    assert_eq!(deeds(&acme).await, expected);
}

#[tokio::test]
async fn what_was_answered_is_there_for_whoever_opens_the_database() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    note(&idp.app, &acme, 1).await.unwrap();
    let other = idp.replica().await;
    let page = other.get(&acme.at("/jwks")).await;
    assert_eq!(page.status(), 200);
    assert_eq!(deeds(&acme).await, [1]);
}

/// Polls a piece of work so many times, each time letting the database go on, then drops it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_is_given_up_halfway_neither_blocks_nor_loses_the_others() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let mut number = 0;
    let mut expected = Vec::new();
    for polls in (0..40).chain(0..40) {
        let (first, dropped) = (number + 1, number + 2);
        number += 2;
        let mut stays = pin!(note(&idp.app, &acme, first));
        {
            let mut goes = pin!(note(&idp.app, &acme, dropped));
            let mut ended = poll_immediate(stays.as_mut()).await;
            for _ in 0..polls {
                if poll_immediate(goes.as_mut()).await.is_some() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
                if ended.is_none() {
                    ended = poll_immediate(stays.as_mut()).await;
                }
            }
            if let Some(outcome) = ended {
                outcome.unwrap();
                expected.push(first);
                continue;
            }
        }
        let outcome = tokio::time::timeout(Duration::from_secs(5), stays).await;
        outcome.unwrap_or_else(|_| panic!("blocked after {polls} polls")).unwrap();
        expected.push(first);
    }
    let there = deeds(&acme).await;
    for one in expected {
        assert!(there.contains(&one), "{one} was answered and is not there");
    }
    note(&idp.app, &acme, 1_000).await.unwrap();
}
