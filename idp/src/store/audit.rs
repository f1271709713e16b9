//! The audit trail. Rows are written in the transaction of the deed they tell of, and never changed; the upkeep gives
//! each its place in the chain (`store/audit_chain.rs`).

use sea_orm::sea_query::LikeExpr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use serde_json::Value;
use uuid::Uuid;

use super::Tx;
use super::entity::audit_event::{Column, Entity, Model};
use super::rows::{insert, json};
use crate::model::audit::{Filter, Seal, Written};
use crate::model::ids::{AuditEventId, TenantId};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// One deed: who did what to whom, with what details.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    pub at: Moment,
    pub actor: &'a str,
    pub action: &'a str,
    pub subject: String,
    pub details: Value,
    pub address: Option<&'a str>,
}

pub async fn append(tx: &Tx, tenant: TenantId, id: Uuid, event: &Event<'_>) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id,
        at: event.at.millis(),
        actor: event.actor.to_owned(),
        action: event.action.to_owned(),
        subject: event.subject.clone(),
        details: json(&event.details)?,
        ip: event.address.map(str::to_owned),
        number: None,
        link: None,
    };
    insert(tx, row).await
}

/// How many different subjects met one of these actions since then.
pub async fn subjects(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    actions: &[&str],
    since: Moment,
) -> Result<u64, Fault> {
    let query = Entity::find()
        .select_only()
        .column(Column::Subject)
        .distinct()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::At.gt(since.millis()))
        .filter(Column::Action.is_in(actions.iter().copied()));
    Ok(query.count(connection).await?)
}

/// Events of a tenant, newest first, sealed or not; `before` is where the page before ended.
pub async fn newest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    filter: &Filter,
    before: Option<AuditEventId>,
    most: u64,
) -> Result<Vec<Written>, Fault> {
    let mut query = wanted(tenant, filter);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.0));
    }
    // Ids are in the order of time.
    let rows = query.order_by_desc(Column::Id).limit(most).all(connection).await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Sealed events in the order of their numbers, behind the first of these and up to the second.
pub async fn sealed(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    filter: &Filter,
    span: (i64, i64),
    most: u64,
) -> Result<Vec<Written>, Fault> {
    let rows = wanted(tenant, filter)
        .filter(Column::Number.gt(span.0))
        .filter(Column::Number.lte(span.1))
        .order_by_asc(Column::Number)
        .limit(most)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

pub async fn by_number(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    number: i64,
) -> Result<Option<Written>, Fault> {
    let only = (number.saturating_sub(1), number);
    Ok(sealed(connection, tenant, &Filter::default(), only, 1).await?.pop())
}

/// Events by their numbers, in no order.
pub async fn by_numbers(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    numbers: impl IntoIterator<Item = i64>,
) -> Result<Vec<Written>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::Number.is_in(numbers));
    Ok(query.all(connection).await?.into_iter().map(from_row).collect())
}

/// The first sealed event behind a number.
pub async fn first_behind(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    number: i64,
) -> Result<Option<Written>, Fault> {
    let span = (number, i64::MAX);
    Ok(sealed(connection, tenant, &Filter::default(), span, 1).await?.pop())
}

fn wanted(tenant: TenantId, filter: &Filter) -> Select<Entity> {
    let mut query = Entity::find().filter(Column::TenantId.eq(tenant.0));
    if let Some(action) = &filter.action {
        let escaped = action.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let begins = LikeExpr::new(format!("{escaped}%")).escape('\\');
        query = query.filter(Column::Action.into_expr().like(begins));
    }
    if let Some(actor) = &filter.actor {
        query = query.filter(Column::Actor.eq(actor.as_str()));
    }
    if let Some(subject) = &filter.subject {
        query = query.filter(Column::Subject.eq(subject.as_str()));
    }
    if let Some(since) = filter.since {
        query = query.filter(Column::At.gte(since.millis()));
    }
    if let Some(until) = filter.until {
        query = query.filter(Column::At.lt(until.millis()));
    }
    query
}

pub(super) fn from_row(row: Model) -> Written {
    let seal = row.number.zip(row.link).map(|(number, link)| Seal { number, link });
    Written {
        id: AuditEventId(row.id),
        at: Moment::from_millis(row.at),
        actor: row.actor,
        action: row.action,
        subject: row.subject,
        details: row.details,
        address: row.ip,
        seal,
    }
}
