//! The audit trail of a tenant.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::Caller;
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::Asked;
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::audit::{Filter as Wanted, Written};
use crate::model::ids::AuditEventId;
use crate::model::moment::Moment;
use crate::usecase::admin::audit;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// One event: who did what to whom, when and from where.
#[derive(Debug, Serialize, ToSchema)]
struct Event {
    id: Uuid,
    /// Unix seconds.
    at: i64,
    /// A name of the command line, `api-key:…`, `client:…`, an administrator's user ID, `user` or `client`.
    actor: String,
    /// The deed.
    action: String,
    /// What it was done to.
    subject: String,
    /// What changed; never a secret.
    #[schema(value_type = Object)]
    details: Value,
    /// From where; null: at the machine itself.
    address: Option<String>,
    /// Its place in the sealed chain; null: not sealed yet.
    number: Option<i64>,
}

/// Which events are asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filter {
    #[param(max_length = 300)]
    actor: Option<String>,
    /// The word of a deed, or how it begins.
    #[param(max_length = 100)]
    action: Option<String>,
    #[param(max_length = 300)]
    subject: Option<String>,
    /// Not before, in Unix seconds.
    from: Option<i64>,
    /// Before, in Unix seconds.
    until: Option<i64>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// Lists the audit trail, newest first
#[utoipa::path(get, path = "/tenants/{tenant}/audit", tag = "audit", operation_id = "audit.list",
    params(Filter), responses((status = 200, body = Listed<Event>)))]
async fn list(caller: Caller, Asked(asked): Asked<Filter>) -> Answer<Json<Listed<Event>>> {
    let (tenant, _) = caller.tenant(Deed::AuditList)?;
    let part = Part { limit: asked.limit, cursor: asked.cursor };
    let page = Page::of(&caller, "audit", &part)?;
    let texts = [&asked.actor, &asked.action, &asked.subject];
    // PostgreSQL takes no NUL in a text.
    if texts.into_iter().flatten().any(|text| text.contains('\0')) {
        return Err(Refused::because(Code::InvalidRequest));
    }
    let wanted = Wanted {
        actor: asked.actor,
        action: asked.action,
        subject: asked.subject,
        since: asked.from.map(Moment::from_seconds),
        until: asked.until.map(Moment::from_seconds),
    };
    let read = |place: &str| {
        let id = place.parse().map(AuditEventId);
        id.map_err(|_| Refused::because(Code::InvalidCursor))
    };
    let after = page.after.as_deref().map(read).transpose()?;
    let found = audit::list(&caller.app, tenant, &wanted, (after, page.most())).await?.events;
    Ok(Json(page.cut(found, |event| event.id.to_string(), shown)))
}

fn shown(event: Written) -> Event {
    Event {
        details: event.details_value(),
        id: event.id.0,
        at: event.at.seconds(),
        actor: event.actor,
        action: event.action,
        subject: event.subject,
        number: event.seal.map(|seal| seal.number),
        address: event.address,
    }
}
