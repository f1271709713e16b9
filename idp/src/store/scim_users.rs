//! People as those who provision them see them: the account with everything that a resource shows, many at once.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Func, LikeExpr, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::Tx;
use super::entity::scim_user::{Column, Entity, Model};
use super::entity::{device, user, user_claims};
use super::groups;
use super::rows::{count, counted, from_json, json};
use crate::model::ids::{TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::scim::Resource;
use crate::model::scim::user::{Kept, Known};
use crate::model::scim::wanted::{Bound, Column as Order, Test};
use crate::stop::Fault;

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<Known>, Fault> {
    let Some(user) = super::users::by_id(connection, tenant, id).await? else { return Ok(None) };
    Ok(known(connection, tenant, vec![user]).await?.pop())
}

/// Keeps what is said of a person beyond the account; the version goes up.
pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    said: (&Resource, Option<&str>, u32),
    now: Moment,
) -> Result<(), Fault> {
    let (document, external_id, version) = said;
    let row = Model {
        tenant_id: tenant.0,
        user_id: user.0,
        external_id: external_id.map(str::to_owned),
        document: json(document)?,
        version: count(version),
        updated_at: now.millis(),
    };
    let again = OnConflict::columns([Column::TenantId, Column::UserId])
        .update_columns([Column::ExternalId, Column::Document, Column::Version, Column::UpdatedAt])
        .to_owned();
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// How many there are.
pub async fn total(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    test: &Test,
) -> Result<u64, Fault> {
    Ok(wanted(tenant, test).count(connection).await?)
}

/// Some of them in an order, from a place on.
pub async fn page(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    test: &Test,
    order: (Order, bool),
    (skip, most): (u64, u64),
) -> Result<Vec<Known>, Fault> {
    let (column, descending) = order;
    let direction = if descending { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
    let column = match column {
        Order::Id => user::Column::Id,
        Order::Name => user::Column::LoginName,
        Order::Created => user::Column::CreatedAt,
    };
    let query = wanted(tenant, test)
        .order_by(column, direction)
        .order_by_asc(user::Column::Id)
        .offset(skip)
        .limit(most);
    let users = super::users::many(query.all(connection).await?, connection).await?;
    known(connection, tenant, users).await
}

fn wanted(tenant: TenantId, test: &Test) -> Select<user::Entity> {
    user::Entity::find().filter(user::Column::TenantId.eq(tenant.0)).filter(condition(tenant, test))
}

fn condition(tenant: TenantId, test: &Test) -> Condition {
    use user::Column as User;
    let all = Condition::all;
    let each = |start: Condition, list: &[Test]| {
        list.iter().fold(start, |all, one| all.add(condition(tenant, one)))
    };
    match test {
        Test::Everything => all(),
        Test::All(list) => each(all(), list),
        Test::Any(list) => each(Condition::any(), list),
        Test::Id(id) => all().add(User::Id.eq(*id)),
        Test::Name(name) => all().add(User::LoginName.eq(name.as_str())),
        Test::NameBegins(start) => {
            let escaped = start.replace(['\\', '%', '_'], "");
            let plain = escaped.len() == start.len();
            let like = LikeExpr::new(format!("{escaped}%"));
            // Underscores are letters of names: compared by their place in the order instead.
            let after = User::LoginName.gte(start.as_str());
            let until = User::LoginName.lt(format!("{start}\u{10ffff}"));
            if plain { all().add(User::LoginName.like(like)) } else { all().add(after).add(until) }
        }
        Test::ExternalId(id) => {
            all().add(User::Id.in_subquery(said_by(tenant, Column::ExternalId.eq(id.as_str()))))
        }
        Test::Address(address) => {
            let lower = Func::lower(Expr::col(device::Column::Address)).eq(address.as_str());
            let owners = device::Entity::find()
                .select_only()
                .column(device::Column::UserId)
                .filter(device::Column::TenantId.eq(tenant.0))
                .filter(lower);
            all().add(User::Id.in_subquery(owners.into_query()))
        }
        Test::Active(active) => {
            let word = if *active { "open" } else { "disabled" };
            all().add(User::Stage.eq(word))
        }
        Test::Created(bound) => all().add(bounded(User::CreatedAt, *bound)),
        Test::Modified(bound) => modified(tenant, *bound),
        Test::Nothing | Test::Member(_) => all().add(User::Id.is_null()),
    }
}

/// The latest of three moments lies on a side: one lies after it, or none does.
fn modified(tenant: TenantId, bound: Bound) -> Condition {
    let late = match bound {
        Bound::After(at) | Bound::UpTo(at) => Bound::After(at),
        Bound::From(at) | Bound::Before(at) => Bound::From(at),
    };
    let claims = user_claims::Entity::find()
        .select_only()
        .column(user_claims::Column::UserId)
        .filter(user_claims::Column::TenantId.eq(tenant.0))
        .filter(bounded(user_claims::Column::UpdatedAt, late));
    let any = Condition::any()
        .add(bounded(user::Column::CreatedAt, late))
        .add(user::Column::Id.in_subquery(said_by(tenant, bounded(Column::UpdatedAt, late))))
        .add(user::Column::Id.in_subquery(claims.into_query()));
    if matches!(bound, Bound::Before(_) | Bound::UpTo(_)) { any.not() } else { any }
}

pub(super) fn bounded(column: impl ColumnTrait, bound: Bound) -> sea_orm::sea_query::SimpleExpr {
    match bound {
        Bound::After(at) => column.gt(at.millis()),
        Bound::From(at) => column.gte(at.millis()),
        Bound::Before(at) => column.lt(at.millis()),
        Bound::UpTo(at) => column.lte(at.millis()),
    }
}

fn said_by(
    tenant: TenantId,
    what: sea_orm::sea_query::SimpleExpr,
) -> sea_orm::sea_query::SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::UserId)
        .filter(Column::TenantId.eq(tenant.0))
        .filter(what)
        .into_query()
}

/// Everything that is shown of these people, in their order.
async fn known(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    users: Vec<crate::model::user::User>,
) -> Result<Vec<Known>, Fault> {
    let ids: Vec<Uuid> = users.iter().map(|user| user.id.0).collect();
    let mut devices = super::devices::of_users(connection, tenant, &ids).await?;
    let mut groups = groups::of_members(connection, tenant, &ids).await?;
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.is_in(ids.iter().copied()));
    let mut kept = HashMap::new();
    for row in rows.all(connection).await? {
        let (version, modified) = (counted(row.version), Some(Moment::from_millis(row.updated_at)));
        kept.insert(row.user_id, Kept { document: from_json(&row.document)?, version, modified });
    }
    let mut claims = super::user_claims::of_users(connection, tenant, &ids).await?;
    let known = |user: crate::model::user::User| {
        let id = user.id.0;
        Known {
            devices: devices.remove(&id).unwrap_or_default(),
            claims: claims.remove(&id),
            kept: kept.remove(&id),
            groups: groups.remove(&id).unwrap_or_default(),
            user,
        }
    };
    Ok(users.into_iter().map(known).collect())
}
