//! The tables of `docs/protocol.md`: every line names tests that there are.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The file of a module, whichever of its two forms it has.
fn file(folder: &str, modules: &[&str]) -> Option<PathBuf> {
    let path = root().join(folder).join(modules.join("/"));
    [path.with_extension("rs"), path.join("mod.rs")].into_iter().find(|path| path.is_file())
}

/// The source of a module of tests: of the program's own, or of those that pass through a door.
fn source(modules: &[&str]) -> Option<String> {
    let own: Vec<_> = modules.iter().copied().filter(|module| *module != "tests").collect();
    let tests = root().join("src").join(own.join("/")).join("tests.rs");
    let found = file("tests/it", modules).or_else(|| file("src", &own));
    let mut text = std::fs::read_to_string(found?).ok()?;
    text.push_str(&std::fs::read_to_string(tests).unwrap_or_default());
    Some(text)
}

/// All sources below a module that is a folder.
fn has_tests(modules: &[&str]) -> bool {
    if source(modules).is_some_and(|text| text.contains("test]") || text.contains("tokio::test(")) {
        return true;
    }
    let folder = root().join("tests/it").join(modules.join("/"));
    std::fs::read_dir(folder).is_ok_and(|mut files| {
        files.any(|file| {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap_or_default();
            text.contains("test]")
        })
    })
}

pub(crate) fn is_there(name: &str) -> bool {
    let parts: Vec<_> = name.split("::").collect();
    let Some((last, modules)) = parts.split_last() else { return false };
    match *last {
        "*" => has_tests(modules),
        function => {
            source(modules).is_some_and(|text| text.contains(&format!("fn {function}(")))
                || has_tests(&parts)
        }
    }
}

#[test]
fn every_line_names_tests_that_there_are() {
    let text = std::fs::read_to_string(root().join("../docs/protocol.md")).unwrap();
    let tables = text.split("## Left out").next().unwrap();
    let rows = tables.lines().filter(|line| line.starts_with("| ") && !line.contains("| Tests |"));
    let (mut lines, mut faults) = (0, Vec::new());
    for row in rows {
        lines += 1;
        let tests = row.trim_end_matches(['|', ' ']).rsplit(" | ").next().unwrap();
        let names: Vec<_> = tests.split('`').skip(1).step_by(2).collect();
        let left_out = row.contains("left out");
        if names.is_empty() && !left_out {
            faults.push(format!("no test: {row}"));
        }
        let missing = names.iter().filter(|name| !is_there(name));
        faults.extend(missing.map(|name| format!("no test {name}")));
    }
    assert!(lines >= 65, "{lines} lines");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
