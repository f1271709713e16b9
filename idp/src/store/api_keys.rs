//! Keys by which programs administer.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::api_key::{Column, Entity, Model};
use super::rows::{insert, known};
use crate::model::admin::{ApiKey, Role, parse_scopes, scopes_in_words};
use crate::model::ids::{ApiKeyId, TenantId};
use crate::model::moment::Moment;
use crate::stop::Fault;

pub async fn create(tx: &Tx, tenant: TenantId, key: &ApiKey) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: key.id.0,
        digest: key.digest.clone(),
        name: key.name.clone(),
        role: key.role.as_str().to_owned(),
        scope: scopes_in_words(&key.scopes),
        created_by: key.created_by.clone(),
        created_at: key.created_at.millis(),
        expires_at: key.expires_at.millis(),
        used_at: key.used_at.map(Moment::millis),
        revoked_at: key.revoked_at.map(Moment::millis),
    };
    insert(tx, row).await
}

pub async fn by_digest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: Vec<u8>,
) -> Result<Option<ApiKey>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::Digest.eq(digest));
    query.one(connection).await?.map(from_row).transpose()
}

/// All of a tenant, the oldest first.
pub async fn all(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<Vec<ApiKey>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).order_by_asc(Column::CreatedAt);
    query.all(connection).await?.into_iter().map(from_row).collect()
}

/// Ends one; true for one caller.
pub async fn revoke(tx: &Tx, tenant: TenantId, id: ApiKeyId, now: Moment) -> Result<bool, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected == 1)
}

pub async fn saw(tx: &Tx, tenant: TenantId, id: ApiKeyId, now: Moment) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

fn from_row(row: Model) -> Result<ApiKey, Fault> {
    Ok(ApiKey {
        id: ApiKeyId(row.id),
        digest: row.digest,
        name: row.name,
        role: known(Role::parse(&row.role), "api_key", "role")?,
        scopes: known(parse_scopes(&row.scope), "api_key", "scope")?,
        created_by: row.created_by,
        created_at: Moment::from_millis(row.created_at),
        expires_at: Moment::from_millis(row.expires_at),
        used_at: row.used_at.map(Moment::from_millis),
        revoked_at: row.revoked_at.map(Moment::from_millis),
    })
}
