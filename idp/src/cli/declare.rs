//! `sekisho plan DIR`, `apply DIR`, `export DIR`: tenants as files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::declared::{self, Planned};
use super::{BY, Installation, files, out, stopped, world};
use crate::app::App;
use crate::usecase::admin::declarations::compare::{Change, Kind};
use crate::usecase::admin::declarations::{apply, standing};
use crate::usecase::admin::tenants;

/// What a run that found differences, and changed nothing, exits with.
pub const DIFFERS: u8 = 2;

#[derive(Debug, Args)]
pub struct Folder {
    #[command(flatten)]
    installation: Installation,
    /// A folder with a folder for each tenant: tenant.toml, clients.toml, pictures
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Debug, Args)]
pub struct Declared {
    #[command(flatten)]
    of: Folder,
    /// Remove the clients that are in no file
    #[arg(long)]
    prune: bool,
}

#[derive(Debug, Args)]
pub struct Plan {
    #[command(flatten)]
    of: Declared,
    /// Keep what differs in a file, for `apply --plan`
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Apply {
    #[command(flatten)]
    of: Declared,
    /// Do what was planned, and nothing if anything else differs by now
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    of: Folder,
    /// Only this tenant
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,
}

/// What `plan` and `apply` print.
#[derive(Serialize)]
struct Told {
    changes: Vec<Change>,
    /// Secrets of new clients whose files refer to none, shown this once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    secrets: Vec<SecretTold>,
}

#[derive(Serialize)]
struct SecretTold {
    tenant: String,
    client_id: String,
    client_secret: String,
}

/// What differs; [`DIFFERS`] if `apply` would change anything. Drift alone is shown, and is nothing to do.
pub async fn plan(command: Plan) -> Result<u8> {
    let Plan { of: Declared { of, prune }, out: kept } = command;
    let app = world::of(&of.installation).await?;
    let changes = changes(&declared::plan(&app, &of.folder, prune).await?);
    if let Some(kept) = kept {
        let content = serde_json::to_vec_pretty(&changes)?;
        files::private_file(&kept, &content)?;
    }
    let code = if changes.iter().all(|one| one.kind == Kind::Drift) { 0 } else { DIFFERS };
    let told = Told { changes, secrets: Vec::new() };
    out::either(of.installation.json, &told, || in_words(&told, "differs"))?;
    Ok(code)
}

fn changes(planned: &[Planned]) -> Vec<Change> {
    planned.iter().flat_map(|one| one.changes.clone()).collect()
}

/// Makes the files true, tenant by tenant.
pub async fn apply(command: Apply) -> Result<()> {
    let Apply { of: Declared { of, prune }, plan } = command;
    let app = world::of(&of.installation).await?;
    let planned = declared::plan(&app, &of.folder, prune).await?;
    if let Some(plan) = plan {
        ensure!(
            kept(&plan)? == changes(&planned),
            "other things differ than were planned: plan again"
        );
    }
    let mut told = Told { changes: Vec::new(), secrets: Vec::new() };
    let mut outcome = Ok(());
    for one in planned {
        outcome = apply_one(&app, one, &mut told).await;
        if outcome.is_err() {
            break;
        }
    }
    // What was done is told even where a later tenant could not be: secrets are shown this once.
    out::either(of.installation.json, &told, || in_words(&told, "done"))?;
    outcome
}

/// What `plan --out` kept.
fn kept(file: &Path) -> Result<Vec<Change>> {
    let read = || format!("{} cannot be read", file.display());
    let text = std::fs::read(file).with_context(read)?;
    serde_json::from_slice(&text).with_context(|| format!("{} is no plan", file.display()))
}

async fn apply_one(app: &App, planned: Planned, told: &mut Told) -> Result<()> {
    let Planned { wanted, standing, changes } = planned;
    if changes.iter().all(|one| one.kind == Kind::Drift) {
        told.changes.extend(changes);
        return Ok(());
    }
    let new = apply::apply(app, &wanted, standing.as_ref(), &changes, BY).await;
    let new = new.map_err(stopped).map_err(|why| why.context(wanted.slug.to_string()))?;
    told.changes.extend(changes);
    told.secrets.extend(new.into_iter().map(|one| SecretTold {
        tenant: wanted.slug.to_string(),
        client_id: one.client.to_string(),
        client_secret: one.secret.expose().to_owned(),
    }));
    Ok(())
}

/// Writes what stands.
pub async fn export(command: Export) -> Result<()> {
    let app = world::of(&command.of.installation).await?;
    let (mut written, mut references) = (Vec::new(), Vec::new());
    for tenant in tenants::all(&app).await? {
        let wanted = command.tenant.as_ref().is_none_or(|slug| *slug == tenant.slug.as_str());
        if !wanted || tenant.slug.is_system() {
            continue;
        }
        let Some(standing) = standing::of(&app, &tenant.slug).await? else { continue };
        references.extend(declared::write(&command.of.folder, &standing)?);
        written.push(tenant.slug.to_string());
    }
    ensure!(!written.is_empty(), "there is no such tenant; see: sekisho tenant list");
    let told = serde_json::json!({ "tenants": written, "secrets_to_give": references });
    out::either(command.of.installation.json, &told, || {
        let tenants = written.iter().map(|slug| format!("wrote {slug}"));
        let secrets = references.iter().map(|one| format!("to be given where it is new: {one}"));
        tenants.chain(secrets).collect::<Vec<_>>().join("\n")
    })
}

fn in_words(told: &Told, done: &str) -> String {
    let mut lines: Vec<_> = told.changes.iter().map(|one| line(one, done)).collect();
    if lines.is_empty() {
        lines.push("nothing differs".to_owned());
    }
    for one in &told.secrets {
        lines.push(format!("{} {}: secret {}", one.tenant, one.client_id, one.client_secret));
    }
    lines.join("\n")
}

fn line(one: &Change, done: &str) -> String {
    let client = one.client.as_ref().map(|id| format!(" client {id}")).unwrap_or_default();
    let about = format!("{}{client}", one.tenant);
    match (one.kind, &one.item) {
        (Kind::Create, _) => format!("+ {about}: {} ({done})", value(&one.after)),
        (Kind::Remove, _) => format!("- {about}: {} ({done})", value(&one.before)),
        (Kind::Drift, _) => {
            format!("? {about}: {} is in no file (--prune removes it)", value(&one.before))
        }
        (Kind::Change, item) => {
            let item = item.as_deref().unwrap_or_default();
            format!("~ {about}: {item}: {} -> {}", value(&one.before), value(&one.after))
        }
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
