//! `GET /console/t/{of}/outbox`: letters that wait, were sent or were given up, and why; sent once more.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Choice, Field, Kind};
use super::door;
use super::sheet::{Asking, Cell, Link, SheetPage, Table};
use super::shell::OUTBOX;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::ids::LetterId;
use crate::usecase::admin::outbox::{self, End, Kept, Wanted};
use crate::words::{stamp, text};

/// So many letters a page.
const PART: u64 = 50;

/// The states of a letter, as they are asked for.
const STATES: [(&str, Wanted); 4] = [
    ("waiting", Wanted::Waiting),
    ("sent", Wanted::Ended(End::Sent)),
    ("dropped", Wanted::Ended(End::Dropped)),
    ("failed", Wanted::Ended(End::Failed)),
];

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/outbox", get(show))
        .route("/console/t/{of}/outbox/{letter}/retry", get(ask).post(retry))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::OutboxList).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let language = visitor.visit.language;
    let state = visitor.asked("state").and_then(|word| STATES.iter().find(|one| one.0 == word));
    let wanted = state.map_or(Wanted::All, |(_, wanted)| *wanted);
    let after = visitor.asked("after").and_then(|id| id.parse().ok()).map(LetterId);
    let found = outbox::list(&app, &room.tenant, wanted, (after, PART)).await?;
    let may = room.may(Deed::OutboxRetry);
    let rows = found.letters.iter().enumerate().map(|(number, one)| {
        let retry = room.path(&format!("/outbox/{}/retry", one.id));
        let again = may && matches!(one.state.as_str(), "failed" | "waiting");
        let link = again.then(|| Link::numbered(&visitor, "outbox-retry", number, retry));
        row(&visitor, one, link)
    });
    let heads = [
        "outbox-at",
        "outbox-about",
        "console-state",
        "outbox-tries",
        "outbox-error",
        "console-deeds",
    ];
    let any = Choice::of("", text(language, "console-any"), false);
    let choice = |(word, _): (&'static str, Wanted)| {
        let chosen = state.is_some_and(|one| one.0 == word);
        Choice::of(word, text(language, &format!("letter-is-{word}")), chosen)
    };
    let choices = std::iter::once(any).chain(STATES.map(choice)).collect();
    let field = Field::text(&visitor, "state", "console-state").choices(Kind::Select, choices);
    let href = |after: Option<LetterId>| {
        let state = state.map_or("", |one| one.0);
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        room.path(&format!("/outbox?state={state}{after}"))
    };
    let all = ("outbox-retry-all", room.path("/outbox/all/retry"));
    let mut page =
        SheetPage::of(&visitor, &room, &OUTBOX, &["outbox-retry"]).button(&visitor, may, all);
    page.tables =
        vec![Table::of(&visitor, ("letters", "outbox-letters"), &heads).rows(rows.collect())];
    page.asking = Some(Asking { action: room.path("/outbox"), fields: vec![field] });
    page.first_href = after.is_some().then(|| href(None));
    page.next_href = found.next.map(|next| href(Some(next)));
    Ok(page.show(&app, &visitor))
}

fn row(visitor: &Visitor, one: &Kept, link: Option<Link>) -> Vec<Cell> {
    let say = |key: String| text(visitor.visit.language, &key);
    let about = one.letter.about.folder().replace('_', "-");
    vec![
        Cell::of(stamp(one.created_at)),
        Cell::of(say(format!("letter-{about}"))),
        Cell::of(say(format!("letter-is-{}", one.state))),
        Cell::of(one.tries.to_string()),
        Cell::code(one.last_error.clone().unwrap_or_else(|| say("nothing".to_owned()))),
        Cell::links(link.into_iter().collect()),
    ]
}

/// The letter of the address; none: all that were given up.
fn letter(visitor: &Visitor) -> Result<Option<LetterId>, uuid::Error> {
    match visitor.param("letter") {
        "all" => Ok(None),
        one => Ok(Some(LetterId(one.parse()?))),
    }
}

fn page(visitor: &Visitor, room: &door::Room) -> ActPage {
    let below = format!("/{}/retry", visitor.param("letter"));
    let word = if visitor.param("letter") == "all" { "outbox-retry-all" } else { "outbox-retry" };
    ActPage::of_room(visitor, room, &OUTBOX, (word, &below))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::OutboxRetry).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if letter(&visitor).is_err() {
        return Ok(Trouble::NotFound.into_response());
    }
    Ok(page(&visitor, &room).show(&app, &visitor))
}

async fn retry(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::OutboxRetry).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Ok(one) = letter(&visitor) else { return Ok(Trouble::NotFound.into_response()) };
    if outbox::retry(&app, &room.tenant, one, room.actor()).await? == 0 {
        return Ok(page(&visitor, &room).again(&app, &visitor, &fields, ("nothing_to_send", None)));
    }
    Ok(Redirect::to(&room.path("/outbox?done=outbox-retry")).into_response())
}
