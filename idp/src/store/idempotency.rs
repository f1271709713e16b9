//! Requests that must not be done twice, and the answers that they got.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult,
};

use super::Tx;
use super::entity::idempotency::{Column, Entity, Model};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;

/// A request as it is remembered.
#[derive(Clone, Debug)]
pub struct Remembered {
    pub fingerprint: Vec<u8>,
    /// None while it is under way.
    pub sealed: Option<Vec<u8>>,
}

/// Notes that a request begins; true for whoever is first.
pub async fn begin(
    tx: &Tx,
    tenant: TenantId,
    digest: &[u8],
    fingerprint: &[u8],
    now: Moment,
) -> Result<bool, Fault> {
    let row = Model {
        tenant_id: tenant.0,
        digest: digest.to_vec(),
        fingerprint: fingerprint.to_vec(),
        sealed: None,
        created_at: now.millis(),
    };
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(tx)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

pub async fn of(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: &[u8],
) -> Result<Option<Remembered>, Fault> {
    let row = Entity::find_by_id((tenant.0, digest.to_vec())).one(connection).await?;
    Ok(row.map(|row| Remembered { fingerprint: row.fingerprint, sealed: row.sealed }))
}

/// Takes the place of one whose server was cut off: it began before `stale` and never ended. True for one caller.
pub async fn take_over(
    tx: &Tx,
    tenant: TenantId,
    (digest, fingerprint): (&[u8], &[u8]),
    stale: Moment,
    now: Moment,
) -> Result<bool, Fault> {
    let taken = Entity::update_many()
        .col_expr(Column::CreatedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest))
        .filter(Column::Fingerprint.eq(fingerprint))
        .filter(Column::Sealed.is_null())
        .filter(Column::CreatedAt.lt(stale.millis()))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Keeps the answer of a request that was done, unless somebody took it over meanwhile.
pub async fn end(
    tx: &Tx,
    tenant: TenantId,
    digest: &[u8],
    since: Moment,
    sealed: &[u8],
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Sealed, Expr::value(sealed))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest))
        .filter(Column::CreatedAt.eq(since.millis()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets a request that did nothing, so that it may be sent again.
pub async fn forget(tx: &Tx, tenant: TenantId, digest: &[u8], since: Moment) -> Result<(), Fault> {
    Entity::delete_many()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest))
        .filter(Column::CreatedAt.eq(since.millis()))
        .filter(Column::Sealed.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes those of all tenants that began before.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let old = Entity::delete_many().filter(Column::CreatedAt.lt(before.millis()));
    Ok(old.exec(tx).await?.rows_affected)
}
