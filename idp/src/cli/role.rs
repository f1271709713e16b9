//! `sekisho role grant | revoke | list` and `sekisho role set-up-code`: who administers.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::json;

use super::{BY, Installation, out, stopped, tenant, world};
use crate::app::App;
use crate::model::admin::{Grant, Role};
use crate::model::names::LoginName;
use crate::usecase::admin::roles::{self, Listed};
use crate::usecase::admin::{set_up, tenants};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Give a role to a person of the tenant `system`
    Grant(Named),
    /// Take a role away; its holder is signed out
    Revoke(Named),
    /// List who has which role
    List(Installation),
    /// Print a one-time code by which the first administrator is made at /console/set-up; the last one ends
    SetUpCode(Installation),
}

#[derive(Debug, Args)]
pub struct Named {
    #[command(flatten)]
    installation: Installation,
    #[arg(long, value_name = "ID")]
    user_id: String,
    /// operator, owner, `support_desk`, auditor
    #[arg(long)]
    role: String,
    /// The tenant that it is over; without it, the whole installation
    #[arg(long, value_name = "SLUG")]
    over: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    user_id: String,
    role: Role,
    /// None: the whole installation.
    over: Option<String>,
    /// Unix seconds.
    since: i64,
}

pub async fn run(command: Command) -> Result<()> {
    let (Command::Grant(Named { installation, .. })
    | Command::Revoke(Named { installation, .. })
    | Command::List(installation)
    | Command::SetUpCode(installation)) = &command;
    let app = world::of(installation).await?;
    match &command {
        Command::Grant(named) => {
            let (name, grant) = read(&app, named).await?;
            roles::grant(&app, &name, grant, BY).await.map_err(stopped)?;
            list(&app, installation.json).await
        }
        Command::Revoke(named) => {
            let (name, grant) = read(&app, named).await?;
            let all = roles::all(&app).await?;
            let found = all.iter().find(|one| one.login_name == name && one.held.grant == grant);
            let Some(found) = found else { bail!("{name} does not have this role") };
            if !roles::revoke(&app, &found.held, BY).await.map_err(stopped)? {
                bail!("{name} does not have this role any more");
            }
            list(&app, installation.json).await
        }
        Command::List(_) => list(&app, installation.json).await,
        Command::SetUpCode(_) => set_up_code(&app, installation.json).await,
    }
}

async fn read(app: &App, named: &Named) -> Result<(LoginName, Grant)> {
    let name = LoginName::parse(&named.user_id).context("this cannot be a user ID")?;
    let role =
        Role::parse(&named.role).context("a role is operator, owner, support_desk or auditor")?;
    let over = match &named.over {
        Some(slug) => Some(tenant(app, slug).await?.id),
        None => None,
    };
    Ok((name, Grant { role, over }))
}

async fn list(app: &App, as_json: bool) -> Result<()> {
    let known = tenants::all(app).await?;
    let shown = |one: Listed| Shown {
        user_id: one.login_name.to_string(),
        role: one.held.grant.role,
        over: one.held.grant.over.map(|id| {
            let tenant = known.iter().find(|tenant| tenant.id == id);
            tenant.map_or_else(|| id.to_string(), |tenant| tenant.slug.to_string())
        }),
        since: one.held.since.seconds(),
    };
    let all: Vec<_> = roles::all(app).await?.into_iter().map(shown).collect();
    out::either(as_json, &all, || {
        let over = |one: &Shown| one.over.clone().unwrap_or_else(|| "everything".to_owned());
        let line =
            |one: &Shown| format!("{:<24} {:<13} {}\n", one.user_id, one.role.as_str(), over(one));
        all.iter().map(line).collect()
    })
}

async fn set_up_code(app: &App, as_json: bool) -> Result<()> {
    let Some(code) = set_up::code(app, BY).await? else {
        bail!("somebody runs this installation already; ask an operator for a role");
    };
    let told = json!({ "address": format!("{}/console/set-up", app.base), "code": code.expose() });
    out::either(as_json, &told, || {
        format!(
            "address  {}/console/set-up\ncode     {}   (one use, 24 hours)\n",
            app.base,
            code.expose()
        )
    })
}
