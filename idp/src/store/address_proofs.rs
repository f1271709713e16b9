//! New addresses that wait for the code mailed to them.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::Tx;
use super::entity::address_proof::{Column, Entity, Model};
use super::rows::{count, counted, insert, known};
use crate::model::address_proof::AddressProof;
use crate::model::device::Kind;
use crate::model::ids::{DeviceId, ProofId, SessionId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::names::MailAddress;
use crate::stop::Fault;

/// Writes a proof asked for; it kills those of the same session before it.
pub async fn create(tx: &Tx, tenant: TenantId, new: &AddressProof) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(new.asked_at.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::SessionId.eq(new.session.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        user_id: new.user.0,
        session_id: new.session.0,
        device_id: new.device.map(|device| device.0),
        address: new.address.to_string(),
        kind: new.kind.as_str().to_owned(),
        reference: new.reference.clone(),
        digest: new.digest.clone(),
        wrong_tries: count(new.wrong_tries),
        asked_at: new.asked_at.millis(),
        ended_at: None,
    };
    insert(tx, row).await
}

/// A proof that may still be given.
pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: ProofId,
) -> Result<Option<AddressProof>, Fault> {
    let query = Entity::find_by_id((tenant.0, id.0)).filter(Column::EndedAt.is_null());
    query.one(connection).await?.map(from_row).transpose()
}

/// The newest proof that may still be given in a session.
pub async fn of_session(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    session: SessionId,
) -> Result<Option<AddressProof>, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::SessionId.eq(session.0))
        .filter(Column::EndedAt.is_null());
    query.order_by_desc(Column::AskedAt).one(connection).await?.map(from_row).transpose()
}

/// A proof by its id, which no other transaction judges meanwhile.
pub async fn for_update(
    tx: &Tx,
    tenant: TenantId,
    id: ProofId,
) -> Result<Option<AddressProof>, Fault> {
    let query = Entity::find_by_id((tenant.0, id.0)).filter(Column::EndedAt.is_null());
    query.lock_exclusive().one(tx).await?.map(from_row).transpose()
}

/// How many were asked for by a user since then.
pub async fn count_since(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Moment,
) -> Result<u64, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::AskedAt.gt(since.millis()));
    Ok(query.count(connection).await?)
}

/// Gives a proof its code; false when it was superseded while its letter was written.
pub async fn set_digest(
    tx: &Tx,
    tenant: TenantId,
    id: ProofId,
    digest: Vec<u8>,
) -> Result<bool, Fault> {
    let changed = Entity::update_many()
        .col_expr(Column::Digest, Expr::value(digest))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(changed == 1)
}

pub async fn count_wrong_try(tx: &Tx, tenant: TenantId, id: ProofId) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::WrongTries, Expr::col(Column::WrongTries).add(1))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Spends a proof; true for exactly one caller.
pub async fn consume(tx: &Tx, tenant: TenantId, id: ProofId, now: Moment) -> Result<bool, Fault> {
    let changed = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(changed == 1)
}

fn from_row(row: Model) -> Result<AddressProof, Fault> {
    Ok(AddressProof {
        id: ProofId(row.id),
        user: UserId(row.user_id),
        session: SessionId(row.session_id),
        device: row.device_id.map(DeviceId),
        address: known(MailAddress::parse(&row.address), "address_proof", "address")?,
        kind: known(Kind::parse(&row.kind), "address_proof", "kind")?,
        reference: row.reference,
        digest: row.digest,
        wrong_tries: counted(row.wrong_tries),
        asked_at: Moment::from_millis(row.asked_at),
    })
}
