//! What the certificate address gives browsers to bring back: each is spent by one guarded update.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Tx;
use super::entity::certificate_pass::{Column, Entity, Model};
use super::rows::insert;
use crate::model::certificate::PASS_LIFE;
use crate::model::ids::{CertificateId, TenantId};
use crate::model::moment::Moment;
use crate::model::secret::Opaque;
use crate::stop::Fault;

/// Remembers a pass by its digest; `subject` is what it is good for.
pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    pass: &Opaque,
    what: (Uuid, CertificateId),
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        digest: pass.digest(tenant),
        subject: what.0,
        certificate_id: what.1.0,
        made_at: now.millis(),
        used_at: None,
    };
    insert(tx, row).await
}

/// Spends a pass; the certificate it stands for, for exactly one caller.
pub async fn spend(
    tx: &Tx,
    tenant: TenantId,
    pass: &Opaque,
    subject: Uuid,
    now: Moment,
) -> Result<Option<CertificateId>, Fault> {
    let digest = pass.digest(tenant);
    let spent = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest.clone()))
        .filter(Column::Subject.eq(subject))
        .filter(Column::UsedAt.is_null())
        .filter(Column::MadeAt.gt(now.minus(PASS_LIFE).millis()))
        .exec(tx)
        .await?
        .rows_affected;
    if spent != 1 {
        return Ok(None);
    }
    let row = Entity::find_by_id((tenant.0, digest)).one(tx).await?;
    Ok(row.map(|row| CertificateId(row.certificate_id)))
}

/// Removes those made before `before`, of all tenants.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let removed = Entity::delete_many().filter(Column::MadeAt.lt(before.millis()));
    Ok(removed.exec(tx).await?.rows_affected)
}
