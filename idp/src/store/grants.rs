//! Grants and their codes. A code is spent by one guarded update before anything else is looked at.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::Tx;
use super::entity::grant::{Column, Entity, Model};
use super::rows::{from_json, insert, json, known};
use crate::model::grant::Grant;
use crate::model::ids::{ClientId, GrantId, SessionId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::wire::scope::Scope;

/// What presenting a code came to.
#[derive(Debug)]
pub enum Spent {
    /// This caller, and nobody else, may go on; the code is good until then.
    First(Box<Grant>, Moment),
    /// It was spent before.
    Again(GrantId),
    Unknown,
}

/// The one-time value by which a grant is fetched.
#[derive(Debug)]
pub struct Code {
    pub digest: Vec<u8>,
    pub expires: Moment,
}

/// Records a grant; one that was not made at the authorization endpoint has no code.
pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &Grant,
    code: Option<Code>,
    now: Moment,
) -> Result<(), Fault> {
    let code_expires = code.as_ref().map_or(now, |code| code.expires);
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        client_id: new.client.to_string(),
        user_id: new.user.map(|user| user.0),
        session_id: new.session.map(|session| session.0),
        scope: new.scope.to_string(),
        details: json(&new.details)?,
        code_expires_at: code_expires.millis(),
        exchanged_at: code.is_none().then(|| now.millis()),
        code_digest: code.map(|code| code.digest),
        revoked_at: None,
        expires_at: new.expires.millis(),
        created_at: now.millis(),
    };
    insert(tx, row).await
}

pub async fn consume_code(
    tx: &Tx,
    tenant: TenantId,
    code_digest: Vec<u8>,
    now: Moment,
) -> Result<Spent, Fault> {
    let first = Entity::update_many()
        .col_expr(Column::ExchangedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::CodeDigest.eq(code_digest.clone()))
        .filter(Column::ExchangedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected
        == 1;
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::CodeDigest.eq(code_digest));
    match query.one(tx).await? {
        Some(row) if first => {
            let expires = Moment::from_millis(row.code_expires_at);
            Ok(Spent::First(Box::new(from_row(row)?), expires))
        }
        Some(row) => Ok(Spent::Again(GrantId(row.id))),
        None => Ok(Spent::Unknown),
    }
}

/// A grant that was not revoked.
pub async fn standing(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: GrantId,
) -> Result<Option<Grant>, Fault> {
    let row = Entity::find_by_id((tenant.0, id.0))
        .filter(Column::RevokedAt.is_null())
        .one(connection)
        .await?;
    row.map(from_row).transpose()
}

/// Keeps what became of a grant since it was made: how long it lives now, and what is kept with it.
pub async fn change(tx: &Tx, tenant: TenantId, changed: &Grant) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Details, Expr::value(json(&changed.details)?))
        .col_expr(Column::ExpiresAt, Expr::value(changed.expires.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(changed.id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Revokes one grant: neither its code nor its refresh token serves any more. False where it was revoked before.
pub async fn revoke(tx: &Tx, tenant: TenantId, id: GrantId, now: Moment) -> Result<bool, Fault> {
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(revoked.rows_affected == 1)
}

/// Ends the codes of a user that no website has exchanged yet.
pub async fn end_codes(tx: &Tx, tenant: TenantId, user: UserId, now: Moment) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::CodeExpiresAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::ExchangedAt.is_null())
        .filter(Column::CodeExpiresAt.gt(now.millis()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Revokes the grants of a user, all or one client's.
pub async fn end_of_user(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    client: Option<&ClientId>,
    now: Moment,
) -> Result<u64, Fault> {
    let mut grants = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::RevokedAt.is_null());
    if let Some(client) = client {
        grants = grants.filter(Column::ClientId.eq(client.as_str()));
    }
    Ok(grants.exec(tx).await?.rows_affected)
}

/// Revokes all grants of a client.
pub async fn end_of_client(
    tx: &Tx,
    tenant: TenantId,
    client: &ClientId,
    now: Moment,
) -> Result<u64, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(client.as_str()))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

/// Revokes the grants that a session gave.
pub async fn end_of_session(
    tx: &Tx,
    tenant: TenantId,
    session: SessionId,
    now: Moment,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::SessionId.eq(session.0))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Revokes the grants of a user but those made in one session.
pub async fn end_of_others(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    kept: SessionId,
    now: Moment,
) -> Result<u64, Fault> {
    let elsewhere = Column::SessionId.is_null().or(Column::SessionId.ne(kept.0));
    let ended = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::RevokedAt.is_null())
        .filter(elsewhere)
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

/// The clients of a tenant that were granted anything of late: grants are kept for a while after their end.
pub async fn clients_of_late(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<BTreeSet<ClientId>, Fault> {
    let ids: Vec<String> = Entity::find()
        .select_only()
        .column(Column::ClientId)
        .distinct()
        .filter(Column::TenantId.eq(tenant.0))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(ClientId).collect())
}

fn from_row(row: Model) -> Result<Grant, Fault> {
    Ok(Grant {
        id: GrantId(row.id),
        client: ClientId(row.client_id),
        user: row.user_id.map(UserId),
        session: row.session_id.map(SessionId),
        scope: known(Scope::parse(&row.scope), "grant", "scope")?,
        details: from_json(&row.details)?,
        expires: Moment::from_millis(row.expires_at),
    })
}
