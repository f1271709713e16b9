//! Devices that wait for a person (RFC 8628). Each step is one guarded update.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::device_authorization::{Column, Entity, Model};
use super::rows::{count, counted, from_json, insert, json, known};
use crate::model::device_authorization::{DeviceAuthorization, State};
use crate::model::ids::{ClientId, SessionId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::wire::scope::Scope;

/// How one is found: by the device, or by what the person types. Digests, both.
#[derive(Clone, Debug)]
pub struct Codes {
    pub device: Vec<u8>,
    pub user: String,
}

/// Records a request; the code for the person is free again once the request before it was tidied away.
pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &DeviceAuthorization,
    codes: &Codes,
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        digest: codes.device.clone(),
        user_code: codes.user.clone(),
        client_id: new.client.to_string(),
        scope: new.scope.to_string(),
        details: json(&new.details)?,
        state: new.state.as_str().to_owned(),
        user_id: new.user.map(|user| user.0),
        session_id: new.session.map(|session| session.0),
        interval_seconds: count(new.interval),
        polled_at: new.polled.map(Moment::millis),
        expires_at: new.expires.millis(),
        created_at: now.millis(),
    };
    insert(tx, row).await
}

pub async fn by_digest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: Vec<u8>,
) -> Result<Option<DeviceAuthorization>, Fault> {
    let row = Entity::find_by_id((tenant.0, digest)).one(connection).await?;
    row.map(from_row).transpose()
}

pub async fn by_user_code(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user_code: &str,
) -> Result<Option<DeviceAuthorization>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::UserCode.eq(user_code));
    query.one(connection).await?.map(from_row).transpose()
}

/// Notes a try of the device, and how long it leaves between tries from now on.
pub async fn polled(
    tx: &Tx,
    tenant: TenantId,
    digest: Vec<u8>,
    interval: u32,
    now: Moment,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::PolledAt, Expr::value(now.millis()))
        .col_expr(Column::IntervalSeconds, Expr::value(count(interval)))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest))
        .exec(tx)
        .await?;
    Ok(())
}

/// Keeps what the person said; true for the first who says anything, in time.
pub async fn decide(
    tx: &Tx,
    tenant: TenantId,
    user_code: &str,
    decided: &DeviceAuthorization,
    now: Moment,
) -> Result<bool, Fault> {
    let decided = Entity::update_many()
        .col_expr(Column::State, Expr::value(decided.state.as_str()))
        .col_expr(Column::UserId, Expr::value(decided.user.map(|user| user.0)))
        .col_expr(Column::SessionId, Expr::value(decided.session.map(|session| session.0)))
        .col_expr(Column::Details, Expr::value(json(&decided.details)?))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserCode.eq(user_code))
        .filter(Column::State.eq(State::Pending.as_str()))
        .filter(Column::ExpiresAt.gt(now.millis()))
        .exec(tx)
        .await?;
    Ok(decided.rows_affected == 1)
}

/// Uses a yes up; true for exactly one caller.
pub async fn spend(tx: &Tx, tenant: TenantId, digest: Vec<u8>) -> Result<bool, Fault> {
    let spent = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Spent.as_str()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest))
        .filter(Column::State.eq(State::Approved.as_str()))
        .exec(tx)
        .await?;
    Ok(spent.rows_affected == 1)
}

/// Removes those that ended before.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let old = Entity::delete_many().filter(Column::ExpiresAt.lt(before.millis()));
    Ok(old.exec(tx).await?.rows_affected)
}

fn from_row(row: Model) -> Result<DeviceAuthorization, Fault> {
    Ok(DeviceAuthorization {
        client: ClientId(row.client_id),
        scope: known(Scope::parse(&row.scope), "device_authorization", "scope")?,
        details: from_json(&row.details)?,
        state: known(State::parse(&row.state), "device_authorization", "state")?,
        user: row.user_id.map(UserId),
        session: row.session_id.map(SessionId),
        interval: counted(row.interval_seconds),
        polled: row.polled_at.map(Moment::from_millis),
        expires: Moment::from_millis(row.expires_at),
    })
}
