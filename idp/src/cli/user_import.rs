//! `sekisho user import`: users from a CSV file.

use std::fmt::Write;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::user_import_told::{Form, Told};
use super::{BY, OfTenant, out, stopped};
use crate::app::App;
use crate::model::import::Tally;
use crate::model::import::encoding::Encoding;
use crate::model::policy::Language;
use crate::model::tenant::Tenant;
use crate::stop::Stop;
use crate::usecase::admin::import::{self, Outcome, Refusal, Source};

#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    pub of: OfTenant,
    /// The table; `user import-template` writes one to fill in
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write nothing; tell what would change
    #[arg(long)]
    dry_run: bool,
    /// utf-8 or cp932; without it, found out
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// Where the rows that are wrong go, each with its reasons; default: beside FILE
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Write the rows that are right although others are wrong
    #[arg(long)]
    skip_wrong: bool,
    /// Hashes replace the passwords of users who are there already, and end their sessions
    #[arg(long)]
    replace_passwords: bool,
    /// The language of reasons: ja or en; default: the tenant's
    #[arg(long, value_parser = language)]
    language: Option<Language>,
}

pub(super) fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::parse(text).ok_or_else(|| "utf-8 or cp932".to_owned())
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::parse(text).ok_or_else(|| "ja or en".to_owned())
}

/// A file of this machine.
struct OnDisk(PathBuf);

impl Source for OnDisk {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(std::fs::File::open(&self.0)?))
    }
}

pub(super) async fn run(app: &App, tenant: &Tenant, command: &Import) -> Result<()> {
    let language = command.language.unwrap_or(tenant.policy.languages.default);
    let wanted = import::Import {
        source: Arc::new(OnDisk(command.file.clone())),
        encoding: command.encoding,
        replace_passwords: command.replace_passwords,
        pass_over_wrong: command.skip_wrong,
        language,
    };
    let errors = command.errors.clone().unwrap_or_else(|| beside(&command.file));
    let form = if command.of.installation.json { Form::Json } else { Form::Text };
    let mut told = Told::new(&errors, language, command.dry_run.then_some(form));
    let outcome = if command.dry_run {
        let checked = import::check(app, tenant, &wanted, &mut told).await;
        checked.map(|checked| Outcome {
            encoding: checked.encoding,
            tally: checked.tally,
            resumed_after: 0,
        })
    } else {
        import::run(app, tenant, &wanted, &mut told, BY).await
    };
    let errors = told.finish()?;
    match outcome {
        Ok(outcome) => summary(command, &outcome, errors.as_deref()),
        Err(Stop::Refused(Refusal::Wrong(tally))) => {
            let place = errors.map(|path| format!("; see {}", path.display())).unwrap_or_default();
            anyhow::bail!("{}{place}", Refusal::Wrong(tally))
        }
        Err(stop) => Err(stopped(stop)),
    }
}

/// `users.csv` has its errors in `users.errors.csv`.
fn beside(file: &Path) -> PathBuf {
    file.with_extension("errors.csv")
}

fn summary(command: &Import, outcome: &Outcome, errors: Option<&Path>) -> Result<()> {
    let Outcome { encoding, tally, resumed_after } = outcome;
    let Tally { created, changed, unchanged, wrong } = tally;
    let errors = errors.map(|path| path.display().to_string());
    let value = json!({
        "dry_run": command.dry_run,
        "encoding": encoding.as_str(),
        "rows": tally.rows(),
        "created": created,
        "changed": changed,
        "unchanged": unchanged,
        "wrong": wrong,
        "resumed_after": resumed_after,
        "errors": errors,
    });
    out::either(command.of.installation.json, &value, || {
        let would = if command.dry_run { "would be " } else { "" };
        let mut text = format!(
            "{} rows ({}): {would}created {created}, {would}changed {changed}, unchanged \
             {unchanged}, wrong {wrong}\n",
            tally.rows(),
            encoding.as_str()
        );
        if *resumed_after > 0 {
            let _ = writeln!(text, "went on after row {resumed_after}");
        }
        if let Some(errors) = &errors {
            let _ = writeln!(text, "wrong rows and their reasons: {errors}");
        }
        text
    })
}
