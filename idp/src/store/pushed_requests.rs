//! Pushed authorization requests (RFC 9126). One is read as often as its person needs, and used up by its answer.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::pushed_request::{Column, Entity, Model};
use super::rows::insert;
use crate::model::ids::{ClientId, TenantId};
use crate::model::moment::Moment;
use crate::stop::Fault;

pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    client: &ClientId,
    what: (Vec<u8>, String),
    expires: Moment,
) -> Result<(), Fault> {
    let (digest, details) = what;
    let row = Model {
        tenant_id: tenant.0,
        digest,
        client_id: client.to_string(),
        details,
        expires_at: expires.millis(),
        used_at: None,
    };
    insert(tx, row).await
}

/// The parameters that this client pushed, while they wait for their answer.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    client: &ClientId,
    digest: Vec<u8>,
    now: Moment,
) -> Result<Option<String>, Fault> {
    let row = Entity::find_by_id((tenant.0, digest))
        .filter(Column::ClientId.eq(client.as_str()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.millis()))
        .one(connection)
        .await?;
    Ok(row.map(|row| row.details))
}

/// Uses one up; true for exactly one caller.
pub async fn consume(tx: &Tx, tenant: TenantId, digest: &[u8], now: Moment) -> Result<bool, Fault> {
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest.to_vec()))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Removes those that ended before.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let ended = Entity::delete_many().filter(Column::ExpiresAt.lt(before.millis()));
    Ok(ended.exec(tx).await?.rows_affected)
}
