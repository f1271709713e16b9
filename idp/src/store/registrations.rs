//! Registrations of clients that registered themselves: what they are managed by.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::Tx;
use super::entity::registration::{Column, Entity, Model};
use super::rows::insert;
use crate::model::ids::{ClientId, TenantId};
use crate::model::moment::Moment;
use crate::stop::Fault;

pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    client: &ClientId,
    digest: Vec<u8>,
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        client_id: client.to_string(),
        digest,
        created_at: now.millis(),
    };
    insert(tx, row).await
}

/// The digest of a client's registration access token; none where an administrator registered it, or nobody did.
pub async fn digest_of(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    client: &ClientId,
) -> Result<Option<Vec<u8>>, Fault> {
    // An id comes as anybody typed it; PostgreSQL takes no NUL in a text.
    if client.as_str().contains('\0') {
        return Ok(None);
    }
    let row = Entity::find_by_id((tenant.0, client.to_string())).one(connection).await?;
    Ok(row.map(|row| row.digest))
}

pub async fn remove(tx: &Tx, tenant: TenantId, client: &ClientId) -> Result<(), Fault> {
    Entity::delete_by_id((tenant.0, client.to_string())).exec(tx).await?;
    Ok(())
}

/// The clients of a tenant that registered themselves before then.
pub async fn before(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    before: Moment,
) -> Result<Vec<ClientId>, Fault> {
    let ids: Vec<String> = Entity::find()
        .select_only()
        .column(Column::ClientId)
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::CreatedAt.lt(before.millis()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(ClientId).collect())
}
