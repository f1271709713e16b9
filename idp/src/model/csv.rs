//! Tables as CSV (RFC 4180), for spreadsheets: with a byte order mark, and no cell that a spreadsheet would run.

/// Marks the file as UTF-8 for the spreadsheets of this country.
const BYTE_ORDER_MARK: &str = "\u{feff}";

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
        for (place, value) in row.into_iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            cell(&mut text, &value);
        }
        text.push_str("\r\n");
    }
    text
}

fn cell(text: &mut String, value: &str) {
    text.push('"');
    if is_dangerous(value) {
        text.push('\'');
    }
    text.push_str(&value.replace('"', "\"\""));
    text.push('"');
}

fn is_dangerous(value: &str) -> bool {
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
}
