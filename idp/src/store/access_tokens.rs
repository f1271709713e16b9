//! Access tokens: one row each, so that they can be revoked although they are signed.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::access_token::{Column, Entity, Model};
use super::rows::{insert, known};
use crate::model::grant::Grant;
use crate::model::ids::{ClientId, GrantId, SessionId, TenantId, TokenId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::wire::scope::Scope;

/// A token that was issued and neither expired nor revoked.
#[derive(Clone, Debug)]
pub struct LiveToken {
    pub user: UserId,
    pub client: ClientId,
    pub session: SessionId,
    pub scope: Scope,
}

pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    id: TokenId,
    grant: &Grant,
    times: (Moment, Moment),
) -> Result<(), Fault> {
    let (now, expires) = times;
    let row = Model {
        tenant_id: tenant.0,
        id: id.0,
        grant_id: grant.id.0,
        client_id: grant.client.to_string(),
        user_id: grant.user.0,
        session_id: grant.session.0,
        scope: grant.scope.to_string(),
        expires_at: expires.millis(),
        revoked_at: None,
        created_at: now.millis(),
    };
    insert(tx, row).await
}

pub async fn live(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: TokenId,
    now: Moment,
) -> Result<Option<LiveToken>, Fault> {
    let row = Entity::find_by_id((tenant.0, id.0))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.millis()))
        .one(connection)
        .await?;
    row.map(|row| {
        Ok(LiveToken {
            user: UserId(row.user_id),
            client: ClientId(row.client_id),
            session: SessionId(row.session_id),
            scope: known(Scope::parse(&row.scope), "access_token", "scope")?,
        })
    })
    .transpose()
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
