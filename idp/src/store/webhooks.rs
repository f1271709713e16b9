//! Addresses that hear of a tenant's events. One that was removed stays, for its deliveries name it.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::webhook::{Column, Entity, Model};
use super::rows::{from_json, insert, json};
use crate::model::ids::{TenantId, WebhookId};
use crate::model::moment::Moment;
use crate::model::webhook::Webhook;
use crate::stop::Fault;

pub async fn create(tx: &Tx, tenant: TenantId, new: &Webhook) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        url: new.url.clone(),
        prefixes: json(&new.prefixes)?,
        sealed: new.sealed.clone(),
        created_at: new.created_at.millis(),
        removed_at: None,
    };
    insert(tx, row).await
}

/// Those that hear of events now, the oldest first.
pub async fn live(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<Vec<Webhook>, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::RemovedAt.is_null())
        .order_by_asc(Column::Id);
    query.all(connection).await?.into_iter().map(from_row).collect()
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: WebhookId,
) -> Result<Option<Webhook>, Fault> {
    let row = Entity::find_by_id((tenant.0, id.0)).one(connection).await?;
    row.map(from_row).transpose()
}

/// True for one caller.
pub async fn remove(tx: &Tx, tenant: TenantId, id: WebhookId, now: Moment) -> Result<bool, Fault> {
    let removed = Entity::update_many()
        .col_expr(Column::RemovedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RemovedAt.is_null())
        .exec(tx)
        .await?;
    Ok(removed.rows_affected == 1)
}

fn from_row(row: Model) -> Result<Webhook, Fault> {
    Ok(Webhook {
        id: WebhookId(row.id),
        url: row.url,
        prefixes: from_json(&row.prefixes)?,
        sealed: row.sealed,
        created_at: Moment::from_millis(row.created_at),
        removed_at: row.removed_at.map(Moment::from_millis),
    })
}
