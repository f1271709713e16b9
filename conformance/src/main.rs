//! `conformance --issuer URL --config FILE`: runs modules and exits 0 only when none failed.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use conformance::config::Layers;
use conformance::plan;
use conformance::report::{Format, Report};
use conformance::run::{Choice, Run, choose};

/// Judges a running OpenID Connect provider over HTTP
#[derive(Debug, Parser)]
struct Arguments {
    /// Issuer of the provider
    #[arg(long, value_name = "URL", required_unless_present = "list")]
    issuer: Option<String>,
    /// What to judge with, as JSON; see README.md
    #[arg(long, value_name = "FILE", required_unless_present = "list")]
    config: Option<PathBuf>,
    /// Run one plan; a part of a variant may stand behind a space
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Run one module
    #[arg(long, value_name = "NAME")]
    module: Option<String>,
    /// How many modules run at the same time
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Write a report; .md, .json or .xml (JUnit)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// markdown, json or junit, whatever the file is called
    #[arg(long, value_name = "FORMAT")]
    report_format: Option<String>,
    /// List plans and modules
    #[arg(long)]
    list: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = if arguments.list { list(&arguments) } else { run(&arguments).await };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Whether no module failed.
async fn run(arguments: &Arguments) -> Result<bool> {
    let (issuer, path) =
        arguments.issuer.as_ref().zip(arguments.config.as_ref()).context("args")?;
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let run = Run::begin(issuer, Layers::parse(&text)?).await?;
    let report = run.judge(&choice(arguments)).await?;
    let told = if arguments.json { serde_json::to_string(&report)? } else { report.table() };
    tell(&told);
    write_report(arguments, &report)?;
    Ok(!report.has_failed())
}

fn choice(arguments: &Arguments) -> Choice {
    let (plan, module) = (arguments.plan.clone(), arguments.module.clone());
    Choice { plan, module, jobs: arguments.jobs }
}

fn write_report(arguments: &Arguments, report: &Report) -> Result<()> {
    let Some(path) = &arguments.report else { return Ok(()) };
    let format = match &arguments.report_format {
        Some(name) => Format::named(name)?,
        None => Format::of(path)?,
    };
    std::fs::write(path, report.in_format(format)?)
        .with_context(|| format!("{} cannot be written", path.display()))
}

fn list(arguments: &Arguments) -> Result<bool> {
    let chosen = choose(&choice(arguments))?;
    for plan in plan::all() {
        let of_plan = chosen.iter().filter(|one| one.plan.name == plan.name);
        let mut modules: Vec<_> = of_plan.map(|one| one.module.name).collect();
        if modules.is_empty() {
            continue;
        }
        tell(format!("{} ({}) {}", plan.name, plan.about, plan.official).trim_end());
        let labels = plan.variants.iter().map(plan::Variant::label).filter(|one| !one.is_empty());
        for label in labels {
            tell(&format!("  [{label}]"));
        }
        let mut seen = std::collections::HashSet::new();
        modules.retain(|name| seen.insert(*name));
        for name in &modules {
            tell(&format!("  {name}"));
        }
    }
    Ok(true)
}

#[expect(clippy::print_stdout, reason = "the report is what the program is for")]
fn tell(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "why no report could be made")]
fn complain(text: &str) {
    eprintln!("conformance: {text}");
}
