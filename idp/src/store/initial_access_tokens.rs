//! Initial access tokens: each lets somebody register so many clients until it ends.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::initial_access_token::{Column, Entity, Model};
use super::rows::{count, counted, insert};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;

/// What is kept of one.
#[derive(Clone, Debug)]
pub struct Kept {
    pub digest: Vec<u8>,
    pub note: String,
    pub uses_left: u32,
    pub expires: Moment,
}

pub async fn create(tx: &Tx, tenant: TenantId, kept: &Kept, now: Moment) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        digest: kept.digest.clone(),
        note: kept.note.clone(),
        uses_left: count(kept.uses_left),
        expires_at: kept.expires.millis(),
        created_at: now.millis(),
    };
    insert(tx, row).await
}

/// Whether one serves now. Nothing is taken from it.
pub async fn is_live(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: &[u8],
    now: Moment,
) -> Result<bool, Fault> {
    let row = Entity::find_by_id((tenant.0, digest.to_vec())).one(connection).await?;
    Ok(row.is_some_and(|row| row.uses_left > 0 && now.millis() < row.expires_at))
}

/// Takes one use; true for as many callers as it has uses.
pub async fn consume(tx: &Tx, tenant: TenantId, digest: &[u8], now: Moment) -> Result<bool, Fault> {
    let taken = Entity::update_many()
        .col_expr(Column::UsesLeft, Expr::col(Column::UsesLeft).sub(1))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest.to_vec()))
        .filter(Column::UsesLeft.gt(0))
        .filter(Column::ExpiresAt.gt(now.millis()))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// All of a tenant, the oldest first; those that ended too, until they are tidied away.
pub async fn all(connection: &impl ConnectionTrait, tenant: TenantId) -> Result<Vec<Kept>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .order_by_asc(Column::CreatedAt)
        .all(connection)
        .await?;
    let kept = |row: Model| Kept {
        digest: row.digest,
        note: row.note,
        uses_left: counted(row.uses_left),
        expires: Moment::from_millis(row.expires_at),
    };
    Ok(rows.into_iter().map(kept).collect())
}

pub async fn remove(tx: &Tx, tenant: TenantId, digest: &[u8]) -> Result<bool, Fault> {
    let gone = Entity::delete_by_id((tenant.0, digest.to_vec())).exec(tx).await?;
    Ok(gone.rows_affected == 1)
}

/// Removes those that ended before, of all tenants.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let removed = Entity::delete_many().filter(Column::ExpiresAt.lt(before.millis()));
    Ok(removed.exec(tx).await?.rows_affected)
}
