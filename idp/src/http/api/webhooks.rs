//! Webhooks: addresses that hear of a tenant's events.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::Caller;
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::ids::WebhookId;
use crate::model::moment::Moment;
use crate::model::webhook::End;
use crate::usecase::admin::webhook_deliveries::{self, Offered};
use crate::usecase::admin::webhooks::{self, Delivery};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(remove))
        .routes(routes!(deliveries))
        .routes(routes!(retry))
        .routes(routes!(test))
}

/// A webhook, what waits for it, and what became of the last try.
#[derive(Debug, Serialize, ToSchema)]
struct Webhook {
    id: Uuid,
    url: String,
    /// How the actions of its events begin; empty: all events.
    events: Vec<String>,
    /// Unix seconds.
    created_at: i64,
    /// How many events wait.
    waiting: u64,
    /// Null: nothing was sent so far.
    last: Option<LastDelivery>,
}

/// The last try to deliver.
#[derive(Debug, Serialize, ToSchema)]
struct LastDelivery {
    /// The number of the event in the audit trail.
    number: i64,
    /// Unix seconds.
    at: Option<i64>,
    tries: u32,
    /// A status, or why there was none.
    answer: Option<String>,
    /// `waits`, `delivered`, `given_up` or `removed`.
    outcome: &'static str,
}

/// An event on its way to a webhook, or what became of it.
#[derive(Debug, Serialize, ToSchema)]
struct EventDelivery {
    /// The number of the event in the audit trail.
    number: i64,
    /// The `webhook-id` that it is sent with.
    event_id: Uuid,
    /// Its action; null: the audit trail no longer has it.
    action: Option<String>,
    /// Unix seconds.
    created_at: i64,
    tries: u32,
    /// Unix seconds.
    tried_at: Option<i64>,
    /// Unix seconds; null: it is not tried again.
    next_try_at: Option<i64>,
    /// A status, or why there was none.
    answer: Option<String>,
    /// `waits`, `delivered`, `given_up` or `removed`.
    outcome: &'static str,
}

/// A webhook and the secret that signs what it is sent, shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct NewWebhook {
    id: Uuid,
    url: String,
    events: Vec<String>,
    secret: String,
}

fn shape(one: webhooks::Listed) -> Webhook {
    Webhook {
        id: one.webhook.id.0,
        url: one.webhook.url,
        events: one.webhook.prefixes,
        created_at: one.webhook.created_at.seconds(),
        waiting: one.waiting,
        last: one.last.map(last),
    }
}

fn last(delivery: Delivery) -> LastDelivery {
    LastDelivery {
        number: delivery.number,
        at: delivery.tried_at.map(Moment::seconds),
        tries: delivery.tries,
        answer: delivery.answer,
        outcome: delivery.outcome.map_or("waits", End::as_str),
    }
}

/// Lists the webhooks of a tenant
#[utoipa::path(get, path = "/tenants/{tenant}/webhooks", tag = "webhooks",
    operation_id = "webhook.list", params(Part), responses((status = 200, body = Listed<Webhook>)))]
async fn list(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<Webhook>>> {
    let (tenant, _) = caller.tenant(Deed::WebhookList)?;
    let page = Page::of(&caller, "webhooks", &part)?;
    let all = webhooks::list(&caller.app, tenant).await?;
    Ok(Json(page.of_whole(all, |one| one.webhook.id.to_string(), shape)))
}

/// A webhook to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WebhookTerms {
    /// https, on a public server.
    #[schema(max_length = 2_000)]
    url: String,
    /// How the actions of the events begin; left out: all events.
    #[serde(default)]
    #[schema(max_items = 20)]
    events: Vec<String>,
}

/// Makes a webhook; its secret is in this answer alone
#[utoipa::path(post, path = "/tenants/{tenant}/webhooks", tag = "webhooks",
    operation_id = "webhook.create", request_body = WebhookTerms,
    responses((status = 201, body = NewWebhook)))]
async fn create(caller: Caller, Told(terms): Told<WebhookTerms>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::WebhookCreate)?;
    let terms = (terms.url.as_str(), terms.events);
    let (made, secret) = webhooks::create(&caller.app, tenant, terms, by).await?;
    let told = NewWebhook { id: made.id.0, url: made.url, events: made.prefixes, secret };
    Ok((StatusCode::CREATED, Json(told)).into_response())
}

/// Removes a webhook; what was on its way to it is not delivered
#[utoipa::path(delete, path = "/tenants/{tenant}/webhooks/{webhook_id}", tag = "webhooks",
    operation_id = "webhook.remove", responses((status = 204)))]
async fn remove(caller: Caller) -> Answer<StatusCode> {
    let (tenant, by) = caller.tenant(Deed::WebhookRemove)?;
    let id = WebhookId(caller.id("webhook_id")?);
    if webhooks::remove(&caller.app, tenant, id, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}

fn delivery(one: Offered) -> EventDelivery {
    let Offered { delivery, event } = one;
    EventDelivery {
        number: delivery.number,
        event_id: delivery.event.0,
        action: event.map(|event| event.action),
        created_at: delivery.created_at.seconds(),
        tries: delivery.tries,
        tried_at: delivery.tried_at.map(Moment::seconds),
        next_try_at: delivery.outcome.is_none().then(|| delivery.due_at.seconds()),
        answer: delivery.answer,
        outcome: delivery.outcome.map_or("waits", End::as_str),
    }
}

/// Lists what was sent to a webhook within 30 days, newest first
#[utoipa::path(get, path = "/tenants/{tenant}/webhooks/{webhook_id}/deliveries", tag = "webhooks",
    operation_id = "webhook.deliveries", params(Part),
    responses((status = 200, body = Listed<EventDelivery>)))]
async fn deliveries(
    caller: Caller,
    Asked(part): Asked<Part>,
) -> Answer<Json<Listed<EventDelivery>>> {
    let (tenant, _) = caller.tenant(Deed::WebhookDeliveries)?;
    let page = Page::of(&caller, "webhook-deliveries", &part)?;
    let id = WebhookId(caller.id("webhook_id")?);
    let asked = (page.after.as_deref().and_then(|after| after.parse().ok()), page.most());
    let found = webhook_deliveries::list(&caller.app, tenant, id, asked).await?;
    let found = found.ok_or_else(|| Refused::because(Code::NotFound))?;
    Ok(Json(page.cut(found, |one| one.delivery.number.to_string(), delivery)))
}

/// Sends an event again that was delivered or given up
#[utoipa::path(post, tag = "webhooks", operation_id = "webhook.retry",
    path = "/tenants/{tenant}/webhooks/{webhook_id}/deliveries/{number}/retry",
    responses((status = 204)))]
async fn retry(caller: Caller) -> Answer<StatusCode> {
    let (tenant, by) = caller.tenant(Deed::WebhookRetry)?;
    let id = WebhookId(caller.id("webhook_id")?);
    let number = caller.param("number").parse().map_err(|_| Refused::because(Code::NotFound))?;
    if webhook_deliveries::retry(&caller.app, tenant, (id, number), by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}

/// Sends a test event to this webhook alone
#[utoipa::path(post, path = "/tenants/{tenant}/webhooks/{webhook_id}/test", tag = "webhooks",
    operation_id = "webhook.test", responses((status = 204)))]
async fn test(caller: Caller) -> Answer<StatusCode> {
    let (tenant, by) = caller.tenant(Deed::WebhookTest)?;
    let id = WebhookId(caller.id("webhook_id")?);
    if webhook_deliveries::test(&caller.app, tenant, id, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}
