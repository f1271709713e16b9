//! `sekisho user list | history | sessions | consents`: people looked for and looked at; nothing changes.

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::user::{Named, found, line, login_method, login_name, shown};
use super::user_show::outcome_in_words;
use super::{OfTenant, out};
use crate::app::App;
use crate::model::audit::timestamp;
use crate::model::client::Client;
use crate::model::consent::Given;
use crate::model::history::Origin;
use crate::model::session::Session;
use crate::model::tenant::Tenant;
use crate::usecase::account::history::Line;
use crate::usecase::admin::people::{self, StageIs, Wanted};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List users in the order of their user IDs
    List(List),
    /// Tell one's logins and failures, the newest first
    History {
        #[command(flatten)]
        named: Named,
        /// Which page of them
        #[arg(long, value_name = "N", default_value_t = 1)]
        page: u64,
    },
    /// List the sessions that one has open
    Sessions(Named),
    /// List what one agreed to for websites
    Consents(Named),
}

#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    of: OfTenant,
    /// Those of whom the user ID, a mail address or a name begins so
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    #[arg(long)]
    state: Option<State>,
    /// password, `password_otp`, `password_certificate`
    #[arg(long)]
    login_method: Option<String>,
    /// Begin after this user ID
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 100)]
    most: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    ToEnrol,
    Active,
    Disabled,
}

impl Command {
    pub const fn of(&self) -> &OfTenant {
        match self {
            Self::List(list) => &list.of,
            Self::History { named, .. } | Self::Sessions(named) | Self::Consents(named) => {
                &named.of
            }
        }
    }
}

pub(super) async fn run(app: &App, tenant: &Tenant, command: &Command) -> Result<()> {
    let json = command.of().installation.json;
    let named = match command {
        Command::List(list) => return self::list(app, tenant, list).await,
        Command::History { named, .. } | Command::Sessions(named) | Command::Consents(named) => {
            named
        }
    };
    let user = &found(app, tenant, &login_name(&named.user_id)?).await?.user;
    match command {
        Command::List(_) => Ok(()),
        Command::History { page, .. } => {
            let page = page.to_string();
            let (paging, lines) = people::history_page(app, tenant, user, Some(&page)).await?;
            let told = json!({
                "total": paging.total,
                "page": paging.number,
                "pages": paging.pages,
                "tries": lines.iter().map(tried).collect::<Vec<_>>(),
            });
            out::either(json, &told, || {
                let page = format!("page {} of {}", paging.number, paging.pages);
                lines.iter().map(tried_in_words).collect::<String>() + &page
            })
        }
        Command::Sessions(_) => {
            let all = people::sessions(app, tenant, user).await?;
            let told: Vec<_> = all.iter().map(session).collect();
            out::either(json, &told, || all.iter().map(session_in_words).collect())
        }
        Command::Consents(_) => {
            let all = people::consents(app, tenant, user).await?;
            let told: Vec<_> = all.iter().map(consent).collect();
            out::either(json, &told, || all.iter().map(consent_in_words).collect())
        }
    }
}

async fn list(app: &App, tenant: &Tenant, list: &List) -> Result<()> {
    let wanted = Wanted {
        text: list.search.clone(),
        stage: list.state.map(|state| match state {
            State::ToEnrol => StageIs::Invited,
            State::Active => StageIs::Active,
            State::Disabled => StageIs::Disabled,
        }),
        method: list.login_method.as_deref().map(login_method).transpose()?,
        ..Wanted::default()
    };
    let after = list.after.as_deref().map(login_name).transpose()?;
    let mut all = Vec::new();
    for user in people::search(app, tenant.id, &wanted, after.as_ref(), list.most).await? {
        all.push(shown(app, tenant, &user.login_name).await?);
    }
    out::either(list.of.installation.json, &all, || all.iter().map(line).collect())
}

fn tried(line: &Line) -> Value {
    let entry = &line.entry;
    json!({
        "at": timestamp(entry.at),
        "outcome": entry.outcome,
        "login_method": entry.method,
        "device": line.device.as_ref().map(|device| device.number),
        "address": entry.origin.address,
        "browser": entry.origin.browser,
        "client": entry.client,
        "website": line.website,
    })
}

fn tried_in_words(line: &Line) -> String {
    let entry = &line.entry;
    let (at, outcome) = (timestamp(entry.at), outcome_in_words(entry.outcome));
    let website = line.website.as_deref().unwrap_or("-");
    format!("{at}  {outcome}  {}  {}  {website}\n", entry.method.as_str(), entry.origin.address)
}

fn session((session, origin): &(Session, Origin)) -> Value {
    json!({
        "id": session.id,
        "login_method": session.method,
        "since": timestamp(session.authenticated_at),
        "last_seen": timestamp(session.last_seen),
        "address": origin.address,
        "browser": origin.browser,
    })
}

fn session_in_words((session, origin): &(Session, Origin)) -> String {
    let (since, seen) = (timestamp(session.authenticated_at), timestamp(session.last_seen));
    let method = session.method.as_str();
    format!("{}  {method}  since {since}, last seen {seen}  {}\n", session.id, origin.address)
}

fn consent((given, client): &(Given, Client)) -> Value {
    json!({
        "client": given.client,
        "website": client.name,
        "scope": given.scope.to_string(),
        "at": timestamp(given.at),
    })
}

fn consent_in_words((given, client): &(Given, Client)) -> String {
    format!("{}  {}  {}  {}\n", given.client, timestamp(given.at), client.name, given.scope)
}
