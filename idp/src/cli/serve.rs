//! `sekisho serve --config FILE`: the service.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::world;
use crate::app::App;
use crate::http::layer::client_address::Proxies;
use crate::http::mtls::from_proxy::Believed;
use crate::http::serve::{Site, serve};
use crate::http::tls::{self, Identity};
use crate::http::{self, mtls};
use crate::jobs;
use crate::model::admin::Actor;
use crate::settings::{CertificateDoor, Settings, TlsFiles};
use crate::usecase::admin::set_up;

#[derive(Debug, Args)]
pub struct Serve {
    /// Settings file; `idp/src/settings/example.toml` shows every key
    #[arg(long, value_name = "FILE", env = "SEKISHO_CONFIG")]
    config: PathBuf,
}

pub async fn run(arguments: Serve) -> Result<()> {
    let settings = world::settings(&arguments.config)?;
    world::log(&settings.log)?;
    let parts = world::of_settings(&settings)?;
    parts
        .courier
        .test()
        .await
        .context("the mail server does not answer as it should; people could not log in")?;
    let app = world::open(parts).await?;
    let sites = sites(&app, &settings)?;
    let mut listeners = Vec::new();
    for (address, site) in sites {
        listeners.push((listen(address).await?, site));
    }
    tell_set_up_code(&app).await?;
    let (jobs, stop) = (jobs::start(&app), stop_signal()?);
    tracing::info!(listen = %settings.listen, base = settings.base, "serving");
    let serving = listeners.into_iter().map(|(listener, site)| serve(listener, site, stop.clone()));
    futures_util::future::try_join_all(serving).await?;
    jobs.stop().await;
    app.database.close().await.context("the database did not close")?;
    tracing::info!("stopped");
    Ok(())
}

/// Where nobody administers yet, the log says how somebody can begin.
async fn tell_set_up_code(app: &App) -> Result<()> {
    if let Some(code) = set_up::code(app, Actor::here("service")).await? {
        let (address, code) = (format!("{}/console/set-up", app.base), code.expose());
        tracing::warn!(address, code, "nobody administers yet: make the first operator there");
    }
    Ok(())
}

/// The pages, and beside them the listeners of the API and of certificates where there are such.
fn sites(app: &App, settings: &Settings) -> Result<Vec<(SocketAddr, Site)>> {
    let proxies = Proxies(Arc::new(settings.proxies.clone()));
    let site = |router| {
        let site = Site::new(router, settings.limits);
        Ok::<_, anyhow::Error>(match &settings.tls {
            Some(files) => site.with_tls(tls::ordinary(identity(files)?)?),
            None => site,
        })
    };
    let (own, around) = (app.clone(), proxies.clone());
    let mut sites = match settings.api {
        None => vec![(settings.listen, site(http::router(own, around))?)],
        Some(listen) => {
            let api = site(http::api_router(own.clone(), around.clone()))?;
            let pages = site(http::router_without_api(own, around))?;
            vec![(settings.listen, pages), (listen, api)]
        }
    };
    if let Some(door) = &settings.certificate {
        let router = mtls::router(app.clone(), proxies.clone(), believed(door, proxies));
        let site = Site::new(router, settings.limits).closing();
        let site = match &door.tls {
            Some(files) => site.with_tls(tls::asking(identity(files)?)?),
            None => site,
        };
        sites.push((door.listen, site));
    }
    Ok(sites)
}

/// Whom the certificate listener believes, where it does not speak TLS itself.
fn believed(door: &CertificateDoor, proxies: Proxies) -> Option<Believed> {
    let secret = door.proxy_secret.as_ref()?;
    Some(Believed::new(proxies, secret.expose_secret()))
}

fn identity(files: &TlsFiles) -> Result<Identity> {
    Identity::of_files(&files.certificate, &files.key).map_err(anyhow::Error::msg)
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener.with_context(|| format!("{address} cannot be listened on"))
}

/// Cancelled by the first SIGTERM or Ctrl-C.
pub fn stop_signal() -> Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let cancel = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        cancel.cancel();
    });
    Ok(stop)
}
