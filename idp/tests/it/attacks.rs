//! The tables of `docs/attacks.md`: every case that was numbered stands there once, and every test it names is one.

use std::collections::BTreeSet;
use std::path::Path;

use crate::protocol::is_there;

/// The numbers that were given, family by family.
const CASES: [(&str, &[u8]); 13] = [
    (
        "RU",
        &[
            1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24, 25, 27, 28,
            29, 30, 31, 32, 34, 35, 36, 37, 38, 39, 41, 42, 43, 44, 45, 46, 48, 50, 51, 52, 53, 55,
            56, 57, 58, 59,
        ],
    ),
    ("PR", &[1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 20, 21, 22, 23, 25, 26, 27, 28]),
    ("CO", &[1, 2, 3, 4, 6, 7, 8, 9, 10, 11]),
    ("PK", &[1, 2, 3, 4, 6, 7, 8, 9, 10]),
    ("RT", &[1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14]),
    (
        "TK",
        &[
            1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24, 25, 27, 28,
            29, 30, 31, 32, 33, 35, 36, 37, 38, 39, 40,
        ],
    ),
    ("CA", &[1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18]),
    ("SS", &[1, 2, 3, 4, 6, 7, 8, 9, 10, 11]),
    ("LO", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("CR", &[1, 2, 3, 4, 6, 10, 11, 12, 13, 14]),
    ("MX", &[1, 2, 3, 4, 5, 6]),
    (
        "AD",
        &[
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 30, 31, 32, 33,
            34, 35, 36, 40, 41, 42, 43,
        ],
    ),
    ("EX", &[1, 2, 3, 4, 5]),
];

fn page() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join("../docs/attacks.md")).unwrap()
}

/// The cells of a line that is a case.
fn cells(line: &str) -> Option<Vec<&str>> {
    let cells: Vec<_> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
    cells[0].contains('-').then_some(cells)
}

/// The names between back ticks.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// A test of ours, or of the crate that the name begins with.
fn exists(name: &str) -> bool {
    let parts: Vec<_> = name.split("::").collect();
    let (Some((function, modules)), Some(krate)) = (parts.split_last(), parts.first()) else {
        return false;
    };
    if !["keys", "examples"].contains(krate) {
        return is_there(name);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(krate).join("tests");
    let file = root.join(modules[1..].join("/")).with_extension("rs");
    std::fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {function}(")))
}

#[test]
fn every_case_stands_there_once() {
    let text = page();
    let stated: Vec<_> = text.lines().filter_map(cells).map(|cells| cells[0].to_owned()).collect();
    let given = CASES.iter().flat_map(|(family, numbers)| {
        numbers.iter().map(move |number| format!("{family}-{number:02}"))
    });
    let given: Vec<_> = given.collect();
    assert_eq!(stated, given);
    assert_eq!(stated.iter().collect::<BTreeSet<_>>().len(), stated.len());
}

#[test]
fn every_case_names_tests_that_there_are() {
    let text = page();
    let mut faults = Vec::new();
    for cells in text.lines().filter_map(cells) {
        assert_eq!(cells.len(), 4, "{cells:?}");
        assert!(names(cells[3]).next().is_some(), "{} names no test", cells[0]);
        let missing = names(cells[3]).filter(|name| !exists(name));
        faults.extend(missing.map(|name| format!("{}: no test {name}", cells[0])));
    }
    let beside = text.split("\n## ").next().unwrap();
    let beside = names(beside).filter(|name| name.starts_with("oidc::") && !is_there(name));
    faults.extend(beside.map(str::to_owned));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
