//! That no page was left out. Its name puts this test behind all walks; it waits for those still under way.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{Language, seen};

/// Words that no walk of these brings about, and why.
const ELSEWHERE: [(&str, &str); 2] = [
    ("finished", "told as a text, not as a problem: a_finished_login_says_so_and_leads_on"),
    ("busy", "only where a hundred logins come at once; the same page as every other failure"),
];

#[tokio::test]
async fn every_page_and_every_problem_in_both_languages() {
    while seen::is_anybody_walking() {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    let sights = seen::all();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let mut missing = Vec::new();
    for language in [Language::Japanese, Language::English] {
        let of = |one: &&seen::Sight| one.2 == language;
        let pages: BTreeSet<_> = sights.iter().filter(of).map(|one| one.0.clone()).collect();
        let told: BTreeSet<_> = sights.iter().filter(of).map(|one| one.1.clone()).collect();
        let pages_there = pages_of(&templates);
        missing.extend(pages_there.difference(&pages).map(|one| format!("{language:?}: {one}")));
        let words = problem_words(&templates);
        missing.extend(words.difference(&told).map(|one| format!("{language:?}: problem {one}")));
    }
    assert!(missing.is_empty(), "axe never saw:\n{}", missing.join("\n"));
}

/// Every template that is a page of its own.
fn pages_of(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() && !["parts", "mail"].contains(&name.as_str()) {
            let below = pages_of(&path);
            found.extend(below.into_iter().map(|one| format!("{name}/{one}")));
        } else if path.extension().is_some_and(|one| one == "html")
            && name != "layout"
            && name != "base"
        {
            found.insert(name);
        }
    }
    found
}

/// Every word that a page can tell of a problem.
fn problem_words(folder: &Path) -> BTreeSet<String> {
    let texts = std::fs::read_to_string(folder.join("locales/en/problem.ftl")).unwrap();
    let keys = texts.lines().filter_map(|line| line.strip_prefix("problem-")?.split(" =").next());
    let words: BTreeSet<_> = keys.map(|key| key.replace('-', "_")).collect();
    let elsewhere: BTreeSet<_> = ELSEWHERE.iter().map(|(word, _)| (*word).to_owned()).collect();
    assert!(elsewhere.is_subset(&words), "an exception for a word that there is not");
    words.difference(&elsewhere).cloned().collect()
}
