//! `sekisho tenant create | list | show | rename | image`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use super::policy::checked;
use super::{BY, Installation, OfTenant, out, stopped, tenant, world};
use crate::app::App;
use crate::model::image::Place;
use crate::model::names::TenantSlug;
use crate::model::policy::{Policy, Preset};
use crate::model::tenant::Tenant;
use crate::usecase::admin::{images, tenants};

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
        Command::Show(of) | Command::Rename { of, .. } | Command::Image { of, .. } => {
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
        Command::Image { place, file, .. } => {
            let place = Place::parse(place).context("the place is logo or seal")?;
            let read = |file: &PathBuf| {
                std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
            };
            let bytes = file.as_ref().map(read).transpose()?;
            images::put(app, tenant, place, bytes, BY).await.map_err(stopped)?;
            print(installation, &shown(app, tenant))
        }
        Command::Show(_) | Command::Create { .. } | Command::List(_) => {
            print(installation, &shown(app, tenant))
        }
    }
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
