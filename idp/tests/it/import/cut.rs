//! An import that is cut off goes on where it stopped: nothing twice, nothing half.

use std::collections::BTreeSet;
use std::fmt::Write;

use futures_util::future::join_all;
use idp::usecase::admin::import::Refusal;

use super::{broken_table, counts, everybody, imported, table};
use crate::support::TestIdp;

fn many(count: usize) -> String {
    let mut text = "user_id,mail1,mail2,name\n".to_owned();
    for number in 0..count {
        writeln!(text, "u{number:05},u{number}@acme.test,v{number}@acme.test,人{number}").unwrap();
    }
    text
}

/// The file is opened twice to be looked at and twice to be written; the last time are its rows.
const ROWS: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_import_goes_on_where_it_stopped() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let text = many(2_200);
    let cut = broken_table(&text, Some((ROWS, text.len() * 2 / 3)));
    let (outcome, _) = imported(&acme, &cut).await;
    assert!(matches!(outcome, Err(Refusal::Unreadable(_))), "{outcome:?}");
    let there = everybody(&acme).await;
    assert!(there.len() > 500 && there.len() < 2_200 && there.len().is_multiple_of(500));
    assert!(there.iter().all(|one| one.devices.len() == 2 && one.claims.name.is_some()));

    let (outcome, heard) = imported(&acme, &table(&text)).await;
    let outcome = outcome.unwrap();
    assert_eq!(outcome.resumed_after, u64::try_from(there.len()).unwrap());
    assert_eq!(counts(&outcome), [2_200, 0, 0, 0], "both runs together");
    assert_eq!(heard.progress.last().map(|one| (one.rows, one.of)), Some((2_200, Some(2_200))));
    let all = everybody(&acme).await;
    let ids: BTreeSet<_> = all.iter().map(|one| one.user.login_name.to_string()).collect();
    assert_eq!((all.len(), ids.len()), (2_200, 2_200));
    assert!(all.iter().all(|one| one.devices.len() == 2));
    let kept = there.iter().all(|before| all.iter().any(|one| one.user.id == before.user.id));
    assert!(kept, "who was there stays who he is");

    let (outcome, _) = imported(&acme, &table(&text)).await;
    let outcome = outcome.unwrap();
    assert_eq!((counts(&outcome), outcome.resumed_after), ([0, 0, 2_200, 0], 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_import_one_file_make_nobody_twice() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let text = many(1_200);
    imported(&acme, &broken_table(&text, Some((ROWS, text.len() / 2)))).await.0.unwrap_err();
    let import = table(&text);
    let outcomes = join_all((0..3).map(|_| imported(&acme, &import))).await;
    let outcomes: Vec<_> = outcomes.into_iter().map(|(outcome, _)| outcome).collect();
    assert!(outcomes.iter().any(Result::is_ok), "{outcomes:?}");
    for outcome in outcomes {
        assert!(matches!(outcome, Ok(_) | Err(Refusal::Overtaken)), "{outcome:?}");
    }
    assert_eq!(everybody(&acme).await.len(), 1_200);
}
