//! The last thing that went wrong for each client, by endpoint.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::Tx;
use super::entity::client_mishap::{ActiveModel, Column, Entity, Model};
use super::rows::known;
use crate::model::ids::{ClientId, TenantId};
use crate::model::mishap::{Endpoint, Mishap};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// Puts a mishap in the place of the one before.
pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    client: &ClientId,
    mishap: &Mishap,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        client_id: client.to_string(),
        endpoint: mishap.endpoint.as_str().to_owned(),
        what: mishap.what.clone(),
        description: mishap.description.clone(),
        at: mishap.at.millis(),
    };
    let row = ActiveModel::from(row).reset_all();
    let key = [Column::TenantId, Column::ClientId, Column::Endpoint];
    Entity::insert(row)
        .on_conflict(
            OnConflict::columns(key)
                .update_columns([Column::What, Column::Description, Column::At])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// What went wrong last, newest first.
pub async fn of(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    client: &ClientId,
) -> Result<Vec<Mishap>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(client.as_str()))
        .order_by_desc(Column::At)
        .all(connection)
        .await?;
    let mishap = |row: Model| {
        Ok(Mishap {
            endpoint: known(Endpoint::parse(&row.endpoint), "client_mishap", "endpoint")?,
            what: row.what,
            description: row.description,
            at: Moment::from_millis(row.at),
        })
    };
    rows.into_iter().map(mishap).collect()
}

pub async fn remove(tx: &Tx, tenant: TenantId, client: &ClientId) -> Result<(), Fault> {
    Entity::delete_many()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(client.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}
