//! What a sent table comes to, as its page tells it: counts, the first differences, the first wrong rows.

use std::io;

use serde::Serialize;

use super::act::Fact;
use super::sheet::{Cell, Table};
use crate::http::extract::Visitor;
use crate::model::import::change::{Difference, Plan};
use crate::model::import::encoding::Encoding;
use crate::model::import::reason::Reason;
use crate::model::import::upload::{Report, RowTold, Upload, WrongTold};
use crate::model::import::wrong_file::WrongFile;
use crate::model::policy::Language;
use crate::usecase::admin::import::{Progress, Row, Witness};
use crate::words::import::reasons;
use crate::words::{stamp, text, text_with};

/// The wrong rows as they came, each with its reasons.
pub struct WrongRows {
    language: Language,
    file: Option<WrongFile>,
    encoding: Encoding,
    lines: Vec<u8>,
}

impl WrongRows {
    pub const fn new(language: Language) -> Self {
        Self { language, file: None, encoding: Encoding::Utf8, lines: Vec::new() }
    }

    pub fn into_file(self) -> (Encoding, Vec<u8>) {
        let heading = self.file.map(|file| file.heading()).unwrap_or_default();
        (self.encoding, [heading, self.lines].concat())
    }
}

impl Witness for WrongRows {
    fn begun(&mut self, encoding: Encoding, headings: &[String]) -> io::Result<()> {
        self.encoding = encoding;
        self.file = Some(WrongFile::new(encoding, headings, self.language));
        Ok(())
    }

    fn planned(&mut self, _row: &Row, _plan: &Plan) -> io::Result<()> {
        Ok(())
    }

    fn wrong(&mut self, row: &Row, why: &[Reason]) -> io::Result<()> {
        if let Some(file) = &self.file {
            self.lines.extend(file.line(&row.cells, reasons(self.language, why)));
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
    /// `checking`, `checked`, `writing`, `written` or `refused`.
    pub state: &'static str,
    pub notice: String,
    pub facts: Vec<Fact>,
    pub tables: Vec<Table>,
}

impl Told {
    pub fn of(visitor: &Visitor, upload: &Upload) -> Self {
        let (language, report) = (visitor.visit.language, &upload.report);
        let state = upload.state.as_str();
        let fact = |key: &str, value: String| Fact { term: text(language, key), value };
        let mut facts = vec![
            fact("upload-sent", stamp(upload.made_at)),
            fact("upload-by", upload.sender.name.clone()),
            fact("upload-size", upload.size.to_string()),
        ];
        if !upload.state.is_under_way() {
            facts.extend(counts(language, report));
        }
        let mut tables = Vec::new();
        if !report.wrong.is_empty() {
            let heads = ["table-line", "table-reason"];
            let rows = report.wrong.iter().map(|one| wrong_row(language, one)).collect();
            tables.push(Table::of(visitor, ("wrong-rows", "table-wrong-rows"), &heads).rows(rows));
        }
        if !report.differences.is_empty() {
            let heads = ["table-line", "field-username", "table-deed", "table-differences"];
            let rows = report.differences.iter().map(|one| row(language, one)).collect();
            tables.push(Table::of(visitor, ("differences", "table-rows-told"), &heads).rows(rows));
        }
        Self { state, notice: notice(language, upload), facts, tables }
    }
}

/// What is the case, in a sentence.
fn notice(language: Language, upload: &Upload) -> String {
    let report = &upload.report;
    if let Some(why) = &report.refusal {
        let line = why.line.unwrap_or_default().to_string();
        let key = format!("wrong-{}", why.word.replace('_', "-"));
        return text_with(language, &key, &[("line", line.into())]);
    }
    let idle = report.tally.created + report.tally.changed == 0;
    let mut notice = match upload.state.as_str() {
        "checked" if report.tally.wrong > 0 && idle => text(language, "upload-all-wrong"),
        "checked" if report.tally.wrong > 0 => text(language, "upload-some-wrong"),
        "checked" if idle => text(language, "upload-idle"),
        word => text(language, &format!("upload-{word}-is")),
    };
    if report.resumed_after > 0 {
        let arguments = [("rows", report.resumed_after.to_string().into())];
        notice.push_str(&text_with(language, "table-resumed", &arguments));
    }
    notice
}

fn counts(language: Language, report: &Report) -> Vec<Fact> {
    let tally = &report.tally;
    let fact = |key: &str, value: String| Fact { term: text(language, key), value };
    let encoding = report.encoding.iter();
    let encoding =
        encoding.map(|it| fact("table-encoding", text(language, &format!("table-{it}"))));
    let numbers = [
        ("table-rows", tally.rows()),
        ("table-created", tally.created),
        ("table-changed", tally.changed),
        ("table-unchanged", tally.unchanged),
        ("table-wrong", tally.wrong),
    ];
    encoding.chain(numbers.map(|(key, number)| fact(key, number.to_string()))).collect()
}

fn wrong_row(language: Language, one: &WrongTold) -> Vec<Cell> {
    vec![Cell::of(one.line.to_string()), Cell::of(reasons(language, &one.reasons))]
}

fn row(language: Language, one: &RowTold) -> Vec<Cell> {
    let nothing = text(language, "nothing");
    let field = |one: &Difference| {
        let column = one.column.heading(language);
        let before = one.before.as_deref().filter(|text| !text.is_empty());
        format!("{column}: {} → {}", before.unwrap_or(&nothing), one.after)
    };
    let told: Vec<_> = one.fields.iter().map(field).collect();
    let deed = if one.creates { "table-create" } else { "table-change" };
    vec![
        Cell::of(one.line.to_string()),
        Cell::code(one.user_id.clone()),
        Cell::of(text(language, deed)),
        Cell::code(told.join("\n")),
    ]
}
