//! Counts of failures, one per login name as typed, whether or not such a user exists.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use super::Tx;
use super::entity::login_standing::{Column, Entity, Model};
use super::rows::{count, counted};
use crate::model::ids::TenantId;
use crate::model::lockout::{LockReason, Standing};
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::stop::Fault;

/// Reads a count and keeps others from changing it until the transaction ends.
pub async fn for_update(tx: &Tx, tenant: TenantId, name: &LoginName) -> Result<Standing, Fault> {
    let clean = Model {
        tenant_id: tenant.0,
        name_digest: digest(tenant, name),
        failures: 0,
        last_failure_at: None,
        locked_at: None,
        wrong_answers: 0,
        lock_reason: None,
        total: 0,
        own_total: 0,
    };
    // The row must exist before it can be locked.
    Entity::insert(clean.into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(tx)
        .await?;
    let row = Entity::find_by_id((tenant.0, digest(tenant, name))).lock_exclusive().one(tx).await?;
    Ok(from_row(row))
}

pub async fn of(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    name: &LoginName,
) -> Result<Standing, Fault> {
    Ok(from_row(Entity::find_by_id((tenant.0, digest(tenant, name))).one(connection).await?))
}

/// The counts of many names, in their order.
pub async fn of_many(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    names: &[&LoginName],
) -> Result<Vec<Standing>, Fault> {
    let digests: Vec<_> = names.iter().map(|name| digest(tenant, name)).collect();
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::NameDigest.is_in(digests.clone()))
        .all(connection)
        .await?;
    let of = |digest: Vec<u8>| rows.iter().find(|row| row.name_digest == digest).cloned();
    Ok(digests.into_iter().map(|digest| from_row(of(digest))).collect())
}

pub async fn save(
    tx: &Tx,
    tenant: TenantId,
    name: &LoginName,
    standing: &Standing,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(count(standing.failures)))
        .col_expr(Column::LastFailureAt, Expr::value(standing.last_failure.map(Moment::millis)))
        .col_expr(Column::LockedAt, Expr::value(standing.locked_at.map(Moment::millis)))
        .col_expr(Column::WrongAnswers, Expr::value(count(standing.wrong_answers)))
        .col_expr(Column::LockReason, Expr::value(standing.reason.as_str()))
        .col_expr(Column::Total, Expr::value(count(standing.total)))
        .col_expr(Column::OwnTotal, Expr::value(count(standing.own_total)))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::NameDigest.eq(digest(tenant, name)))
        .exec(tx)
        .await?;
    Ok(())
}

fn digest(tenant: TenantId, name: &LoginName) -> Vec<u8> {
    keys::digest::sha256(format!("standing|{tenant}|{name}").as_bytes()).to_vec()
}

fn from_row(row: Option<Model>) -> Standing {
    row.map_or(Standing::CLEAN, |row| Standing {
        failures: counted(row.failures),
        last_failure: row.last_failure_at.map(Moment::from_millis),
        locked_at: row.locked_at.map(Moment::from_millis),
        wrong_answers: counted(row.wrong_answers),
        total: counted(row.total),
        own_total: counted(row.own_total),
        reason: row.lock_reason.as_deref().and_then(LockReason::parse).unwrap_or_default(),
    })
}
