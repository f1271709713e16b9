//! Signing keys of tenants, sealed.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::signing_key::{Column, Entity, Model};
use super::rows::{from_json, insert, json, known};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::model::signing_key::StoredKey;
use crate::stop::Fault;

pub async fn create(tx: &Tx, tenant: TenantId, new: &StoredKey) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        kid: new.kid.clone(),
        algorithm: new.algorithm.to_string(),
        public: json(&new.public)?,
        sealed: new.sealed.clone(),
        created_at: new.created_at.millis(),
        activate_at: new.activate_at.millis(),
        remove_at: new.remove_at.map(Moment::millis),
    };
    insert(tx, row).await
}

/// All keys of a tenant, oldest first.
pub async fn all(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<Vec<StoredKey>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .order_by_asc(Column::ActivateAt)
        .order_by_asc(Column::Kid)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StoredKey {
                kid: row.kid,
                algorithm: known(row.algorithm.parse().ok(), "signing_key", "algorithm")?,
                public: from_json(&row.public)?,
                sealed: row.sealed,
                created_at: Moment::from_millis(row.created_at),
                activate_at: Moment::from_millis(row.activate_at),
                remove_at: row.remove_at.map(Moment::from_millis),
            })
        })
        .collect()
}

/// Retires a key: it stays published until `remove_at`.
pub async fn retire(tx: &Tx, tenant: TenantId, kid: &str, remove_at: Moment) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::RemoveAt, Expr::value(remove_at.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Kid.eq(kid))
        .filter(Column::RemoveAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn remove(tx: &Tx, tenant: TenantId, kid: &str) -> Result<(), Fault> {
    Entity::delete_by_id((tenant.0, kid.to_owned())).exec(tx).await?;
    Ok(())
}
