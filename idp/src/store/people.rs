//! Many users at once, each whole: with password, devices and claims. A handful of statements, however many they are.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::Tx;
use super::entity::{device, password, user, user_claims};
use super::rows::from_json;
use super::{devices, passwords, user_claims as claims_of, users};
use crate::model::ids::TenantId;
use crate::model::import::change::Known;
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::stop::Fault;

/// A statement takes so many rows: the databases bound how many values one may carry.
const AT_ONCE: usize = 1_000;

/// Those of these names who are there.
pub async fn by_login_names(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    names: &[&LoginName],
) -> Result<Vec<Known>, Fault> {
    whole(connection, tenant, named(tenant, names).all(connection).await?).await
}

/// The same, and no other transaction changes them meanwhile.
pub async fn by_login_names_for_update(
    tx: &Tx,
    tenant: TenantId,
    names: &[&LoginName],
) -> Result<Vec<Known>, Fault> {
    // In one order, so that no two transactions wait for each other.
    let query = named(tenant, names).order_by_asc(user::Column::Id).lock_exclusive();
    whole(tx, tenant, query.all(tx).await?).await
}

/// Users in the order of their user IDs, after `after`.
pub async fn page(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    after: Option<&LoginName>,
    most: u64,
) -> Result<Vec<Known>, Fault> {
    let mut query = user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant.0))
        .order_by_asc(user::Column::LoginName)
        .limit(most);
    if let Some(after) = after {
        query = query.filter(user::Column::LoginName.gt(after.as_str()));
    }
    whole(connection, tenant, query.all(connection).await?).await
}

pub async fn count(connection: &impl ConnectionTrait, tenant: TenantId) -> Result<u64, Fault> {
    let query = user::Entity::find().filter(user::Column::TenantId.eq(tenant.0));
    Ok(query.count(connection).await?)
}

#[derive(FromQueryResult)]
struct Most {
    most: i64,
}

/// How many devices the user has who has most.
pub async fn most_devices(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<u64, Fault> {
    let found = device::Entity::find()
        .select_only()
        .column_as(Expr::col(device::Column::Id).count(), "most")
        .filter(device::Column::TenantId.eq(tenant.0))
        .group_by(device::Column::UserId)
        .order_by_desc(Expr::col(device::Column::Id).count())
        .into_model::<Most>()
        .one(connection)
        .await?;
    Ok(found.map_or(0, |found| u64::try_from(found.most).unwrap_or(0)))
}

/// Writes new users, each with all that belongs to him.
pub async fn create(tx: &Tx, tenant: TenantId, new: &[Known], now: Moment) -> Result<(), Fault> {
    for some in new.chunks(AT_ONCE) {
        let rows = some.iter().map(|one| users::row(&one.user).into_active_model());
        user::Entity::insert_many(rows).exec_without_returning(tx).await?;
        let mut rows = Vec::new();
        for one in some {
            if let Some(stored) = one.user.stage.password() {
                rows.push(passwords::row(tenant, one.user.id, stored)?.into_active_model());
            }
        }
        if !rows.is_empty() {
            password::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        let told = some.iter().map(|one| (one.user.id, &one.claims));
        let told = told.filter(|(_, claims)| !claims.names().is_empty()).collect();
        claims_of::put_all(tx, tenant, told, now).await?;
    }
    let all: Vec<_> = new.iter().flat_map(|one| &one.devices).collect();
    for some in all.chunks(AT_ONCE) {
        let rows = some.iter().map(|one| devices::row(tenant, one, now).into_active_model());
        device::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn named(tenant: TenantId, names: &[&LoginName]) -> sea_orm::Select<user::Entity> {
    user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant.0))
        .filter(user::Column::LoginName.is_in(names.iter().map(|name| name.as_str())))
}

async fn whole(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    rows: Vec<user::Model>,
) -> Result<Vec<Known>, Fault> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let stored = password::Entity::find()
        .filter(password::Column::TenantId.eq(tenant.0))
        .filter(password::Column::UserId.is_in(ids.clone()))
        .all(connection)
        .await?;
    let mut stored: HashMap<_, _> = stored.into_iter().map(|row| (row.user_id, row)).collect();
    let told = user_claims::Entity::find()
        .filter(user_claims::Column::TenantId.eq(tenant.0))
        .filter(user_claims::Column::UserId.is_in(ids.clone()))
        .all(connection)
        .await?;
    let mut told: HashMap<_, _> = told.into_iter().map(|row| (row.user_id, row.claims)).collect();
    let found = device::Entity::find()
        .filter(device::Column::TenantId.eq(tenant.0))
        .filter(device::Column::UserId.is_in(ids))
        .order_by_asc(device::Column::Number)
        .all(connection)
        .await?;
    let mut theirs: HashMap<Uuid, Vec<_>> = HashMap::new();
    for row in &found {
        theirs.entry(row.user_id).or_default().push(devices::from_row(row)?);
    }
    let mut all = Vec::new();
    for row in rows {
        let id = row.id;
        let claims = told.remove(&id).map(|text| from_json(&text)).transpose()?;
        all.push(Known {
            user: users::from_rows(row, stored.remove(&id))?,
            devices: theirs.remove(&id).unwrap_or_default(),
            claims: claims.unwrap_or_default(),
        });
    }
    Ok(all)
}
