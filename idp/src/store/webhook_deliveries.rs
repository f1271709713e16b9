//! Events on their way to webhooks. Of one webhook only the first that is open may be claimed: the order stands.

use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::Duration;

use super::Tx;
use super::entity::webhook_delivery::{Column, Entity, Model};
use super::rows::{count, counted};
use crate::model::audit::{Seal, Written};
use crate::model::ids::{AuditEventId, TenantId, WebhookId};
use crate::model::moment::Moment;
use crate::model::webhook::{End, Webhook};
use crate::stop::Fault;

/// An event that a webhook is to hear of.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub tenant: TenantId,
    pub webhook: WebhookId,
    pub number: i64,
    pub event: AuditEventId,
    pub created_at: Moment,
    /// When it is tried next, while it is open.
    pub due_at: Moment,
    pub tries: u32,
    pub tried_at: Option<Moment>,
    /// What the address answered last: a status, or why there was none.
    pub answer: Option<String>,
    pub outcome: Option<End>,
}

/// Puts events on their way to the webhooks that want them.
pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    webhooks: &[Webhook],
    events: &[(Written, Seal)],
    now: Moment,
) -> Result<(), Fault> {
    let wanted = webhooks.iter().flat_map(|webhook| {
        events.iter().filter(|(event, _)| webhook.hears(event)).map(|(event, seal)| Model {
            tenant_id: tenant.0,
            webhook_id: webhook.id.0,
            number: seal.number,
            event_id: event.id.0,
            created_at: now.millis(),
            due_at: now.millis(),
            tries: 0,
            tried_at: None,
            answer: None,
            outcome: None,
        })
    });
    let rows: Vec<_> = wanted.map(IntoActiveModel::into_active_model).collect();
    // A statement has room for so many values.
    for part in rows.chunks(100) {
        Entity::insert_many(part.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The first open delivery of each webhook, where that is due.
pub async fn due(
    connection: &impl ConnectionTrait,
    now: Moment,
    most: u64,
) -> Result<Vec<Delivery>, Fault> {
    let before = Alias::new("before");
    let same = |column: Column| Expr::col((before.clone(), column)).eq(Expr::col((Entity, column)));
    let earlier = Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, before.clone())
        .cond_where(same(Column::TenantId))
        .cond_where(same(Column::WebhookId))
        .cond_where(Expr::col((before.clone(), Column::Outcome)).is_null())
        .cond_where(
            Expr::col((before.clone(), Column::Number)).lt(Expr::col((Entity, Column::Number))),
        )
        .to_owned();
    let rows = Entity::find()
        .filter(Column::Outcome.is_null())
        .filter(Column::DueAt.lte(now.millis()))
        .filter(Expr::exists(earlier).not())
        .order_by_asc(Column::DueAt)
        .limit(most)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The first open delivery of a webhook, if it is due.
pub async fn next(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    webhook: WebhookId,
    now: Moment,
) -> Result<Option<Delivery>, Fault> {
    let first = Entity::find()
        .filter(of(tenant, webhook))
        .filter(Column::Outcome.is_null())
        .order_by_asc(Column::Number)
        .one(connection)
        .await?;
    Ok(first.filter(|row| row.due_at <= now.millis()).map(from_row))
}

/// Takes one for a while; false when another worker was first. The claim lapses by itself.
pub async fn claim(
    tx: &Tx,
    delivery: &Delivery,
    now: Moment,
    lapse: Duration,
) -> Result<bool, Fault> {
    let claimed = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now.plus(lapse).millis()))
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
        .filter(this(delivery))
        .filter(Column::Outcome.is_null())
        .filter(Column::Tries.eq(count(delivery.tries)))
        .exec(tx)
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// Notes how a try ended: for good, or until it is tried again.
pub async fn tried(
    tx: &Tx,
    delivery: &Delivery,
    answer: &str,
    how: Result<End, Moment>,
    now: Moment,
) -> Result<(), Fault> {
    let update = Entity::update_many()
        .col_expr(Column::TriedAt, Expr::value(now.millis()))
        .col_expr(Column::Answer, Expr::value(answer));
    let update = match how {
        Ok(end) => update.col_expr(Column::Outcome, Expr::value(end.as_str())),
        Err(again) => update.col_expr(Column::DueAt, Expr::value(again.millis())),
    };
    update.filter(this(delivery)).filter(Column::Outcome.is_null()).exec(tx).await?;
    Ok(())
}

/// Ends what is open of a webhook.
pub async fn end_all(
    tx: &Tx,
    tenant: TenantId,
    webhook: WebhookId,
    how: End,
) -> Result<u64, Fault> {
    let ended = Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(how.as_str()))
        .filter(of(tenant, webhook))
        .filter(Column::Outcome.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

/// The delivery that was tried last.
pub async fn last_tried(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    webhook: WebhookId,
) -> Result<Option<Delivery>, Fault> {
    let row = Entity::find()
        .filter(of(tenant, webhook))
        .filter(Column::TriedAt.is_not_null())
        .order_by_desc(Column::Number)
        .one(connection)
        .await?;
    Ok(row.map(from_row))
}

/// Deliveries of a webhook, newest first; `before` is where the page before ended.
pub async fn newest(
    connection: &impl ConnectionTrait,
    (tenant, webhook): (TenantId, WebhookId),
    before: Option<i64>,
    most: u64,
) -> Result<Vec<Delivery>, Fault> {
    let mut query = Entity::find().filter(of(tenant, webhook));
    if let Some(before) = before {
        query = query.filter(Column::Number.lt(before));
    }
    let rows = query.order_by_desc(Column::Number).limit(most).all(connection).await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Opens one again that was delivered or given up; true for one caller.
pub async fn again(
    tx: &Tx,
    (tenant, webhook): (TenantId, WebhookId),
    number: i64,
    now: Moment,
) -> Result<bool, Fault> {
    let opened = Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(Option::<String>::None))
        .col_expr(Column::DueAt, Expr::value(now.millis()))
        .filter(of(tenant, webhook))
        .filter(Column::Number.eq(number))
        .filter(Column::Outcome.is_in([End::Delivered.as_str(), End::GivenUp.as_str()]))
        .exec(tx)
        .await?;
    Ok(opened.rows_affected == 1)
}

/// How many are open of a webhook.
pub async fn open(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    webhook: WebhookId,
) -> Result<u64, Fault> {
    let query = Entity::find().filter(of(tenant, webhook)).filter(Column::Outcome.is_null());
    Ok(query.count(connection).await?)
}

/// Removes deliveries that ended and were begun before.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let ended = Entity::delete_many()
        .filter(Column::CreatedAt.lt(before.millis()))
        .filter(Column::Outcome.is_not_null());
    Ok(ended.exec(tx).await?.rows_affected)
}

fn of(tenant: TenantId, webhook: WebhookId) -> Condition {
    Condition::all().add(Column::TenantId.eq(tenant.0)).add(Column::WebhookId.eq(webhook.0))
}

fn this(delivery: &Delivery) -> Condition {
    of(delivery.tenant, delivery.webhook).add(Column::Number.eq(delivery.number))
}

fn from_row(row: Model) -> Delivery {
    Delivery {
        tenant: TenantId(row.tenant_id),
        webhook: WebhookId(row.webhook_id),
        number: row.number,
        event: AuditEventId(row.event_id),
        created_at: Moment::from_millis(row.created_at),
        due_at: Moment::from_millis(row.due_at),
        tries: counted(row.tries),
        tried_at: row.tried_at.map(Moment::from_millis),
        answer: row.answer,
        outcome: row.outcome.as_deref().and_then(End::parse),
    }
}
