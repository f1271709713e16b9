//! Mailed one-time passwords: asked for, drawn, spent once, superseded.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::Tx;
use super::entity::one_time_code::{Column, Entity, Model};
use super::rows::{count, counted, insert};
use crate::model::ids::{AttemptId, CodeId, DeviceId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::one_time_code::OneTimeCode;
use crate::stop::Fault;

/// Writes a code asked for; it kills those of the same attempt before it.
pub async fn create(tx: &Tx, tenant: TenantId, new: &OneTimeCode) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(new.asked_at.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::AttemptId.eq(new.attempt.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        attempt_id: new.attempt.0,
        user_id: new.user.0,
        device_id: new.device.0,
        reference: new.reference.clone(),
        digest: new.digest.clone(),
        wrong_tries: count(new.wrong_tries),
        asked_at: new.asked_at.millis(),
        ended_at: None,
    };
    insert(tx, row).await
}

/// The code of an attempt that may still be entered.
pub async fn of_attempt(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    attempt: AttemptId,
) -> Result<Option<OneTimeCode>, Fault> {
    let query = open(tenant).filter(Column::AttemptId.eq(attempt.0));
    Ok(query.order_by_desc(Column::AskedAt).one(connection).await?.map(from_row))
}

/// The same, and no other transaction judges it meanwhile.
pub async fn of_attempt_for_update(
    tx: &Tx,
    tenant: TenantId,
    attempt: AttemptId,
) -> Result<Option<OneTimeCode>, Fault> {
    let query = open(tenant).filter(Column::AttemptId.eq(attempt.0));
    Ok(query.order_by_desc(Column::AskedAt).lock_exclusive().one(tx).await?.map(from_row))
}

/// A code by its id, unless it was spent or superseded.
pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: CodeId,
) -> Result<Option<OneTimeCode>, Fault> {
    Ok(open(tenant).filter(Column::Id.eq(id.0)).one(connection).await?.map(from_row))
}

/// How many were asked for by a user since then.
pub async fn count_since(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Moment,
) -> Result<u64, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::AskedAt.gt(since.millis()));
    Ok(query.count(connection).await?)
}

/// How many were asked for in a login since then.
pub async fn count_of_attempt(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    attempt: AttemptId,
    since: Moment,
) -> Result<u64, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::AttemptId.eq(attempt.0))
        .filter(Column::AskedAt.gt(since.millis()));
    Ok(query.count(connection).await?)
}

/// Gives a code its digest; false when it was superseded while its letter was written.
pub async fn set_digest(
    tx: &Tx,
    tenant: TenantId,
    id: CodeId,
    digest: Vec<u8>,
) -> Result<bool, Fault> {
    let changed = Entity::update_many()
        .col_expr(Column::Digest, Expr::value(digest))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(changed == 1)
}

/// Spends a code; true for exactly one caller.
pub async fn consume(tx: &Tx, tenant: TenantId, id: CodeId, now: Moment) -> Result<bool, Fault> {
    let changed = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(changed == 1)
}

/// Ends the open codes that went to a device.
pub async fn end_of_device(
    tx: &Tx,
    tenant: TenantId,
    device: DeviceId,
    now: Moment,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::DeviceId.eq(device.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn count_wrong_try(tx: &Tx, tenant: TenantId, id: CodeId) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::WrongTries, Expr::col(Column::WrongTries).add(1))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

fn open(tenant: TenantId) -> Select<Entity> {
    Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::EndedAt.is_null())
}

fn from_row(row: Model) -> OneTimeCode {
    OneTimeCode {
        id: CodeId(row.id),
        attempt: AttemptId(row.attempt_id),
        user: UserId(row.user_id),
        device: DeviceId(row.device_id),
        reference: row.reference,
        digest: row.digest,
        wrong_tries: counted(row.wrong_tries),
        asked_at: Moment::from_millis(row.asked_at),
    }
}
