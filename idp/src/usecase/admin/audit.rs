//! The audit trail for its readers: listed, exported, verified.

use serde::Serialize;
use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::admin::{Actor, Deed};
use crate::model::audit::{Break, Filter, How, Seal, Walk, Written, hex, timestamp};
use crate::model::ids::{AuditEventId, TenantId};
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store::{self, audit, audit_chain};
use crate::usecase::note;
use crate::usecase::upkeep::seal_audit;

/// No page is longer, whatever is asked for.
pub const MOST: u64 = 500;

/// An event that waits for longer is told of: nobody seals, or it was written to look older than it is.
const SEALED_WITHIN: Duration = Duration::seconds(10);

/// So many events are walked at a time.
const PAGE: u64 = 1_000;

/// Part of the list, and where the next part begins; none at its end.
pub struct Page {
    pub events: Vec<Written>,
    pub next: Option<AuditEventId>,
}

/// The newest first, sealed or not.
pub async fn list(
    app: &App,
    tenant: &Tenant,
    filter: &Filter,
    (after, most): (Option<AuditEventId>, u64),
) -> Result<Page, Fault> {
    let most = most.clamp(1, MOST);
    let read = app.database.read();
    let mut events = audit::newest(read, tenant.id, filter, after, most + 1).await?;
    let more = events.len() > usize::try_from(most).unwrap_or(usize::MAX);
    events.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let next = events.last().map(|event| event.id).filter(|_| more);
    Ok(Page { events, next })
}

/// An export under way: sealed events in the order of their numbers, a page at a time.
pub struct Export {
    tenant: TenantId,
    filter: Filter,
    at: i64,
    until: i64,
}

/// Begins an export of everything up to now. That it was made is among its events.
pub async fn export(
    app: &App,
    tenant: &Tenant,
    filter: Filter,
    by: Actor<'_>,
) -> Result<Export, Fault> {
    let details = &json!({
        "action": filter.action,
        "actor": filter.actor,
        "subject": filter.subject,
        "since": filter.since.map(timestamp),
        "until": filter.until.map(timestamp),
    });
    app.database
        .write(|tx| async move {
            let deed = (tenant.slug.to_string(), details.clone());
            note::of_administrator(app, &tx, tenant.id, (by, Deed::AuditExport.as_str()), deed)
                .await
        })
        .await?;
    while seal_audit::seal(app, tenant.id).await? > 0 {}
    let head = audit_chain::head(app.database.read(), tenant.id).await?;
    let until = head.map_or(0, |head| head.seal.number);
    Ok(Export { tenant: tenant.id, filter, at: 0, until })
}

impl Export {
    /// The next events; none at the end.
    pub async fn next(&mut self, app: &App) -> Result<Vec<Written>, Fault> {
        let (read, span) = (app.database.read(), (self.at, self.until));
        let events = audit::sealed(read, self.tenant, &self.filter, span, MOST).await?;
        self.at = last(&events).map_or(self.until, |seal| seal.number);
        Ok(events)
    }
}

/// What became of a verification.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    pub tenant: String,
    /// How far the chain holds, and its link there: kept elsewhere, it proves later that nothing was rolled back.
    pub number: i64,
    pub link: String,
    /// Events that wait for their number, and those among them that wait too long.
    pub waiting: u64,
    pub late: u64,
    /// The first place where it does not hold.
    pub broken: Option<Break>,
}

/// From where a chain is verified.
#[derive(Clone, Debug, Default)]
pub enum From {
    #[default]
    TheFirst,
    /// The last so many events alone.
    TheLast(i64),
    /// All, and this link must stand where it was seen: number and link.
    Known(i64, String),
}

/// Walks the chain in pages, beside servers that go on sealing.
pub async fn verify(app: &App, tenant: &Tenant, from: &From) -> Result<Verdict, Fault> {
    let (read, now) = (app.database.read(), app.now());
    let (at, broken) = walk(app, tenant.id, from).await?;
    let after_all = now.plus(SEALED_WITHIN);
    Ok(Verdict {
        tenant: tenant.slug.to_string(),
        number: at.number,
        link: hex(&at.link),
        waiting: audit_chain::count_waiting(read, tenant.id, after_all).await?,
        late: audit_chain::count_waiting(read, tenant.id, now.minus(SEALED_WITHIN)).await?,
        broken,
    })
}

async fn walk(app: &App, tenant: TenantId, from: &From) -> Result<(Seal, Option<Break>), Fault> {
    let (read, key) = (app.database.read(), app.audit_key.as_ref());
    let mut walk = Walk::begin(key, tenant);
    let broken = |number, how| Some(Break { number, how, event: None });
    let Some(head) = audit_chain::head(read, tenant).await? else {
        let sealed = audit::first_behind(read, tenant, 0).await?;
        return Ok((walk.at, sealed.and_then(|_| broken(1, How::Head))));
    };
    if !head.is_ours(key, tenant) {
        return Ok((walk.at, broken(head.seal.number, How::Head)));
    }
    if let From::TheLast(count) = from {
        let before = head.seal.number.saturating_sub(*count);
        if let Some(seal) = audit::by_number(read, tenant, before).await?.and_then(|one| one.seal) {
            walk = Walk::behind(key, tenant, seal);
        }
    }
    while walk.at.number < head.seal.number {
        let span = (walk.at.number, head.seal.number);
        let events = audit::sealed(read, tenant, &Filter::default(), span, PAGE).await?;
        let holds = !events.is_empty() && walk.follows(&events);
        if !holds {
            // Read anew from the place itself, so that what stands behind it is seen too.
            let span = (walk.at.number, head.seal.number);
            let events = audit::sealed(read, tenant, &Filter::default(), span, PAGE).await?;
            let why = walk.why(&events);
            return Ok((walk.at, Some(why)));
        }
        if let Some(other) = known_differs(from, &events) {
            return Ok((walk.at, broken(other, How::Changed)));
        }
    }
    let found = end(app, tenant, (&walk.at, &head.seal), from).await?;
    Ok((walk.at, found))
}

/// What may be wrong behind the last event.
async fn end(
    app: &App,
    tenant: TenantId,
    (at, head): (&Seal, &Seal),
    from: &From,
) -> Result<Option<Break>, Fault> {
    let read = app.database.read();
    if !at.is(head) {
        return Ok(Some(Break { number: head.number, how: How::Head, event: None }));
    }
    if let From::Known(number, _) = from
        && *number > head.number
    {
        return Ok(Some(Break { number: head.number + 1, how: How::CutOff, event: None }));
    }
    let Some(behind) = audit::first_behind(read, tenant, head.number).await? else {
        return Ok(None);
    };
    // A server may have sealed on since the head was read.
    let number = behind.seal.map_or(0, |seal| seal.number);
    let now = store::audit_chain::head(read, tenant).await?;
    if now.is_some_and(|now| number <= now.seal.number) {
        return Ok(None);
    }
    Ok(Some(Break { number, how: How::Inserted, event: Some(behind.id) }))
}

fn known_differs(from: &From, events: &[Written]) -> Option<i64> {
    let From::Known(number, link) = from else { return None };
    let seal =
        events.iter().filter_map(|one| one.seal.as_ref()).find(|seal| seal.number == *number);
    seal.filter(|seal| !hex(&seal.link).eq_ignore_ascii_case(link)).map(|seal| seal.number)
}

fn last(events: &[Written]) -> Option<&Seal> {
    events.last().and_then(|event| event.seal.as_ref())
}
