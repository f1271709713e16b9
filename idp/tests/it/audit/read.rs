//! Readers of the audit trail: lists with filters and pages, and the export.

use std::collections::BTreeSet;

use idp::model::audit::{Filter, Written};
use idp::model::policy::Policy;
use idp::usecase::admin::audit::{From, export, list, verify};
use idp::usecase::admin::users;

use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, TestTenant, minutes, seconds};

async fn listed(acme: &TestTenant, filter: &Filter) -> Vec<Written> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = list(&acme.app, &acme.tenant, filter, (after, 7)).await.unwrap();
        assert!(page.events.len() <= 7);
        found.extend(page.events);
        match page.next {
            Some(next) => after = Some(next),
            None => return found,
        }
    }
}

async fn exported(acme: &TestTenant, filter: &Filter) -> Vec<Written> {
    let mut export = export(&acme.app, &acme.tenant, filter.clone(), ADMIN).await.unwrap();
    let mut found = Vec::new();
    loop {
        let part = export.next(&acme.app).await.unwrap();
        if part.is_empty() {
            return found;
        }
        found.extend(part);
    }
}

fn actions(filter: &str) -> Filter {
    Filter { action: Some(filter.to_owned()), ..Filter::default() }
}

#[tokio::test]
async fn filters_narrow_and_pages_leave_nothing_out() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    other.simple_user("stranger").await;
    let begun = idp.app.now();
    idp.clock.advance(minutes(1));
    let alice = acme.simple_user("alice").await;
    idp.clock.advance(minutes(1));
    users::unlock(&idp.app, &acme.tenant, &alice.user, ADMIN).await.unwrap();
    acme.write_events(30).await;
    let all = listed(&acme, &Filter::default()).await;
    assert_eq!(all.len(), acme.audit().await.len());
    assert_eq!(all.iter().map(|one| one.id).collect::<BTreeSet<_>>().len(), all.len());
    assert!(all.is_sorted_by(|one, next| one.id > next.id));
    let count = async |filter: Filter| listed(&acme, &filter).await.len();
    assert_eq!(count(actions("user.")).await, 2);
    assert_eq!(count(actions("user.unlock")).await, 1);
    assert_eq!(count(actions("user_")).await, 0, "a low line is itself");
    assert_eq!(count(actions("%")).await, 0);
    let actor = Some("test".to_owned());
    assert_eq!(count(Filter { actor, ..Filter::default() }).await, 30);
    let subject = Some(alice.user.id.to_string());
    assert_eq!(count(Filter { subject, ..Filter::default() }).await, 2);
    let since = Some(begun.plus(minutes(1)));
    let until = Some(begun.plus(minutes(2)));
    assert_eq!(count(Filter { since, until, ..Filter::default() }).await, 1);
    assert_eq!(count(Filter { since, ..Filter::default() }).await, 32);
}

#[tokio::test]
async fn an_export_is_the_list_and_notes_itself() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.write_events(1_234).await;
    // Within one millisecond the order is chance.
    idp.clock.advance(seconds(1));
    let lines = exported(&acme, &Filter::default()).await;
    let mut all = listed(&acme, &Filter::default()).await;
    all.sort_by_key(|one| one.seal.as_ref().unwrap().number);
    assert_eq!(lines, all);
    assert_eq!(lines.last().unwrap().action, "audit.export");
    assert_eq!(lines.last().unwrap().actor, ADMIN.name);
    idp.clock.advance(seconds(1));
    let some = exported(&acme, &actions("audit.")).await;
    assert_eq!(some.len(), 2, "the export before, and this one");
    let line = some[1].told();
    assert_eq!(line["details"]["action"], "audit.");
    assert_eq!(line["number"], some[1].seal.as_ref().unwrap().number);
    let verdict = verify(&idp.app, &acme.tenant, &From::TheFirst).await.unwrap();
    assert_eq!((verdict.broken, line["link"].as_str()), (None, Some(verdict.link.as_str())));
}
