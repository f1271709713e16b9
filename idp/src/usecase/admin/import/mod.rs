//! Imports users from a table: looked at whole before the first write, then written in batches that each stand or fall.
//!
//! An import that is cut off goes on where it stopped when the same file comes again.

mod apply;
mod check;
pub mod report;
mod source;
mod write;

use std::io::{self, Read};
use std::sync::Arc;

pub use self::apply::{Outcome, run};
pub use self::check::{Checked, check};
pub use self::source::Row;
use crate::model::import::change::{Known, Plan, Rules};
use crate::model::import::encoding::Encoding;
use crate::model::import::reason::{Misheaded, Reason};
use crate::model::import::{MOST_ROWS, Tally};
use crate::model::policy::Language;

/// A file that can be read from its beginning more than once.
pub trait Source: Send + Sync {
    fn open(&self) -> io::Result<Box<dyn Read + Send>>;
}

/// What is to be imported, and how.
#[derive(Clone)]
pub struct Import {
    pub source: Arc<dyn Source>,
    /// None: found out.
    pub encoding: Option<Encoding>,
    /// Hashes replace the passwords of users who are there already.
    pub replace_passwords: bool,
    /// The rows that are right are written although others are wrong.
    pub pass_over_wrong: bool,
    /// In whose words differences are told.
    pub language: Language,
}

/// Who hears of what an import finds and does, row by row.
pub trait Witness: Send {
    /// The file's encoding and its headings, before any row.
    fn begun(&mut self, encoding: Encoding, headings: &[String]) -> io::Result<()>;
    fn planned(&mut self, row: &Row, plan: &Plan) -> io::Result<()>;
    fn wrong(&mut self, row: &Row, reasons: &[Reason]) -> io::Result<()>;
    fn progress(&mut self, progress: Progress) -> io::Result<()>;
}

#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub stage: Stage,
    pub rows: u64,
    /// How many there are, once that is known.
    pub of: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Checking,
    Writing,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    #[error("the file is UTF-16; save it as UTF-8 or CP932")]
    Utf16,
    #[error("the file is neither UTF-8 nor CP932 throughout; say which, and wrong rows are told")]
    UnknownEncoding,
    #[error("the first line holds no headings: {0}")]
    Headings(#[from] Misheaded),
    #[error("a quote that is opened on line {0} is never closed, or the line is too long")]
    Unclosed(u64),
    #[error("the file holds more than {MOST_ROWS} rows")]
    TooManyRows,
    #[error("nothing was written, for {} of {} rows are wrong", .0.wrong, .0.rows())]
    Wrong(Tally),
    #[error("another process is importing this file")]
    Overtaken,
    #[error("somebody must stay who can log in and run the installation")]
    LastOperator,
}

/// What a row comes to, as its user stands.
fn judge(row: &Row, known: Option<&Known>, rules: &Rules<'_>) -> Result<Plan, Vec<Reason>> {
    match &row.given {
        Ok(given) => crate::model::import::change::plan(given, known, rules),
        Err(reasons) => Err(reasons.clone()),
    }
}
