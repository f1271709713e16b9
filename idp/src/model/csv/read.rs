//! Reads CSV (RFC 4180) row by row, in bounded memory. Bytes, not text: no byte of a letter of UTF-8 or CP932 looks like
//! a quote, a comma or the end of a line.

use std::io::{self, BufRead};

/// A row may hold so many bytes. One that is longer has lost a quote.
const LONGEST_ROW: usize = 64 * 1024;

/// One row of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The line on which it begins, from 1.
    pub line: u64,
    pub cells: Vec<Vec<u8>>,
    /// A quote stands where none may.
    pub misquoted: bool,
}

impl Record {
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Vec::is_empty)
    }
}

/// Why the rest of a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("a quote that is opened on line {0} is never closed, or the line is too long")]
    Unclosed(u64),
}

/// Where in a cell the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted cell: its end, or the first of two.
    Quote,
}

/// The rows of a file, one by one.
pub struct Records<R> {
    source: R,
    line: u64,
}

impl<R: BufRead> Records<R> {
    pub const fn new(source: R) -> Self {
        Self { source, line: 1 }
    }

    /// The next row; none at the end of the file.
    pub fn read(&mut self) -> Result<Option<Record>, Stopped> {
        let mut record = Record { line: self.line, ..Record::default() };
        let (mut at, mut cell, mut length) = (At::Start, Vec::new(), 0);
        while let Some(byte) = self.byte()? {
            length += 1;
            if length > LONGEST_ROW {
                return Err(Stopped::Unclosed(record.line));
            }
            if byte == b'\n' {
                self.line += 1;
            }
            at = match (at, byte) {
                (At::Quoted, b'"') => At::Quote,
                (At::Quote, b'"') | (At::Quoted, _) => {
                    cell.push(byte);
                    At::Quoted
                }
                (At::Start, b'"') => At::Quoted,
                (_, b',') => {
                    record.cells.push(std::mem::take(&mut cell));
                    At::Start
                }
                (_, b'\r' | b'\n') => {
                    self.end_of_line(byte)?;
                    record.cells.push(cell);
                    return Ok(Some(record));
                }
                (before, _) => {
                    record.misquoted |= byte == b'"' || before == At::Quote;
                    cell.push(byte);
                    At::Plain
                }
            };
        }
        if at == At::Quoted {
            return Err(Stopped::Unclosed(record.line));
        }
        if length == 0 {
            return Ok(None);
        }
        record.cells.push(cell);
        Ok(Some(record))
    }

    /// A carriage return ends a line alone, and together with the line feed behind it.
    fn end_of_line(&mut self, byte: u8) -> io::Result<()> {
        if byte == b'\r' {
            self.line += 1;
            if self.source.fill_buf()?.first() == Some(&b'\n') {
                self.source.consume(1);
            }
        }
        Ok(())
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.source.fill_buf()?.first().copied();
        if byte.is_some() {
            self.source.consume(1);
        }
        Ok(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>, bool)> {
        let (mut records, mut all) = (Records::new(text.as_bytes()), Vec::new());
        while let Some(record) = records.read().unwrap() {
            let cells = record.cells.into_iter().map(|cell| String::from_utf8(cell).unwrap());
            all.push((record.line, cells.collect(), record.misquoted));
        }
        all
    }

    // EX-02
    #[test]
    fn rows_by_table() {
        for (text, expected) in [
            ("", vec![]),
            ("a,b\r\nc,d\r\n", vec![(1, vec!["a", "b"], false), (2, vec!["c", "d"], false)]),
            ("a,b\nc,d", vec![(1, vec!["a", "b"], false), (2, vec!["c", "d"], false)]),
            ("a\rb\r", vec![(1, vec!["a"], false), (2, vec!["b"], false)]),
            ("\"a\"\"b\",\"c,d\"\r\n", vec![(1, vec!["a\"b", "c,d"], false)]),
            ("\"a\r\nb\"\nc\n", vec![(1, vec!["a\r\nb"], false), (3, vec!["c"], false)]),
            (",\n\n", vec![(1, vec!["", ""], false), (2, vec![""], false)]),
            ("a\"b,c\n", vec![(1, vec!["a\"b", "c"], true)]),
            ("\"a\"b,c\n", vec![(1, vec!["ab", "c"], true)]),
            ("\"\"", vec![(1, vec![""], false)]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(line, cells, wrong)| {
                    (line, cells.into_iter().map(str::to_owned).collect::<Vec<_>>(), wrong)
                })
                .collect();
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_lost_quote_does_not_swallow_the_file() {
        let lost = format!("a\n\"b{}", "\nx".repeat(LONGEST_ROW));
        for text in ["a\n\"b", &lost] {
            let mut records = Records::new(text.as_bytes());
            assert!(records.read().unwrap().is_some());
            assert!(matches!(records.read(), Err(Stopped::Unclosed(2))));
        }
    }
}
