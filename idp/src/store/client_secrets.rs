//! Secrets of clients: as many as are valid at once, while one gives way to the next.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::client_secret::{Column, Entity, Model};
use super::rows::insert;
use crate::model::ids::{ClientId, TenantId};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// What is kept of a secret.
#[derive(Clone, Debug)]
pub struct Kept {
    pub digest: Vec<u8>,
    /// The secret itself, for a client that signs under it.
    pub sealed: Option<Vec<u8>>,
}

pub async fn add(
    tx: &Tx,
    tenant: TenantId,
    id: &ClientId,
    kept: &Kept,
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        client_id: id.to_string(),
        digest: kept.digest.clone(),
        sealed: kept.sealed.clone(),
        created_at: now.millis(),
        expires_at: None,
    };
    insert(tx, row).await
}

/// Lets the secrets that stand end at `at`, for a rotation with overlap.
pub async fn expire(tx: &Tx, tenant: TenantId, id: &ClientId, at: Moment) -> Result<(), Fault> {
    let ends_later = Column::ExpiresAt.is_null().or(Column::ExpiresAt.gt(at.millis()));
    Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(at.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(id.as_str()))
        .filter(ends_later)
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets what is more than digests.
pub async fn drop_sealed(tx: &Tx, tenant: TenantId, id: &ClientId) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Sealed, Expr::value(None::<Vec<u8>>))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn remove(tx: &Tx, tenant: TenantId, id: &ClientId) -> Result<(), Fault> {
    Entity::delete_many()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// When those that are valid were made, and until when each is; newest first.
pub async fn spans(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: &ClientId,
    now: Moment,
) -> Result<Vec<(Moment, Option<Moment>)>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(id.as_str()))
        .filter(Column::ExpiresAt.is_null().or(Column::ExpiresAt.gt(now.millis())))
        .order_by_desc(Column::CreatedAt)
        .all(connection)
        .await?;
    let span =
        |row: Model| (Moment::from_millis(row.created_at), row.expires_at.map(Moment::from_millis));
    Ok(rows.into_iter().map(span).collect())
}

/// Those that are valid now.
pub async fn valid(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: &ClientId,
    now: Moment,
) -> Result<Vec<Kept>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(id.as_str()))
        .all(connection)
        .await?;
    let valid = |row: &Model| row.expires_at.is_none_or(|end| now.millis() < end);
    let kept = |row: Model| Kept { digest: row.digest, sealed: row.sealed };
    Ok(rows.into_iter().filter(valid).map(kept).collect())
}
