//! `sekisho user export`, `sekisho user import-template`: users as a CSV file, and one to fill in.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use super::user_import::{encoding, language};
use super::{BY, OfTenant, files, out, stopped};
use crate::app::App;
use crate::model::import::encoding::Encoding;
use crate::model::policy::Language;
use crate::model::tenant::Tenant;
use crate::usecase::admin::export::{self, Written};

#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub of: OfTenant,
    /// Where to; in a folder, the file is named after the tenant and the day
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// utf-8 (with a byte order mark) or cp932
    #[arg(long, default_value = "utf-8", value_parser = encoding)]
    encoding: Encoding,
    /// The language of headings: ja or en; default: the tenant's
    #[arg(long, value_parser = language)]
    language: Option<Language>,
}

fn how(command: &Export, tenant: &Tenant) -> Written {
    let language = command.language.unwrap_or(tenant.policy.languages.default);
    Written { encoding: command.encoding, language }
}

/// Writes the file whole or not at all, for its owner alone.
pub(super) async fn run(app: &App, tenant: &Tenant, command: &Export) -> Result<()> {
    let path = match &command.file {
        folder if folder.is_dir() => folder.join(export::file_name(app, tenant)),
        file => file.clone(),
    };
    let failed = || format!("{} cannot be written", path.display());
    let unfinished = path.with_extension("part");
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = BufWriter::new(options.open(&unfinished).with_context(failed)?);
    let written = export::export(app, tenant, how(command, tenant), &mut file, BY).await;
    let rows = match written {
        Ok(rows) => rows,
        Err(stop) => {
            let _ = std::fs::remove_file(&unfinished);
            return Err(stopped(stop));
        }
    };
    file.flush().and_then(|()| file.get_ref().sync_all()).with_context(failed)?;
    std::fs::rename(&unfinished, &path).with_context(failed)?;
    let told = json!({ "users": rows, "file": path.display().to_string() });
    out::either(command.of.installation.json, &told, || {
        format!("{rows} users in {}", path.display())
    })
}

pub(super) fn template(tenant: &Tenant, command: &Export) -> Result<()> {
    let bytes = export::template(tenant, how(command, tenant)).map_err(stopped)?;
    files::private_file(&command.file, &bytes)?;
    let told = json!({ "file": command.file.display().to_string() });
    out::either(command.of.installation.json, &told, || command.file.display().to_string())
}
