//! What is known of people beyond their accounts: one row each.

use std::collections::HashMap;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

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

/// The same of many at once.
pub(super) async fn of_users(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    users: &[Uuid],
) -> Result<HashMap<Uuid, (Claims, Moment)>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.is_in(users.iter().copied()))
        .all(connection)
        .await?;
    let told = |row: Model| {
        Ok((row.user_id, (from_json(&row.claims)?, Moment::from_millis(row.updated_at))))
    };
    rows.into_iter().map(told).collect()
}

pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    claims: &Claims,
    now: Moment,
) -> Result<(), Fault> {
    put_all(tx, tenant, vec![(user, claims)], now).await
}

/// The same of many at once.
pub async fn put_all(
    tx: &Tx,
    tenant: TenantId,
    told: Vec<(UserId, &Claims)>,
    now: Moment,
) -> Result<(), Fault> {
    let users: Vec<_> = told.iter().map(|(user, _)| user.0).collect();
    let (mut rows, mut words) = (Vec::new(), Vec::new());
    for (user, claims) in told {
        words.extend(claims.called().map(|word| (user.0, word.to_lowercase())));
        let row = Model {
            tenant_id: tenant.0,
            user_id: user.0,
            claims: json(claims)?,
            updated_at: now.millis(),
        };
        rows.push(row.into_active_model());
    }
    if rows.is_empty() {
        return Ok(());
    }
    let key = [Column::TenantId, Column::UserId];
    let again =
        OnConflict::columns(key).update_columns([Column::Claims, Column::UpdatedAt]).to_owned();
    Entity::insert_many(rows).on_conflict(again).exec_without_returning(tx).await?;
    super::user_search::remember(tx, tenant, &users, words).await?;
    super::users::touch(tx, tenant, &users).await
}
