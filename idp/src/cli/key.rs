//! `sekisho key list | rotate`.

use anyhow::Result;
use clap::Subcommand;
use keys::signing::Algorithm;
use keys::signing::rotation::{self, Stage};
use serde::Serialize;

use super::{BY, OfTenant, out, tenant, world};
use crate::app::App;
use crate::model::tenant::Tenant;
use crate::usecase::token::keyring;
use crate::usecase::upkeep::rotate_keys::{of_tenant, rotate};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List keys with their stage
    List(OfTenant),
    /// Apply the schedule now
    Rotate {
        #[command(flatten)]
        of: OfTenant,
        /// Make new keys and sign with them at once; tokens signed before stay valid
        #[arg(long)]
        urgent: bool,
        /// Only keys of this algorithm (RS256, PS256, ES256, `EdDSA`)
        #[arg(long)]
        algorithm: Option<Algorithm>,
    },
}

#[derive(Serialize)]
struct Line {
    kid: String,
    algorithm: Algorithm,
    stage: &'static str,
    /// Unix seconds.
    activate_at: i64,
    remove_at: Option<i64>,
}

pub async fn run(command: Command) -> Result<()> {
    let (Command::List(of) | Command::Rotate { of, .. }) = &command;
    let app = world::of(&of.installation).await?;
    let tenant = tenant(&app, &of.tenant).await?;
    if let Command::Rotate { urgent, algorithm, .. } = &command {
        let algorithms = match algorithm {
            Some(one) => vec![*one],
            None => of_tenant(&app, &tenant).await?,
        };
        rotate(&app, &tenant, &algorithms, *urgent, BY).await?;
    }
    let lines = lines(&app, &tenant).await?;
    out::either(of.installation.json, &lines, || {
        let line = |line: &Line| format!("{}  {}  {}", line.algorithm, line.stage, line.kid);
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

async fn lines(app: &App, tenant: &Tenant) -> Result<Vec<Line>> {
    let keyring = keyring::of(app, tenant.id).await?;
    let now = app.now().seconds();
    let stage = |kid: &str, algorithm: Algorithm| {
        let of_algorithm: Vec<_> = keyring
            .stored
            .iter()
            .filter(|key| key.algorithm == algorithm)
            .map(keyring::times)
            .collect();
        let key = of_algorithm.iter().find(|key| key.kid == kid)?;
        Some(match rotation::stage(key, &of_algorithm, now) {
            Stage::Next => "next",
            Stage::Current => "current",
            Stage::Retired => "retired",
            Stage::Gone => "gone",
        })
    };
    Ok(keyring
        .stored
        .iter()
        .map(|key| Line {
            kid: key.kid.clone(),
            algorithm: key.algorithm,
            stage: stage(&key.kid, key.algorithm).unwrap_or("gone"),
            activate_at: key.activate_at.seconds(),
            remove_at: key.remove_at.map(crate::model::moment::Moment::seconds),
        })
        .collect())
}
