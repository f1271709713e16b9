//! `sekisho api-key create | list | revoke`: keys by which programs administer.

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{BY, OfTenant, out, stopped, tenant, world};
use crate::app::App;
use crate::model::admin::{ApiKey, Role, parse_scopes, scopes_in_words};
use crate::model::ids::ApiKeyId;
use crate::model::moment::Moment;
use crate::usecase::admin::api_keys::{self, Terms};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make one; it is printed this once. A key of the tenant `system` is for every tenant
    Create {
        #[command(flatten)]
        of: OfTenant,
        /// What it is for
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// operator, owner, `support_desk`, auditor
        #[arg(long)]
        role: String,
        /// Scopes of the API, separated by spaces, such as "users:read users:support"
        #[arg(long, value_name = "SCOPES")]
        scope: String,
        /// How long it lives
        #[arg(long, value_name = "D", default_value_t = 90)]
        days: u16,
    },
    /// List them, without the keys themselves
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
    id: ApiKeyId,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key: Option<String>,
    name: String,
    role: Role,
    scope: String,
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
        Command::Create { name, role, scope, days, .. } => {
            let terms = terms(name, role, scope, *days)?;
            let home = (tenant.id, tenant.slug.is_system());
            let (drawn, key) = api_keys::create(&app, home, terms, BY).await.map_err(stopped)?;
            let shown = shown(&app, key, Some(drawn.expose().to_owned()));
            out::either(of.installation.json, &shown, || {
                let key = shown.api_key.as_deref().unwrap_or_default();
                format!("{}api_key  {key}   (shown this once)\n", line(&shown))
            })
        }
        Command::List(_) => {
            let all = api_keys::all(&app, tenant.id).await?;
            let all: Vec<_> = all.into_iter().map(|key| shown(&app, key, None)).collect();
            out::either(of.installation.json, &all, || all.iter().map(line).collect())
        }
        Command::Revoke { id, .. } => {
            if !api_keys::revoke(&app, tenant.id, ApiKeyId(*id), BY).await? {
                bail!("there is no living API key {id}");
            }
            out::either(of.installation.json, &json!({ "revoked": id }), || {
                format!("revoked {id}\n")
            })
        }
    }
}

fn terms(name: &str, role: &str, scope: &str, days: u16) -> Result<Terms> {
    let role = Role::parse(role).context("a role is operator, owner, support_desk or auditor")?;
    let scopes = parse_scopes(scope).context("there is a scope that the API does not have")?;
    Ok(Terms { name: name.to_owned(), role, scopes, days })
}

fn shown(app: &App, key: ApiKey, drawn: Option<String>) -> Shown {
    Shown {
        live: key.is_live(app.now()),
        id: key.id,
        api_key: drawn,
        name: key.name,
        role: key.role,
        scope: scopes_in_words(&key.scopes),
        expires_at: key.expires_at.seconds(),
        used_at: key.used_at.map(Moment::seconds),
    }
}

fn line(one: &Shown) -> String {
    let state = if one.live { "live" } else { "ended" };
    format!("{}  {:<5}  {:<12}  {}  {}\n", one.id, state, one.role.as_str(), one.name, one.scope)
}
