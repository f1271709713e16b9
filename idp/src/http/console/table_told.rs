//! What a table came to, as the page of tables tells it: counts, the first differences, the first wrong rows.

use std::io;

use serde::Serialize;

use super::act::Fact;
use super::sheet::{Cell, Table};
use crate::http::extract::Visitor;
use crate::model::import::Tally;
use crate::model::import::change::Plan;
use crate::model::import::encoding::Encoding;
use crate::model::import::reason::Reason;
use crate::model::import::wrong_file::WrongFile;
use crate::model::policy::Language;
use crate::usecase::admin::import::{Outcome, Progress, Row, Witness};
use crate::words::import::reasons;
use crate::words::{text, text_with};

/// A page tells so many rows one by one.
const MOST_TOLD: usize = 100;

/// What is heard of an import.
pub struct Seen {
    language: Language,
    encoding: Encoding,
    wrong_file: Option<WrongFile>,
    /// The lines of the wrong rows.
    lines: Vec<u8>,
    changed: Vec<Vec<Cell>>,
    wrong: Vec<Vec<Cell>>,
}

impl Seen {
    pub fn new(language: Language) -> Self {
        Self {
            language,
            encoding: Encoding::Utf8,
            wrong_file: None,
            lines: Vec::new(),
            changed: Vec::new(),
            wrong: Vec::new(),
        }
    }

    pub const fn has_wrong(&self) -> bool {
        !self.wrong.is_empty()
    }

    pub const fn wrong_encoding(&self) -> Encoding {
        self.encoding
    }

    /// The wrong rows as they came, each with its reasons.
    pub fn into_file(self) -> Vec<u8> {
        let heading = self.wrong_file.map(|file| file.heading()).unwrap_or_default();
        [heading, self.lines].concat()
    }
}

impl Witness for Seen {
    fn begun(&mut self, encoding: Encoding, headings: &[String]) -> io::Result<()> {
        self.encoding = encoding;
        self.wrong_file = Some(WrongFile::new(encoding, headings, self.language));
        Ok(())
    }

    fn planned(&mut self, row: &Row, plan: &Plan) -> io::Result<()> {
        if self.changed.len() >= MOST_TOLD {
            return Ok(());
        }
        let (deed, differences) = match plan {
            Plan::Create(_) => ("table-create", &[][..]),
            Plan::Change(change) => ("table-change", &change.differences[..]),
            Plan::Stay => return Ok(()),
        };
        let nothing = text(self.language, "nothing");
        let told: Vec<_> = differences
            .iter()
            .map(|one| {
                let before = one.before.as_deref().filter(|text| !text.is_empty());
                let column = one.column.heading(self.language);
                format!("{column}: {} → {}", before.unwrap_or(&nothing), one.after)
            })
            .collect();
        self.changed.push(vec![
            Cell::of(row.line.to_string()),
            Cell::code(row.user_id().unwrap_or_default().to_owned()),
            Cell::of(text(self.language, deed)),
            Cell::code(told.join("\n")),
        ]);
        Ok(())
    }

    fn wrong(&mut self, row: &Row, why: &[Reason]) -> io::Result<()> {
        let why = reasons(self.language, why);
        if self.wrong.len() < MOST_TOLD {
            self.wrong.push(vec![Cell::of(row.line.to_string()), Cell::of(why.clone())]);
        }
        if let Some(file) = &self.wrong_file {
            self.lines.extend(file.line(&row.cells, why));
        }
        Ok(())
    }

    fn progress(&mut self, _progress: Progress) -> io::Result<()> {
        Ok(())
    }
}

/// What came of a table.
#[derive(Serialize)]
pub struct Told {
    /// `written`, `checked` or `refused`.
    pub state: &'static str,
    pub notice: String,
    pub facts: Vec<Fact>,
    pub tables: Vec<Table>,
}

impl Told {
    pub fn of(visitor: &Visitor, seen: Seen, outcome: &Outcome, written: bool) -> Self {
        let language = visitor.visit.language;
        let state = if written { "written" } else { "checked" };
        let mut notice = text(language, &format!("table-{state}"));
        if outcome.resumed_after > 0 {
            let arguments = [("rows", outcome.resumed_after.to_string().into())];
            notice.push_str(&text_with(language, "table-resumed", &arguments));
        }
        Self::counted(visitor, seen, outcome.tally, (state, notice))
    }

    pub fn refused(visitor: &Visitor, seen: Seen, tally: Tally) -> Self {
        let notice = text(visitor.visit.language, "table-refused");
        Self::counted(visitor, seen, tally, ("refused", notice))
    }

    fn counted(
        visitor: &Visitor,
        seen: Seen,
        tally: Tally,
        (state, notice): (&'static str, String),
    ) -> Self {
        let language = visitor.visit.language;
        let fact = |key: &str, value: String| Fact { term: text(language, key), value };
        let facts = vec![
            fact("table-encoding", text(language, &format!("table-{}", seen.encoding.as_str()))),
            fact("table-rows", tally.rows().to_string()),
            fact("table-created", tally.created.to_string()),
            fact("table-changed", tally.changed.to_string()),
            fact("table-unchanged", tally.unchanged.to_string()),
            fact("table-wrong", tally.wrong.to_string()),
        ];
        let mut tables = Vec::new();
        if !seen.wrong.is_empty() {
            let heads = ["table-line", "table-reason"];
            tables.push(
                Table::of(visitor, ("wrong-rows", "table-wrong-rows"), &heads).rows(seen.wrong),
            );
        }
        if !seen.changed.is_empty() {
            let heads = ["table-line", "field-username", "table-deed", "table-differences"];
            tables.push(
                Table::of(visitor, ("differences", "table-rows-told"), &heads).rows(seen.changed),
            );
        }
        Self { state, notice, facts, tables }
    }
}
