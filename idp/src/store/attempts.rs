//! Logins in progress. A stage is left by one guarded update: whoever comes second changes nothing.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::login_attempt::{Column, Entity, Model};
use super::rows::{from_json, insert, json};
use crate::model::attempt::{Attempt, LIFE, Progress};
use crate::model::ids::{AttemptId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;

pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &Attempt,
    handle_digest: Vec<u8>,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        handle_digest,
        browser_digest: new.browser.clone(),
        purpose: json(&new.purpose)?,
        progress: json(&new.progress)?,
        new_password: new.new_password.clone(),
        created_at: new.created_at.millis(),
    };
    insert(tx, row).await
}

pub async fn by_handle(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    handle_digest: Vec<u8>,
) -> Result<Option<Attempt>, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::HandleDigest.eq(handle_digest));
    query.one(connection).await?.map(from_row).transpose()
}

/// Moves an attempt on; false when it had moved on before.
pub async fn advance(
    tx: &Tx,
    tenant: TenantId,
    attempt: &Attempt,
    to: Progress,
) -> Result<bool, Fault> {
    let moved = Entity::update_many()
        .col_expr(Column::Progress, Expr::value(json(&to)?))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(attempt.id.0))
        .filter(Column::Progress.eq(json(&attempt.progress)?))
        .exec(tx)
        .await?
        .rows_affected;
    Ok(moved == 1)
}

/// Keeps the hash of a chosen password for the end of the login; false when it had moved on, or one was kept, before.
pub async fn keep_new_password(
    tx: &Tx,
    tenant: TenantId,
    attempt: &Attempt,
    hash: &str,
) -> Result<bool, Fault> {
    let kept = Entity::update_many()
        .col_expr(Column::NewPassword, Expr::value(hash.to_owned()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(attempt.id.0))
        .filter(Column::Progress.eq(json(&attempt.progress)?))
        .filter(Column::NewPassword.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(kept == 1)
}

pub async fn drop_new_password(tx: &Tx, tenant: TenantId, id: AttemptId) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::NewPassword, Expr::value(None::<String>))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives up the logins in which a user proved anything: what he proved is no proof any more.
pub async fn cancel_of_user(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    now: Moment,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Progress, Expr::value(json(&Progress::Cancelled)?))
        .col_expr(Column::NewPassword, Expr::value(None::<String>))
        .filter(Column::CreatedAt.gt(now.minus(LIFE).millis()))
        .filter(Column::TenantId.eq(tenant.0))
        // Every stage that names somebody writes him so.
        .filter(Column::Progress.contains(format!("\"user\":{}", json(&user)?)))
        .exec(tx)
        .await?;
    Ok(())
}

fn from_row(row: Model) -> Result<Attempt, Fault> {
    Ok(Attempt {
        id: AttemptId(row.id),
        browser: row.browser_digest,
        purpose: from_json(&row.purpose)?,
        progress: from_json(&row.progress)?,
        new_password: row.new_password,
        created_at: Moment::from_millis(row.created_at),
    })
}
