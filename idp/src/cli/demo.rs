//! `sekisho demo`: everything on this machine, to try. Kept between runs in a folder that it names.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::demo_api;
use super::demo_ready::{Ready, TenantReady, UserReady, ready, tell};
use super::demo_seed::{self, Registration};
use super::demo_tls::DemoAuthority;
use super::{files, schema, serve::stop_signal, world};
use crate::app::App;
use crate::http::demo::{Letter, Pages, TenantEntry, UserEntry};
use crate::http::layer::client_address::Proxies;
use crate::http::serve::{Limits, Site, serve};
use crate::http::{mtls, tls};
use crate::jobs;
use crate::mail::mailbox::Mailbox;
use crate::model::policy::Preset;
use crate::settings::{Log, LogFormat};

#[derive(Debug, Args)]
pub struct Demo {
    /// Port of the service; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Port of the demo website; 0 takes a free one
    #[arg(long, default_value_t = 8081)]
    website_port: u16,
    /// Port that asks for client certificates, by https; 0 takes a free one. Default: the next free one
    #[arg(long)]
    certificate_port: Option<u16>,
    /// Serve by https, under a certificate authority that the folder keeps
    #[arg(long)]
    tls: bool,
    /// Address to listen on; anything but this machine itself is refused
    #[arg(long, default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Folder that keeps the demo
    #[arg(long, default_value = "sekisho-demo", value_name = "DIR")]
    data: PathBuf,
    /// Another server that may be called wherever it is, its certificate unseen; repeatable
    #[arg(long, value_name = "HOST:PORT")]
    allow: Vec<String>,
    /// Begin anew: forget what the folder holds
    #[arg(long)]
    fresh: bool,
    /// Print one JSON object once all is ready
    #[arg(long)]
    json: bool,
}

pub async fn run(mut demo: Demo) -> Result<()> {
    ensure!(demo.bind.is_loopback(), "a demo shows every code: it listens on this machine alone");
    let filter = "warn,idp=info".to_owned();
    world::log(&Log { format: LogFormat::Text, filter })?;
    // Commands beside the demo are told where it is, wherever they run.
    demo.data = std::path::absolute(&demo.data)?;
    prepare_folder(&demo)?;
    let places = Places::take(&demo).await?;
    let authority = DemoAuthority::of(&demo.data)?;
    files::private_file(&demo.data.join("allowed"), demo.allow.join("\n").as_bytes())?;
    let app = application(&demo.data, &places).await?;
    demo_seed::tenants_and_people(&app, &demo.data).await?;
    let registration = demo_seed::website(&app, &demo.data, &places.website.base).await?;
    let clients = (registration.clone(), demo_api::client(&app, &demo.data).await?);
    let ready = ready(&app, &demo.data, (&places.website.base, &authority), clients).await?;

    let stop = stop_signal()?;
    let jobs = jobs::start(&app);
    let pages = pages(&demo.data, &ready);
    let router = crate::http::demo_router(app.clone(), Proxies::default(), pages);
    let settings = website_settings(&ready, registration, demo.tls.then_some(&authority));
    let website_router = examples::website::router(settings)?;
    let asking = mtls::router(app.clone(), Proxies::default(), None);
    let tls = if demo.tls { Some(tls::ordinary(authority.identity()?)?) } else { None };
    let speaking = |site: Site| match &tls {
        Some(tls) => site.with_tls(tls.clone()),
        None => site,
    };
    let site = |router: &axum::Router| Site::new(router.clone(), limits());
    let certificate_tls = tls::asking(authority.identity()?)?;
    let service = serve_all(places.service, || speaking(site(&router)), &stop);
    let website = serve_all(places.website, || speaking(site(&website_router)), &stop);
    let certificate = serve_all(
        places.certificate,
        || site(&asking).closing().with_tls(certificate_tls.clone()),
        &stop,
    );
    tell(&ready, demo.json)?;
    tokio::try_join!(service, website, certificate)?;
    jobs.stop().await;
    app.database.close().await.context("the database did not close")
}

/// Where one part of the demo listens, and its address.
struct Place {
    listeners: Vec<TcpListener>,
    port: u16,
    base: String,
}

struct Places {
    service: Place,
    website: Place,
    certificate: Place,
}

impl Places {
    async fn take(demo: &Demo) -> Result<Self> {
        let scheme = if demo.tls { "https" } else { "http" };
        let service = listen(demo.bind, demo.port, scheme).await?;
        let website = listen(demo.bind, demo.website_port, scheme).await?;
        let certificate = match demo.certificate_port {
            Some(port) => listen(demo.bind, port, "https").await?,
            None => listen_after(demo.bind, website.port).await?,
        };
        Ok(Self { service, website, certificate })
    }
}

fn prepare_folder(demo: &Demo) -> Result<()> {
    let ours = demo.data.join("sekisho.db");
    if demo.fresh && demo.data.exists() {
        let is_empty = std::fs::read_dir(&demo.data)?.next().is_none();
        if !ours.exists() && !is_empty {
            bail!("{} is not the folder of a demo; it is left alone", demo.data.display());
        }
        std::fs::remove_dir_all(&demo.data)?;
    }
    files::private_folder(&demo.data)?;
    files::private_folder(&demo.data.join("mailbox"))
}

async fn application(folder: &Path, places: &Places) -> Result<App> {
    // Commands beside the demo tell the same addresses.
    files::private_file(&folder.join("base"), places.service.base.as_bytes())?;
    files::private_file(&folder.join("certificate_base"), places.certificate.base.as_bytes())?;
    let parts = world::of_demo(folder)?;
    let database = world::connect(&parts.database).await?;
    schema::up(&database).await?;
    world::fill(parts, database).await
}

/// One listener per family: `localhost` is either.
async fn listen(bind: IpAddr, port: u16, scheme: &str) -> Result<Place> {
    let first = TcpListener::bind(SocketAddr::new(bind, port)).await.with_context(|| {
        format!(
            "port {port} is taken; choose another by --port, --website-port or --certificate-port"
        )
    })?;
    let port = first.local_addr()?.port();
    let mut listeners = vec![first];
    let other: IpAddr =
        if bind.is_ipv4() { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
    if let Ok(second) = TcpListener::bind(SocketAddr::new(other, port)).await {
        listeners.push(second);
    }
    Ok(Place { listeners, port, base: format!("{scheme}://localhost:{port}") })
}

/// The first of the ports after `port` that is free, or any that is.
async fn listen_after(bind: IpAddr, port: u16) -> Result<Place> {
    for port in (port..=port.saturating_add(20)).skip(1) {
        if let Ok(place) = listen(bind, port, "https").await {
            return Ok(place);
        }
    }
    listen(bind, 0, "https").await
}

fn limits() -> Limits {
    Limits { stop_time: std::time::Duration::from_secs(3), ..Limits::default() }
}

async fn serve_all(place: Place, site: impl Fn() -> Site, stop: &CancellationToken) -> Result<()> {
    let serving = place.listeners.into_iter().map(|listener| serve(listener, site(), stop.clone()));
    futures_util::future::try_join_all(serving).await?;
    Ok(())
}

fn website_settings(
    ready: &Ready,
    registration: Registration,
    authority: Option<&DemoAuthority>,
) -> examples::website::WebsiteSettings {
    examples::website::WebsiteSettings {
        issuer: ready.client.issuer.clone(),
        client_id: registration.client_id,
        client_secret: Some(registration.client_secret),
        base: ready.website.clone(),
        extra_root_certificates: authority.map(|one| one.ca_file.clone()),
        account_site: ready.tenants.first().map(|tenant| tenant.account_site.clone()),
    }
}

fn pages(folder: &Path, ready: &Ready) -> Pages {
    let mailbox = Mailbox::new(folder.join("mailbox"));
    let letters = move || {
        let letters = mailbox.letters()?;
        Ok(letters
            .into_iter()
            .map(|one| Letter {
                to: one.to,
                subject: one.subject,
                text: one.text,
                at: one.at,
                code: one.code,
                link: one.link,
            })
            .collect())
    };
    Pages {
        tenants: Arc::new(ready.tenants.iter().map(tenant_entry).collect()),
        website: ready.website.clone(),
        letters: Arc::new(letters),
    }
}

fn tenant_entry(tenant: &TenantReady) -> TenantEntry {
    let user = |user: &UserReady| UserEntry {
        user_id: user.user_id.to_owned(),
        password: user.password.map(str::to_owned),
        mail: user.mail.join(", "),
        method: user.login_method.text_key(),
        state: state_key(user.state),
    };
    TenantEntry {
        name: tenant.name.clone(),
        slug: tenant.slug.to_owned(),
        preset: match tenant.preset {
            Preset::Standard => "standard",
            Preset::Classic => "classic",
        },
        issuer: tenant.issuer.clone(),
        account: tenant.account_site.clone(),
        users: tenant.users.iter().map(user).collect(),
    }
}

fn state_key(state: &str) -> &'static str {
    match state {
        "to_enrol" => "state-to-enrol",
        "expired" => "state-expired",
        "locked" => "state-locked",
        "disabled" => "state-disabled",
        "reset" => "state-reset",
        "temporary" => "state-temporary",
        _ => "state-active",
    }
}
