//! Links that were mailed or handed over: the digest of each, and what it leads to. The thing it leads to ends, not the
//! link: a letter sent twice brings two links to one thing.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Tx;
use super::entity::mailed_link::{Column, Entity, Model};
use super::rows::insert;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::stop::Fault;

/// Remembers a link by its digest.
pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    secret: &Opaque,
    target: Uuid,
    now: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        digest: secret.digest(tenant),
        kind: secret.kind().word().to_owned(),
        target,
        made_at: now.millis(),
    };
    insert(tx, row).await
}

/// What a link leads to, and when it was made.
pub async fn target(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    kind: Kind,
    text: &str,
) -> Result<Option<(Uuid, Moment)>, Fault> {
    let Some(secret) = Opaque::parse(kind, text) else { return Ok(None) };
    let query =
        Entity::find_by_id((tenant.0, secret.digest(tenant))).filter(Column::Kind.eq(kind.word()));
    let row = query.one(connection).await?;
    Ok(row.map(|row| (row.target, Moment::from_millis(row.made_at))))
}
