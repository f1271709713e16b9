//! `GET /console/t/{of}/users/{user}/history`: a person's login history, as he reads it himself.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::door;
use super::shell::Shell;
use crate::app::App;
use crate::http::account::history::browser;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::history::Outcome;
use crate::model::policy::Language;
use crate::usecase::account::history::Line;
use crate::usecase::admin::people;
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/users/{user}/history", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserHistory).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (tenant, user) = (&person.room.tenant, &person.shown.user);
    let (paging, lines) = people::history_page(&app, tenant, user, visitor.asked("page")).await?;
    let language = visitor.visit.language;
    let href = |number| person.path(&format!("/history?page={number}"));
    let (from, to) = paging.range();
    let view = HistoryPage {
        console: Shell::of_person(&visitor, &person).then(text(language, "menu-history"), None),
        from,
        to,
        total: paging.total,
        number: paging.number,
        pages: paging.pages,
        tries: lines.iter().map(|line| row(language, line)).collect(),
        previous_href: paging.previous().map(href),
        next_href: paging.next().map(href),
    };
    Ok(visitor.page(&app, &view))
}

/// A try in words.
pub fn row(language: Language, line: &Line) -> TryRow {
    let entry = &line.entry;
    let outcome = entry.outcome.as_str().replace('_', "-");
    let device = line.device.as_ref();
    TryRow {
        at: stamp(entry.at),
        result: text(language, &format!("outcome-{outcome}")),
        why: text(language, &format!("why-{outcome}")),
        failed: entry.outcome != Outcome::SignedIn,
        method: text(language, entry.method.text_key()),
        device: device
            .map(|device| format!("{} {}", device.number, text(language, device.kind.text_key()))),
        browser: browser(language, &entry.origin.browser),
        address: entry.origin.address.clone(),
        website: line.website.clone(),
    }
}

/// What `templates/console/history.html` may read.
#[derive(Serialize)]
pub struct HistoryPage {
    pub console: Shell,
    pub from: u64,
    pub to: u64,
    pub total: u64,
    pub number: u64,
    pub pages: u64,
    pub tries: Vec<TryRow>,
    pub previous_href: Option<String>,
    pub next_href: Option<String>,
}

#[derive(Serialize)]
pub struct TryRow {
    pub at: String,
    pub result: String,
    /// What it means and what helps.
    pub why: String,
    pub failed: bool,
    pub method: String,
    pub device: Option<String>,
    pub browser: String,
    pub address: String,
    pub website: Option<String>,
}

impl View for HistoryPage {
    const TEMPLATE: &'static str = "console/history.html";
}
