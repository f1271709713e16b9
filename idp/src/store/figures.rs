//! Figures of a tenant, counted where they are kept.

use sea_orm::sea_query::{Alias, Expr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::entity::{certificate, login_history, login_standing, outbox};
use super::rows::known;
use crate::model::history::Outcome;
use crate::model::ids::TenantId;
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::stop::Fault;

/// How many logins ended so on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logins {
    /// The number of the day, counted from `since`.
    pub day: u32,
    pub outcome: Outcome,
    pub method: LoginMethod,
    pub count: u64,
}

const DAY: i64 = 86_400_000;
const NAMED: &str = "day_number";

/// Logins since then by day, outcome and method.
pub async fn logins(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    since: Moment,
) -> Result<Vec<Logins>, Fault> {
    use login_history::Column::{At, Id, Method, Outcome as How, TenantId as Of};
    let day = Expr::col(At).sub(since.millis()).div(DAY);
    // By its name: PostgreSQL takes the same formula with other parameters for another one.
    let named = || Expr::col(Alias::new(NAMED));
    let rows: Vec<(i64, String, String, i64)> = login_history::Entity::find()
        .select_only()
        .column_as(day, NAMED)
        .column(How)
        .column(Method)
        .column_as(Id.count(), "count")
        .filter(Of.eq(tenant.0))
        .filter(At.gte(since.millis()))
        .group_by(named())
        .group_by(How)
        .group_by(Method)
        .order_by_asc(named())
        .into_tuple()
        .all(connection)
        .await?;
    let read = |(day, outcome, method, count): (i64, String, String, i64)| {
        Ok(Logins {
            day: u32::try_from(day).unwrap_or(0),
            outcome: known(Outcome::parse(&outcome), "login_history", "outcome")?,
            method: known(LoginMethod::parse(&method), "login_history", "method")?,
            count: u64::try_from(count).unwrap_or(0),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Names that are locked and were not unlocked, since then.
pub async fn locks(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    since: Moment,
) -> Result<u64, Fault> {
    let locked = login_standing::Entity::find()
        .filter(login_standing::Column::TenantId.eq(tenant.0))
        .filter(login_standing::Column::LockedAt.gte(since.millis()));
    Ok(locked.count(connection).await?)
}

/// Letters of a tenant that wait to be sent.
pub async fn letters_waiting(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<u64, Fault> {
    let waiting = outbox::Entity::find()
        .filter(outbox::Column::State.eq("waiting"))
        .filter(outbox::Column::TenantId.eq(tenant.0));
    Ok(waiting.count(connection).await?)
}

/// Certificates in force that end in the span.
pub async fn certificates_ending(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    span: (Moment, Moment),
) -> Result<u64, Fault> {
    let ending = certificate::Entity::find()
        .filter(certificate::Column::TenantId.eq(tenant.0))
        .filter(certificate::Column::RevokedAt.is_null())
        .filter(certificate::Column::NotAfter.gt(span.0.millis()))
        .filter(certificate::Column::NotAfter.lte(span.1.millis()));
    Ok(ending.count(connection).await?)
}
