//! `GET /console/t/{of}/webhooks`: addresses that hear of the tenant's events; made and removed.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Field};
use super::door::{self, Room};
use super::sheet::{Cell, Link, SheetPage, Table};
use super::shell::WEBHOOKS;
use super::webhook::answer;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::ids::WebhookId;
use crate::stop::Stop;
use crate::usecase::admin::webhooks::{self, Listed, Refusal};
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/webhooks", get(show))
        .route("/console/t/{of}/webhooks/new", get(ask).post(create))
        .route("/console/t/{of}/webhooks/{webhook}/remove", get(ask_removal).post(remove))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::WebhookList).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let listed = webhooks::list(&app, &room.tenant).await?;
    let rows = listed.iter().enumerate().map(|(number, one)| {
        let own = room.path(&format!("/webhooks/{}", one.webhook.id));
        let show = Link {
            id: format!("webhook-{}", number + 1),
            href: own,
            label: one.webhook.url.clone(),
        };
        let remove = room.path(&format!("/webhooks/{}/remove", one.webhook.id));
        let may = room.may(Deed::WebhookRemove);
        let link = may.then(|| Link::numbered(&visitor, "webhook-remove", number, remove));
        row(&visitor, one, (show, link))
    });
    let heads = [
        "webhook-url",
        "webhook-events",
        "console-created",
        "webhook-waiting",
        "webhook-last",
        "console-deeds",
    ];
    let new = ("webhook-new", room.path("/webhooks/new"));
    let mut page = SheetPage::of(&visitor, &room, &WEBHOOKS, &["webhook-remove"]).button(
        &visitor,
        room.may(Deed::WebhookCreate),
        new,
    );
    page.tables =
        vec![Table::of(&visitor, ("webhooks", "nav-webhooks"), &heads).rows(rows.collect())];
    Ok(page.show(&app, &visitor))
}

fn row(visitor: &Visitor, one: &Listed, (show, link): (Link, Option<Link>)) -> Vec<Cell> {
    let say = |key: &str| text(visitor.visit.language, key);
    let all = one.webhook.prefixes.is_empty();
    let events = if all { say("webhook-all-events") } else { one.webhook.prefixes.join(" ") };
    let last = one.last.as_ref().map_or_else(
        || say("nothing"),
        |last| {
            let at = last.tried_at.map(stamp).unwrap_or_default();
            format!("{at} {}", answer(visitor, last.answer.as_deref()))
        },
    );
    vec![
        Cell { class: "address", ..Cell::links(vec![show]) },
        Cell::code(events),
        Cell::of(stamp(one.webhook.created_at)),
        Cell::of(one.waiting.to_string()),
        Cell::of(last),
        Cell::links(link.into_iter().collect()),
    ]
}

fn new(visitor: &Visitor, room: &Room) -> ActPage {
    ActPage::of_room(visitor, room, &WEBHOOKS, ("webhook-new", "/new"))
        .field(Field::text(visitor, "url", "webhook-url").hint(visitor, "webhook-url-hint"))
        .field(
            Field::text(visitor, "events", "webhook-events")
                .hint(visitor, "webhook-events-hint")
                .optional(),
        )
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::WebhookCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(new(&visitor, &room).show(&app, &visitor))
}

async fn create(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::WebhookCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let url = fields.value("url").unwrap_or_default().trim();
    let events = fields.value("events").unwrap_or_default();
    let events = events.split_whitespace().map(str::to_owned).collect();
    match webhooks::create(&app, &room.tenant, (url, events), room.actor()).await {
        Ok((made, secret)) => {
            let title = text(visitor.visit.language, "webhook-made");
            let page = SheetPage::of(&visitor, &room, &WEBHOOKS, &[])
                .titled(title, vec![text(visitor.visit.language, "webhook-made-lead")])
                .fact(&visitor, "webhook-url", made.url)
                .secret(&visitor, "webhook-secret", &secret);
            Ok(page.once(&app, &visitor))
        }
        Err(Stop::Refused(why)) => {
            let wrong = match why {
                Refusal::Address => ("webhook_address", Some("url")),
                Refusal::Events => ("webhook_events", Some("events")),
                Refusal::TooMany => ("webhook_too_many", None),
            };
            Ok(new(&visitor, &room).again(&app, &visitor, &fields, wrong))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The webhook of the address.
pub(super) async fn found(
    app: &App,
    visitor: &Visitor,
    room: &Room,
) -> Result<Option<Listed>, Failure> {
    let Ok(id) = visitor.param("webhook").parse().map(WebhookId) else { return Ok(None) };
    let listed = webhooks::list(app, &room.tenant).await?;
    Ok(listed.into_iter().find(|one| one.webhook.id == id))
}

async fn ask_removal(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::WebhookRemove).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(one) = found(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let below = format!("/{}/remove", one.webhook.id);
    let page = ActPage::of_room(&visitor, &room, &WEBHOOKS, ("webhook-remove", &below));
    Ok(page.fact(&visitor, "webhook-url", one.webhook.url).show(&app, &visitor))
}

async fn remove(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let room = match door::room(&app, &visitor, Deed::WebhookRemove).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(one) = found(&app, &visitor, &room).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    webhooks::remove(&app, &room.tenant, one.webhook.id, room.actor()).await?;
    Ok(Redirect::to(&room.path("/webhooks?done=webhook-remove")).into_response())
}
