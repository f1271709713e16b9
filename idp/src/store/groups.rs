//! Groups of people, and who belongs to them.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::Tx;
use super::entity::user_group::{Column, Entity, Model};
use super::entity::{user, user_group_member as member};
use super::rows::{count, counted, insert};
use super::scim_users::bounded;
use crate::model::ids::{GroupId, TenantId};
use crate::model::moment::Moment;
use crate::model::scim::group::{Group, Member};
use crate::model::scim::wanted::{Column as Order, Test};
use crate::stop::Fault;

pub async fn create(tx: &Tx, tenant: TenantId, new: &Group) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        name: new.name.clone(),
        external_id: new.external_id.clone(),
        version: count(new.version),
        created_at: new.created.millis(),
        updated_at: new.modified.millis(),
    };
    insert(tx, row).await?;
    add_members(tx, tenant, new.id, &new.members).await
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: GroupId,
) -> Result<Option<Group>, Fault> {
    let row = Entity::find_by_id((tenant.0, id.0)).one(connection).await?;
    Ok(filled(connection, tenant, row.into_iter().collect()).await?.pop())
}

/// Keeps other transactions that hold the same group waiting until this one ends.
pub async fn hold(tx: &Tx, tenant: TenantId, id: GroupId) -> Result<(), Fault> {
    Entity::find_by_id((tenant.0, id.0)).lock_exclusive().one(tx).await?;
    Ok(())
}

/// Writes a changed group, its members apart.
pub async fn change(tx: &Tx, tenant: TenantId, changed: &Group) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Name, Expr::value(changed.name.as_str()))
        .col_expr(Column::ExternalId, Expr::value(changed.external_id.clone()))
        .col_expr(Column::Version, Expr::value(count(changed.version)))
        .col_expr(Column::UpdatedAt, Expr::value(changed.modified.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(changed.id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// As many as one statement takes on both databases.
const AT_ONCE: usize = 200;

pub async fn add_members(
    tx: &Tx,
    tenant: TenantId,
    group: GroupId,
    new: &[Member],
) -> Result<(), Fault> {
    for some in new.chunks(AT_ONCE) {
        let rows = some.iter().map(|one| {
            let kind = if one.is_group { "group" } else { "user" };
            member::Model {
                tenant_id: tenant.0,
                group_id: group.0,
                member_id: one.id,
                kind: kind.to_owned(),
            }
            .into_active_model()
        });
        member::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

pub async fn remove_members(
    tx: &Tx,
    tenant: TenantId,
    group: GroupId,
    gone: &[Member],
) -> Result<(), Fault> {
    for some in gone.chunks(AT_ONCE) {
        member::Entity::delete_many()
            .filter(member::Column::TenantId.eq(tenant.0))
            .filter(member::Column::GroupId.eq(group.0))
            .filter(member::Column::MemberId.is_in(some.iter().map(|one| one.id)))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// A group, who belonged to it, and that it belonged to others; true for one caller.
pub async fn remove(tx: &Tx, tenant: TenantId, id: GroupId) -> Result<bool, Fault> {
    let touching = Condition::any()
        .add(member::Column::GroupId.eq(id.0))
        .add(member::Column::MemberId.eq(id.0));
    member::Entity::delete_many()
        .filter(member::Column::TenantId.eq(tenant.0))
        .filter(touching)
        .exec(tx)
        .await?;
    let gone = Entity::delete_by_id((tenant.0, id.0)).exec(tx).await?;
    Ok(gone.rows_affected == 1)
}

/// Those of the ids that are people or groups of the tenant.
pub async fn existing(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    ids: &[Uuid],
) -> Result<Vec<Member>, Fault> {
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let ids = || some.iter().copied();
        let people: Vec<Uuid> = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(user::Column::TenantId.eq(tenant.0))
            .filter(user::Column::Id.is_in(ids()))
            .into_tuple()
            .all(connection)
            .await?;
        let groups: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::TenantId.eq(tenant.0))
            .filter(Column::Id.is_in(ids()))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(people.into_iter().map(|id| Member { id, is_group: false }));
        found.extend(groups.into_iter().map(|id| Member { id, is_group: true }));
    }
    Ok(found)
}

/// The groups that each of these belongs to directly, by name.
pub(super) async fn of_members(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<(GroupId, String)>>, Fault> {
    let rows = member::Entity::find()
        .filter(member::Column::TenantId.eq(tenant.0))
        .filter(member::Column::MemberId.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    let groups = rows.iter().map(|row| row.group_id);
    let names = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.is_in(groups))
        .all(connection)
        .await?;
    let names: HashMap<_, _> = names.into_iter().map(|row| (row.id, row.name)).collect();
    let mut found: HashMap<Uuid, Vec<_>> = HashMap::new();
    for row in rows {
        if let Some(name) = names.get(&row.group_id) {
            found.entry(row.member_id).or_default().push((GroupId(row.group_id), name.clone()));
        }
    }
    for list in found.values_mut() {
        list.sort();
    }
    Ok(found)
}

pub async fn total(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    test: &Test,
) -> Result<u64, Fault> {
    Ok(wanted(tenant, test).count(connection).await?)
}

pub async fn page(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    test: &Test,
    order: (Order, bool),
    (skip, most): (u64, u64),
) -> Result<Vec<Group>, Fault> {
    let (column, descending) = order;
    let direction = if descending { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
    let column = match column {
        Order::Id => Column::Id,
        Order::Name => Column::Name,
        Order::Created => Column::CreatedAt,
    };
    let query = wanted(tenant, test)
        .order_by(column, direction)
        .order_by_asc(Column::Id)
        .offset(skip)
        .limit(most);
    filled(connection, tenant, query.all(connection).await?).await
}

fn wanted(tenant: TenantId, test: &Test) -> Select<Entity> {
    Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(condition(tenant, test))
}

fn condition(tenant: TenantId, test: &Test) -> Condition {
    let all = Condition::all;
    let each = |start: Condition, list: &[Test]| {
        list.iter().fold(start, |all, one| all.add(condition(tenant, one)))
    };
    match test {
        Test::Everything => all(),
        Test::All(list) => each(all(), list),
        Test::Any(list) => each(Condition::any(), list),
        Test::Id(id) => all().add(Column::Id.eq(*id)),
        Test::Name(name) => all().add(Func::lower(Expr::col(Column::Name)).eq(name.as_str())),
        Test::ExternalId(id) => all().add(Column::ExternalId.eq(id.as_str())),
        Test::Member(id) => {
            let groups = member::Entity::find()
                .select_only()
                .column(member::Column::GroupId)
                .filter(member::Column::TenantId.eq(tenant.0))
                .filter(member::Column::MemberId.eq(*id));
            all().add(Column::Id.in_subquery(groups.into_query()))
        }
        Test::Created(bound) => all().add(bounded(Column::CreatedAt, *bound)),
        Test::Modified(bound) => all().add(bounded(Column::UpdatedAt, *bound)),
        Test::Nothing | Test::NameBegins(_) | Test::Address(_) | Test::Active(_) => {
            all().add(Column::Id.is_null())
        }
    }
}

async fn filled(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    rows: Vec<Model>,
) -> Result<Vec<Group>, Fault> {
    let members = member::Entity::find()
        .filter(member::Column::TenantId.eq(tenant.0))
        .filter(member::Column::GroupId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(member::Column::MemberId)
        .all(connection)
        .await?;
    let mut by_group: HashMap<Uuid, Vec<Member>> = HashMap::new();
    for one in members {
        let found = Member { id: one.member_id, is_group: one.kind == "group" };
        by_group.entry(one.group_id).or_default().push(found);
    }
    let group = |row: Model| Group {
        id: GroupId(row.id),
        members: by_group.remove(&row.id).unwrap_or_default(),
        name: row.name,
        external_id: row.external_id,
        version: counted(row.version),
        created: Moment::from_millis(row.created_at),
        modified: Moment::from_millis(row.updated_at),
    };
    Ok(rows.into_iter().map(group).collect())
}
