//! `sekisho client try | trial`: a test login, opened in a browser by whoever asks.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;
use tokio::time::{Instant, sleep};

use super::super::{BY, out, stopped};
use crate::app::App;
use crate::model::client::Client;
use crate::model::ids::TrialId;
use crate::model::tenant::Tenant;
use crate::model::trial::{Door, Outcome, Trial};
use crate::stop::Fault;
use crate::usecase::admin::trials;

/// So often the end is looked for.
const AGAIN: Duration = Duration::from_millis(500);

#[derive(Serialize)]
struct Shown {
    trial_id: String,
    /// Told once, when it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<String>,
    /// `waiting`, `expired`, `signed_in` or `refused`.
    state: &'static str,
    outcome: Option<Outcome>,
}

pub(super) async fn run(
    app: &App,
    tenant: &Tenant,
    client: &Client,
    (scope, wait): (Option<&str>, u64),
    json: bool,
) -> Result<()> {
    let begun = trials::begin(app, tenant, client, (scope, Door::Elsewhere), BY).await;
    let begun = begun.map_err(stopped)?;
    if !json {
        out::line(&format!("open       {}", begun.address));
    }
    let until = Instant::now() + Duration::from_secs(wait);
    let trial = end(app, tenant, (client, begun.trial), until).await?;
    let shown = shown(app, trial, Some(begun.address));
    out::either(json, &shown, || text(&shown))
}

pub(super) async fn show(
    app: &App,
    tenant: &Tenant,
    client: &Client,
    id: TrialId,
    json: bool,
) -> Result<()> {
    let trial = trials::of(app, tenant.id, client, id).await?;
    let shown = shown(app, trial.context("there is no such test login any more")?, None);
    out::either(json, &shown, || text(&shown))
}

fn shown(app: &App, trial: Trial, open: Option<String>) -> Shown {
    let state = trial.state(app.now());
    Shown { trial_id: trial.id.to_string(), open, state, outcome: trial.outcome }
}

/// The test login as it stands when it ended, or when nobody waits any more.
async fn end(
    app: &App,
    tenant: &Tenant,
    (client, mut trial): (&Client, Trial),
    until: Instant,
) -> Result<Trial, Fault> {
    while !trial.is_over(app.now()) && Instant::now() < until {
        sleep(AGAIN).await;
        if let Some(now) = trials::of(app, tenant.id, client, trial.id).await? {
            trial = now;
        }
    }
    Ok(trial)
}

fn text(shown: &Shown) -> String {
    let mut lines =
        vec![format!("trial      {}", shown.trial_id), format!("state      {}", shown.state)];
    match &shown.outcome {
        None => {}
        Some(Outcome::Refused { error, error_description }) => {
            lines.push(format!("error      {error}: {error_description}"));
        }
        Some(Outcome::SignedIn(told)) => {
            let json = |claims| serde_json::to_string(claims).unwrap_or_default();
            lines.push(format!("user_id    {}", told.user_id));
            lines.push(format!("scope      {}", told.scope));
            lines.push(format!("id_token   {}", json(&told.id_token)));
            lines.push(format!("userinfo   {}", json(&told.userinfo)));
        }
    }
    lines.join("\n")
}
