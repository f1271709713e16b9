//! The chain over the audit trail: its head, and the one change that an event ever sees, its number and link.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::Tx;
use super::audit::from_row;
use super::entity::audit_event::{Column as Event, Entity as Events};
use super::entity::audit_head::{Column, Entity, Model};
use crate::model::audit::{Head, Seal, Written};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;

/// Tenants with events that wait for their number.
pub async fn tenants_waiting(connection: &impl ConnectionTrait) -> Result<Vec<TenantId>, Fault> {
    let tenants: Vec<Uuid> = Events::find()
        .select_only()
        .column(Event::TenantId)
        .distinct()
        .filter(Event::Number.is_null())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(tenants.into_iter().map(TenantId).collect())
}

/// Events that wait for their number, the oldest first.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    most: u64,
) -> Result<Vec<Written>, Fault> {
    let rows = Events::find()
        .filter(Event::TenantId.eq(tenant.0))
        .filter(Event::Number.is_null())
        .order_by_asc(Event::Id)
        .limit(most)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// How many wait that were written before a moment.
pub async fn count_waiting(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    written_before: Moment,
) -> Result<u64, Fault> {
    let query = Events::find()
        .filter(Event::TenantId.eq(tenant.0))
        .filter(Event::Number.is_null())
        .filter(Event::At.lt(written_before.millis()));
    Ok(query.count(connection).await?)
}

pub async fn head(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<Option<Head>, Fault> {
    let row = Entity::find_by_id(tenant.0).one(connection).await?;
    Ok(row.map(|row| Head { seal: Seal { number: row.number, link: row.link }, mac: row.mac }))
}

/// Writes the first head, unless there is one.
pub async fn begin(tx: &Tx, tenant: TenantId, head: &Head) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        number: head.seal.number,
        link: head.seal.link.clone(),
        mac: head.mac.clone(),
    };
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::TenantId).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Moves the head on, if it still stands where it was seen: of two servers one does, and the chain never forks.
pub async fn advance(tx: &Tx, tenant: TenantId, from: &Head, to: &Head) -> Result<bool, Fault> {
    let moved = Entity::update_many()
        .col_expr(Column::Number, Expr::value(to.seal.number))
        .col_expr(Column::Link, Expr::value(to.seal.link.clone()))
        .col_expr(Column::Mac, Expr::value(to.mac.clone()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Number.eq(from.seal.number))
        .filter(Column::Link.eq(from.seal.link.clone()))
        .exec(tx)
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Gives an event its place; it must not have one.
pub async fn seal(tx: &Tx, tenant: TenantId, event: &Written, seal: &Seal) -> Result<(), Fault> {
    let sealed = Events::update_many()
        .col_expr(Event::Number, Expr::value(seal.number))
        .col_expr(Event::Link, Expr::value(seal.link.clone()))
        .filter(Event::TenantId.eq(tenant.0))
        .filter(Event::Id.eq(event.id.0))
        .filter(Event::Number.is_null())
        .exec(tx)
        .await?;
    if sealed.rows_affected == 1 {
        return Ok(());
    }
    Err(Fault::Other(format!("audit event {} has a number already or is gone", event.id)))
}
