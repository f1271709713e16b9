//! `sekisho client create | list | show | change | rotate-secret | remove`.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use keys::signing::Algorithm;
use serde::Serialize;
use time::Duration;

use super::{BY, OfTenant, out, stopped, tenant, world};
use crate::app::App;
use crate::model::client::{Authentication, Client, Profile, Settings};
use crate::model::ids::ClientId;
use crate::model::secret::Opaque;
use crate::model::tenant::Tenant;
use crate::usecase::admin::clients;
use crate::wire::redirect_uri::RedirectUri;

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
    /// Remove one: it can sign nobody in any more
    Remove(Named),
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
    /// web (keeps a secret), browser or native (keep none)
    #[arg(long)]
    profile: String,
    /// Name that people read; default: the host of the first address
    #[arg(long)]
    name: Option<String>,
    /// Where answers go; compared character by character. May be given several times
    #[arg(long = "redirect-uri", value_name = "URL", required = true)]
    redirect_uris: Vec<String>,
    #[command(flatten)]
    details: Details,
}

#[derive(Debug, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named,
    /// Name that people read
    #[arg(long)]
    name: Option<String>,
    /// Replaces all addresses
    #[arg(long = "redirect-uri", value_name = "URL")]
    redirect_uris: Vec<String>,
    #[command(flatten)]
    details: Details,
}

#[derive(Debug, Args)]
struct Details {
    /// Where the browser may go after a logout. May be given several times
    #[arg(long = "post-logout-redirect-uri", value_name = "URL")]
    post_logout_redirect_uris: Vec<String>,
    /// `client_secret_basic`, `client_secret_post` or none
    #[arg(long, value_name = "METHOD")]
    token_endpoint_auth_method: Option<String>,
    /// RS256 or ES256
    #[arg(long, value_name = "ALG")]
    id_token_signed_response_alg: Option<Algorithm>,
    /// Whether PKCE is demanded; off only for an old library with a secret
    #[arg(long, value_name = "BOOL")]
    require_pkce: Option<bool>,
    /// The website's start page, for ways back
    #[arg(long, value_name = "URL")]
    client_uri: Option<String>,
}

/// A client as printed (names of RFC 7591 §2).
#[derive(Serialize)]
pub struct Shown {
    pub issuer: String,
    pub client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    pub client_name: String,
    pub profile: Profile,
    pub redirect_uris: Vec<RedirectUri>,
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    pub token_endpoint_auth_method: &'static str,
    pub id_token_signed_response_alg: Algorithm,
    pub require_pkce: bool,
    pub discovery: String,
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
            let all: Vec<_> =
                all.into_iter().map(|client| shown(&app, &tenant, client, None)).collect();
            out::either(json, &all, || all.iter().map(text).collect::<Vec<_>>().join("\n"))
        }
        Command::Show(named) => {
            let client = known(&app, &tenant, &named.client_id).await?;
            print(json, &shown(&app, &tenant, client, None))
        }
        Command::Change(change) => {
            let before = known(&app, &tenant, &change.named.client_id).await?;
            let changed = changed(before, change)?;
            clients::change(&app, &tenant, &changed, BY).await.map_err(stopped)?;
            print(json, &shown(&app, &tenant, changed, None))
        }
        Command::RotateSecret { of, overlap } => {
            let client = known(&app, &tenant, &of.client_id).await?;
            if client.is_public() {
                bail!("this client keeps no secret");
            }
            let overlap = Duration::seconds((*overlap).into());
            let secret = clients::rotate_secret(&app, &tenant, &client.id, overlap, BY).await?;
            print(json, &shown(&app, &tenant, client, Some(&secret)))
        }
        Command::Remove(named) => {
            let id = ClientId(named.client_id.clone());
            if !clients::remove(&app, &tenant, &id, BY).await? {
                bail!("there is no client {id}");
            }
            out::either(json, &serde_json::json!({ "removed": id }), || format!("removed {id}"))
        }
    }
}

fn of(command: &Command) -> OfTenant {
    match command {
        Command::Create(create) => create.of.clone(),
        Command::List(of) => of.clone(),
        Command::Show(named) | Command::Remove(named) => named.of.clone(),
        Command::RotateSecret { of, .. } => of.of.clone(),
        Command::Change(change) => change.named.of.clone(),
    }
}

async fn known(app: &App, tenant: &Tenant, id: &str) -> Result<Client> {
    let found = clients::by_id(app, tenant.id, &ClientId(id.to_owned())).await?;
    found.with_context(|| format!("there is no client {id}; see: sekisho client list"))
}

async fn create(app: &App, tenant: &Tenant, create: &Create) -> Result<Shown> {
    let profile = Profile::parse(&create.profile)
        .with_context(|| format!("{} is not web, browser or native", create.profile))?;
    let redirect_uris = addresses(&create.redirect_uris)?;
    let host = redirect_uris
        .first()
        .and_then(|uri| url::Url::parse(uri.as_str()).ok())
        .and_then(|url| url.host_str().map(str::to_owned));
    let authentication = match profile {
        Profile::Web => Authentication::ClientSecretBasic,
        Profile::Browser | Profile::Native => Authentication::None,
    };
    let mut client = Client {
        id: clients::new_id(app),
        name: create.name.clone().or(host).unwrap_or_else(|| "app".to_owned()),
        profile,
        authentication,
        redirect_uris,
        post_logout_redirect_uris: Vec::new(),
        settings: Settings {
            id_token_signed_response_alg: Algorithm::Rs256,
            require_pkce: true,
            account_link: None,
            reissue_link: None,
            client_uri: None,
        },
        created_at: app.now(),
    };
    apply(&mut client, &create.details)?;
    let created = clients::create(app, tenant, client, BY).await.map_err(stopped)?;
    Ok(shown(app, tenant, created.client, created.secret.as_ref()))
}

fn changed(mut client: Client, change: &Change) -> Result<Client> {
    if let Some(name) = &change.name {
        client.name.clone_from(name);
    }
    if !change.redirect_uris.is_empty() {
        client.redirect_uris = addresses(&change.redirect_uris)?;
    }
    apply(&mut client, &change.details)?;
    Ok(client)
}

fn apply(client: &mut Client, details: &Details) -> Result<()> {
    if !details.post_logout_redirect_uris.is_empty() {
        client.post_logout_redirect_uris = addresses(&details.post_logout_redirect_uris)?;
    }
    if let Some(method) = &details.token_endpoint_auth_method {
        client.authentication = Authentication::parse(method)
            .with_context(|| format!("{method} is not a method that is offered"))?;
    }
    if let Some(algorithm) = details.id_token_signed_response_alg {
        if !crate::usecase::upkeep::rotate_keys::ALGORITHMS.contains(&algorithm) {
            bail!("{algorithm} is not offered: RS256 or ES256");
        }
        client.settings.id_token_signed_response_alg = algorithm;
    }
    if let Some(require) = details.require_pkce {
        client.settings.require_pkce = require;
    }
    if let Some(uri) = &details.client_uri {
        RedirectUri::parse(uri).with_context(|| format!("{uri} is not an https address"))?;
        client.settings.client_uri = Some(uri.clone());
    }
    Ok(())
}

fn addresses(texts: &[String]) -> Result<Vec<RedirectUri>> {
    texts
        .iter()
        .map(|text| {
            RedirectUri::parse(text).with_context(|| {
                format!("{text} cannot be registered: it must be https (or http on this machine, or an app's own scheme), without fragment, user or wildcard")
            })
        })
        .collect()
}

pub fn shown(app: &App, tenant: &Tenant, client: Client, secret: Option<&Opaque>) -> Shown {
    let issuer = app.issuer(tenant);
    Shown {
        discovery: issuer.at("/.well-known/openid-configuration"),
        issuer: issuer.as_str().to_owned(),
        client_id: client.id.to_string(),
        client_secret: secret.map(|secret| secret.expose().to_owned()),
        client_name: client.name,
        profile: client.profile,
        redirect_uris: client.redirect_uris,
        post_logout_redirect_uris: client.post_logout_redirect_uris,
        token_endpoint_auth_method: client.authentication.as_str(),
        id_token_signed_response_alg: client.settings.id_token_signed_response_alg,
        require_pkce: client.settings.require_pkce,
    }
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
    lines.push(format!("name           {}", client.client_name));
    lines.push(format!("authentication {}", client.token_endpoint_auth_method));
    for uri in &client.redirect_uris {
        lines.push(format!("redirect_uri   {}", uri.as_str()));
    }
    lines.join("\n") + "\n"
}
