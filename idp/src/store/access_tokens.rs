//! Access tokens: one row each, so that they can be revoked although they are signed.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

use super::Tx;
use super::entity::access_token::{Column, Entity, Model};
use super::rows::{from_json, insert, json, known};
use crate::model::ids::{ClientId, GrantId, SessionId, TenantId, TokenId, UserId};
use crate::model::moment::Moment;
use crate::model::token::AccessToken;
use crate::stop::Fault;
use crate::wire::scope::Scope;

/// Records a token; an opaque one is found by its digest, a signed one by its id.
pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &AccessToken,
    digest: Option<Vec<u8>>,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        digest,
        grant_id: new.grant.0,
        client_id: new.client.to_string(),
        user_id: new.user.map(|user| user.0),
        session_id: new.session.map(|session| session.0),
        scope: new.scope.to_string(),
        details: json(&new.details)?,
        expires_at: new.expires.millis(),
        revoked_at: None,
        created_at: new.created.millis(),
    };
    insert(tx, row).await
}

/// A token that is neither expired nor revoked.
pub async fn live(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: TokenId,
    now: Moment,
) -> Result<Option<AccessToken>, Fault> {
    let query = Entity::find_by_id((tenant.0, id.0));
    one_live(connection, query, now).await
}

/// The same, of an opaque one.
pub async fn live_by_digest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: Vec<u8>,
    now: Moment,
) -> Result<Option<AccessToken>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::Digest.eq(digest));
    one_live(connection, query, now).await
}

async fn one_live(
    connection: &impl ConnectionTrait,
    query: Select<Entity>,
    now: Moment,
) -> Result<Option<AccessToken>, Fault> {
    let row = query
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.millis()))
        .one(connection)
        .await?;
    row.map(from_row).transpose()
}

fn from_row(row: Model) -> Result<AccessToken, Fault> {
    Ok(AccessToken {
        id: TokenId(row.id),
        grant: GrantId(row.grant_id),
        client: ClientId(row.client_id),
        user: row.user_id.map(UserId),
        session: row.session_id.map(SessionId),
        scope: known(Scope::parse(&row.scope), "access_token", "scope")?,
        details: from_json(&row.details)?,
        created: Moment::from_millis(row.created_at),
        expires: Moment::from_millis(row.expires_at),
    })
}

/// Revokes one token.
pub async fn revoke(tx: &Tx, tenant: TenantId, id: TokenId, now: Moment) -> Result<bool, Fault> {
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(revoked.rows_affected == 1)
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

/// Revokes all tokens of a client.
pub async fn revoke_of_client(
    tx: &Tx,
    tenant: TenantId,
    client: &ClientId,
    now: Moment,
) -> Result<u64, Fault> {
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(client.as_str()))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(revoked.rows_affected)
}

/// Revokes the tokens that a session gave.
pub async fn revoke_of_session(
    tx: &Tx,
    tenant: TenantId,
    session: SessionId,
    now: Moment,
) -> Result<u64, Fault> {
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::SessionId.eq(session.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(revoked.rows_affected)
}
