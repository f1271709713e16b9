//! What an import tells while it runs: differences to standard output, progress to standard error, wrong rows to a file.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;

use super::out;
use crate::model::import::change::Plan;
use crate::model::import::encoding::Encoding;
use crate::model::import::reason::Reason;
use crate::model::import::wrong_file::WrongFile;
use crate::model::policy::Language;
use crate::usecase::admin::import::{Progress, Row, Stage, Witness};
use crate::words::import::reasons;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Json,
}

pub(super) struct Told {
    path: PathBuf,
    language: Language,
    /// How differences are told; none but of a dry run.
    differences: Option<Form>,
    wrong: Option<WrongFile>,
    errors: Option<BufWriter<File>>,
    progress_shown: bool,
}

impl Told {
    pub(super) fn new(path: &Path, language: Language, differences: Option<Form>) -> Self {
        Self {
            path: path.to_owned(),
            language,
            differences,
            wrong: None,
            errors: None,
            progress_shown: false,
        }
    }

    /// Where the wrong rows are, if there were any.
    pub(super) fn finish(self) -> Result<Option<PathBuf>> {
        if self.progress_shown {
            let _ = writeln!(io::stderr());
        }
        let Some(errors) = self.errors else { return Ok(None) };
        let failed = || format!("{} cannot be written", self.path.display());
        let file = errors.into_inner().map_err(io::IntoInnerError::into_error);
        file.and_then(|file| file.sync_all()).with_context(failed)?;
        std::fs::rename(unfinished(&self.path), &self.path).with_context(failed)?;
        Ok(Some(self.path))
    }

    /// The file of wrong rows, begun with its headings when the first of them comes. Hashes may stand in it.
    fn errors(&mut self) -> io::Result<&mut BufWriter<File>> {
        if self.errors.is_none() {
            let mut options = std::fs::OpenOptions::new();
            let options = options.write(true).create(true).truncate(true).mode(0o600);
            let mut file = BufWriter::new(options.open(unfinished(&self.path))?);
            if let Some(wrong) = &self.wrong {
                file.write_all(&wrong.heading())?;
            }
            self.errors = Some(file);
        }
        self.errors.as_mut().ok_or_else(|| io::Error::other("the file is not open"))
    }
}

fn unfinished(path: &Path) -> PathBuf {
    path.with_extension("part")
}

impl Witness for Told {
    fn begun(&mut self, encoding: Encoding, headings: &[String]) -> io::Result<()> {
        self.wrong = Some(WrongFile::new(encoding, headings, self.language));
        Ok(())
    }

    fn planned(&mut self, row: &Row, plan: &Plan) -> io::Result<()> {
        let Some(form) = self.differences else { return Ok(()) };
        let (deed, differences) = match plan {
            Plan::Create(_) => ("create", &[][..]),
            Plan::Change(change) => ("change", &change.differences[..]),
            Plan::Stay => return Ok(()),
        };
        let user = row.user_id().unwrap_or_default();
        if form == Form::Json {
            let told = json!({
                "line": row.line, "user_id": user, "deed": deed, "differences": differences,
            });
            return out::json(&told).map_err(io::Error::other);
        }
        out::line(&format!("line {}: {deed} {user}", row.line));
        for one in differences {
            let before = one.before.as_deref().unwrap_or("-");
            let column = one.column.heading(self.language);
            out::line(&format!("    {column}: {before} -> {}", one.after));
        }
        Ok(())
    }

    fn wrong(&mut self, row: &Row, why: &[Reason]) -> io::Result<()> {
        if let Some(wrong) = &self.wrong {
            let line = wrong.line(&row.cells, reasons(self.language, why));
            self.errors()?.write_all(&line)?;
        }
        if self.differences == Some(Form::Json) {
            let told = json!({ "line": row.line, "deed": "wrong", "reasons": why });
            return out::json(&told).map_err(io::Error::other);
        }
        Ok(())
    }

    fn progress(&mut self, progress: Progress) -> io::Result<()> {
        let mut screen = io::stderr();
        let last = progress.of == Some(progress.rows);
        let due = screen.is_terminal() || last || progress.rows.is_multiple_of(10_000);
        if !due {
            return Ok(());
        }
        let deed = match progress.stage {
            Stage::Checking => "checked",
            Stage::Writing => "imported",
        };
        let of = progress.of.map(|of| format!(" of {of}")).unwrap_or_default();
        self.progress_shown = screen.is_terminal();
        let (begin, end) = if self.progress_shown { ("\r", "") } else { ("", "\n") };
        write!(screen, "{begin}{deed} {}{of} rows{end}", progress.rows)
    }
}
