//! Tokens of those who provision people.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::scim_token::{Column, Entity, Model};
use super::rows::insert;
use crate::model::ids::{ScimTokenId, TenantId};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// A token as it is kept: never the token itself.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: ScimTokenId,
    pub digest: Vec<u8>,
    pub name: String,
    pub created_by: String,
    pub created_at: Moment,
    pub expires_at: Moment,
    pub used_at: Option<Moment>,
    pub revoked_at: Option<Moment>,
}

impl Kept {
    pub fn is_live(&self, now: Moment) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

pub async fn create(tx: &Tx, tenant: TenantId, new: &Kept) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        digest: new.digest.clone(),
        name: new.name.clone(),
        created_by: new.created_by.clone(),
        created_at: new.created_at.millis(),
        expires_at: new.expires_at.millis(),
        used_at: new.used_at.map(Moment::millis),
        revoked_at: new.revoked_at.map(Moment::millis),
    };
    insert(tx, row).await
}

pub async fn by_digest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: Vec<u8>,
) -> Result<Option<Kept>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::Digest.eq(digest));
    Ok(query.one(connection).await?.map(from_row))
}

/// All of a tenant, the oldest first.
pub async fn all(connection: &impl ConnectionTrait, tenant: TenantId) -> Result<Vec<Kept>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).order_by_asc(Column::CreatedAt);
    Ok(query.all(connection).await?.into_iter().map(from_row).collect())
}

/// Ends one; true for one caller.
pub async fn revoke(
    tx: &Tx,
    tenant: TenantId,
    id: ScimTokenId,
    now: Moment,
) -> Result<bool, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Notes a use, unless one was noted since `before`.
pub async fn used(
    tx: &Tx,
    tenant: TenantId,
    id: ScimTokenId,
    (before, now): (Moment, Moment),
) -> Result<(), Fault> {
    let due =
        Condition::any().add(Column::UsedAt.is_null()).add(Column::UsedAt.lt(before.millis()));
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(due)
        .exec(tx)
        .await?;
    Ok(())
}

fn from_row(row: Model) -> Kept {
    Kept {
        id: ScimTokenId(row.id),
        digest: row.digest,
        name: row.name,
        created_by: row.created_by,
        created_at: Moment::from_millis(row.created_at),
        expires_at: Moment::from_millis(row.expires_at),
        used_at: row.used_at.map(Moment::from_millis),
        revoked_at: row.revoked_at.map(Moment::from_millis),
    }
}
