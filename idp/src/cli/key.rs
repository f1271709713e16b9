//! `sekisho key list | rotate`.

use anyhow::Result;
use clap::Subcommand;
use keys::signing::Algorithm;
use serde::Serialize;

use super::{BY, OfTenant, out, tenant, world};
use crate::model::moment::Moment;
use crate::usecase::admin::signing_keys::{self, Listed};

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
        signing_keys::rotate(&app, &tenant, *algorithm, *urgent, BY).await?;
    }
    let lines: Vec<_> =
        signing_keys::list(&app, tenant.id).await?.into_iter().map(Line::of).collect();
    out::either(of.installation.json, &lines, || {
        let line = |line: &Line| format!("{}  {}  {}", line.algorithm, line.stage, line.kid);
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

impl Line {
    fn of(key: Listed) -> Self {
        Self {
            kid: key.kid,
            algorithm: key.algorithm,
            stage: key.stage,
            activate_at: key.activate_at.seconds(),
            remove_at: key.remove_at.map(Moment::seconds),
        }
    }
}
