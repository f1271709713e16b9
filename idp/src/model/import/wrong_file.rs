//! The file of wrong rows: each as it came, in the encoding that it came in, with its reasons in a last column.

use super::column::reason_heading;
use super::encoding::Encoding;
use crate::model::csv;
use crate::model::policy::Language;

#[derive(Clone, Debug)]
pub struct WrongFile {
    encoding: Encoding,
    headings: Vec<String>,
    /// The file has the column of reasons already: it is one of errors, corrected.
    had_reasons: bool,
}

impl WrongFile {
    pub fn new(encoding: Encoding, headings: &[String], language: Language) -> Self {
        let (mut headings, reason) = (headings.to_vec(), reason_heading(language));
        let had_reasons = headings.last().is_some_and(|last| last == reason);
        if !had_reasons {
            headings.push(reason.to_owned());
        }
        Self { encoding, headings, had_reasons }
    }

    /// What goes first.
    pub fn heading(&self) -> Vec<u8> {
        let line = csv::line(self.headings.iter().cloned());
        self.bytes(format!("{}{line}", self.encoding.mark()))
    }

    pub fn line(&self, row: &[String], reasons: String) -> Vec<u8> {
        let mut cells = row.to_vec();
        if self.had_reasons && cells.len() == self.headings.len() {
            cells.pop();
        }
        // The reasons stand under their heading, but for a row that has too many cells itself.
        cells.resize(cells.len().max(self.headings.len() - 1), String::new());
        cells.push(reasons);
        self.bytes(csv::line(cells))
    }

    /// What the encoding of the file cannot say was not in it, but for words of ours, which it can.
    fn bytes(&self, text: String) -> Vec<u8> {
        self.encoding.encode(&text).unwrap_or_else(|| text.into_bytes())
    }
}
