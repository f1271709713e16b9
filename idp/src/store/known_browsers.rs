//! Browsers that accounts know. A browser's cookie stands in one row per account that knows it.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::Tx;
use super::entity::known_browser::{Column, Entity, Model};
use super::rows::{count, counted, insert};
use crate::model::history::Origin;
use crate::model::ids::{KnownBrowserId, TenantId, UserId};
use crate::model::known_browser::KnownBrowser;
use crate::model::lockout::Standing;
use crate::model::moment::Moment;
use crate::model::secret::Digest;
use crate::stop::Fault;

pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &KnownBrowser,
    digest: Digest,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        user_id: new.user.0,
        digest,
        ip: new.origin.address.clone(),
        browser: new.origin.browser.clone(),
        created_at: new.created_at.millis(),
        last_seen_at: new.last_seen.millis(),
        remembered_until: new.remembered_until.map(Moment::millis),
        failures: count(new.standing.failures),
        last_failure_at: new.standing.last_failure.map(Moment::millis),
        locked_at: new.standing.locked_at.map(Moment::millis),
        ended_at: None,
    };
    insert(tx, row).await
}

/// What an account knows of the browser with this cookie; one that was ended is told too.
pub async fn by_digest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    digest: &Digest,
) -> Result<Option<KnownBrowser>, Fault> {
    Ok(of_cookie(tenant, user, digest).one(connection).await?.map(from_row))
}

/// The same, and no other transaction counts in it meanwhile; only one that was not ended.
pub async fn live_for_update(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    digest: &Digest,
) -> Result<Option<KnownBrowser>, Fault> {
    let query = of_cookie(tenant, user, digest).filter(Column::EndedAt.is_null());
    Ok(query.lock_exclusive().one(tx).await?.map(from_row))
}

/// Whether the user had the browser with this cookie remembered for the second step.
pub async fn is_remembered(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    digest: &Digest,
    now: Moment,
) -> Result<bool, Fault> {
    let found = by_digest(connection, tenant, user, digest).await?;
    Ok(found.is_some_and(|browser| browser.is_remembered(now)))
}

/// The browsers that an account knows, the last seen first.
pub async fn of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Vec<KnownBrowser>, Fault> {
    let rows = all(tenant, user)
        .filter(Column::EndedAt.is_null())
        .order_by_desc(Column::LastSeenAt)
        .order_by_desc(Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Whether the account ever knew a browser.
pub async fn any(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<bool, Fault> {
    Ok(all(tenant, user).limit(1).count(connection).await? > 0)
}

/// Notes a sign-in from a browser that the account knows.
pub async fn seen(
    tx: &Tx,
    tenant: TenantId,
    seen: (KnownBrowserId, &Origin),
    remembered_until: Option<Moment>,
    now: Moment,
) -> Result<(), Fault> {
    let (id, origin) = seen;
    Entity::update_many()
        .col_expr(Column::LastSeenAt, Expr::value(now.millis()))
        .col_expr(Column::Ip, Expr::value(origin.address.as_str()))
        .col_expr(Column::Browser, Expr::value(origin.browser.as_str()))
        .col_expr(Column::RememberedUntil, Expr::value(remembered_until.map(Moment::millis)))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives a browser another cookie, for every account that knows it besides this user's.
pub async fn rename(
    tx: &Tx,
    tenant: TenantId,
    cookies: (&Digest, &Digest),
    besides: UserId,
) -> Result<(), Fault> {
    let (old, new) = cookies;
    Entity::update_many()
        .col_expr(Column::Digest, Expr::value(new.clone()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Digest.eq(old.clone()))
        .filter(Column::UserId.ne(besides.0))
        .exec(tx)
        .await?;
    Ok(())
}

pub async fn save_standing(
    tx: &Tx,
    tenant: TenantId,
    id: KnownBrowserId,
    standing: &Standing,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(count(standing.failures)))
        .col_expr(Column::LastFailureAt, Expr::value(standing.last_failure.map(Moment::millis)))
        .col_expr(Column::LockedAt, Expr::value(standing.locked_at.map(Moment::millis)))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Clears the counts of all browsers of an account, when it is unlocked.
pub async fn clear_standings(tx: &Tx, tenant: TenantId, user: UserId) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(0))
        .col_expr(Column::LastFailureAt, Expr::value(None::<i64>))
        .col_expr(Column::LockedAt, Expr::value(None::<i64>))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends what an account knows of one browser; true for exactly one caller.
pub async fn end(
    tx: &Tx,
    tenant: TenantId,
    which: (UserId, KnownBrowserId),
    now: Moment,
) -> Result<bool, Fault> {
    let (user, id) = which;
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?
        .rows_affected;
    Ok(ended == 1)
}

/// Ends all that an account knows of browsers: whenever its password changes.
pub async fn end_all(tx: &Tx, tenant: TenantId, user: UserId, now: Moment) -> Result<u64, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

/// Ends the browsers longest unseen, so that no more than `most` stay.
pub async fn end_beyond(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    most: u64,
    now: Moment,
) -> Result<(), Fault> {
    let known = of_user(tx, tenant, user).await?;
    for browser in known.into_iter().skip(usize::try_from(most).unwrap_or(usize::MAX)) {
        end(tx, tenant, (user, browser.id), now).await?;
    }
    Ok(())
}

fn all(tenant: TenantId, user: UserId) -> Select<Entity> {
    Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::UserId.eq(user.0))
}

fn of_cookie(tenant: TenantId, user: UserId, digest: &Digest) -> Select<Entity> {
    all(tenant, user).filter(Column::Digest.eq(digest.clone()))
}

fn from_row(row: Model) -> KnownBrowser {
    KnownBrowser {
        id: KnownBrowserId(row.id),
        user: UserId(row.user_id),
        origin: Origin { address: row.ip, browser: row.browser },
        created_at: Moment::from_millis(row.created_at),
        last_seen: Moment::from_millis(row.last_seen_at),
        remembered_until: row.remembered_until.map(Moment::from_millis),
        standing: Standing {
            failures: counted(row.failures),
            last_failure: row.last_failure_at.map(Moment::from_millis),
            locked_at: row.locked_at.map(Moment::from_millis),
            ..Standing::CLEAN
        },
        ended: row.ended_at.is_some(),
    }
}
