//! Changes of the login method that a user made, so that one can be undone.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::method_change::{Column, Entity, Model};
use super::rows::{insert, known};
use crate::model::ids::{MethodChangeId, TenantId, UserId};
use crate::model::login_method::{LoginMethod, MethodChanged};
use crate::model::moment::Moment;
use crate::stop::Fault;

pub async fn create(tx: &Tx, tenant: TenantId, new: &MethodChanged) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        user_id: new.user.0,
        method_before: new.before.as_str().to_owned(),
        method_after: new.after.as_str().to_owned(),
        at: new.at.millis(),
        undo_until: new.undo_until.map(Moment::millis),
        undone_at: None,
    };
    insert(tx, row).await
}

/// A change that was not undone.
pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: MethodChangeId,
) -> Result<Option<MethodChanged>, Fault> {
    let query = Entity::find_by_id((tenant.0, id.0)).filter(Column::UndoneAt.is_null());
    query.one(connection).await?.as_ref().map(from_row).transpose()
}

/// The latest change that a user made and that was not undone.
pub async fn latest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<MethodChanged>, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::UndoneAt.is_null())
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id);
    query.one(connection).await?.as_ref().map(from_row).transpose()
}

/// Marks a change as undone; true for exactly one caller.
pub async fn undo(
    tx: &Tx,
    tenant: TenantId,
    id: MethodChangeId,
    now: Moment,
) -> Result<bool, Fault> {
    let undone = Entity::update_many()
        .col_expr(Column::UndoneAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::UndoneAt.is_null())
        .filter(Column::UndoUntil.gt(now.millis()))
        .exec(tx)
        .await?
        .rows_affected;
    Ok(undone == 1)
}

fn from_row(row: &Model) -> Result<MethodChanged, Fault> {
    Ok(MethodChanged {
        id: MethodChangeId(row.id),
        user: UserId(row.user_id),
        before: known(LoginMethod::parse(&row.method_before), "method_change", "method_before")?,
        after: known(LoginMethod::parse(&row.method_after), "method_change", "method_after")?,
        at: Moment::from_millis(row.at),
        undo_until: row.undo_until.map(Moment::from_millis),
    })
}
