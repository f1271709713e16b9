//! `GET /console/t/{of}/audit`: who did what to whom; sought, verified, exported.

use std::io;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use serde_json::Value;
use time::Date;
use time::macros::format_description;

use super::act::Field;
use super::door::{self, Room};
use super::sheet::{Asking, Cell, SheetPage, Table};
use super::shell::AUDIT;
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::model::admin::Deed;
use crate::model::audit::{Filter, Written};
use crate::model::ids::AuditEventId;
use crate::model::moment::Moment;
use crate::usecase::admin::audit::{self, From};
use crate::words::{stamp, text, text_if_any, text_with};

/// So many events a page.
const PART: u64 = 50;

/// Days are days in Japan, as everywhere on these pages.
const OFFSET: i64 = 9 * 3_600;
const DAY: i64 = 86_400;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/audit", get(show))
        .route("/console/t/{of}/audit/verify", get(verify))
        .route("/console/t/{of}/audit/export", get(export))
}

/// What is asked for, by the names of the fields.
const ASKED: [&str; 5] = ["action", "actor", "subject", "from", "until"];

/// What was typed, bounded; PostgreSQL keeps no NUL in a text.
fn typed(visitor: &Visitor, name: &str) -> Option<String> {
    let text = visitor.asked(name).unwrap_or_default().trim();
    let text: String = text.chars().filter(|one| !one.is_control()).take(300).collect();
    Some(text).filter(|text| !text.is_empty())
}

/// When a typed day begins.
fn begun(typed: &str) -> Option<i64> {
    let format = format_description!("[year]-[month]-[day]");
    let date = Date::parse(&typed.replace('/', "-"), format).ok()?;
    Some(date.midnight().assume_utc().unix_timestamp() - OFFSET)
}

fn filter(visitor: &Visitor) -> Filter {
    let day = |name: &str, more: i64| {
        let begun = begun(&typed(visitor, name)?)?;
        Some(Moment::from_seconds(begun + more))
    };
    Filter {
        action: typed(visitor, "action"),
        actor: typed(visitor, "actor"),
        subject: typed(visitor, "subject"),
        since: day("from", 0),
        until: day("until", DAY),
    }
}

/// The same question at another address, from somewhere on.
fn href(visitor: &Visitor, room: &Room, below: &str, after: Option<AuditEventId>) -> String {
    let given = ASKED.into_iter().filter_map(|name| Some((name, typed(visitor, name)?)));
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(given);
    if let Some(after) = after {
        query.append_pair("after", &after.to_string());
    }
    room.path(&format!("/audit{below}?{}", query.finish()))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::AuditList).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let after = visitor.asked("after").and_then(|id| id.parse().ok()).map(AuditEventId);
    let wanted = filter(&visitor);
    let found = audit::list(&app, &room.tenant, &wanted, (after, PART)).await?;
    let heads = ["audit-at", "audit-actor", "audit-action", "audit-subject", "audit-details"];
    let rows = found.events.iter().map(|event| row(&visitor, event)).collect();
    let export = href(&visitor, &room, "/export", None);
    let mut page = SheetPage::of(&visitor, &room, &AUDIT, &[])
        .button(&visitor, room.may(Deed::AuditVerify), ("audit-verify", room.path("/audit/verify")))
        .button(&visitor, room.may(Deed::AuditExport), ("audit-export", export));
    let field = |name: &'static str| {
        let field = Field::text(&visitor, name, &format!("audit-ask-{name}"));
        field.holding(typed(&visitor, name))
    };
    page.asking = Some(Asking {
        action: room.path("/audit"),
        fields: ASKED.map(field).into_iter().collect(),
    });
    let unread = |name: &str| typed(&visitor, name).is_some_and(|day| begun(&day).is_none());
    if unread("from") || unread("until") {
        page.notice = Some(text(visitor.visit.language, "audit-bad-day"));
    }
    page.tables = vec![Table::of(&visitor, ("events", "audit-events"), &heads).rows(rows)];
    page.first_href = after.is_some().then(|| href(&visitor, &room, "", None));
    page.next_href = found.next.map(|next| href(&visitor, &room, "", Some(next)));
    Ok(page.show(&app, &visitor))
}

fn row(visitor: &Visitor, event: &Written) -> Vec<Cell> {
    let actor = match &event.address {
        Some(address) => format!("{} ({address})", event.actor),
        None => event.actor.clone(),
    };
    vec![
        Cell::of(stamp(event.at)),
        Cell::code(actor),
        Cell::of(action(visitor, &event.action)),
        Cell::code(event.subject.clone()),
        Cell::code(details(&event.details_value())),
    ]
}

/// An action in words, and as it is sought.
pub(super) fn action(visitor: &Visitor, name: &str) -> String {
    let key = format!("action-{}", name.replace(['.', '_'], "-"));
    match text_if_any(visitor.visit.language, &key) {
        Some(words) => format!("{words} ({name})"),
        None => name.to_owned(),
    }
}

/// Details on one line: from what to what, names and values.
fn details(value: &Value) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Value::Object(members) => {
            let change = members.get("before").zip(members.get("after"));
            let change =
                change.map(|(before, after)| format!("{} → {}", plain(before), plain(after)));
            let told = |name: &str| change.is_some() && (name == "before" || name == "after");
            let pairs = members.iter().filter(|(name, value)| !value.is_null() && !told(name));
            let pairs = pairs.map(|(name, value)| format!("{name}: {}", plain(value)));
            change.clone().into_iter().chain(pairs).collect::<Vec<_>>().join(", ")
        }
        other => plain(other),
    }
}

async fn verify(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::AuditVerify).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let told = audit::verify(&app, &room.tenant, &From::TheFirst).await?;
    let say = |key: &str| text(visitor.visit.language, key);
    let lead = match &told.broken {
        None => say("audit-holds"),
        Some(broken) => {
            let arguments = [("number", broken.number.into())];
            text_with(visitor.visit.language, "audit-broken", &arguments)
        }
    };
    let page = SheetPage::of(&visitor, &room, &AUDIT, &[])
        .titled(say("audit-verify"), vec![lead, say("audit-known")])
        .fact(&visitor, "audit-number", told.number.to_string())
        .fact(&visitor, "audit-link", told.link)
        .fact(&visitor, "audit-waiting", told.waiting.to_string())
        .fact(&visitor, "audit-late", told.late.to_string());
    Ok(page.show(&app, &visitor))
}

async fn export(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::AuditExport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let begun = audit::export(&app, &room.tenant, filter(&visitor), room.actor()).await?;
    let name = format!("attachment; filename=\"audit-{}.jsonl\"", room.tenant.slug);
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
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}
