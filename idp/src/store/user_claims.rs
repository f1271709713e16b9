//! What is known of people beyond their accounts: one row each.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

use super::Tx;
use super::entity::user_claims::{Column, Entity, Model};
use super::rows::{from_json, json};
use crate::model::claims::Claims;
use crate::model::ids::{TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// What is known, and since when.
pub async fn of(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<(Claims, Moment)>, Fault> {
    let row = Entity::find_by_id((tenant.0, user.0)).one(connection).await?;
    row.map(|row| Ok((from_json(&row.claims)?, Moment::from_millis(row.updated_at)))).transpose()
}

pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    claims: &Claims,
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        user_id: user.0,
        claims: json(claims)?,
        updated_at: now.millis(),
    };
    let key = [Column::TenantId, Column::UserId];
    let again =
        OnConflict::columns(key).update_columns([Column::Claims, Column::UpdatedAt]).to_owned();
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}
