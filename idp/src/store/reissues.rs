//! Reissues: asked for, confirmed in one browser, proven, used once.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::Tx;
use super::entity::reissue::{Column, Entity, Model};
use super::rows::{count, counted, insert, known};
use crate::model::ending::Ending;
use crate::model::ids::{ReissueId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::reissue::{Proof, Reissue};
use crate::stop::Fault;

/// Opens a reissue; those of the user before it end.
pub async fn create(tx: &Tx, tenant: TenantId, new: &Reissue) -> Result<(), Fault> {
    end_of_user(tx, tenant, new.user, Ending::Superseded, new.created_at).await?;
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        user_id: new.user.0,
        wrong_tries: count(new.wrong_tries),
        created_at: new.created_at.millis(),
        expires_at: new.expires_at.millis(),
        browser_digest: new.browser.clone(),
        proof: new.proof.map(|proof| proof.as_str().to_owned()),
        ended_at: None,
        how_ended: None,
    };
    insert(tx, row).await
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: ReissueId,
) -> Result<Option<Reissue>, Fault> {
    Entity::find_by_id((tenant.0, id.0)).one(connection).await?.map(from_row).transpose()
}

/// The same, and no other transaction judges it meanwhile.
pub async fn for_update(
    tx: &Tx,
    tenant: TenantId,
    id: ReissueId,
) -> Result<Option<Reissue>, Fault> {
    let query = Entity::find_by_id((tenant.0, id.0)).lock_exclusive();
    query.one(tx).await?.map(from_row).transpose()
}

/// The reissue of a user that neither ended nor expired, held until the transaction ends.
pub async fn open_of_user(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    now: Moment,
) -> Result<Option<Reissue>, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.millis()))
        .lock_exclusive();
    query.one(tx).await?.map(from_row).transpose()
}

/// Notes what was proven besides the mailbox.
pub async fn set_proof(
    tx: &Tx,
    tenant: TenantId,
    id: ReissueId,
    proof: Proof,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Proof, Expr::value(proof.as_str()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
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
        .filter(Column::CreatedAt.gt(since.millis()));
    Ok(query.count(connection).await?)
}

pub async fn count_wrong_try(tx: &Tx, tenant: TenantId, id: ReissueId) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::WrongTries, Expr::col(Column::WrongTries).add(1))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Binds a reissue to the browser in which its link was confirmed; false when another was first.
pub async fn bind(
    tx: &Tx,
    tenant: TenantId,
    id: ReissueId,
    browser: Vec<u8>,
) -> Result<bool, Fault> {
    let bound = Entity::update_many()
        .col_expr(Column::BrowserDigest, Expr::value(browser))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::BrowserDigest.is_null())
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(bound == 1)
}

/// Ends a reissue; true for exactly one caller.
pub async fn end(
    tx: &Tx,
    tenant: TenantId,
    id: ReissueId,
    how: Ending,
    now: Moment,
) -> Result<bool, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .col_expr(Column::HowEnded, Expr::value(how.as_str()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(ended == 1)
}

pub async fn end_of_user(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    how: Ending,
    now: Moment,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .col_expr(Column::HowEnded, Expr::value(how.as_str()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

fn from_row(row: Model) -> Result<Reissue, Fault> {
    let ended = match row.how_ended {
        Some(word) => Some(known(Ending::parse(&word), "reissue", "how_ended")?),
        None => None,
    };
    let proof = match row.proof {
        Some(word) => Some(known(Proof::parse(&word), "reissue", "proof")?),
        None => None,
    };
    Ok(Reissue {
        id: ReissueId(row.id),
        user: UserId(row.user_id),
        wrong_tries: counted(row.wrong_tries),
        created_at: Moment::from_millis(row.created_at),
        expires_at: Moment::from_millis(row.expires_at),
        browser: row.browser_digest,
        proof,
        ended,
    })
}
