//! Recovery codes: digests, each used once.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::recovery_code::{Column, Entity, Model};
use super::rows::insert;
use crate::model::ids::{TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::recovery_code::Left;
use crate::stop::Fault;

/// Gives a user new codes; those before are gone.
pub async fn replace(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    digests: Vec<Vec<u8>>,
    now: Moment,
) -> Result<(), Fault> {
    Entity::delete_many()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .exec(tx)
        .await?;
    for digest in digests {
        let row = Model {
            tenant_id: tenant.0,
            user_id: user.0,
            digest,
            made_at: now.millis(),
            used_at: None,
        };
        insert(tx, row).await?;
    }
    Ok(())
}

/// Uses a code up; true for exactly one caller.
pub async fn consume(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    digest: Vec<u8>,
    now: Moment,
) -> Result<bool, Fault> {
    let done = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::Digest.eq(digest))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(done == 1)
}

pub async fn left(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Left, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .all(connection)
        .await?;
    let unused = rows.iter().filter(|row| row.used_at.is_none()).count();
    let made = rows.iter().map(|row| Moment::from_millis(row.made_at)).max();
    Ok(Left { count: u32::try_from(unused).unwrap_or(u32::MAX), made })
}
