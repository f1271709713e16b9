//! Enrolments: opened, proven in one browser, used once.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::Tx;
use super::entity::enrolment::{Column, Entity, Model};
use super::rows::{count, counted, insert, known};
use crate::model::ending::Ending;
use crate::model::enrolment::Enrolment;
use crate::model::ids::{EnrolmentId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// Opens an enrolment; those of the user before it end.
pub async fn create(tx: &Tx, tenant: TenantId, new: &Enrolment) -> Result<(), Fault> {
    end_of_user(tx, tenant, new.user, Ending::Superseded, new.created_at).await?;
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        user_id: new.user.0,
        code_digest: new.code_digest.clone(),
        wrong_tries: count(new.wrong_tries),
        created_at: new.created_at.millis(),
        expires_at: new.expires_at.millis(),
        browser_digest: new.browser.clone(),
        ended_at: None,
        how_ended: None,
    };
    insert(tx, row).await
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: EnrolmentId,
) -> Result<Option<Enrolment>, Fault> {
    Entity::find_by_id((tenant.0, id.0)).one(connection).await?.map(from_row).transpose()
}

/// When an enrolment ended, if it did.
pub async fn ended_at(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: EnrolmentId,
) -> Result<Option<Moment>, Fault> {
    let row = Entity::find_by_id((tenant.0, id.0)).one(connection).await?;
    Ok(row.and_then(|row| row.ended_at).map(Moment::from_millis))
}

/// The same, and no other transaction judges it meanwhile.
pub async fn for_update(
    tx: &Tx,
    tenant: TenantId,
    id: EnrolmentId,
) -> Result<Option<Enrolment>, Fault> {
    let query = Entity::find_by_id((tenant.0, id.0)).lock_exclusive();
    query.one(tx).await?.map(from_row).transpose()
}

/// Gives an open enrolment its initial one-time password; false when it ended meanwhile.
pub async fn set_code(
    tx: &Tx,
    tenant: TenantId,
    id: EnrolmentId,
    digest: Vec<u8>,
) -> Result<bool, Fault> {
    let changed = Entity::update_many()
        .col_expr(Column::CodeDigest, Expr::value(digest))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(changed == 1)
}

pub async fn count_wrong_try(tx: &Tx, tenant: TenantId, id: EnrolmentId) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::WrongTries, Expr::col(Column::WrongTries).add(1))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Binds a proven enrolment to the browser that proved it; false when another was first.
pub async fn bind(
    tx: &Tx,
    tenant: TenantId,
    id: EnrolmentId,
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

/// Ends an enrolment; true for exactly one caller.
pub async fn end(
    tx: &Tx,
    tenant: TenantId,
    id: EnrolmentId,
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

fn from_row(row: Model) -> Result<Enrolment, Fault> {
    let ended = match row.how_ended {
        Some(word) => Some(known(Ending::parse(&word), "enrolment", "how_ended")?),
        None => None,
    };
    Ok(Enrolment {
        id: EnrolmentId(row.id),
        user: UserId(row.user_id),
        code_digest: row.code_digest,
        wrong_tries: counted(row.wrong_tries),
        created_at: Moment::from_millis(row.created_at),
        expires_at: Moment::from_millis(row.expires_at),
        browser: row.browser_digest,
        ended,
    })
}

/// The enrolment that was opened last for a user.
pub async fn newest_of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<Enrolment>, Fault> {
    let row = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .one(connection)
        .await?;
    row.map(from_row).transpose()
}
