//! What is told of an import: its first differences, its first wrong rows, and how far it came.

use std::io;

use tokio::sync::watch;

use super::{Progress, Refusal, Row, Witness};
use crate::model::import::change::Plan;
use crate::model::import::encoding::Encoding;
use crate::model::import::reason::Reason;
use crate::model::import::upload::{MOST_TOLD, Report, RowTold, Word, WrongTold};

/// Hears an import, and tells whoever follows it.
pub struct Reporter {
    report: Report,
    followers: watch::Sender<Report>,
    stopping: Box<dyn Fn() -> bool + Send>,
}

impl Reporter {
    /// An import that is `stopping` is broken off at its next step; what was written stands.
    pub fn new(stopping: impl Fn() -> bool + Send + 'static) -> (Self, watch::Receiver<Report>) {
        let (followers, receiver) = watch::channel(Report::default());
        let report = Report::default();
        (Self { report, followers, stopping: Box::new(stopping) }, receiver)
    }

    pub fn into_report(self) -> Report {
        self.report
    }
}

impl Witness for Reporter {
    fn begun(&mut self, encoding: Encoding, _headings: &[String]) -> io::Result<()> {
        self.report.encoding = Some(encoding.as_str().to_owned());
        Ok(())
    }

    fn planned(&mut self, row: &Row, plan: &Plan) -> io::Result<()> {
        let (creates, differences) = match plan {
            Plan::Create(_) => (true, &[][..]),
            Plan::Change(change) => (false, &change.differences[..]),
            Plan::Stay => return Ok(()),
        };
        if self.report.differences.len() < MOST_TOLD {
            self.report.differences.push(RowTold {
                line: row.line,
                user_id: row.user_id().unwrap_or_default().to_owned(),
                creates,
                fields: differences.to_vec(),
            });
        }
        Ok(())
    }

    fn wrong(&mut self, row: &Row, why: &[Reason]) -> io::Result<()> {
        if self.report.wrong.len() < MOST_TOLD {
            self.report.wrong.push(WrongTold { line: row.line, reasons: why.to_vec() });
        }
        Ok(())
    }

    fn progress(&mut self, progress: Progress) -> io::Result<()> {
        self.report.rows = progress.rows;
        self.report.of = progress.of;
        self.followers.send_replace(self.report.clone());
        if (self.stopping)() {
            return Err(io::Error::other("the service stops; it goes on later"));
        }
        Ok(())
    }
}

impl Refusal {
    /// The word by which people are told why.
    pub fn word(&self) -> Word {
        let (word, line) = match self {
            Self::Unreadable(_) => ("table_unreadable", None),
            Self::Utf16 => ("table_utf16", None),
            Self::UnknownEncoding => ("table_encoding", None),
            Self::Headings(_) => ("table_headings", None),
            Self::Unclosed(line) => ("table_unclosed", Some(*line)),
            Self::TooManyRows => ("table_too_many_rows", None),
            Self::Wrong(_) => ("table_rows", None),
            Self::Overtaken => ("table_overtaken", None),
            Self::LastOperator => ("last_operator", None),
        };
        Word { word: word.to_owned(), line }
    }
}
