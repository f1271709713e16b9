//! Sessions of browsers.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Tx;
use super::entity::browser_session::{Column, Entity, Model};
use super::rows::{insert, known};
use super::session_clients;
use crate::model::history::Origin;
use crate::model::ids::{CertificateId, SessionId, TenantId, UserId};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::session::Session;
use crate::stop::Fault;

pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &Session,
    digest: Vec<u8>,
    origin: &Origin,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        digest,
        user_id: new.user.0,
        method: new.method.as_str().to_owned(),
        authenticated_at: new.authenticated_at.millis(),
        last_seen_at: new.last_seen.millis(),
        ended_at: None,
        ip: origin.address.clone(),
        browser: origin.browser.clone(),
        certificate_id: new.certificate.map(|id| id.0),
    };
    insert(tx, row).await
}

/// A session that was not ended, by the digest of its cookie.
pub async fn by_digest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    digest: Vec<u8>,
) -> Result<Option<Session>, Fault> {
    let query = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(digest))
        .filter(Column::EndedAt.is_null());
    query.one(connection).await?.as_ref().map(from_row).transpose()
}

/// A session that was not ended, by its id.
pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: SessionId,
) -> Result<Option<Session>, Fault> {
    let query = Entity::find_by_id((tenant.0, id.0)).filter(Column::EndedAt.is_null());
    query.one(connection).await?.as_ref().map(from_row).transpose()
}

/// Gives a session that its person proved anew another cookie, method, certificate and time.
pub async fn renew(
    tx: &Tx,
    tenant: TenantId,
    renewed: &Session,
    digest: Vec<u8>,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Digest, Expr::value(digest))
        .col_expr(Column::Method, Expr::value(renewed.method.as_str()))
        .col_expr(Column::CertificateId, Expr::value(renewed.certificate.map(|id| id.0)))
        .col_expr(Column::AuthenticatedAt, Expr::value(renewed.authenticated_at.millis()))
        .col_expr(Column::LastSeenAt, Expr::value(renewed.last_seen.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(renewed.id.0))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn seen(tx: &Tx, tenant: TenantId, id: SessionId, now: Moment) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::LastSeenAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends a session; true for exactly one caller.
pub async fn end(tx: &Tx, tenant: TenantId, id: SessionId, now: Moment) -> Result<bool, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    session_clients::ended(tx, tenant, None, Some(id), now).await?;
    Ok(ended == 1)
}

pub async fn end_all(tx: &Tx, tenant: TenantId, user: UserId, now: Moment) -> Result<u64, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    session_clients::ended(tx, tenant, Some(user), None, now).await?;
    Ok(ended.rows_affected)
}

/// Ends the sessions that a certificate opened, all but `kept`. Returns which these were.
pub async fn end_of_certificate(
    tx: &Tx,
    tenant: TenantId,
    certificate: CertificateId,
    kept: Option<SessionId>,
    now: Moment,
) -> Result<Vec<SessionId>, Fault> {
    let opened = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::CertificateId.eq(certificate.0))
        .filter(Column::EndedAt.is_null())
        .all(tx)
        .await?;
    let mut ended = Vec::new();
    for id in opened.into_iter().map(|row| SessionId(row.id)) {
        if Some(id) != kept && end(tx, tenant, id, now).await? {
            ended.push(id);
        }
    }
    Ok(ended)
}

/// Ends all sessions of a user but one.
pub async fn end_others(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    kept: SessionId,
    now: Moment,
) -> Result<u64, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::Id.ne(kept.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    session_clients::ended(tx, tenant, Some(user), None, now).await?;
    Ok(ended.rows_affected)
}

/// Sessions of a user that were not ended, with where each began; the last seen first.
pub async fn of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Vec<(Session, Origin)>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .order_by_desc(Column::LastSeenAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let session = from_row(&row)?;
            Ok((session, Origin { address: row.ip, browser: row.browser }))
        })
        .collect()
}

/// Ends a session if it is this user's; true for exactly one caller.
pub async fn end_own(
    tx: &Tx,
    tenant: TenantId,
    whose: (UserId, SessionId),
    now: Moment,
) -> Result<bool, Fault> {
    let (user, id) = whose;
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    session_clients::ended(tx, tenant, Some(user), Some(id), now).await?;
    Ok(ended.rows_affected == 1)
}

fn from_row(row: &Model) -> Result<Session, Fault> {
    Ok(Session {
        id: SessionId(row.id),
        user: UserId(row.user_id),
        method: known(LoginMethod::parse(&row.method), "browser_session", "method")?,
        certificate: row.certificate_id.map(CertificateId),
        authenticated_at: Moment::from_millis(row.authenticated_at),
        last_seen: Moment::from_millis(row.last_seen_at),
    })
}
