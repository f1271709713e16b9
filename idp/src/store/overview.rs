//! Counts for the start page of the console.

use sea_orm::sea_query::{Alias, Expr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QuerySelect,
};

use super::entity::{certificate, login_history, login_standing, outbox};
use super::rows::known;
use crate::model::history::Outcome;
use crate::model::ids::TenantId;
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::stop::Fault;

/// Tries of one day that ended alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// Days since 1970, in the time that was asked for.
    pub day: i64,
    pub outcome: Outcome,
    pub method: LoginMethod,
    pub count: i64,
}

const DAY: i64 = 86_400_000;

/// Tries since then, by day, outcome and method. `east` is how far the days begin before those of UTC.
pub async fn tries(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    since: Moment,
    east: i64,
) -> Result<Vec<Tries>, Fault> {
    use login_history::{Column, Entity};
    let day = Expr::col(Column::At).add(east).div(DAY);
    // By its name: PostgreSQL takes no two expressions with parameters for the same.
    let name = Expr::col(Alias::new("day"));
    let rows: Vec<(i64, String, String, i64)> = Entity::find()
        .select_only()
        .column_as(day, "day")
        .column(Column::Outcome)
        .column(Column::Method)
        .column_as(Column::Id.count(), "tries")
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::At.gte(since.millis()))
        .group_by(name)
        .group_by(Column::Outcome)
        .group_by(Column::Method)
        .into_tuple()
        .all(connection)
        .await?;
    let tries = |(day, outcome, method, count): (i64, String, String, i64)| {
        Ok(Tries {
            day,
            outcome: known(Outcome::parse(&outcome), "login_history", "outcome")?,
            method: known(LoginMethod::parse(&method), "login_history", "method")?,
            count,
        })
    };
    rows.into_iter().map(tries).collect()
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
