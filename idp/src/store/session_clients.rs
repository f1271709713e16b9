//! Which clients a session signed in to. When it ends, those that have an address for it are told.

use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use time::Duration;

use super::Tx;
use super::entity::browser_session;
use super::entity::session_client::{Column, Entity, Model};
use super::rows::{count, counted};
use crate::model::ids::{ClientId, SessionId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::session::SignedInTo;
use crate::stop::Fault;

/// A client that is to be told.
#[derive(Clone, Debug)]
pub struct Due {
    pub tenant: TenantId,
    pub to: SignedInTo,
    pub tries: u32,
}

/// How telling it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Told,
    /// It has no address for it any more.
    Unwanted,
    /// Given up after too many tries, or refused by the client.
    Failed,
}

/// Remembers a client of a session; the first time counts.
pub async fn note(tx: &Tx, tenant: TenantId, to: &SignedInTo, now: Moment) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        session_id: to.session.0,
        client_id: to.client.to_string(),
        subject: to.subject.clone(),
        first_at: now.millis(),
        due_at: None,
        tries: 0,
        outcome: None,
    };
    let key = [Column::TenantId, Column::SessionId, Column::ClientId];
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The clients of a session.
pub async fn of_session(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    session: SessionId,
) -> Result<Vec<ClientId>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::SessionId.eq(session.0))
        .order_by_asc(Column::FirstAt)
        .order_by_asc(Column::ClientId)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| ClientId(row.client_id)).collect())
}

/// Makes the clients of a user's sessions due that ended at this very moment.
pub(super) async fn ended(
    tx: &Tx,
    tenant: TenantId,
    whose: Option<UserId>,
    one: Option<SessionId>,
    now: Moment,
) -> Result<(), Fault> {
    use browser_session::Column as Session;
    let sessions = Query::select()
        .column(Session::Id)
        .from(browser_session::Entity)
        .cond_where(
            Condition::all()
                .add(Session::TenantId.eq(tenant.0))
                .add(Session::EndedAt.eq(now.millis()))
                .add_option(whose.map(|user| Session::UserId.eq(user.0)))
                .add_option(one.map(|session| Session::Id.eq(session.0))),
        )
        .to_owned();
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::DueAt.is_null())
        .filter(Column::Outcome.is_null())
        .filter(Column::SessionId.in_subquery(sessions))
        .exec(tx)
        .await?;
    Ok(())
}

/// Who is to be told now, of all tenants, whoever waits longest first.
pub async fn due(
    connection: &impl ConnectionTrait,
    now: Moment,
    most: u64,
) -> Result<Vec<Due>, Fault> {
    let rows = Entity::find()
        .filter(Column::DueAt.lte(now.millis()))
        .filter(Column::Outcome.is_null())
        .order_by_asc(Column::DueAt)
        .limit(most)
        .all(connection)
        .await?;
    let due = |row: Model| Due {
        tenant: TenantId(row.tenant_id),
        tries: counted(row.tries),
        to: SignedInTo {
            session: SessionId(row.session_id),
            client: ClientId(row.client_id),
            subject: row.subject,
        },
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Takes one for a while; false when another worker was first. The claim lapses by itself.
pub async fn claim(tx: &Tx, due: &Due, now: Moment, lapse: Duration) -> Result<bool, Fault> {
    let claimed = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now.plus(lapse).millis()))
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
        .filter(this(due))
        .filter(Column::Outcome.is_null())
        .filter(Column::Tries.eq(count(due.tries)))
        .exec(tx)
        .await?;
    Ok(claimed.rows_affected == 1)
}

pub async fn end(tx: &Tx, due: &Due, how: End) -> Result<(), Fault> {
    let word = match how {
        End::Told => "told",
        End::Unwanted => "unwanted",
        End::Failed => "failed",
    };
    Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(word))
        .filter(this(due))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn again(tx: &Tx, due: &Due, at: Moment) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(at.millis()))
        .filter(this(due))
        .exec(tx)
        .await?;
    Ok(())
}

fn this(due: &Due) -> Condition {
    Condition::all()
        .add(Column::TenantId.eq(due.tenant.0))
        .add(Column::SessionId.eq(due.to.session.0))
        .add(Column::ClientId.eq(due.to.client.as_str()))
}
