//! `sekisho client initial-access-token create | list | revoke`.

use anyhow::{Result, bail};
use clap::Subcommand;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::cli::{BY, OfTenant, out, stopped, tenant};
use crate::model::policy::Registration;
use crate::usecase::admin::initial_access_tokens::{self as tokens, Listed, Terms};
use crate::usecase::registration::PLACE;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make one; it is printed this once
    Create {
        #[command(flatten)]
        of: OfTenant,
        /// How many clients it may register
        #[arg(long, value_name = "N", default_value_t = 1)]
        uses: u32,
        /// How long it may
        #[arg(long, value_name = "D", default_value_t = 7)]
        days: u16,
        /// For whom it is
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// List them, without the tokens themselves
    List(OfTenant),
    /// End one; what was registered by it stays
    Revoke {
        #[command(flatten)]
        of: OfTenant,
        /// As it is listed
        #[arg(long, value_name = "ID")]
        id: String,
    },
}

#[derive(Serialize)]
struct Shown {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_access_token: Option<String>,
    note: String,
    uses_left: u32,
    /// Unix seconds.
    expires_at: i64,
}

pub(super) fn of(command: &Command) -> OfTenant {
    let (Command::Create { of, .. } | Command::List(of) | Command::Revoke { of, .. }) = command;
    of.clone()
}

pub(super) async fn run(app: &App, command: &Command) -> Result<()> {
    let of = of(command);
    let tenant = tenant(app, &of.tenant).await?;
    match command {
        Command::Create { uses, days, note, .. } => {
            if tenant.policy.client_registration == Registration::Off {
                bail!("the policy of {} has client_registration off", tenant.slug);
            }
            let terms = Terms { uses: *uses, days: *days, note: note.clone() };
            let made = tokens::create(app, tenant.id, terms, BY).await.map_err(stopped)?;
            let shown = shown(made.1, Some(made.0.expose().to_owned()));
            let place = app.issuer(&tenant).at(PLACE);
            out::either(of.installation.json, &shown, || {
                let token = shown.initial_access_token.as_deref().unwrap_or_default();
                format!(
                    "{}initial_access_token  {token}   (shown this once)\nregistration_endpoint {place}\n",
                    line(&shown)
                )
            })
        }
        Command::List(_) => {
            let all = tokens::all(app, tenant.id).await?;
            let all: Vec<_> = all.into_iter().map(|one| shown(one, None)).collect();
            out::either(of.installation.json, &all, || all.iter().map(line).collect())
        }
        Command::Revoke { id, .. } => {
            if !tokens::revoke(app, tenant.id, id, BY).await? {
                bail!("there is no initial access token {id}");
            }
            out::either(of.installation.json, &json!({ "revoked": id }), || format!("revoked {id}"))
        }
    }
}

fn shown(listed: Listed, token: Option<String>) -> Shown {
    Shown {
        id: listed.id,
        initial_access_token: token,
        note: listed.kept.note,
        uses_left: listed.kept.uses_left,
        expires_at: listed.kept.expires.seconds(),
    }
}

fn line(shown: &Shown) -> String {
    format!("{}  {} uses left  {}\n", shown.id, shown.uses_left, shown.note)
}
