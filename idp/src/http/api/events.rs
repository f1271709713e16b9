//! The audit trail of a tenant.

use std::io;

use axum::Json;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
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
use crate::model::audit::{Filter as Wanted, How, Written};
use crate::model::ids::AuditEventId;
use crate::model::moment::Moment;
use crate::usecase::admin::audit::{self, From};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(verify)).routes(routes!(export))
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
    let span = Span { from: asked.from, until: asked.until };
    let wanted = wanted((asked.actor, asked.action, asked.subject), &span)?;
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

/// A span of time.
struct Span {
    from: Option<i64>,
    until: Option<i64>,
}

fn wanted(
    (actor, action, subject): (Option<String>, Option<String>, Option<String>),
    span: &Span,
) -> Answer<Wanted> {
    // PostgreSQL takes no NUL in a text.
    if [&actor, &action, &subject].into_iter().flatten().any(|text| text.contains('\0')) {
        return Err(Refused::because(Code::InvalidRequest));
    }
    Ok(Wanted {
        actor,
        action,
        subject,
        since: span.from.map(Moment::from_seconds),
        until: span.until.map(Moment::from_seconds),
    })
}

/// What of the trail leaves.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Exported {
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
}

/// Streams sealed events as JSON lines, oldest first; that it was done is among them
#[utoipa::path(get, path = "/tenants/{tenant}/audit/export", tag = "audit",
    operation_id = "audit.export", params(Exported),
    responses((status = 200, content_type = "application/jsonl", body = String)))]
async fn export(caller: Caller, Asked(asked): Asked<Exported>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::AuditExport)?;
    let span = Span { from: asked.from, until: asked.until };
    let wanted = wanted((asked.actor, asked.action, asked.subject), &span)?;
    let begun = audit::export(&caller.app, tenant, wanted, by).await?;
    let app = caller.app.clone();
    let lines = stream::try_unfold((begun, app), |(mut export, app)| async move {
        // What is cut off is seen to be: it is not ended as a whole answer is.
        let events =
            export.next(&app).await.map_err(|fault| io::Error::other(fault.to_string()))?;
        let mut lines = String::new();
        for event in &events {
            lines.push_str(&event.told().to_string());
            lines.push('\n');
        }
        Ok::<_, io::Error>((!events.is_empty()).then_some((lines, (export, app))))
    });
    let headers = [(header::CONTENT_TYPE, "application/jsonl")];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// From where the chain is walked.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Walk {
    /// `number:link`, as a verification told it before and somebody kept it elsewhere: it must still stand.
    #[param(max_length = 200)]
    known: Option<String>,
}

/// How far the trail holds.
#[derive(Debug, Serialize, ToSchema)]
struct Verdict {
    /// The last number up to which it holds, and its link: kept elsewhere, it proves later that nothing was rolled back.
    number: i64,
    link: String,
    /// Events that wait to be sealed, and those among them that wait too long.
    waiting: u64,
    late: u64,
    /// The first place where it does not hold; null: it does.
    broken: Option<BrokenAt>,
}

/// Where the trail does not hold.
#[derive(Debug, Serialize, ToSchema)]
struct BrokenAt {
    number: i64,
    /// `changed`, `removed`, `inserted`, `reordered`, `cut_off` or `head`.
    #[schema(value_type = String)]
    how: How,
}

/// Walks the sealed chain and tells the first place where it does not hold
#[utoipa::path(get, path = "/tenants/{tenant}/audit/verify", tag = "audit",
    operation_id = "audit.verify", params(Walk), responses((status = 200, body = Verdict)))]
async fn verify(caller: Caller, Asked(walk): Asked<Walk>) -> Answer<Json<Verdict>> {
    let (tenant, _) = caller.tenant(Deed::AuditVerify)?;
    let from = match walk.known.as_deref() {
        None => From::TheFirst,
        Some(known) => {
            let read = known.split_once(':').and_then(|(number, link)| {
                Some(From::Known(number.parse().ok()?, link.to_owned()))
            });
            let unreadable = || Refused::with(Code::InvalidRequest, "known is number:link");
            read.ok_or_else(unreadable)?
        }
    };
    let told = audit::verify(&caller.app, tenant, &from).await?;
    Ok(Json(Verdict {
        number: told.number,
        link: told.link,
        waiting: told.waiting,
        late: told.late,
        broken: told.broken.map(|broken| BrokenAt { number: broken.number, how: broken.how }),
    }))
}
