//! The command line: the words, and how the application is filled with the real world.

pub mod certificate;
pub mod claims;
pub mod client;
pub mod demo;
mod demo_certificate;
mod demo_claims;
mod demo_people;
mod demo_ready;
mod demo_seed;
mod demo_tls;
mod files;
mod invite;
pub mod key;
pub mod migrate;
pub mod out;
pub mod policy;
pub mod schema;
pub mod serve;
pub mod tenant;
pub mod user;
pub mod world;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::model::tenant::Tenant;
use crate::usecase;

/// A hosted login service: an OpenID Connect provider.
#[derive(Debug, Parser)]
#[command(name = "sekisho", version)]
pub struct CommandLine {
    #[command(subcommand)]
    word: Word,
}

#[derive(Debug, Subcommand)]
enum Word {
    /// Try everything on this machine: tenants, users, a website, a mailbox page
    Demo(demo::Demo),
    /// Run the service
    Serve(serve::Serve),
    /// Bring the database to this program's schema
    #[command(subcommand)]
    Migrate(migrate::Migrate),
    /// Tenants and their policies
    #[command(subcommand)]
    Tenant(tenant::Command),
    /// What a policy does before it stands
    #[command(subcommand)]
    Policy(policy::Command),
    /// Users of a tenant
    #[command(subcommand)]
    User(user::Command),
    /// Client certificates of users' devices
    #[command(subcommand)]
    Certificate(certificate::Command),
    /// Websites registered at a tenant
    #[command(subcommand)]
    Client(client::Command),
    /// Signing keys of a tenant
    #[command(subcommand)]
    Key(key::Command),
}

/// Which installation a command is about.
#[derive(Clone, Debug, Args)]
pub struct Installation {
    /// Settings file of the installation
    #[arg(long, value_name = "FILE", env = "SEKISHO_CONFIG", conflicts_with = "data")]
    pub config: Option<PathBuf>,
    /// Folder of a demo, instead of a settings file
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A tenant of an installation.
#[derive(Clone, Debug, Args)]
pub struct OfTenant {
    /// The tenant, by its slug
    #[arg(long, value_name = "SLUG")]
    pub tenant: String,
    #[command(flatten)]
    pub installation: Installation,
}

/// Who did it, in the audit trail.
pub const BY: &str = "command line";

pub fn run(command_line: CommandLine) -> Result<()> {
    // Both TLS in and out use one provider; a second install has nothing to do.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime did not start")?;
    runtime.block_on(async {
        match command_line.word {
            Word::Demo(demo) => demo::run(demo).await,
            Word::Serve(serve) => serve::run(serve).await,
            Word::Migrate(migrate) => migrate::run(migrate).await,
            Word::Tenant(command) => tenant::run(command).await,
            Word::Policy(command) => policy::run(command).await,
            Word::User(command) => user::run(command).await,
            Word::Certificate(command) => certificate::run(command).await,
            Word::Client(command) => client::run(command).await,
            Word::Key(command) => key::run(command).await,
        }
    })
}

/// The tenant named, or an error that lists what there is.
pub(crate) async fn tenant(app: &App, slug: &str) -> Result<Tenant> {
    match usecase::tenant::by_slug(app, slug).await? {
        Some(tenant) => Ok(Tenant::clone(&tenant)),
        None => anyhow::bail!("there is no tenant {slug}; see: sekisho tenant list"),
    }
}

/// A use-case's refusal or fault as an error of the command line.
pub(crate) fn stopped<R: std::fmt::Display>(stop: crate::stop::Stop<R>) -> anyhow::Error {
    match stop {
        crate::stop::Stop::Refused(why) => anyhow::anyhow!("{why}"),
        crate::stop::Stop::Fault(fault) => fault.into(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::CommandLine;

    #[test]
    fn the_words_do_not_contradict_each_other() {
        CommandLine::command().debug_assert();
    }
}
