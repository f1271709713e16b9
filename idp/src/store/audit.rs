//! The audit trail. Rows are written in the transaction of the deed they tell of.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;
use uuid::Uuid;

use super::Tx;
use super::entity::audit_event::{Column, Entity, Model};
use super::rows::{from_json, insert, json};
use crate::model::ids::TenantId;
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

/// A row read back.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub at: Moment,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub details: Value,
    pub address: Option<String>,
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

/// Events of a tenant, newest first.
pub async fn newest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    most: u64,
) -> Result<Vec<Recorded>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Recorded {
                at: Moment::from_millis(row.at),
                actor: row.actor,
                action: row.action,
                subject: row.subject,
                details: from_json(&row.details)?,
                address: row.ip,
            })
        })
        .collect()
}
