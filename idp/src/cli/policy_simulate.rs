//! `sekisho policy simulate`: what a policy does, before it stands.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use super::policy::{checked, of_file};
use super::{OfTenant, out};
use crate::app::App;
use crate::model::forecast::{Forecast, Obstacle, Page};
use crate::model::names::LoginName;
use crate::model::policy::Policy;
use crate::model::policy::deviation::{self, Deviation};
use crate::model::tenant::Tenant;
use crate::usecase::admin::policies;
use crate::usecase::admin::simulate::{self, Counts, Difference};

#[derive(Debug, Args)]
pub struct Simulate {
    #[command(flatten)]
    pub of: OfTenant,
    /// What this user meets at the next login, and why
    #[arg(long, value_name = "ID")]
    user_id: Option<String>,
    /// A policy in TOML that does not stand yet
    #[arg(long, value_name = "FILE", conflicts_with = "version")]
    file: Option<PathBuf>,
    /// A version of the policy's history
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    /// Compare with this version instead of the one that stands
    #[arg(long, value_name = "N")]
    against: Option<u32>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Told {
    tenant: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<UserTold>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<ChangeTold>,
}

#[derive(Serialize)]
struct UserTold {
    user_id: String,
    now: Forecast,
    #[serde(skip_serializing_if = "Option::is_none")]
    then: Option<Forecast>,
}

#[derive(Serialize)]
struct ChangeTold {
    differences: Vec<Difference>,
    before: Counts,
    after: Counts,
    /// Where the policy departs from today's standards, before and after.
    deviations_before: Vec<Deviation>,
    deviations_after: Vec<Deviation>,
}

pub(super) async fn run(app: &App, tenant: &Tenant, simulate: &Simulate) -> Result<()> {
    let before = match simulate.against {
        Some(version) => of_version(app, tenant, version).await?,
        None => tenant.policy.clone().into_inner(),
    };
    let after = match (&simulate.file, simulate.version) {
        (Some(file), _) => Some(checked(of_file(file)?)?.into_inner()),
        (None, Some(version)) => Some(of_version(app, tenant, version).await?),
        (None, None) => None,
    };
    anyhow::ensure!(
        after.is_some() || simulate.user_id.is_some(),
        "name a user (--user-id), or a policy (--file, --version)"
    );
    let user = match &simulate.user_id {
        Some(id) => Some(user(app, tenant, id, (&before, after.as_ref())).await?),
        None => None,
    };
    let change = match &after {
        Some(after) => Some(change(app, tenant, &before, after).await?),
        None => None,
    };
    let told = Told { tenant: tenant.slug.to_string(), user, change };
    out::either(simulate.of.installation.json, &told, || in_words(&told))
}

async fn of_version(app: &App, tenant: &Tenant, version: u32) -> Result<Policy> {
    let versions = policies::history(app, tenant).await?;
    let found = versions.into_iter().find(|one| one.version == version);
    Ok(found.with_context(|| format!("there is no version {version}"))?.policy.into_inner())
}

async fn user(
    app: &App,
    tenant: &Tenant,
    id: &str,
    policies: (&Policy, Option<&Policy>),
) -> Result<UserTold> {
    let name = LoginName::parse(id).with_context(|| format!("{id} is not a user ID"))?;
    let (before, after) = policies;
    let now = simulate::one(app, tenant, &name, before).await?;
    let now = now.with_context(|| format!("there is no user {name}"))?;
    let then = match after {
        Some(after) => simulate::one(app, tenant, &name, after).await?,
        None => None,
    };
    Ok(UserTold { user_id: name.to_string(), now, then })
}

async fn change(app: &App, tenant: &Tenant, before: &Policy, after: &Policy) -> Result<ChangeTold> {
    let differences = simulate::differences(before, after)?;
    let counts = simulate::everybody(app, tenant, &[before, after]).await?;
    let (deviations_before, deviations_after) = (deviation::of(before), deviation::of(after));
    let [before, after] = counts[..] else { anyhow::bail!("two policies were asked about") };
    Ok(ChangeTold { differences, before, after, deviations_before, deviations_after })
}

fn in_words(told: &Told) -> String {
    let mut lines = Vec::new();
    if let Some(user) = &told.user {
        lines.push(format!("{}  {}", user.user_id, forecast_in_words(&user.now)));
        if let Some(then) = &user.then {
            lines.push(format!("{}  then: {}", user.user_id, forecast_in_words(then)));
        }
    }
    if let Some(change) = &told.change {
        for one in &change.differences {
            lines.push(format!("{}: {} -> {}", one.field, one.before, one.after));
        }
        let (before, after) = (&change.before, &change.after);
        for (label, was, is) in [
            ("users", before.users, after.users),
            ("must change the password", before.must_change_password, after.must_change_password),
            ("locked", before.locked, after.locked),
            ("cannot log in", before.kept_out, after.kept_out),
            ("login method not allowed", before.method_not_allowed, after.method_not_allowed),
            ("too many devices", before.too_many_devices, after.too_many_devices),
        ] {
            lines.push(format!("{label:<26} {was:>8} -> {is}"));
        }
        for one in &change.deviations_after {
            lines.push(format!("{} breaks {}", one.field, one.breaks));
        }
    }
    lines.join("\n")
}

fn forecast_in_words(told: &Forecast) -> String {
    let steps: Vec<_> = told.steps.iter().map(|page| page_in_words(*page)).collect();
    let obstacles: Vec<_> = told.obstacles.iter().map(|one| obstacle_in_words(*one)).collect();
    let why = if obstacles.is_empty() { "can log in".to_owned() } else { obstacles.join("; ") };
    format!("{why}  ({})", steps.join(", "))
}

pub(super) const fn page_in_words(page: Page) -> &'static str {
    match page {
        Page::Password => "password",
        Page::NewPasswordExpired => "new password, for the old one expired",
        Page::NewPasswordTemporary => "new password, for the old one is temporary",
        Page::NewPasswordReset => "new password, for an administrator reset the old one",
        Page::Code => "mailed one-time password",
        Page::Certificate => "client certificate",
    }
}

pub(super) fn obstacle_in_words(obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::ToEnrol => "has not enrolled yet".to_owned(),
        Obstacle::Disabled => "is disabled".to_owned(),
        Obstacle::Locked { reason, until: None } => {
            format!("is locked ({}) until the desk unlocks", reason.as_str())
        }
        Obstacle::Locked { reason, until: Some(until) } => {
            format!("is locked ({}) until {until}", reason.as_str())
        }
        Obstacle::Wait { until } => format!("must wait until {until}"),
        Obstacle::TemporaryPasswordExpired => "the temporary password expired".to_owned(),
        Obstacle::NoDevice => "has no address for one-time passwords".to_owned(),
        Obstacle::NoCertificate => "has no valid certificate".to_owned(),
        Obstacle::MethodNotAllowed => "the contract does not have the login method".to_owned(),
    }
}
