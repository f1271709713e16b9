//! Starts the website: `cargo run -p examples -- --issuer URL --client-id ID`.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use examples::website::{WebsiteSettings, router};
use tokio::net::TcpListener;

/// A small website that signs people in through an OpenID Connect provider.
#[derive(Parser)]
struct Arguments {
    /// Address of the provider, exactly as it names itself.
    #[arg(long, env = "WEBSITE_ISSUER")]
    issuer: String,
    /// The name under which the provider knows this website.
    #[arg(long, env = "WEBSITE_CLIENT_ID")]
    client_id: String,
    /// The website's secret, if it has one; better in the environment, for arguments can be seen.
    #[arg(long, env = "WEBSITE_CLIENT_SECRET", hide_env_values = true)]
    client_secret: Option<String>,
    /// The port on the loopback address.
    #[arg(long, env = "WEBSITE_PORT", default_value_t = 8081)]
    port: u16,
    /// The website's own address in the browser; by default http://localhost and the port.
    #[arg(long, env = "WEBSITE_BASE")]
    base: Option<String>,
    /// PEM file with certificate authorities to trust beside those of the system.
    #[arg(long, env = "WEBSITE_ROOT_CERTIFICATES")]
    root_certificates: Option<PathBuf>,
    /// Address of the page where people look after their account.
    #[arg(long, env = "WEBSITE_ACCOUNT_SITE")]
    account_site: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().init();
    let arguments = Arguments::parse();
    let port = arguments.port;
    let base = arguments.base.unwrap_or_else(|| format!("http://localhost:{port}"));
    let website = router(WebsiteSettings {
        issuer: arguments.issuer,
        client_id: arguments.client_id,
        client_secret: arguments.client_secret,
        base: base.clone(),
        extra_root_certificates: arguments.root_certificates,
        account_site: arguments.account_site,
    })?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener =
        TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    tracing::info!("the website is at {base}");
    axum::serve(listener, website).await.context("the listener failed")
}
