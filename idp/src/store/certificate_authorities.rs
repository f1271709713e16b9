//! Certificate authorities of tenants, their private keys sealed.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::certificate_authority::{Column, Entity, Model};
use super::rows::insert;
use crate::model::certificate::StoredAuthority;
use crate::model::ids::{AuthorityId, TenantId};
use crate::model::moment::Moment;
use crate::stop::Fault;

pub async fn create(tx: &Tx, tenant: TenantId, new: &StoredAuthority) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        key_id: new.key_id.clone(),
        certificate: new.certificate.clone(),
        sealed: new.sealed.clone(),
        created_at: new.created_at.millis(),
    };
    insert(tx, row).await
}

/// All authorities of a tenant, newest first.
pub async fn all(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<Vec<StoredAuthority>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(connection)
        .await?;
    let stored = rows.into_iter().map(|row| StoredAuthority {
        id: AuthorityId(row.id),
        key_id: row.key_id,
        certificate: row.certificate,
        sealed: row.sealed,
        created_at: Moment::from_millis(row.created_at),
    });
    Ok(stored.collect())
}
