//! Users, each with the password that stands.

use std::collections::HashMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::Tx;
use super::condition::Expected;
use super::entity::{password, user};
use super::passwords;
use super::rows::{insert, known};
use crate::model::ids::{TenantId, UserId};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::model::user::{Stage, User};
use crate::stop::{Fault, Stored};

/// Writes a user; a password that its stage carries is written too.
pub async fn create(tx: &Tx, new: &User) -> Result<(), Fault> {
    insert(tx, row(new)).await?;
    if let Stage::Active(stored) | Stage::Disabled(Some(stored)) = &new.stage {
        passwords::put(tx, new.tenant, new.id, stored).await?;
    }
    Ok(())
}

pub async fn by_login_name(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    name: &LoginName,
) -> Result<Option<User>, Fault> {
    let query = user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant.0))
        .filter(user::Column::LoginName.eq(name.as_str()));
    one(query.one(connection).await?, connection).await
}

/// Whose a login name is, without the rest.
pub async fn id_of_login_name(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    name: &LoginName,
) -> Result<Option<UserId>, Fault> {
    let query = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::TenantId.eq(tenant.0))
        .filter(user::Column::LoginName.eq(name.as_str()));
    Ok(query.into_tuple().one(connection).await?.map(UserId))
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<User>, Fault> {
    one(user::Entity::find_by_id((tenant.0, id.0)).one(connection).await?, connection).await
}

/// Keeps other transactions that hold the same user waiting until this one ends.
pub async fn hold(tx: &Tx, tenant: TenantId, id: UserId) -> Result<(), Fault> {
    user::Entity::find_by_id((tenant.0, id.0)).lock_exclusive().one(tx).await?;
    Ok(())
}

/// Users in the order of their user IDs, after `after`.
pub async fn page(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    after: Option<&LoginName>,
    most: u64,
) -> Result<Vec<User>, Fault> {
    let mut query = user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant.0))
        .order_by_asc(user::Column::LoginName)
        .limit(most);
    if let Some(after) = after {
        query = query.filter(user::Column::LoginName.gt(after.as_str()));
    }
    let mut users = Vec::new();
    for row in query.all(connection).await? {
        users.push(with_password(row, connection).await?);
    }
    Ok(users)
}

pub async fn set_disabled(
    tx: &Tx,
    tenant: TenantId,
    id: UserId,
    disabled: bool,
) -> Result<(), Fault> {
    let word = if disabled { "disabled" } else { "open" };
    update(tx, tenant, id, user::Column::Stage, word).await
}

pub async fn set_login_method(
    tx: &Tx,
    tenant: TenantId,
    id: UserId,
    method: LoginMethod,
) -> Result<(), Fault> {
    update(tx, tenant, id, user::Column::LoginMethod, method.as_str()).await
}

/// Another login name; the caller knows that nobody has it.
pub async fn rename(tx: &Tx, tenant: TenantId, id: UserId, name: &LoginName) -> Result<(), Fault> {
    update(tx, tenant, id, user::Column::LoginName, name.as_str()).await
}

async fn update(
    tx: &Tx,
    tenant: TenantId,
    id: UserId,
    column: user::Column,
    value: &str,
) -> Result<(), Fault> {
    counting(tenant)
        .col_expr(column, Expr::value(value))
        .filter(user::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// How often what belongs to his account was changed.
pub async fn version(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<i32>, Fault> {
    let query = user::Entity::find_by_id((tenant.0, id.0)).select_only();
    Ok(query.column(user::Column::Version).into_tuple().one(connection).await?)
}

/// Counts a change, if there was none since; true for one caller.
pub(super) async fn advance(tx: &Tx, expected: Expected) -> Result<bool, DbErr> {
    let advanced = counting(expected.tenant)
        .filter(user::Column::Id.eq(expected.user.0))
        .filter(user::Column::Version.eq(expected.version))
        .exec(tx)
        .await?;
    Ok(advanced.rows_affected == 1)
}

/// Counts a change of what belongs to some accounts.
pub(super) async fn touch(tx: &Tx, tenant: TenantId, ids: &[Uuid]) -> Result<(), Fault> {
    let his = user::Column::Id.is_in(ids.iter().copied());
    counting(tenant).filter(his).exec(tx).await?;
    Ok(())
}

fn counting(tenant: TenantId) -> sea_orm::UpdateMany<user::Entity> {
    let next = Expr::col(user::Column::Version).add(1);
    user::Entity::update_many()
        .col_expr(user::Column::Version, next)
        .filter(user::Column::TenantId.eq(tenant.0))
}

async fn one(
    row: Option<user::Model>,
    connection: &impl ConnectionTrait,
) -> Result<Option<User>, Fault> {
    match row {
        Some(row) => Ok(Some(with_password(row, connection).await?)),
        None => Ok(None),
    }
}

pub(super) async fn with_password(
    row: user::Model,
    connection: &impl ConnectionTrait,
) -> Result<User, Fault> {
    let stored = password::Entity::find_by_id((row.tenant_id, row.id)).one(connection).await?;
    from_rows(row, stored)
}

/// The same of many at once.
pub(super) async fn many(
    rows: Vec<user::Model>,
    connection: &impl ConnectionTrait,
) -> Result<Vec<User>, Fault> {
    let Some(tenant) = rows.first().map(|row| row.tenant_id) else { return Ok(Vec::new()) };
    let stored = password::Entity::find()
        .filter(password::Column::TenantId.eq(tenant))
        .filter(password::Column::UserId.is_in(rows.iter().map(|row| row.id)));
    let stored = stored.all(connection).await?;
    let mut stored: HashMap<_, _> = stored.into_iter().map(|one| (one.user_id, one)).collect();
    rows.into_iter()
        .map(|row| {
            let stored = stored.remove(&row.id);
            from_rows(row, stored)
        })
        .collect()
}

pub(super) fn from_rows(row: user::Model, stored: Option<password::Model>) -> Result<User, Fault> {
    let stored = stored.map(passwords::from_row).transpose()?;
    let stage = match (row.stage.as_str(), stored) {
        ("open", None) => Stage::Invited,
        ("open", Some(stored)) => Stage::Active(stored),
        ("disabled", stored) => Stage::Disabled(stored),
        _ => return Err(Fault::Stored(Stored { table: "user", column: "stage" })),
    };
    Ok(User {
        tenant: TenantId(row.tenant_id),
        id: UserId(row.id),
        login_name: known(LoginName::parse(&row.login_name), "user", "login_name")?,
        subject: row.subject,
        stage,
        login_method: known(LoginMethod::parse(&row.login_method), "user", "login_method")?,
        created_at: Moment::from_millis(row.created_at),
    })
}

pub(super) fn row(new: &User) -> user::Model {
    user::Model {
        tenant_id: new.tenant.0,
        id: new.id.0,
        login_name: new.login_name.to_string(),
        subject: new.subject.clone(),
        stage: stage_word(&new.stage).to_owned(),
        login_method: new.login_method.as_str().to_owned(),
        created_at: new.created_at.millis(),
        version: 0,
    }
}

const fn stage_word(stage: &Stage) -> &'static str {
    match stage {
        Stage::Invited | Stage::Active(_) => "open",
        Stage::Disabled(_) => "disabled",
    }
}
