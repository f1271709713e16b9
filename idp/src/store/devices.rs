//! Devices of users: mail addresses that receive one-time passwords.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::Tx;
use super::entity::device::{Column, Entity, Model};
use super::rows::{count, counted, insert, known};
use crate::model::device::{Device, Kind};
use crate::model::ids::{DeviceId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::names::MailAddress;
use crate::stop::Fault;

pub async fn create(tx: &Tx, tenant: TenantId, new: &Device, now: Moment) -> Result<(), Fault> {
    insert(tx, row(tenant, new, now)).await?;
    super::users::touch(tx, tenant, &[new.user.0]).await
}

pub(super) fn row(tenant: TenantId, new: &Device, now: Moment) -> Model {
    Model {
        tenant_id: tenant.0,
        id: new.id.0,
        user_id: new.user.0,
        number: count(new.number),
        address: new.address.to_string(),
        kind: new.kind.as_str().to_owned(),
        last_used_at: new.last_used.map(Moment::millis),
        created_at: now.millis(),
    }
}

pub async fn of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Vec<Device>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .order_by_asc(Column::Number)
        .all(connection)
        .await?;
    rows.iter().map(from_row).collect()
}

/// The same of many users at once.
pub(super) async fn of_users(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    users: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Device>>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.is_in(users.iter().copied()))
        .order_by_asc(Column::Number)
        .all(connection)
        .await?;
    let mut found: HashMap<Uuid, Vec<Device>> = HashMap::new();
    for row in &rows {
        found.entry(row.user_id).or_default().push(from_row(row)?);
    }
    Ok(found)
}

/// The same, and no other transaction changes them meanwhile.
pub async fn of_user_for_update(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
) -> Result<Vec<Device>, Fault> {
    super::users::hold(tx, tenant, user).await?;
    of_user(tx, tenant, user).await
}

/// Gives a device another address and kind.
pub async fn change(tx: &Tx, tenant: TenantId, changed: &Device) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Address, Expr::value(changed.address.as_str()))
        .col_expr(Column::Kind, Expr::value(changed.kind.as_str()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(changed.id.0))
        .exec(tx)
        .await?;
    super::users::touch(tx, tenant, &[changed.user.0]).await
}

pub async fn delete(tx: &Tx, tenant: TenantId, id: DeviceId) -> Result<(), Fault> {
    if let Some(device) = Entity::find_by_id((tenant.0, id.0)).one(tx).await? {
        super::users::touch(tx, tenant, &[device.user_id]).await?;
    }
    Entity::delete_by_id((tenant.0, id.0)).exec(tx).await?;
    Ok(())
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: DeviceId,
) -> Result<Option<Device>, Fault> {
    Entity::find_by_id((tenant.0, id.0)).one(connection).await?.as_ref().map(from_row).transpose()
}

/// Whether another user than this one has the address, in whatever case.
pub async fn is_anothers(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    address: &MailAddress,
) -> Result<bool, Fault> {
    let lower = Func::lower(Expr::col(Column::Address)).eq(address.as_str().to_lowercase());
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.ne(user.0))
        .filter(lower);
    Ok(query.limit(1).count(connection).await? > 0)
}

pub async fn used(tx: &Tx, tenant: TenantId, id: DeviceId, now: Moment) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) fn from_row(row: &Model) -> Result<Device, Fault> {
    Ok(Device {
        id: DeviceId(row.id),
        user: UserId(row.user_id),
        number: counted(row.number),
        address: known(MailAddress::parse(&row.address), "device", "address")?,
        kind: known(Kind::parse(&row.kind), "device", "kind")?,
        last_used: row.last_used_at.map(Moment::from_millis),
    })
}
