//! `sekisho scim-token create | list | revoke`: tokens of directories that keep the people of a tenant.

use anyhow::{Result, bail};
use clap::Subcommand;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{BY, OfTenant, out, stopped, tenant, world};
use crate::app::App;
use crate::model::ids::ScimTokenId;
use crate::model::moment::Moment;
use crate::usecase::admin::scim_tokens::{self as tokens, Kept};
use crate::usecase::scim::PLACE;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make one; it is printed this once
    Create {
        #[command(flatten)]
        of: OfTenant,
        /// Which directory it is for; the audit trail tells its deeds by this name
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// How long it lives
        #[arg(long, value_name = "D", default_value_t = 365)]
        days: u16,
    },
    /// List them, without the tokens themselves
    List(OfTenant),
    /// End one
    Revoke {
        #[command(flatten)]
        of: OfTenant,
        /// As it is listed
        #[arg(long)]
        id: Uuid,
    },
}

#[derive(Serialize)]
struct Shown {
    id: ScimTokenId,
    #[serde(skip_serializing_if = "Option::is_none")]
    scim_token: Option<String>,
    name: String,
    live: bool,
    /// Unix seconds.
    expires_at: i64,
    used_at: Option<i64>,
}

pub async fn run(command: Command) -> Result<()> {
    let (Command::Create { of, .. } | Command::List(of) | Command::Revoke { of, .. }) = &command;
    let app = world::of(&of.installation).await?;
    let tenant = tenant(&app, &of.tenant).await?;
    match &command {
        Command::Create { name, days, .. } => {
            let made = tokens::create(&app, &tenant, (name, *days), BY).await.map_err(stopped)?;
            let shown = shown(&app, made.1, Some(made.0.expose().to_owned()));
            let base = app.issuer(&tenant).at(PLACE);
            out::either(of.installation.json, &shown, || {
                let token = shown.scim_token.as_deref().unwrap_or_default();
                let once = "(shown this once)";
                format!("{}scim_token  {token}   {once}\nbase        {base}\n", line(&shown))
            })
        }
        Command::List(_) => {
            let all = tokens::all(&app, tenant.id).await?;
            let all: Vec<_> = all.into_iter().map(|one| shown(&app, one, None)).collect();
            out::either(of.installation.json, &all, || all.iter().map(line).collect())
        }
        Command::Revoke { id, .. } => {
            if !tokens::revoke(&app, tenant.id, ScimTokenId(*id), BY).await? {
                bail!("there is no living SCIM token {id}");
            }
            out::either(of.installation.json, &json!({ "revoked": id }), || {
                format!("revoked {id}\n")
            })
        }
    }
}

fn shown(app: &App, kept: Kept, drawn: Option<String>) -> Shown {
    Shown {
        live: kept.is_live(app.now()),
        id: kept.id,
        scim_token: drawn,
        name: kept.name,
        expires_at: kept.expires_at.seconds(),
        used_at: kept.used_at.map(Moment::seconds),
    }
}

fn line(one: &Shown) -> String {
    let state = if one.live { "live" } else { "ended" };
    format!("{}  {state:<5}  {}\n", one.id, one.name)
}
