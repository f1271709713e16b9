//! Imports of users that were begun, and how far each came.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::import_job::{Column, Entity, Model};
use super::rows::{from_json, insert, json};
use crate::model::ids::{ImportId, TenantId};
use crate::model::import::{Job, Tally};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// The import of this file, told the same way, that did not come to its end.
pub async fn unfinished(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: &[u8],
) -> Result<Option<Job>, Fault> {
    let row = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest.to_vec()))
        .filter(Column::EndedAt.is_null())
        .order_by_desc(Column::BegunAt)
        .one(connection)
        .await?;
    row.map(|row| {
        Ok(Job {
            id: ImportId(row.id),
            rows_done: u64::try_from(row.rows_done).unwrap_or(0),
            tally: from_json(&row.tally)?,
        })
    })
    .transpose()
}

pub async fn begin(
    tx: &Tx,
    tenant: TenantId,
    job: &Job,
    digest: &[u8],
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: job.id.0,
        digest: digest.to_vec(),
        rows_done: long(job.rows_done),
        tally: json(&job.tally)?,
        begun_at: now.millis(),
        worked_at: now.millis(),
        ended_at: None,
    };
    insert(tx, row).await
}

/// Takes the rows from `job.rows_done` to `until` for the transaction; false when another process took them.
pub async fn advance(
    tx: &Tx,
    tenant: TenantId,
    job: &Job,
    until: u64,
    now: Moment,
) -> Result<bool, Fault> {
    let changed = Entity::update_many()
        .col_expr(Column::RowsDone, Expr::value(long(until)))
        .col_expr(Column::WorkedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(job.id.0))
        .filter(Column::RowsDone.eq(long(job.rows_done)))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(changed == 1)
}

pub async fn tell(tx: &Tx, tenant: TenantId, id: ImportId, tally: &Tally) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Tally, Expr::value(json(tally)?))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends an import; true for exactly one caller.
pub async fn end(tx: &Tx, tenant: TenantId, id: ImportId, now: Moment) -> Result<bool, Fault> {
    let changed = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(changed == 1)
}

fn long(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
