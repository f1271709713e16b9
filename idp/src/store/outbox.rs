//! Letters to send. A row is claimed by a guarded update; no transaction is open while a letter travels.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use time::Duration;
use uuid::Uuid;

use super::Tx;
use super::entity::outbox::{Column, Entity, Model};
use super::rows::{counted, from_json, insert, json};
use crate::model::ids::{LetterId, TenantId};
use crate::model::letter::{Claimed, Letter};
use crate::model::moment::Moment;
use crate::stop::Fault;

const WAITING: &str = "waiting";

/// How a letter left the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Sent,
    /// No longer worth sending: its code expired or was superseded, its reader is gone.
    Dropped,
    /// Given up after too many tries.
    Failed,
}

pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    id: Uuid,
    letter: &Letter,
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id,
        letter: json(letter)?,
        state: WAITING.to_owned(),
        tries: 0,
        next_try_at: now.millis(),
        created_at: now.millis(),
        ended_at: None,
    };
    insert(tx, row).await
}

/// Letters that are due, of all tenants, oldest first.
pub async fn due(
    connection: &impl ConnectionTrait,
    now: Moment,
    most: u64,
) -> Result<Vec<Claimed>, Fault> {
    let rows = Entity::find()
        .filter(Column::State.eq(WAITING))
        .filter(Column::NextTryAt.lte(now.millis()))
        .order_by_asc(Column::NextTryAt)
        .limit(most)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Claimed {
                tenant: TenantId(row.tenant_id),
                id: LetterId(row.id),
                letter: from_json(&row.letter)?,
                tries: counted(row.tries),
            })
        })
        .collect()
}

/// Takes a letter for a while; false when another worker was first. The claim lapses by itself, so
/// a worker that dies loses nothing.
pub async fn claim(tx: &Tx, letter: &Claimed, now: Moment, lapse: Duration) -> Result<bool, Fault> {
    let claimed = Entity::update_many()
        .col_expr(Column::NextTryAt, Expr::value(now.plus(lapse).millis()))
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
        .filter(Column::TenantId.eq(letter.tenant.0))
        .filter(Column::Id.eq(letter.id.0))
        .filter(Column::State.eq(WAITING))
        .filter(Column::Tries.eq(super::rows::count(letter.tries)))
        .exec(tx)
        .await?
        .rows_affected;
    Ok(claimed == 1)
}

pub async fn end(tx: &Tx, letter: &Claimed, how: End, now: Moment) -> Result<(), Fault> {
    let word = match how {
        End::Sent => "sent",
        End::Dropped => "dropped",
        End::Failed => "failed",
    };
    Entity::update_many()
        .col_expr(Column::State, Expr::value(word))
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(letter.tenant.0))
        .filter(Column::Id.eq(letter.id.0))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn again(tx: &Tx, letter: &Claimed, at: Moment) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::NextTryAt, Expr::value(at.millis()))
        .filter(Column::TenantId.eq(letter.tenant.0))
        .filter(Column::Id.eq(letter.id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// How many letters wait, due or not.
pub async fn waiting(connection: &impl ConnectionTrait) -> Result<u64, Fault> {
    Ok(Entity::find().filter(Column::State.eq(WAITING)).count(connection).await?)
}
