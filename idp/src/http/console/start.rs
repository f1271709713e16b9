//! `GET /console/t/{of}`: how a tenant does, in charts and numbers.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use time::Duration;

use super::door;
use super::shell::{START, Shell};
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::chart::{Area, Drawing, stacked};
use crate::model::history::Outcome;
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::policy::Language;
use crate::usecase::admin::overview::{self, EAST, ENDING_WITHIN, Figures, Logins};
use crate::words::text;

/// Two weeks, today among them.
const DAYS: u16 = 14;

const AREA: Area = Area { width: 760, height: 260, left: 56, below: 32 };

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::Overview).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let found = overview::of(&app, &room.tenant, DAYS, EAST).await?;
    let language = visitor.visit.language;
    let ending = ENDING_WITHIN.into_iter().zip(found.certificates);
    let view = StartPage {
        console: Shell::of(&visitor, &room, &START),
        charts: vec![by_result(language, &found), by_method(language, &found)],
        locked: found.locked,
        locked_href: room.path("/users?state=locked"),
        letters_waiting: found.letters_waiting,
        letters_failed: found.letters_failed,
        certificates: ending.map(|(days, count)| Ending { days, count }).collect(),
    };
    Ok(visitor.page(&app, &view))
}

fn by_result(language: Language, found: &Figures) -> Chart {
    let series = |logins: &Logins| {
        Some(match logins.outcome {
            Outcome::SignedIn => 0,
            Outcome::WrongPassword => 1,
            Outcome::WrongCode | Outcome::WrongCertificate => 2,
            Outcome::WrongAnswer | Outcome::WrongRecoveryCode => 3,
            Outcome::Locked | Outcome::RefusedWhileLocked => 4,
        })
    };
    let keys = ["signed-in", "wrong-password", "wrong-second", "wrong-recovery", "locked"]
        .map(|word| text(language, &format!("chart-{word}")));
    chart("chart-results", found, &keys, series)
}

fn by_method(language: Language, found: &Figures) -> Chart {
    let series = |logins: &Logins| {
        let method = LoginMethod::ALL.iter().position(|method| *method == logins.method);
        method.filter(|_| logins.outcome == Outcome::SignedIn)
    };
    let keys = LoginMethod::ALL.map(|method| text(language, method.text_key()));
    chart("chart-methods", found, &keys, series)
}

fn chart(
    id: &'static str,
    found: &Figures,
    keys: &[String],
    series: impl Fn(&Logins) -> Option<usize>,
) -> Chart {
    let mut counts = vec![vec![0_u64; keys.len()]; DAYS.into()];
    for logins in &found.logins {
        let slot = usize::try_from(logins.day).ok().and_then(|day| counts.get_mut(day));
        let slot = slot.zip(series(logins)).and_then(|(day, series)| day.get_mut(series));
        if let Some(slot) = slot {
            *slot += logins.count;
        }
    }
    let row = |(day, counts): (i64, &Vec<u64>)| DayRow {
        label: label(found.since.plus(Duration::days(day))),
        counts: counts.clone(),
    };
    Chart {
        id,
        width: AREA.width,
        height: AREA.height,
        left: AREA.left,
        drawing: stacked(&counts, AREA),
        series: keys.to_vec(),
        days: (0..).zip(&counts).map(row).collect(),
        total: counts.iter().flatten().sum(),
    }
}

/// 11/22.
fn label(begins: Moment) -> String {
    let date = begins.plus(EAST).utc();
    format!("{}/{}", u8::from(date.month()), date.day())
}

/// What `templates/console/start.html` may read.
#[derive(Serialize)]
pub struct StartPage {
    pub console: Shell,
    pub charts: Vec<Chart>,
    pub locked: u64,
    pub locked_href: String,
    pub letters_waiting: u64,
    pub letters_failed: u64,
    pub certificates: Vec<Ending>,
}

/// A chart, and the same in numbers.
#[derive(Serialize)]
pub struct Chart {
    pub id: &'static str,
    pub width: u64,
    pub height: u64,
    pub left: u64,
    pub drawing: Drawing,
    pub series: Vec<String>,
    pub days: Vec<DayRow>,
    pub total: u64,
}

#[derive(Serialize)]
pub struct DayRow {
    pub label: String,
    pub counts: Vec<u64>,
}

#[derive(Serialize)]
pub struct Ending {
    pub days: i64,
    pub count: u64,
}

impl View for StartPage {
    const TEMPLATE: &'static str = "console/start.html";
}
