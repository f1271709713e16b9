//! Figures of a tenant, counted where they are kept.

use sea_orm::sea_query::{Alias, Expr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
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

/// Login names that are locked: those of nobody too. `since`: locks from before ran out, but for the longest rows of
/// failures, of so many.
pub async fn locked(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    since: Moment,
    most: i32,
) -> Result<u64, Fault> {
    use login_standing::{Column, Entity};
    let stands = Condition::any()
        .add(Column::LockedAt.gt(since.millis()))
        .add(Column::LockedAt.is_not_null().and(Column::Total.gte(most)));
    let query = Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(stands);
    Ok(query.count(connection).await?)
}

/// Letters that wait, and letters that were given up since then.
pub async fn letters(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    since: Moment,
) -> Result<(u64, u64), Fault> {
    use outbox::{Column, Entity};
    let of = |state: &str| {
        Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::State.eq(state))
    };
    let waiting = of("waiting").count(connection).await?;
    let failed = of("failed").filter(Column::EndedAt.gte(since.millis())).count(connection).await?;
    Ok((waiting, failed))
}

/// Valid certificates that end between two moments.
pub async fn certificates_ending(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    from: Moment,
    to: Moment,
) -> Result<u64, Fault> {
    use certificate::{Column, Entity};
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::NotAfter.gte(from.millis()))
        .filter(Column::NotAfter.lt(to.millis()))
        .filter(Column::RevokedAt.is_null());
    Ok(query.count(connection).await?)
}
