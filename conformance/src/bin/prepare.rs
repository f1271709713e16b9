//! `prepare --demo demo.json --sekisho PROGRAM --out FOLDER`: creates the clients and writes the configurations, for this
//! suite and for the official one.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use conformance::prepare::{Demo, write};

/// Makes configurations for a running `sekisho demo --json`
#[derive(Debug, Parser)]
struct Arguments {
    /// What the demo printed
    #[arg(long, value_name = "FILE")]
    demo: PathBuf,
    /// The program that runs it
    #[arg(long, value_name = "PROGRAM", default_value = "target/release/sekisho")]
    sekisho: PathBuf,
    /// Where browsers meet the official suite
    #[arg(long, value_name = "URL", default_value = "https://localhost.emobix.co.uk:8443")]
    suite: String,
    /// Folder for the configurations
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let text = std::fs::read_to_string(&arguments.demo)
        .with_context(|| format!("{} cannot be read", arguments.demo.display()))?;
    let line = text.lines().next().context("the demo printed nothing")?;
    let ready = serde_json::from_str(line).context("the demo's JSON")?;
    let demo = Demo { ready, sekisho: arguments.sekisho, suite: arguments.suite };
    write(&demo, &arguments.out)
}
