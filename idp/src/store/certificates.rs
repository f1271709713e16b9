//! Client certificates of devices. Fetching and revoking are guarded updates: whoever comes second changes nothing.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, UpdateMany,
};

use super::Tx;
use super::entity::certificate::{Column, Entity, Model};
use super::entity::{method_change, user};
use super::rows::{insert, known};
use crate::model::certificate::{Certificate, Reason, UNDELIVERED};
use crate::model::ids::{AuthorityId, CertificateId, DeviceId, TenantId, UserId};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::stop::Fault;

pub async fn create(tx: &Tx, tenant: TenantId, new: &Certificate) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        authority_id: new.authority.0,
        serial: new.serial.clone(),
        user_id: new.user.0,
        device_id: new.device.0,
        certificate: new.certificate.clone(),
        issued_at: new.issued_at.millis(),
        not_after: new.not_after.millis(),
        sealed: new.sealed.clone(),
        downloaded_at: new.downloaded_at.map(Moment::millis),
        revoked_at: None,
        reason: None,
    };
    insert(tx, row).await
}

pub async fn of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Vec<Certificate>, Fault> {
    found(connection, tenant, Condition::all().add(Column::UserId.eq(user.0))).await
}

pub async fn of_device(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    device: DeviceId,
) -> Result<Vec<Certificate>, Fault> {
    found(connection, tenant, Condition::all().add(Column::DeviceId.eq(device.0))).await
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: CertificateId,
) -> Result<Option<Certificate>, Fault> {
    let row = Entity::find_by_id((tenant.0, id.0)).one(connection).await?;
    row.map(from_row).transpose()
}

/// The same, and nobody revokes it until the transaction ends.
pub async fn for_update(
    tx: &Tx,
    tenant: TenantId,
    id: CertificateId,
) -> Result<Option<Certificate>, Fault> {
    let query = Entity::find_by_id((tenant.0, id.0)).lock_exclusive();
    query.one(tx).await?.map(from_row).transpose()
}

pub async fn by_serial(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    authority: AuthorityId,
    serial: &str,
) -> Result<Option<Certificate>, Fault> {
    let row = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::AuthorityId.eq(authority.0))
        .filter(Column::Serial.eq(serial))
        .one(connection)
        .await?;
    row.map(from_row).transpose()
}

/// What a revocation list says: those of an authority that are revoked and would be valid at `now`.
pub async fn revoked(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    authority: AuthorityId,
    now: Moment,
) -> Result<Vec<Certificate>, Fault> {
    let wanted = Condition::all()
        .add(Column::AuthorityId.eq(authority.0))
        .add(Column::RevokedAt.is_not_null())
        .add(Column::NotAfter.gt(now.millis()));
    found(connection, tenant, wanted).await
}

/// Those that end in a span and are not revoked.
pub async fn ending(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    span: (Moment, Moment),
) -> Result<Vec<Certificate>, Fault> {
    let wanted = Condition::all()
        .add(Column::RevokedAt.is_null())
        .add(Column::NotAfter.gt(span.0.millis()))
        .add(Column::NotAfter.lte(span.1.millis()));
    found(connection, tenant, wanted).await
}

/// Live certificates of users whose login method is another, and whose change nobody can undo any more. Those that were
/// issued a moment ago wait for the change to their method.
pub async fn left_behind(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    now: Moment,
) -> Result<Vec<Certificate>, Fault> {
    let elsewhere = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::TenantId.eq(tenant.0))
        .filter(user::Column::LoginMethod.ne(LoginMethod::PasswordCertificate.as_str()))
        .into_query();
    let undoable = method_change::Entity::find()
        .select_only()
        .column(method_change::Column::UserId)
        .filter(method_change::Column::TenantId.eq(tenant.0))
        .filter(method_change::Column::UndoneAt.is_null())
        .filter(method_change::Column::UndoUntil.gt(now.millis()))
        .into_query();
    let wanted = Condition::all()
        .add(Column::RevokedAt.is_null())
        .add(Column::NotAfter.gt(now.millis()))
        .add(Column::IssuedAt.lte(now.minus(UNDELIVERED).millis()))
        .add(Column::UserId.in_subquery(elsewhere))
        .add(Column::UserId.not_in_subquery(undoable));
    found(connection, tenant, wanted).await
}

/// Marks a file as fetched; with `drop` its key and password go. True for whoever may hand it out.
pub async fn fetch(
    tx: &Tx,
    tenant: TenantId,
    id: CertificateId,
    drop: bool,
    now: Moment,
) -> Result<bool, Fault> {
    let mut update = standing(tenant, id)
        .col_expr(Column::DownloadedAt, Expr::value(now.millis()))
        .filter(Column::Sealed.is_not_null());
    if drop {
        update = update.col_expr(Column::Sealed, Expr::value(None::<Vec<u8>>));
    }
    Ok(update.exec(tx).await?.rows_affected == 1)
}

/// Notes that a certificate is in its owner's hands, if that was not known.
pub async fn used(
    tx: &Tx,
    tenant: TenantId,
    id: CertificateId,
    now: Moment,
) -> Result<bool, Fault> {
    let update = standing(tenant, id)
        .col_expr(Column::DownloadedAt, Expr::value(now.millis()))
        .filter(Column::DownloadedAt.is_null());
    Ok(update.exec(tx).await?.rows_affected == 1)
}

/// Revokes; what is still sealed goes with it. True for exactly one caller.
pub async fn revoke(
    tx: &Tx,
    tenant: TenantId,
    id: CertificateId,
    reason: Reason,
    now: Moment,
) -> Result<bool, Fault> {
    let update = standing(tenant, id)
        .col_expr(Column::RevokedAt, Expr::value(now.millis()))
        .col_expr(Column::Reason, Expr::value(reason.as_str()))
        .col_expr(Column::Sealed, Expr::value(None::<Vec<u8>>));
    Ok(update.exec(tx).await?.rows_affected == 1)
}

/// Forgets keys and passwords of a tenant that nobody fetched since `before`, and of certificates that ended.
pub async fn drop_undelivered(
    tx: &Tx,
    tenant: TenantId,
    before: Option<Moment>,
    now: Moment,
) -> Result<u64, Fault> {
    let mut over = Condition::any().add(Column::NotAfter.lte(now.millis()));
    if let Some(before) = before {
        over = over.add(Column::IssuedAt.lte(before.millis()));
    }
    let update = Entity::update_many()
        .col_expr(Column::Sealed, Expr::value(None::<Vec<u8>>))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Sealed.is_not_null())
        .filter(over);
    Ok(update.exec(tx).await?.rows_affected)
}

/// An update of one certificate that takes effect only while it is not revoked.
fn standing(tenant: TenantId, id: CertificateId) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::RevokedAt.is_null())
}

async fn found(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    wanted: Condition,
) -> Result<Vec<Certificate>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(wanted)
        .order_by_asc(Column::IssuedAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(from_row).collect()
}

fn from_row(row: Model) -> Result<Certificate, Fault> {
    let revoked = match (row.revoked_at, row.reason) {
        (Some(at), reason) => {
            let reason = reason.as_deref().and_then(Reason::parse);
            Some((Moment::from_millis(at), known(reason, "certificate", "reason")?))
        }
        (None, _) => None,
    };
    Ok(Certificate {
        id: CertificateId(row.id),
        authority: AuthorityId(row.authority_id),
        serial: row.serial,
        user: UserId(row.user_id),
        device: DeviceId(row.device_id),
        certificate: row.certificate,
        issued_at: Moment::from_millis(row.issued_at),
        not_after: Moment::from_millis(row.not_after),
        sealed: row.sealed,
        downloaded_at: row.downloaded_at.map(Moment::from_millis),
        revoked,
    })
}
