//! `GET /console/t/{of}/webhooks/{webhook}`: what was sent to an address and what became of it; sent again, and tried.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::ActPage;
use super::audit::action;
use super::door::{self, Room};
use super::sheet::{Cell, Link, SheetPage, Table};
use super::shell::WEBHOOKS;
use super::webhooks::found;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::webhook::{End, Webhook};
use crate::usecase::admin::webhook_deliveries::{self, NotReached, Offered};
use crate::words::{stamp, text};

/// So many deliveries a page.
const PART: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/webhooks/{webhook}", get(show))
        .route("/console/t/{of}/webhooks/{webhook}/test", get(ask_test).post(test))
        .route(
            "/console/t/{of}/webhooks/{webhook}/deliveries/{number}/retry",
            get(ask_retry).post(retry),
        )
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::WebhookDeliveries).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(one) = found(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let own = room.path(&format!("/webhooks/{}", one.webhook.id));
    let before = visitor.asked("before").and_then(|number| number.parse().ok());
    let most = u64::try_from(PART).unwrap_or(u64::MAX).saturating_add(1);
    let asked = (before, most);
    let found = webhook_deliveries::list(&app, &room.tenant, one.webhook.id, asked).await?;
    let Some(mut offered) = found else { return Ok(Trouble::NotFound.into_response()) };
    let more = offered.len() > PART;
    offered.truncate(PART);
    let may = room.may(Deed::WebhookRetry);
    let rows = offered.iter().enumerate().map(|(place, offered)| {
        let delivery = &offered.delivery;
        let ended = matches!(delivery.outcome, Some(End::Delivered | End::GivenUp));
        let href = format!("{own}/deliveries/{}/retry", delivery.number);
        let link = (may && ended).then(|| Link::numbered(&visitor, "webhook-retry", place, href));
        row(&visitor, offered, link)
    });
    let heads = [
        "webhook-event",
        "webhook-at",
        "console-state",
        "webhook-tries",
        "webhook-last",
        "webhook-due",
        "console-deeds",
    ];
    let say = |key: &str| text(visitor.visit.language, key);
    let wants = one.webhook.prefixes.join(" ");
    let wants = if wants.is_empty() { say("webhook-all-events") } else { wants };
    let mut page = SheetPage::of(&visitor, &room, &WEBHOOKS, &["webhook-retry", "webhook-test"])
        .titled(say("webhook-one"), vec![say("webhook-one-lead")])
        .button(&visitor, room.may(Deed::WebhookTest), ("webhook-test", format!("{own}/test")))
        .fact(&visitor, "webhook-url", one.webhook.url.clone())
        .fact(&visitor, "webhook-events", wants)
        .fact(&visitor, "console-created", stamp(one.webhook.created_at))
        .fact(&visitor, "webhook-waiting", one.waiting.to_string());
    let table = Table::of(&visitor, ("deliveries", "webhook-deliveries"), &heads);
    page.tables = vec![table.rows(rows.collect())];
    page.first_href = before.is_some().then(|| own.clone());
    let end = offered.last().filter(|_| more);
    page.next_href = end.map(|end| format!("{own}?before={}", end.delivery.number));
    Ok(page.show(&app, &visitor))
}

fn row(visitor: &Visitor, one: &Offered, link: Option<Link>) -> Vec<Cell> {
    let say = |key: &str| text(visitor.visit.language, key);
    let delivery = &one.delivery;
    let event = one.event.as_ref().map(|event| action(visitor, &event.action));
    let event = event.unwrap_or_else(|| say("webhook-event-gone"));
    let last = delivery.tried_at.map_or_else(
        || say("nothing"),
        |at| format!("{} {}", stamp(at), answer(visitor, delivery.answer.as_deref())),
    );
    let due = delivery.outcome.is_none().then_some(delivery.due_at);
    vec![
        Cell::code(format!("{event} {}", delivery.event)),
        Cell::of(stamp(delivery.created_at)),
        Cell::of(say(outcome(delivery.outcome))),
        Cell::of(delivery.tries.to_string()),
        Cell::of(last),
        Cell::of(due.map_or_else(|| say("nothing"), stamp)),
        Cell::links(link.into_iter().collect()),
    ]
}

const fn outcome(end: Option<End>) -> &'static str {
    match end {
        None => "webhook-is-waiting",
        Some(End::Delivered) => "webhook-is-delivered",
        Some(End::GivenUp) => "webhook-is-given-up",
        Some(End::Removed) => "webhook-is-removed",
    }
}

/// What an address answered, in words: a status, or why there was none.
pub(super) fn answer(visitor: &Visitor, kept: Option<&str>) -> String {
    let say = |key: &str| text(visitor.visit.language, key);
    let Some(kept) = kept else { return String::new() };
    if kept.parse::<u16>().is_ok() {
        return format!("{} {kept}", say("webhook-answered"));
    }
    let why = [
        (NotReached::Forbidden, "webhook-answer-forbidden"),
        (NotReached::Broken, "webhook-answer-broken"),
        (NotReached::Untrusted, "webhook-answer-untrusted"),
        (NotReached::TooSlow, "webhook-answer-too-slow"),
        (NotReached::TooLarge, "webhook-answer-too-large"),
    ];
    let key = why.into_iter().find(|(one, _)| one.to_string() == kept);
    say(key.map_or("webhook-is-removed", |(_, key)| key))
}

/// The page before a deed to a webhook; its form goes to where it stands.
fn before(visitor: &Visitor, room: &Room, (word, below): (&str, &str), of: &Webhook) -> ActPage {
    let below = format!("/{}{below}", of.id);
    let page = ActPage::of_room(visitor, room, &WEBHOOKS, (word, &below));
    let back_href = room.path(&format!("/webhooks/{}", of.id));
    ActPage { back_href, ..page }.fact(visitor, "webhook-url", of.url.clone())
}

async fn ask_test(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::WebhookTest).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(one) = found(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let page = before(&visitor, &room, ("webhook-test", "/test"), &one.webhook);
    Ok(page.show(&app, &visitor))
}

async fn test(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let room = match door::room(&app, &visitor, Deed::WebhookTest).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(one) = found(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let id = one.webhook.id;
    if !webhook_deliveries::test(&app, &room.tenant, id, room.actor()).await? {
        return Ok(Trouble::NotFound.into_response());
    }
    let to = room.path(&format!("/webhooks/{id}?done=webhook-test"));
    Ok(Redirect::to(&to).into_response())
}

/// The page before an event is sent again; none: the address names no event.
fn again(visitor: &Visitor, room: &Room, of: &Webhook) -> Option<(ActPage, i64)> {
    let number: i64 = visitor.param("number").parse().ok()?;
    let below = format!("/deliveries/{number}/retry");
    let page = before(visitor, room, ("webhook-retry", &below), of);
    Some((page.fact(visitor, "webhook-number", number.to_string()), number))
}

async fn ask_retry(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::WebhookRetry).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let one = found(&app, &visitor, &room).await?;
    let page = one.and_then(|one| again(&visitor, &room, &one.webhook));
    let Some((page, _)) = page else { return Ok(Trouble::NotFound.into_response()) };
    Ok(page.show(&app, &visitor))
}

async fn retry(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::WebhookRetry).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(one) = found(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let Some((page, number)) = again(&visitor, &room, &one.webhook) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let which = (one.webhook.id, number);
    if !webhook_deliveries::retry(&app, &room.tenant, which, room.actor()).await? {
        return Ok(page.again(&app, &visitor, &fields, ("nothing_to_send", None)));
    }
    let to = room.path(&format!("/webhooks/{}?done=webhook-retry", one.webhook.id));
    Ok(Redirect::to(&to).into_response())
}
