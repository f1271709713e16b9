//! `sekisho overview`: how a tenant does.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use clap::Args;
use serde_json::json;
use time::Duration;

use super::{OfTenant, out, tenant, world};
use crate::model::audit::timestamp;
use crate::model::history::Outcome;
use crate::usecase::admin::overview::{self, EAST, ENDING_WITHIN, Figures};

#[derive(Debug, Args)]
pub struct Overview {
    #[command(flatten)]
    of: OfTenant,
    /// How many days, today among them: 1 to 92
    #[arg(long, value_name = "N", default_value_t = 7)]
    days: u16,
    /// How far midnight is from that of UTC, in minutes; default: Japan's
    #[arg(long, value_name = "MINUTES", allow_negative_numbers = true)]
    utc_offset_minutes: Option<i16>,
}

pub async fn run(asked: Overview) -> Result<()> {
    ensure!((1..=92).contains(&asked.days), "--days is 1 to 92");
    let offset = asked.utc_offset_minutes;
    ensure!(
        offset.is_none_or(|minutes| (-720..=840).contains(&minutes)),
        "--utc-offset-minutes is -720 to 840"
    );
    let offset = offset.map_or(EAST, |minutes| Duration::minutes(minutes.into()));
    let app = world::of(&asked.of.installation).await?;
    let tenant = tenant(&app, &asked.of.tenant).await?;
    let figures = overview::of(&app, &tenant, asked.days, offset).await?;
    out::either(asked.of.installation.json, &told(&figures), || in_words(&figures, offset))
}

fn told(figures: &Figures) -> serde_json::Value {
    let ends: Vec<_> = ENDING_WITHIN
        .iter()
        .zip(figures.certificates)
        .map(|(days, count)| json!({ "within_days": days, "count": count }))
        .collect();
    let logins: Vec<_> = figures
        .logins
        .iter()
        .map(|one| {
            json!({
                "day": one.day,
                "outcome": one.outcome,
                "login_method": one.method,
                "count": one.count,
            })
        })
        .collect();
    json!({
        "since": figures.since.seconds(),
        "logins": logins,
        "locked": figures.locked,
        "letters_waiting": figures.letters_waiting,
        "letters_failed": figures.letters_failed,
        "certificates_ending": ends,
    })
}

fn in_words(figures: &Figures, offset: Duration) -> String {
    let mut days: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for one in &figures.logins {
        let (signed_in, failed) = days.entry(one.day).or_default();
        if one.outcome == Outcome::SignedIn {
            *signed_in += one.count;
        } else {
            *failed += one.count;
        }
    }
    let mut lines = Vec::new();
    for (day, (signed_in, failed)) in days {
        // The day where the reader is: its midnight, told in his own time.
        let midnight = figures.since.plus(Duration::days(day.into())).plus(offset);
        let date: String = timestamp(midnight).chars().take(10).collect();
        lines.push(format!("{date}  {signed_in:>7} signed in  {failed:>7} failed"));
    }
    if lines.is_empty() {
        lines.push("no logins in these days".to_owned());
    }
    lines.push(format!("locked                {:>7}", figures.locked));
    lines.push(format!("letters that wait     {:>7}", figures.letters_waiting));
    lines.push(format!("letters given up      {:>7}   (7 days)", figures.letters_failed));
    for (days, count) in ENDING_WITHIN.iter().zip(figures.certificates) {
        lines.push(format!("certificates to end   {count:>7}   (within {days} days)"));
    }
    lines.join("\n")
}
