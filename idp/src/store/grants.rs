//! Grants and their codes. A code is spent by one guarded update before anything else is looked at.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::grant::{Column, Entity, Model};
use super::rows::{insert, known};
use crate::model::grant::Grant;
use crate::model::ids::{ClientId, GrantId, SessionId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::wire::pkce::Challenge;
use crate::wire::scope::Scope;

/// What presenting a code came to.
#[derive(Debug)]
pub enum Spent {
    /// This caller, and nobody else, may go on.
    First(Grant),
    /// It was spent before.
    Again(GrantId),
    Unknown,
}

pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &Grant,
    code_digest: Vec<u8>,
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        code_digest,
        client_id: new.client.to_string(),
        user_id: new.user.0,
        session_id: new.session.0,
        redirect_uri: new.redirect_uri.clone(),
        scope: new.scope.to_string(),
        nonce: new.nonce.clone(),
        challenge: new.challenge.as_ref().map(|challenge| challenge.as_str().to_owned()),
        code_expires_at: new.code_expires.millis(),
        exchanged_at: None,
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
        .exec(tx)
        .await?
        .rows_affected
        == 1;
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::CodeDigest.eq(code_digest));
    match query.one(tx).await? {
        Some(row) if first => Ok(Spent::First(from_row(row)?)),
        Some(row) => Ok(Spent::Again(GrantId(row.id))),
        None => Ok(Spent::Unknown),
    }
}

/// Ends the codes that were not redeemed yet, a user's all or one client's: nobody redeems them any more.
pub async fn end_of_user(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    client: Option<&ClientId>,
    now: Moment,
) -> Result<u64, Fault> {
    let mut grants = Entity::update_many()
        .col_expr(Column::ExchangedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::ExchangedAt.is_null());
    if let Some(client) = client {
        grants = grants.filter(Column::ClientId.eq(client.as_str()));
    }
    Ok(grants.exec(tx).await?.rows_affected)
}

fn from_row(row: Model) -> Result<Grant, Fault> {
    let challenge = row
        .challenge
        .map(|text| known(Challenge::parse(&text), "grant", "challenge"))
        .transpose()?;
    Ok(Grant {
        id: GrantId(row.id),
        client: ClientId(row.client_id),
        user: UserId(row.user_id),
        session: SessionId(row.session_id),
        redirect_uri: row.redirect_uri,
        scope: known(Scope::parse(&row.scope), "grant", "scope")?,
        nonce: row.nonce,
        challenge,
        code_expires: Moment::from_millis(row.code_expires_at),
    })
}
