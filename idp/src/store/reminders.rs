//! Reminders that were sent: each once.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};
use uuid::Uuid;

use super::Tx;
use super::entity::reminder::{Column, Entity, Model};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;

/// Notes a reminder; true for whoever is first and sends it.
pub async fn note(
    tx: &Tx,
    tenant: TenantId,
    what: (Uuid, &str),
    now: Moment,
) -> Result<bool, Fault> {
    let (subject, about) = what;
    let row =
        Model { tenant_id: tenant.0, subject, about: about.to_owned(), sent_at: now.millis() };
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(tx)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// Removes those sent before `before`, of all tenants.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let removed = Entity::delete_many().filter(Column::SentAt.lt(before.millis()));
    Ok(removed.exec(tx).await?.rows_affected)
}
