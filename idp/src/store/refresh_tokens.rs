//! Refresh tokens: one row each, found by digest, spent by one guarded update.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::refresh_token::{Column, Entity, Model};
use super::rows::insert;
use crate::model::ids::{ClientId, GrantId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::refresh_token::RefreshToken;
use crate::stop::Fault;

pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &RefreshToken,
    digest: Vec<u8>,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        digest,
        grant_id: new.grant.0,
        client_id: new.client.to_string(),
        user_id: new.user.0,
        used_at: new.used.map(Moment::millis),
        revoked_at: None,
        expires_at: new.expires.millis(),
        created_at: new.created.millis(),
    };
    insert(tx, row).await
}

/// A token that was not revoked, used or not.
pub async fn by_digest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: Vec<u8>,
) -> Result<Option<RefreshToken>, Fault> {
    let row = Entity::find_by_id((tenant.0, digest))
        .filter(Column::RevokedAt.is_null())
        .one(connection)
        .await?;
    Ok(row.map(|row| RefreshToken {
        grant: GrantId(row.grant_id),
        client: ClientId(row.client_id),
        user: UserId(row.user_id),
        used: row.used_at.map(Moment::from_millis),
        created: Moment::from_millis(row.created_at),
        expires: Moment::from_millis(row.expires_at),
    }))
}

/// Uses a token up; true for exactly one caller.
pub async fn spend(tx: &Tx, tenant: TenantId, digest: Vec<u8>, now: Moment) -> Result<bool, Fault> {
    let spent = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest))
        .filter(Column::UsedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(spent.rows_affected == 1)
}

/// Lets a token that is not rotated live on, since it was used; false where it was revoked meanwhile.
pub async fn prolong(
    tx: &Tx,
    tenant: TenantId,
    digest: Vec<u8>,
    until: Moment,
) -> Result<bool, Fault> {
    let prolonged = Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(until.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(prolonged.rows_affected == 1)
}

pub async fn revoke_of_grant(
    tx: &Tx,
    tenant: TenantId,
    grant: GrantId,
    now: Moment,
) -> Result<u64, Fault> {
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::GrantId.eq(grant.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(revoked.rows_affected)
}

/// Revokes the tokens that speak for a user, all or one client's.
pub async fn revoke_of_user(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    client: Option<&ClientId>,
    now: Moment,
) -> Result<u64, Fault> {
    let mut tokens = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::RevokedAt.is_null());
    if let Some(client) = client {
        tokens = tokens.filter(Column::ClientId.eq(client.as_str()));
    }
    Ok(tokens.exec(tx).await?.rows_affected)
}

/// Removes those that ended before.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let old = Entity::delete_many().filter(Column::ExpiresAt.lt(before.millis()));
    Ok(old.exec(tx).await?.rows_affected)
}
