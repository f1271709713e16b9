//! `sekisho policy show | set | history | roll-back | simulate`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Subcommand;
use serde_json::{Value, json};

use super::policy_simulate::{self, Simulate};
use super::{BY, OfTenant, out, stopped, tenant, world};
use crate::app::App;
use crate::model::audit::timestamp;
use crate::model::policy::Policy;
use crate::model::policy::check::CheckedPolicy;
use crate::model::tenant::Tenant;
use crate::usecase::admin::policies;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The policy that stands, as TOML
    Show(OfTenant),
    /// Save a policy from a TOML file as the next version
    Set {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    /// List the versions of the policy, the newest first
    History(OfTenant),
    /// Make an earlier version stand again
    #[command(disable_version_flag = true)]
    RollBack {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long, value_name = "N")]
        version: u32,
    },
    /// Tell what a policy does to one user, or to all, without saving it
    #[command(disable_version_flag = true)]
    Simulate(Simulate),
}

pub async fn run(command: Command) -> Result<()> {
    let (Command::Show(of)
    | Command::Set { of, .. }
    | Command::History(of)
    | Command::RollBack { of, .. }
    | Command::Simulate(Simulate { of, .. })) = &command;
    let json = of.installation.json;
    let app = world::of(&of.installation).await?;
    let tenant = tenant(&app, &of.tenant).await?;
    match &command {
        Command::Show(_) => {
            let policy = toml::to_string(&tenant.policy).context("TOML")?;
            out::either(json, &tenant.policy, || policy)
        }
        Command::Set { file, .. } => {
            let policy = checked(of_file(file)?)?;
            saved(json, policies::change(&app, &tenant, policy, BY).await.map_err(stopped)?)
        }
        Command::History(_) => history(&app, &tenant, json).await,
        Command::RollBack { version, .. } => {
            let back = policies::roll_back(&app, &tenant, *version, BY).await;
            saved(json, back.map_err(stopped)?)
        }
        Command::Simulate(simulate) => policy_simulate::run(&app, &tenant, simulate).await,
    }
}

async fn history(app: &App, tenant: &Tenant, json: bool) -> Result<()> {
    let versions = policies::history(app, tenant).await?;
    let told: Vec<_> = versions
        .iter()
        .map(|one| {
            json!({
                "version": one.version,
                "author": one.author,
                "at": timestamp(one.created_at),
                "stands": one.version == tenant.policy_version,
            })
        })
        .collect();
    let line = |one: &Value| {
        let word = |member: &str| one[member].as_str().unwrap_or_default().to_owned();
        format!("{}  {}  {}\n", one["version"], word("at"), word("author"))
    };
    out::either(json, &told, || told.iter().map(line).collect())
}

pub(super) fn of_file(file: &Path) -> Result<Policy> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    toml::from_str(&text).context("the policy")
}

/// A policy that may stand, or all that is wrong with it.
pub(super) fn checked(policy: Policy) -> Result<CheckedPolicy> {
    policy.check().map_err(|problems| {
        let lines: Vec<_> =
            problems.iter().map(|one| format!("  {}: {}", one.field, one.why)).collect();
        anyhow::anyhow!("the policy cannot stand:\n{}", lines.join("\n"))
    })
}

fn saved(json: bool, version: u32) -> Result<()> {
    out::either(json, &json!({ "policy_version": version }), || {
        format!("saved as version {version}")
    })
}
