//! Passwords: the one that stands, and former ones.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::Tx;
use super::entity::{former_password, password};
use super::rows::{from_json, insert, json};
use super::users;
use crate::model::ids::{TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::password::{Origin, Stored};
use crate::stop::Fault;

/// More former passwords than any policy looks at are not kept.
const KEPT: u64 = 24;

/// Makes a password stand, and keeps the one before among the former.
pub async fn put(tx: &Tx, tenant: TenantId, user: UserId, new: &Stored) -> Result<(), Fault> {
    if let Some(old) = password::Entity::find_by_id((tenant.0, user.0)).one(tx).await? {
        let former = former_password::Model {
            tenant_id: tenant.0,
            user_id: user.0,
            set_at: old.set_at,
            hash: old.hash,
        };
        former_password::Entity::insert(former.into_active_model())
            .on_conflict_do_nothing()
            .exec_without_returning(tx)
            .await?;
        trim(tx, tenant, user).await?;
        password::Entity::delete_by_id((tenant.0, user.0)).exec(tx).await?;
    }
    insert(tx, row(tenant, user, new)?).await?;
    users::touch(tx, tenant, &[user.0]).await
}

pub(super) fn row(tenant: TenantId, user: UserId, new: &Stored) -> Result<password::Model, Fault> {
    Ok(password::Model {
        tenant_id: tenant.0,
        user_id: user.0,
        hash: new.hash.clone(),
        origin: json(&new.origin)?,
        set_at: new.set_at.millis(),
    })
}

/// Takes the password that stands; the user waits for an enrolment then.
pub async fn remove(tx: &Tx, tenant: TenantId, user: UserId) -> Result<(), Fault> {
    password::Entity::delete_by_id((tenant.0, user.0)).exec(tx).await?;
    users::touch(tx, tenant, &[user.0]).await
}

/// Replaces the hash by one of newer parameters of the same password.
pub async fn rehash(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    old: &str,
    new: &str,
) -> Result<(), Fault> {
    password::Entity::update_many()
        .col_expr(password::Column::Hash, Expr::value(new))
        .filter(password::Column::TenantId.eq(tenant.0))
        .filter(password::Column::UserId.eq(user.0))
        .filter(password::Column::Hash.eq(old))
        .exec(tx)
        .await?;
    Ok(())
}

/// Says anew how the password that stands came to be, so that it must be changed.
pub async fn set_origin(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    changed: &Stored,
) -> Result<(), Fault> {
    password::Entity::update_many()
        .col_expr(password::Column::Origin, Expr::value(json(&changed.origin)?))
        .filter(password::Column::TenantId.eq(tenant.0))
        .filter(password::Column::UserId.eq(user.0))
        .filter(password::Column::Hash.eq(changed.hash.as_str()))
        .exec(tx)
        .await?;
    users::touch(tx, tenant, &[user.0]).await
}

/// Hashes of former passwords, newest first, without the one that stands.
pub async fn former(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    most: u64,
) -> Result<Vec<String>, Fault> {
    let rows = formers(tenant, user).limit(most).all(connection).await?;
    Ok(rows.into_iter().map(|row| row.hash).collect())
}

/// Users whose standing password they chose themselves in a span, and when.
pub async fn chosen_in(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    span: (Moment, Moment),
) -> Result<Vec<(UserId, Moment)>, Fault> {
    let rows = password::Entity::find()
        .filter(password::Column::TenantId.eq(tenant.0))
        .filter(password::Column::SetAt.gt(span.0.millis()))
        .filter(password::Column::SetAt.lte(span.1.millis()))
        .all(connection)
        .await?;
    let mut chosen = Vec::new();
    for row in rows {
        let user = UserId(row.user_id);
        let stored = from_row(row)?;
        if stored.origin == Origin::Chosen {
            chosen.push((user, stored.set_at));
        }
    }
    Ok(chosen)
}

async fn trim(tx: &Tx, tenant: TenantId, user: UserId) -> Result<(), Fault> {
    for row in formers(tenant, user).offset(KEPT).limit(KEPT).all(tx).await? {
        former_password::Entity::delete_by_id((row.tenant_id, row.user_id, row.set_at))
            .exec(tx)
            .await?;
    }
    Ok(())
}

fn formers(tenant: TenantId, user: UserId) -> sea_orm::Select<former_password::Entity> {
    former_password::Entity::find()
        .filter(former_password::Column::TenantId.eq(tenant.0))
        .filter(former_password::Column::UserId.eq(user.0))
        .order_by_desc(former_password::Column::SetAt)
}

pub(super) fn from_row(row: password::Model) -> Result<Stored, Fault> {
    Ok(Stored {
        hash: row.hash,
        origin: from_json(&row.origin)?,
        set_at: Moment::from_millis(row.set_at),
    })
}
