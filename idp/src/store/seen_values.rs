//! Values that serve once: whoever comes second is told that they were seen.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};

use super::Tx;
use super::entity::seen_value::{Column, Entity, Model};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;

/// Remembers a value until it is taken no more; true for whoever is first.
pub async fn note(
    tx: &Tx,
    tenant: TenantId,
    digest: Vec<u8>,
    until: Moment,
) -> Result<bool, Fault> {
    let row = Model { tenant_id: tenant.0, digest, expires_at: until.millis() };
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(tx)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// Remembers a value until then, whether or not it was remembered before.
pub async fn keep(tx: &Tx, tenant: TenantId, digest: Vec<u8>, until: Moment) -> Result<(), Fault> {
    let kept = Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(until.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest.clone()))
        .exec(tx)
        .await?;
    if kept.rows_affected == 0 {
        note(tx, tenant, digest, until).await?;
    }
    Ok(())
}

/// Whether a value is remembered now.
pub async fn is_kept(
    tx: &Tx,
    tenant: TenantId,
    digest: Vec<u8>,
    now: Moment,
) -> Result<bool, Fault> {
    let row = Entity::find_by_id((tenant.0, digest))
        .filter(Column::ExpiresAt.gt(now.millis()))
        .one(tx)
        .await?;
    Ok(row.is_some())
}

/// Removes those that nobody would take any more, of all tenants.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let removed = Entity::delete_many().filter(Column::ExpiresAt.lt(before.millis()));
    Ok(removed.exec(tx).await?.rows_affected)
}
