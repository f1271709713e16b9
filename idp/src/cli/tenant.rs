//! `sekisho tenant create | list | show | rename | policy …`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::json;

use super::{BY, Installation, OfTenant, out, stopped, tenant, world};
use crate::app::App;
use crate::model::image::Place;
use crate::model::names::TenantSlug;
use crate::model::policy::check::CheckedPolicy;
use crate::model::policy::{Policy, Preset};
use crate::model::tenant::Tenant;
use crate::usecase::admin::{images, policies, tenants};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a tenant with its keys
    Create {
        #[command(flatten)]
        installation: Installation,
        /// The word in its addresses: a-z, 0-9 and hyphens
        #[arg(long)]
        slug: String,
        /// The name that people read
        #[arg(long)]
        name: String,
        /// The policy to start from
        #[arg(long, default_value = "standard")]
        preset: PresetName,
    },
    /// List tenants
    List(Installation),
    /// Show one
    Show(OfTenant),
    /// Give one another name
    Rename {
        #[command(flatten)]
        of: OfTenant,
        /// The name that people read
        #[arg(long)]
        name: String,
    },
    /// The policy that stands, as TOML
    Policy(OfTenant),
    /// Save a policy from a TOML file as the next version
    SetPolicy {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    /// Show a picture on the tenant's pages, or take it away
    Image {
        #[command(flatten)]
        of: OfTenant,
        /// logo, or seal: the slot for the mark of somebody who vouches for the operator
        #[arg(long)]
        place: String,
        /// PNG, JPEG or WebP, 100 KB at most; without it the picture is taken away
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// List the versions of the policy
    PolicyHistory(OfTenant),
    /// Make an earlier version stand again
    #[command(disable_version_flag = true)]
    RollBackPolicy {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long)]
        version: u32,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum PresetName {
    Standard,
    Classic,
}

#[derive(Serialize)]
struct Shown {
    slug: String,
    name: String,
    preset: Preset,
    policy_version: u32,
    issuer: String,
}

pub async fn run(command: Command) -> Result<()> {
    match &command {
        Command::Create { installation, slug, name, preset } => {
            let app = world::of(installation).await?;
            let slug = TenantSlug::parse(slug)
                .with_context(|| format!("{slug} is not 1 to 40 of a-z, 0-9 and hyphens"))?;
            let policy = checked(Policy::preset(match preset {
                PresetName::Standard => Preset::Standard,
                PresetName::Classic => Preset::Classic,
            }))?;
            let made = tenants::create(&app, slug, name, policy, BY).await.map_err(stopped)?;
            print(installation, &shown(&app, &made))
        }
        Command::List(installation) => {
            let app = world::of(installation).await?;
            let all = tenants::all(&app).await?;
            let all: Vec<_> = all.iter().map(|tenant| shown(&app, tenant)).collect();
            out::either(installation.json, &all, || all.iter().map(line).collect())
        }
        Command::Show(of)
        | Command::Rename { of, .. }
        | Command::Policy(of)
        | Command::Image { of, .. }
        | Command::SetPolicy { of, .. }
        | Command::PolicyHistory(of)
        | Command::RollBackPolicy { of, .. } => {
            let app = world::of(&of.installation).await?;
            let tenant = tenant(&app, &of.tenant).await?;
            about(&app, &tenant, &of.installation, &command).await
        }
    }
}

async fn about(
    app: &App,
    tenant: &Tenant,
    installation: &Installation,
    command: &Command,
) -> Result<()> {
    match command {
        Command::Rename { name, .. } => {
            tenants::rename(app, tenant, name, BY).await.map_err(stopped)?;
            let renamed = Tenant { name: name.clone(), ..tenant.clone() };
            print(installation, &shown(app, &renamed))
        }
        Command::Policy(_) => {
            let policy = toml::to_string(&tenant.policy).context("TOML")?;
            out::either(installation.json, &tenant.policy, || policy)
        }
        Command::SetPolicy { file, .. } => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            let policy: Policy = toml::from_str(&text).context("the policy")?;
            let version =
                policies::change(app, tenant, checked(policy)?, BY).await.map_err(stopped)?;
            saved(installation, version)
        }
        Command::Image { place, file, .. } => {
            let place = Place::parse(place).context("the place is logo or seal")?;
            let read = |file: &PathBuf| {
                std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
            };
            let bytes = file.as_ref().map(read).transpose()?;
            images::put(app, tenant, place, bytes, BY).await.map_err(stopped)?;
            print(installation, &shown(app, tenant))
        }
        Command::RollBackPolicy { version, .. } => {
            let version = policies::roll_back(app, tenant, *version, BY).await.map_err(stopped)?;
            saved(installation, version)
        }
        Command::PolicyHistory(_) => {
            let versions = policies::history(app, tenant).await?;
            let told: Vec<_> = versions
                .iter()
                .map(|one| json!({ "version": one.version, "author": one.author, "at": one.created_at.seconds() }))
                .collect();
            out::either(installation.json, &told, || {
                let line = |one: &serde_json::Value| {
                    format!("{}  {}  {}\n", one["version"], one["at"], one["author"])
                };
                told.iter().map(line).collect()
            })
        }
        Command::Show(_) | Command::Create { .. } | Command::List(_) => {
            print(installation, &shown(app, tenant))
        }
    }
}

/// A policy that may stand, or all that is wrong with it.
pub(super) fn checked(policy: Policy) -> Result<CheckedPolicy> {
    policy.check().map_err(|problems| {
        let lines: Vec<_> =
            problems.iter().map(|one| format!("  {}: {}", one.field, one.why)).collect();
        anyhow::anyhow!("the policy cannot stand:\n{}", lines.join("\n"))
    })
}

fn saved(installation: &Installation, version: u32) -> Result<()> {
    out::either(installation.json, &json!({ "policy_version": version }), || {
        format!("saved as version {version}")
    })
}

fn shown(app: &App, tenant: &Tenant) -> Shown {
    Shown {
        slug: tenant.slug.to_string(),
        name: tenant.name.clone(),
        preset: tenant.policy.preset,
        policy_version: tenant.policy_version,
        issuer: app.issuer(tenant).as_str().to_owned(),
    }
}

fn print(installation: &Installation, tenant: &Shown) -> Result<()> {
    out::either(installation.json, tenant, || line(tenant))
}

fn line(tenant: &Shown) -> String {
    format!("{}  {}  {}\n", tenant.slug, tenant.issuer, tenant.name)
}
