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
use crate::model::ids::{LetterId, TenantId, UserId};
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

impl End {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Dropped => "dropped",
            Self::Failed => "failed",
        }
    }
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
        last_error: None,
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

/// Notes how it ended and, where it did not leave, why.
pub async fn end(
    tx: &Tx,
    letter: &Claimed,
    how: End,
    why: Option<&str>,
    now: Moment,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(how.as_str()))
        .col_expr(Column::LastError, Expr::value(why.map(str::to_owned)))
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(letter.tenant.0))
        .filter(Column::Id.eq(letter.id.0))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn again(tx: &Tx, letter: &Claimed, why: Option<&str>, at: Moment) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::LastError, Expr::value(why.map(str::to_owned)))
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

/// A letter as its keepers see it.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: LetterId,
    pub letter: Letter,
    /// `waiting`, `sent`, `dropped` or `failed`.
    pub state: String,
    pub tries: u32,
    pub next_try_at: Moment,
    pub created_at: Moment,
    pub ended_at: Option<Moment>,
    pub last_error: Option<String>,
}

/// Which letters are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    #[default]
    All,
    Waiting,
    Ended(End),
}

/// Letters of a tenant, the newest first; `before` is where the page before ended.
pub async fn newest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    wanted: Wanted,
    before: Option<LetterId>,
    most: u64,
) -> Result<Vec<Kept>, Fault> {
    let mut query = Entity::find().filter(Column::TenantId.eq(tenant.0));
    query = match wanted {
        Wanted::All => query,
        Wanted::Waiting => query.filter(Column::State.eq(WAITING)),
        Wanted::Ended(how) => query.filter(Column::State.eq(how.as_str())),
    };
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.0));
    }
    let rows = query.order_by_desc(Column::Id).limit(most).all(connection).await?;
    rows.into_iter().map(kept).collect()
}

fn kept(row: Model) -> Result<Kept, Fault> {
    Ok(Kept {
        id: LetterId(row.id),
        letter: from_json(&row.letter)?,
        state: row.state,
        tries: counted(row.tries),
        next_try_at: Moment::from_millis(row.next_try_at),
        created_at: Moment::from_millis(row.created_at),
        ended_at: row.ended_at.map(Moment::from_millis),
        last_error: row.last_error,
    })
}

/// Makes one due that waits or was given up, or all that were given up; what left is not sent again.
pub async fn retry(
    tx: &Tx,
    tenant: TenantId,
    one: Option<LetterId>,
    now: Moment,
) -> Result<u64, Fault> {
    let failed = End::Failed.as_str();
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(WAITING))
        .col_expr(Column::Tries, Expr::value(0))
        .col_expr(Column::EndedAt, Expr::value(None::<i64>))
        .col_expr(Column::NextTryAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0));
    let update = match one {
        Some(one) => {
            update.filter(Column::Id.eq(one.0)).filter(Column::State.is_in([WAITING, failed]))
        }
        None => update.filter(Column::State.eq(failed)),
    };
    Ok(update.exec(tx).await?.rows_affected)
}

/// What waits since when, and what was given up since then.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backlog {
    pub waiting: u64,
    pub oldest: Option<Moment>,
    pub failed: u64,
}

/// The backlog of all tenants; letters that were given up count from `since` on.
pub async fn backlog(connection: &impl ConnectionTrait, since: Moment) -> Result<Backlog, Fault> {
    let oldest = Entity::find()
        .filter(Column::State.eq(WAITING))
        .order_by_asc(Column::CreatedAt)
        .one(connection)
        .await?;
    let failed = Entity::find()
        .filter(Column::State.eq(End::Failed.as_str()))
        .filter(Column::EndedAt.gte(since.millis()));
    Ok(Backlog {
        waiting: waiting(connection).await?,
        oldest: oldest.map(|row| Moment::from_millis(row.created_at)),
        failed: failed.count(connection).await?,
    })
}

/// How many letters about a user wait, and how many of those made since then were given up.
pub async fn of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Moment,
) -> Result<(u64, u64), Fault> {
    let in_state = |state: &str| {
        // A letter is JSON; an id in it is nothing else.
        let about = format!("\"user\":\"{user}\"");
        Entity::find()
            .filter(Column::TenantId.eq(tenant.0))
            .filter(Column::State.eq(state))
            .filter(Column::CreatedAt.gte(since.millis()))
            .filter(Column::Letter.contains(about))
            .count(connection)
    };
    Ok((in_state(WAITING).await?, in_state(End::Failed.as_str()).await?))
}
