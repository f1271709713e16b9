//! `sekisho client create | list | show | change | rotate-secret | try | trial | remove | initial-access-token …`.

mod initial_access_token;
mod trial;
mod words;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde::Serialize;
use time::Duration;
use uuid::Uuid;

use super::{BY, OfTenant, out, stopped, tenant, world};
use crate::app::App;
use crate::model::client::metadata::{self, By, Said};
use crate::model::client::{Client, Profile, Settings};
use crate::model::ids::{ClientId, TrialId};
use crate::model::secret::Opaque;
use crate::model::tenant::Tenant;
use crate::usecase::admin::clients;
use words::Words;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Register a website; its secret is printed this once
    Create(Box<Create>),
    /// List the websites of a tenant
    List(OfTenant),
    /// Show one
    Show(Named),
    /// Change name, addresses or settings of one
    Change(Box<Change>),
    /// Make another secret; the former stays valid for the overlap
    RotateSecret {
        #[command(flatten)]
        of: Named,
        /// Seconds that the former secret stays valid
        #[arg(long, default_value_t = 86_400)]
        overlap: u32,
    },
    /// Try a login: print the address to open, and what the website would be told
    Try {
        #[command(flatten)]
        of: Named,
        /// Scopes to ask for, separated by spaces; default: openid profile email, as far as it may
        #[arg(long)]
        scope: Option<String>,
        /// Seconds to wait for somebody to log in
        #[arg(long, default_value_t = 0)]
        wait: u64,
    },
    /// Show how a test login ended
    Trial {
        #[command(flatten)]
        of: Named,
        /// Its id, as `try` printed it
        #[arg(long, value_name = "ID")]
        trial_id: Uuid,
    },
    /// Remove one: it can sign nobody in any more
    Remove(Named),
    /// Tokens by which others register clients themselves, where the policy says so
    #[command(subcommand)]
    InitialAccessToken(initial_access_token::Command),
}

#[derive(Debug, Args)]
pub struct Named {
    #[command(flatten)]
    of: OfTenant,
    /// The client's id
    #[arg(long, value_name = "ID")]
    client_id: String,
}

#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    of: OfTenant,
    /// web, service, fapi2 (prove themselves), browser, native or device (keep no secret)
    #[arg(long)]
    profile: String,
    #[command(flatten)]
    words: Words,
}

#[derive(Debug, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    words: Words,
}

/// A client as printed, in the words of RFC 7591.
#[derive(Serialize)]
pub struct Shown {
    pub issuer: String,
    pub discovery: String,
    pub client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    pub profile: Profile,
    #[serde(flatten)]
    pub said: Said,
}

pub async fn run(command: Command) -> Result<()> {
    let of = of(&command);
    let app = world::of(&of.installation).await?;
    let tenant = tenant(&app, &of.tenant).await?;
    let json = of.installation.json;
    match &command {
        Command::Create(create) => print(json, &self::create(&app, &tenant, create).await?),
        Command::List(_) => {
            let all = clients::all(&app, tenant.id).await?;
            let all = all.iter().map(|client| shown(&app, &tenant, client, None));
            let all = all.collect::<Result<Vec<_>>>()?;
            out::either(json, &all, || all.iter().map(text).collect::<Vec<_>>().join("\n"))
        }
        Command::Show(named) => {
            let client = known(&app, &tenant, &named.client_id).await?;
            print(json, &shown(&app, &tenant, &client, None)?)
        }
        Command::Change(change) => {
            let before = known(&app, &tenant, &change.named.client_id).await?;
            let patch = change.words.said()?;
            let changed = metadata::patched(&before, &patch, By::Administrator)?;
            let secret = clients::change(&app, &tenant, &changed, BY).await.map_err(stopped)?;
            print(json, &shown(&app, &tenant, &changed, secret.as_ref())?)
        }
        Command::RotateSecret { of, overlap } => {
            let client = known(&app, &tenant, &of.client_id).await?;
            let overlap = Duration::seconds((*overlap).into());
            let secret = clients::rotate_secret(&app, &tenant, &client, overlap, BY).await?;
            let secret = secret.context("this client keeps no secret")?;
            print(json, &shown(&app, &tenant, &client, Some(&secret))?)
        }
        Command::Try { of, scope, wait } => {
            let client = known(&app, &tenant, &of.client_id).await?;
            trial::run(&app, &tenant, &client, (scope.as_deref(), *wait), json).await
        }
        Command::Trial { of, trial_id } => {
            let client = known(&app, &tenant, &of.client_id).await?;
            trial::show(&app, &tenant, &client, TrialId(*trial_id), json).await
        }
        Command::Remove(named) => {
            let id = ClientId(named.client_id.clone());
            if !clients::remove(&app, &tenant, &id, BY).await? {
                bail!("there is no client {id}");
            }
            out::either(json, &serde_json::json!({ "removed": id }), || format!("removed {id}"))
        }
        Command::InitialAccessToken(command) => initial_access_token::run(&app, command).await,
    }
}

fn of(command: &Command) -> OfTenant {
    match command {
        Command::Create(create) => create.of.clone(),
        Command::List(of) => of.clone(),
        Command::Show(named) | Command::Remove(named) => named.of.clone(),
        Command::RotateSecret { of, .. } | Command::Try { of, .. } | Command::Trial { of, .. } => {
            of.of.clone()
        }
        Command::Change(change) => change.named.of.clone(),
        Command::InitialAccessToken(command) => initial_access_token::of(command),
    }
}

async fn known(app: &App, tenant: &Tenant, id: &str) -> Result<Client> {
    let found = clients::by_id(app, tenant.id, &ClientId(id.to_owned())).await?;
    found.with_context(|| format!("there is no client {id}; see: sekisho client list"))
}

async fn create(app: &App, tenant: &Tenant, create: &Create) -> Result<Shown> {
    let profile = Profile::parse(&create.profile)
        .with_context(|| format!("{} is not a profile; see --help", create.profile))?;
    let bare = Client {
        id: clients::new_id(app),
        name: "app".to_owned(),
        profile,
        authentication: profile.authentication(),
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        settings: Settings::of(profile),
        created_at: app.now(),
    };
    let said = create.words.said()?;
    let named = said.contains_key("client_name");
    let mut client = metadata::read(bare, said, By::Administrator)?;
    let host = client.redirect_uris.first().and_then(|uri| url::Url::parse(uri.as_str()).ok());
    if let (false, Some(host)) = (named, host.as_ref().and_then(url::Url::host_str)) {
        host.clone_into(&mut client.name);
    }
    let created = clients::create(app, tenant, client, BY).await.map_err(stopped)?;
    shown(app, tenant, &created.client, created.secret.as_ref())
}

pub fn shown(
    app: &App,
    tenant: &Tenant,
    client: &Client,
    secret: Option<&Opaque>,
) -> Result<Shown> {
    let issuer = app.issuer(tenant);
    Ok(Shown {
        discovery: issuer.at("/.well-known/openid-configuration"),
        issuer: issuer.as_str().to_owned(),
        client_id: client.id.to_string(),
        client_secret: secret.map(|secret| secret.expose().to_owned()),
        profile: client.profile,
        said: metadata::said(client)?,
    })
}

fn print(json: bool, client: &Shown) -> Result<()> {
    out::either(json, client, || text(client))
}

fn text(client: &Shown) -> String {
    let mut lines = vec![
        format!("issuer         {}", client.issuer),
        format!("client_id      {}", client.client_id),
    ];
    if let Some(secret) = &client.client_secret {
        lines.push(format!("client_secret  {secret}   (shown this once)"));
    }
    let said = |member: &str| client.said.get(member).and_then(serde_json::Value::as_str);
    let name = said("client_name").unwrap_or_default();
    let method = said("token_endpoint_auth_method").unwrap_or_default();
    lines.push(format!("name           {name}"));
    lines.push(format!("authentication {method}"));
    let uris = client.said.get("redirect_uris").and_then(serde_json::Value::as_array);
    for uri in uris.into_iter().flatten().filter_map(serde_json::Value::as_str) {
        lines.push(format!("redirect_uri   {uri}"));
    }
    lines.join("\n") + "\n"
}
