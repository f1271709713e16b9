//! `sekisho serve --config FILE`: the service.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::world;
use crate::http::layer::client_address::Proxies;
use crate::http::{self, serve::serve};
use crate::jobs;

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
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", settings.listen))?;
    let router = http::router(app.clone(), Proxies(Arc::new(settings.proxies.clone())));
    let jobs = jobs::start(&app);
    tracing::info!(listen = %settings.listen, base = settings.base, "serving");
    serve(listener, router, settings.limits, stop_signal()?).await?;
    jobs.stop().await;
    app.database.close().await.context("the database did not close")?;
    tracing::info!("stopped");
    Ok(())
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
