//! Lists: by the database where it can tell who is meant and in which order, else by looking at each in bounds.

use super::Refusal;
use super::admit::Provisioner;
use crate::app::App;
use crate::model::scim::list::Query;
use crate::model::scim::wanted::{Column, Test, column, test};
use crate::model::scim::{Kind, Resource, ScimType, Wrong};
use crate::stop::{Fault, Stop};
use crate::store;

/// Resources of a list, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Listed {
    pub total: u64,
    pub start: u64,
    pub resources: Vec<Resource>,
}

/// So many are looked at for one answer.
const MOST_LOOKED_AT: u64 = 20_000;
const AT_ONCE: u64 = 250;

/// Resources of one kind.
pub async fn of_kind(
    app: &App,
    by: &Provisioner,
    kind: Kind,
    query: &Query,
) -> Result<Listed, Stop<Refusal>> {
    query.check(kind).map_err(|wrong| Stop::Refused(wrong.into()))?;
    listed(app, by, kind, query).await
}

/// Resources of every kind, people first. Names that a kind does not have match none of it.
pub async fn of_all(app: &App, by: &Provisioner, query: &Query) -> Result<Listed, Stop<Refusal>> {
    let mut all = Listed { total: 0, start: query.start, resources: Vec::new() };
    for kind in [Kind::User, Kind::Group] {
        let have = u64::try_from(all.resources.len()).unwrap_or(u64::MAX);
        let start = query.start.saturating_sub(all.total).max(1);
        let rest = Query { start, count: query.count.saturating_sub(have), ..query.clone() };
        let some = listed(app, by, kind, &rest).await?;
        all.total += some.total;
        all.resources.extend(some.resources);
    }
    Ok(all)
}

async fn listed(
    app: &App,
    by: &Provisioner,
    kind: Kind,
    query: &Query,
) -> Result<Listed, Stop<Refusal>> {
    let (test, exact) =
        query.filter.as_ref().map_or((Test::Everything, true), |filter| test(kind, filter));
    let total = total(app, by, kind, &test).await?;
    let skip = query.start.saturating_sub(1);
    if let (true, Some(order)) = (exact, column(kind, query.order.as_ref())) {
        let mut resources = Vec::new();
        if query.count > 0 && skip < total {
            resources = page(app, by, kind, (&test, order, (skip, query.count))).await?;
        }
        let shown = shown(kind, query, &resources);
        return Ok(Listed { total, start: query.start, resources: shown });
    }
    if total > MOST_LOOKED_AT {
        let why = "too many resources would have to be looked at; ask more narrowly";
        return Err(Stop::Refused(Wrong::new(ScimType::TooMany, why).into()));
    }
    let mut found = Vec::new();
    for at in (0..total).step_by(usize::try_from(AT_ONCE).unwrap_or(usize::MAX)) {
        let some = page(app, by, kind, (&test, (Column::Id, false), (at, AT_ONCE))).await?;
        let fits = |one: &Resource| query.filter.as_ref().is_none_or(|all| all.matches(kind, one));
        found.extend(some.into_iter().filter(fits));
    }
    if let Some(order) = &query.order {
        found.sort_by(|one, other| order.compare(one, other));
    }
    let wide = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let page: Vec<_> = found.into_iter().skip(wide(skip)).take(wide(query.count)).collect();
    Ok(Listed { total, start: query.start, resources: shown(kind, query, &page) })
}

fn shown(kind: Kind, query: &Query, resources: &[Resource]) -> Vec<Resource> {
    resources.iter().map(|one| query.projection.show(kind, one)).collect()
}

async fn total(app: &App, by: &Provisioner, kind: Kind, test: &Test) -> Result<u64, Fault> {
    let (read, tenant) = (app.database.read(), by.tenant.id);
    match kind {
        Kind::User => store::scim_users::total(read, tenant, test).await,
        Kind::Group => store::groups::total(read, tenant, test).await,
    }
}

async fn page(
    app: &App,
    by: &Provisioner,
    kind: Kind,
    (test, order, span): (&Test, (Column, bool), (u64, u64)),
) -> Result<Vec<Resource>, Fault> {
    let (read, tenant) = (app.database.read(), by.tenant.id);
    Ok(match kind {
        Kind::User => {
            let found = store::scim_users::page(read, tenant, test, order, span).await?;
            found.iter().map(|one| one.show(&by.base)).collect()
        }
        Kind::Group => {
            let found = store::groups::page(read, tenant, test, order, span).await?;
            found.iter().map(|one| one.show(&by.base)).collect()
        }
    })
}
