//! `GET /console/t/{of}`: how a tenant does, in charts and numbers.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

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
use crate::usecase::admin::start_page::{self, DAYS, ENDING_WITHIN, Overview, Tries};
use crate::words::text;

const AREA: Area = Area { width: 760, height: 260, left: 56, below: 32 };

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::Overview).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let found = start_page::of(&app, &room.tenant).await?;
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

fn by_result(language: Language, found: &Overview) -> Chart {
    let series = |tries: &Tries| {
        Some(match tries.outcome {
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

fn by_method(language: Language, found: &Overview) -> Chart {
    let series = |tries: &Tries| {
        let method = LoginMethod::ALL.iter().position(|method| *method == tries.method);
        method.filter(|_| tries.outcome == Outcome::SignedIn)
    };
    let keys = LoginMethod::ALL.map(|method| text(language, method.text_key()));
    chart("chart-methods", found, &keys, series)
}

fn chart(
    id: &'static str,
    found: &Overview,
    keys: &[String],
    series: impl Fn(&Tries) -> Option<usize>,
) -> Chart {
    let days: Vec<i64> = (found.first_day..found.first_day + DAYS).collect();
    let mut counts = vec![vec![0_u64; keys.len()]; days.len()];
    for tries in &found.tries {
        let day = usize::try_from(tries.day - found.first_day).ok();
        let slot = day.and_then(|day| counts.get_mut(day));
        let slot = slot.zip(series(tries)).and_then(|(day, series)| day.get_mut(series));
        if let Some(slot) = slot {
            *slot += u64::try_from(tries.count).unwrap_or(0);
        }
    }
    let row =
        |(day, counts): (&i64, &Vec<u64>)| DayRow { label: label(*day), counts: counts.clone() };
    Chart {
        id,
        width: AREA.width,
        height: AREA.height,
        left: AREA.left,
        drawing: stacked(&counts, AREA),
        series: keys.to_vec(),
        days: days.iter().zip(&counts).map(row).collect(),
        total: counts.iter().flatten().sum(),
    }
}

/// 11/22.
fn label(day: i64) -> String {
    let date = Moment::from_seconds(day * 86_400).utc();
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
