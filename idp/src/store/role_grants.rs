//! Roles of administrators. Their rows belong to the tenant whose people administer.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::Tx;
use super::entity::role_grant::{Column, Entity, Model};
use super::rows::{insert, known};
use crate::model::admin::{Grant, Role};
use crate::model::ids::{RoleGrantId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// A grant and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub id: RoleGrantId,
    pub user: UserId,
    pub grant: Grant,
    pub since: Moment,
}

pub async fn create(tx: &Tx, system: TenantId, held: &Held) -> Result<(), Fault> {
    let row = Model {
        tenant_id: system.0,
        id: held.id.0,
        user_id: held.user.0,
        role: held.grant.role.as_str().to_owned(),
        over: held.grant.over.map(|tenant| tenant.0),
        created_at: held.since.millis(),
    };
    insert(tx, row).await
}

pub async fn of_user(
    connection: &impl ConnectionTrait,
    system: TenantId,
    user: UserId,
) -> Result<Vec<Held>, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(system.0))
        .filter(Column::UserId.eq(user.0))
        .order_by_asc(Column::CreatedAt);
    query.all(connection).await?.iter().map(from_row).collect()
}

/// All, the oldest first.
pub async fn all(connection: &impl ConnectionTrait, system: TenantId) -> Result<Vec<Held>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(system.0)).order_by_asc(Column::CreatedAt);
    query.all(connection).await?.iter().map(from_row).collect()
}

/// How many have the whole installation in their hands.
pub async fn operators(connection: &impl ConnectionTrait, system: TenantId) -> Result<u64, Fault> {
    Ok(of_operators(system).count(connection).await?)
}

/// Who they are; nobody else looks at them so until this transaction ends.
pub async fn operators_for_update(tx: &Tx, system: TenantId) -> Result<Vec<UserId>, Fault> {
    // In one order, so that no two transactions wait for each other.
    let query = of_operators(system).order_by_asc(Column::Id).lock_exclusive();
    Ok(query.all(tx).await?.into_iter().map(|row| UserId(row.user_id)).collect())
}

fn of_operators(system: TenantId) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::TenantId.eq(system.0))
        .filter(Column::Role.eq(Role::Operator.as_str()))
        .filter(Column::Over.is_null())
}

/// True for one caller.
pub async fn remove(tx: &Tx, system: TenantId, id: RoleGrantId) -> Result<bool, Fault> {
    let gone = Entity::delete_by_id((system.0, id.0)).exec(tx).await?;
    Ok(gone.rows_affected == 1)
}

fn from_row(row: &Model) -> Result<Held, Fault> {
    Ok(Held {
        id: RoleGrantId(row.id),
        user: UserId(row.user_id),
        grant: Grant {
            role: known(Role::parse(&row.role), "role_grant", "role")?,
            over: row.over.map(TenantId),
        },
        since: Moment::from_millis(row.created_at),
    })
}
