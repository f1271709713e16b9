//! `GET /account/history`: ログイン履歴閲覧; `GET /account/history.csv`: the same as a file.

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use fluent_templates::fluent_bundle::FluentValue;
use serde::Serialize;

use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::history::Outcome;
use crate::model::menu::Entry;
use crate::model::policy::Language;
use crate::model::{browser_words, csv};
use crate::usecase::account::history::{Line, page, whole};
use crate::wire::params::Params;
use crate::words::{stamp, text, text_with};

pub fn routes() -> Router<App> {
    Router::new().route("/account/history", get(show)).route("/account/history.csv", get(file))
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let who = match door::resident(&app, &visitor, Entry::History).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let query = Params::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    let (paging, lines) = page(&app, &visitor.visit, &who, query.value("page")).await?;
    let language = visitor.visit.language;
    let (from, to) = paging.range();
    let href = |number| visitor.path(&format!("/account/history?page={number}"));
    let view = HistoryPage {
        menu: Menu::of(&visitor, &who, Entry::History),
        span_text: span(language, visitor.tenant().policy.history_days),
        from,
        to,
        total: paging.total,
        number: paging.number,
        pages: paging.pages,
        rows: lines.iter().map(|line| row(language, line)).collect(),
        previous_href: paging.previous().map(href),
        next_href: paging.next().map(href),
        csv_href: visitor.path("/account/history.csv"),
        not_me_href: visitor.path("/account/not-me"),
    };
    Ok(visitor.page(&app, &view))
}

async fn file(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::resident(&app, &visitor, Entry::History).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let lines = whole(&app, &visitor.visit, &who).await?;
    let language = visitor.visit.language;
    let heads = COLUMNS.map(|key| text(language, key)).to_vec();
    let rows = lines.iter().map(|line| row(language, line).cells());
    let body = csv::write(std::iter::once(heads).chain(rows));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    // The name is ours alone: nothing that anybody chose is in it (EX-05).
    let name = HeaderValue::from_static("attachment; filename=\"login-history.csv\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], body).into_response())
}

/// The columns of the file, in the order of [`HistoryRow::cells`].
const COLUMNS: [&str; 7] = [
    "history-at",
    "history-address",
    "history-result",
    "account-method",
    "history-device",
    "history-browser",
    "history-website",
];

/// What `templates/account/history.html` may read.
#[derive(Serialize)]
pub struct HistoryPage {
    pub menu: Menu,
    pub span_text: String,
    pub from: u64,
    pub to: u64,
    pub total: u64,
    pub number: u64,
    pub pages: u64,
    pub rows: Vec<HistoryRow>,
    pub previous_href: Option<String>,
    pub next_href: Option<String>,
    pub csv_href: String,
    pub not_me_href: String,
}

#[derive(Serialize)]
pub struct HistoryRow {
    pub at: String,
    pub address: String,
    pub browser: String,
    pub device: Option<String>,
    pub method: String,
    pub website: Option<String>,
    pub result: String,
    pub failed: bool,
}

impl View for HistoryPage {
    const TEMPLATE: &'static str = "account/history.html";
}

impl HistoryRow {
    fn cells(self) -> Vec<String> {
        let Self { at, address, browser, device, method, website, result, failed: _ } = self;
        let (device, website) = (device.unwrap_or_default(), website.unwrap_or_default());
        vec![at, address, result, method, device, browser, website]
    }
}

fn row(language: Language, line: &Line) -> HistoryRow {
    let entry = &line.entry;
    let outcome = entry.outcome.as_str().replace('_', "-");
    HistoryRow {
        at: stamp(entry.at),
        address: entry.origin.address.clone(),
        browser: browser(language, &entry.origin.browser),
        device: line
            .device
            .as_ref()
            .map(|device| format!("{} {}", device.number, text(language, device.kind.text_key()))),
        method: text(language, entry.method.text_key()),
        website: line.website.clone(),
        result: text(language, &format!("outcome-{outcome}")),
        failed: entry.outcome != Outcome::SignedIn,
    }
}

/// A browser in words.
pub fn browser(language: Language, agent: &str) -> String {
    let words = browser_words::of(agent);
    if words.is_unknown() { text(language, "browser-unknown") } else { words.to_string() }
}

fn span(language: Language, days: u16) -> String {
    let (key, n) =
        if days == 31 { ("history-span-months", 1) } else { ("history-span-days", days) };
    text_with(language, key, &[("n", FluentValue::from(n))])
}
