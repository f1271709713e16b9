//! Tables as CSV (RFC 4180), for spreadsheets: with a byte order mark, and no cell that a spreadsheet would run.

pub mod read;

/// Marks the file as UTF-8 for the spreadsheets of this country.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What begins a formula, in half and full width; a tab or a line break before it does not hide it.
const FORMULA: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\u{2212}'];

/// Writes rows of cells. Every cell is quoted, every line ends with CR LF.
pub fn write<R, C>(rows: R) -> String
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item = String>,
{
    let mut text = BYTE_ORDER_MARK.to_owned();
    for row in rows {
        text.push_str(&line(row));
    }
    text
}

/// One line of such a table.
pub fn line(row: impl IntoIterator<Item = String>) -> String {
    let mut text = String::new();
    for (place, value) in row.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        cell(&mut text, &value);
    }
    text.push_str("\r\n");
    text
}

/// The value of a cell that [`write`] wrote: without the mark that keeps a spreadsheet from running it.
pub fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|value| is_dangerous(value)).unwrap_or(cell)
}

fn cell(text: &mut String, value: &str) {
    text.push('"');
    if is_dangerous(value) {
        text.push('\'');
    }
    text.push_str(&value.replace('"', "\"\""));
    text.push('"');
}

/// Whether a spreadsheet would run it; or it looks like what would be run and bears the mark already, which must come
/// back too.
fn is_dangerous(value: &str) -> bool {
    let value = value.trim_start_matches('\'');
    let shown = value.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '"');
    value.starts_with(['\t', '\r', '\n']) || shown.starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads what `write` wrote, the way RFC 4180 says.
    fn read(text: &str) -> Vec<Vec<String>> {
        let mut letters = text.strip_prefix(BYTE_ORDER_MARK).unwrap().chars().peekable();
        let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => cell.push(letters.next().unwrap()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted => {
                    assert_eq!(letters.next(), Some('\n'));
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                other => cell.push(other),
            }
        }
        rows
    }

    // EX-02
    #[test]
    fn quotes_commas_and_lines_come_back() {
        let rows = [vec!["a,b", "say \"x\"", "two\r\nlines"], vec!["", "日時", "c"]];
        let written = write(rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned())));
        assert!(written.starts_with('\u{feff}') && written.ends_with("\"\r\n"));
        assert_eq!(read(&written), rows);
    }

    // EX-01, EX-03
    #[test]
    fn no_cell_is_a_formula() {
        for evil in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n",
            "  =1",
            "\u{3000}=1",
            "＝1＋1",
            "＋1",
            "－1",
            "＠x",
            "\"=1",
            "\u{2212}1",
        ] {
            let written = write([[evil.to_owned()]]);
            assert_eq!(read(&written), [[format!("'{evil}")]], "{evil:?}");
        }
        for fine in
            ["2026/08/23 14:05:00", "192.0.2.1", "2001:db8::1", "a=b", "IDパスワード+x", "ー"]
        {
            assert_eq!(read(&write([[fine.to_owned()]])), [[fine]]);
        }
    }

    #[test]
    fn what_is_marked_comes_back() {
        for value in ["=1", "'=1", "''=1", "'fine", "fine", "", "'", "+81-3-0000-0000", "\t"] {
            let written = write([[value.to_owned()]]);
            let cell = read(&written)[0][0].clone();
            assert_eq!(plain(&cell), value, "{written:?}");
        }
    }
}
