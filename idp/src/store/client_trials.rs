//! Test logins of clients, until a day after they began.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::client_trial::{Column, Entity, Model};
use super::rows::{from_json, insert, json, known};
use crate::model::ids::{ClientId, TenantId, TrialId};
use crate::model::moment::Moment;
use crate::model::trial::{Door, Outcome, Trial};
use crate::stop::Fault;

/// Writes a test login, and the digest of the address that opens it.
pub async fn create(tx: &Tx, tenant: TenantId, new: &Trial, digest: Vec<u8>) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        client_id: new.client.to_string(),
        digest,
        door: new.door.as_str().to_owned(),
        request: json(&new.request)?,
        outcome: None,
        begun_at: new.begun_at.millis(),
        ended_at: None,
    };
    insert(tx, row).await
}

pub async fn by_digest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: Vec<u8>,
) -> Result<Option<Trial>, Fault> {
    let query =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::Digest.eq(digest));
    query.one(connection).await?.map(from_row).transpose()
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: TrialId,
) -> Result<Option<Trial>, Fault> {
    Entity::find_by_id((tenant.0, id.0)).one(connection).await?.map(from_row).transpose()
}

/// Writes how one ended; the first end stands.
pub async fn end(
    tx: &Tx,
    tenant: TenantId,
    id: TrialId,
    outcome: &Outcome,
    now: Moment,
) -> Result<bool, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(json(outcome)?))
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected == 1)
}

pub(super) async fn remove(tx: &Tx, tenant: TenantId, client: &ClientId) -> Result<(), Fault> {
    Entity::delete_many()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::ClientId.eq(client.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes those that began before.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let old = Entity::delete_many().filter(Column::BegunAt.lt(before.millis()));
    Ok(old.exec(tx).await?.rows_affected)
}

fn from_row(row: Model) -> Result<Trial, Fault> {
    Ok(Trial {
        id: TrialId(row.id),
        client: ClientId(row.client_id),
        door: known(Door::parse(&row.door), "client_trial", "door")?,
        request: from_json(&row.request)?,
        begun_at: Moment::from_millis(row.begun_at),
        outcome: row.outcome.as_deref().map(from_json).transpose()?,
    })
}
