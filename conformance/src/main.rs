//! `conformance --issuer URL --config FILE`: runs every module and exits 0 only when none failed.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use conformance::modules;
use conformance::report::Report;
use conformance::setup::{Config, Setup};

/// Judges a running OpenID Connect provider over HTTP
#[derive(Debug, Parser)]
struct Arguments {
    /// Issuer of the provider
    #[arg(long, value_name = "URL")]
    issuer: String,
    /// Clients and user to judge with; see README.md
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Run only modules whose name contains this
    #[arg(long, default_value = "")]
    only: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(report) if report.has_failed() => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<Report> {
    let text = std::fs::read_to_string(&arguments.config)
        .with_context(|| format!("{} cannot be read", arguments.config.display()))?;
    let config: Config = toml::from_str(&text).context("the configuration")?;
    let setup = Setup::discover(&arguments.issuer, config).await?;
    let report = modules::run(&setup, &arguments.only).await;
    tell(&if arguments.json { serde_json::to_string(&report)? } else { report.table() });
    Ok(report)
}

#[expect(clippy::print_stdout, reason = "the report is what the program is for")]
fn tell(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "why no report could be made")]
fn complain(text: &str) {
    eprintln!("conformance: {text}");
}
