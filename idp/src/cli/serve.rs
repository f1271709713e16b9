//! `sekisho serve --config FILE`: the service.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::world;
use crate::app::App;
use crate::http::layer::client_address::Proxies;
use crate::http::serve::{Site, serve};
use crate::http::tls::{self, Identity};
use crate::http::{self, mtls};
use crate::jobs;
use crate::settings::{Settings, TlsFiles};

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
    let (jobs, stop) = (jobs::start(&app), stop_signal()?);
    tracing::info!(listen = %settings.listen, base = settings.base, "serving");
    let serving = listeners.into_iter().map(|(listener, site)| serve(listener, site, stop.clone()));
    futures_util::future::try_join_all(serving).await?;
    jobs.stop().await;
    app.database.close().await.context("the database did not close")?;
    tracing::info!("stopped");
    Ok(())
}

/// The pages, and beside them the certificate listener where there is one.
fn sites(app: &App, settings: &Settings) -> Result<Vec<(SocketAddr, Site)>> {
    let proxies = Proxies(Arc::new(settings.proxies.clone()));
    let pages = Site::new(http::router(app.clone(), proxies.clone()), settings.limits);
    let pages = match &settings.tls {
        Some(files) => pages.with_tls(tls::ordinary(identity(files)?)?),
        None => pages,
    };
    let mut sites = vec![(settings.listen, pages)];
    if let Some(door) = &settings.certificate {
        let router = mtls::router(app.clone(), proxies, door.tls.is_none());
        let site = Site::new(router, settings.limits).closing();
        let site = match &door.tls {
            Some(files) => site.with_tls(tls::asking(identity(files)?)?),
            None => site,
        };
        sites.push((door.listen, site));
    }
    Ok(sites)
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
