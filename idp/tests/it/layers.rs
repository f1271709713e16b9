//! The table of who may import what, checked against every `crate::…` path under `idp/src`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Module, and what it may name. A root module stands for itself.
///
/// `cli` fills the application with the real world: it may name everything, and nothing may name it.
const TABLE: &[(&str, &[&str])] = &[
    ("wire", &[]),
    ("model", &["wire"]),
    ("store", &["model", "wire", "stop"]),
    ("mail", &["model", "words", "stop"]),
    ("outbound", &[]),
    (
        "usecase",
        &["store", "mail", "outbound", "model", "wire", "app", "stop", "passwords", "random"],
    ),
    ("http", &["usecase", "model", "wire", "app", "stop", "words", "random"]),
    ("jobs", &["usecase", "app", "stop"]),
    ("app", &["clock", "mail", "outbound", "model", "passwords", "store", "wire"]),
    ("settings", &["mail", "model", "outbound", "passwords"]),
    ("clock", &["model"]),
    ("random", &["model"]),
    ("stop", &[]),
    ("passwords", &["model", "stop"]),
    ("words", &["model"]),
];

/// Exceptions of single files, each with its reason.
const BESIDES: &[(&str, &str)] = &[
    // The limits of a listener are settings.
    ("settings/mod.rs", "http"),
    ("settings/check.rs", "http"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The part of a file that is not its own tests.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    let lines = text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that a text names behind `crate::`, in `use` lines with braces too.
fn named(text: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|one| one.is_alphanumeric() || *one == '_').collect()
    };
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with(|one: char| one.is_alphanumeric() || one == '_') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => found.push(word(rest)),
            Some(group) => found.extend(top_level(group).map(|one| word(one.trim()))),
        }
    }
    found
}

/// The items of a group up to its closing brace, not those of groups inside it.
fn top_level(group: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut start, mut items) = (0_i32, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.into_iter().filter(|item| !item.trim().is_empty())
}

fn module(relative: &str) -> &str {
    relative.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn nothing_points_upward() {
    let allowed: BTreeMap<_, _> = TABLE.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in files(&root()) {
        let relative = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let own = module(&relative);
        if ["lib", "main", "cli"].contains(&own) {
            continue;
        }
        let may = allowed.get(own).unwrap_or_else(|| panic!("{relative}: not in the table"));
        for name in named(&code(&path)) {
            let fine = name == own
                || may.contains(&name.as_str())
                || BESIDES.contains(&(relative.as_str(), name.as_str()));
            if !fine {
                wrong.push(format!("{relative} names crate::{name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_store_alone_knows_the_database_and_the_web_door_alone_the_web() {
    let strangers = |relative: &str| -> &[&str] {
        match module(relative) {
            "wire" => &["sea_orm", "axum", "minijinja", "tokio", "lettre"],
            "model" => &["sea_orm", "axum", "minijinja", "tokio"],
            "store" => &["axum", "minijinja", "lettre"],
            "mail" => &["sea_orm", "axum"],
            "usecase" => &["sea_orm", "axum", "minijinja", "lettre"],
            "http" => &["sea_orm", "lettre", "sqlx"],
            _ => &[],
        }
    };
    for path in files(&root()) {
        let relative = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let text = code(&path);
        for name in strangers(&relative) {
            let used = [format!("{name}::"), format!("use {name};")];
            assert!(!used.iter().any(|one| text.contains(one)), "{relative} names {name}");
        }
    }
}

#[test]
fn names_are_found_however_they_are_written() {
    let text = "use crate::{a, b::{c, d}};\nuse crate::e::f;\nlet x = crate::g::h();\nmycrate::i;";
    assert_eq!(named(text), ["a", "b", "e", "g"]);
}

#[test]
fn every_file_says_what_it_is_for_and_fits_its_budget() {
    for path in files(&root().join("../tests")).into_iter().chain(files(&root())) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{}: no opening line", path.display());
        assert!(text.lines().count() <= 300, "{}: too long", path.display());
    }
}
