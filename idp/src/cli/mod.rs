//! The command line: the words, and how the application is filled with the real world.

pub mod api_key;
pub mod audit;
pub mod certificate;
pub mod claims;
pub mod client;
pub mod completions;
pub mod declare;
pub mod declared;
pub mod demo;
mod demo_api;
mod demo_certificate;
mod demo_claims;
mod demo_people;
mod demo_ready;
mod demo_scim;
mod demo_seed;
mod demo_tls;
pub mod doctor;
mod files;
mod invite;
pub mod key;
pub mod migrate;
pub mod out;
pub mod outbox;
pub mod overview;
pub mod policy;
mod policy_simulate;
pub mod role;
pub mod schema;
pub mod scim_token;
pub mod serve;
pub mod tenant;
pub mod user;
mod user_change;
mod user_export;
mod user_import;
mod user_import_told;
mod user_look;
mod user_show;
pub mod webhook;
pub mod world;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::model::admin::Actor;
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
    /// How a tenant does: logins by day, locks, letters, certificates that end soon
    Overview(overview::Overview),
    /// Tenants: create, name, picture
    #[command(subcommand)]
    Tenant(tenant::Command),
    /// Policies: what stands, what stood, what another would do
    #[command(subcommand)]
    Policy(policy::Command),
    /// Show what differs between files and what stands: exit code 0 nothing, 2 something, 1 the files are wrong
    Plan(declare::Plan),
    /// Make the files true
    Apply(declare::Apply),
    /// Write tenants, policies, clients and looks as files
    Export(declare::Export),
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
    /// Who did what: listed, exported, verified
    #[command(subcommand)]
    Audit(audit::Command),
    /// Addresses that are told of events
    #[command(subcommand)]
    Webhook(webhook::Command),
    /// Letters that wait, left or did not leave
    #[command(subcommand)]
    Outbox(outbox::Command),
    /// Look over everything that logins need, and tell what is wrong
    Doctor(doctor::Doctor),
    /// Print what a shell needs to complete these words
    Completions { shell: completions::For },
    /// Who administers
    #[command(subcommand)]
    Role(role::Command),
    /// Keys by which programs administer
    #[command(subcommand)]
    ApiKey(api_key::Command),
    /// Tokens of directories that keep the people of a tenant by SCIM
    #[command(subcommand)]
    ScimToken(scim_token::Command),
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
pub const BY: Actor<'static> = Actor::here("command line");

/// Runs a command; the code that the process exits with.
pub fn run(command_line: CommandLine) -> Result<u8> {
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
            Word::Overview(overview) => overview::run(overview).await,
            Word::Policy(command) => policy::run(command).await,
            Word::Plan(command) => {
                return declare::plan(command).await;
            }
            Word::Apply(command) => declare::apply(command).await,
            Word::Export(command) => declare::export(command).await,
            Word::User(command) => user::run(command).await,
            Word::Certificate(command) => certificate::run(command).await,
            Word::Client(command) => client::run(command).await,
            Word::Key(command) => key::run(command).await,
            Word::Audit(command) => audit::run(command).await,
            Word::Webhook(command) => webhook::run(command).await,
            Word::Outbox(command) => outbox::run(command).await,
            Word::Doctor(doctor) => doctor::run(doctor).await,
            Word::Completions { shell } => {
                completions::run(shell);
                Ok(())
            }
            Word::Role(command) => role::run(command).await,
            Word::ApiKey(command) => api_key::run(command).await,
            Word::ScimToken(command) => scim_token::run(command).await,
        }?;
        Ok(0)
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
