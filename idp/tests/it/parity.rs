//! The table of `docs/manual-parity.md`: every line of the manual is shown by a test that there is.

use std::path::{Path, PathBuf};

/// No line of the manual is taken out again.
const LINES_AT_LEAST: usize = 188;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The cells of every line below the heads of the tables.
fn lines(text: &str) -> Vec<Vec<&str>> {
    let is_head = |cells: &[&str]| cells[0] == "Manual" || cells[0].starts_with("---");
    let rows = text.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    let cells = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    cells.filter(|cells| !is_head(cells)).collect()
}

/// Whether the file has a test of this name.
fn is_test(file: &Path, function: &str) -> bool {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let Some(at) = text.find(&format!("fn {function}(")) else { return false };
    let attributes = text[..at].rsplit("\n\n").next().unwrap_or_default();
    attributes.contains("#[test]") || attributes.contains("#[tokio::test")
}

#[test]
fn every_line_of_the_manual_has_its_test() {
    let text = std::fs::read_to_string(root().join("docs/manual-parity.md")).unwrap();
    let lines = lines(&text);
    assert!(lines.len() >= LINES_AT_LEAST, "{} lines", lines.len());
    let mut faults = Vec::new();
    for cells in &lines {
        let [manual, page, tests, _] = cells[..] else { panic!("not four cells: {cells:?}") };
        assert!(!manual.is_empty() && !page.is_empty(), "{cells:?}");
        let named: Vec<_> = tests.split('`').skip(1).step_by(2).collect();
        if named.is_empty() {
            faults.push(format!("{manual}: no test"));
        }
        for name in named {
            let found = name.split_once(": ");
            if !found.is_some_and(|(file, function)| is_test(&root().join(file), function)) {
                faults.push(format!("{manual}: no test {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
