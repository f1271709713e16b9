//! Makes the manual in `docs/manual`: its pages from the texts of the program, its pictures from the program's own demo,
//! driven in Chromium. Run by `./check manual` alone; that the texts are today's is tested with everything else.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop a test the way tests do"
)]

#[expect(dead_code, unused_imports, reason = "the browser tests use more of what they share")]
#[path = "../browser/support/mod.rs"]
mod support;

mod account;
mod arrival;
mod camera;
mod pictures;
mod png_small;
mod reissue;
mod text;

use std::collections::BTreeSet;
use std::path::Path;

use idp::model::policy::Policy;
use serde_json::Value;
use thirtyfour::By;

use support::{
    Browser, Chooser, Language, Page, browse, browse_at_home, certificate_home, demo, eventually,
};

#[tokio::test]
async fn the_manual_is_made() {
    has_everything();
    for language in [Language::Japanese, Language::English] {
        write(language);
        browse(Browser::speaking(language), "manual", async |page| {
            arrival::walk(page).await;
            reissue::walk(page).await;
            account::walk(page).await;
        })
        .await;
        certificates(language).await;
        camera::tidy(language);
        let words = camera::words(language);
        for name in text::pictures() {
            assert!(text::picture(words, name).exists(), "no walk takes the picture {name}");
        }
    }
}

/// A person who has his certificate goes on in a browser of his own.
async fn certificates(language: Language) {
    let id = format!("p-02-usr92{}", language as u8);
    let mail = format!("denshi.{}@mail.example", language.tag());
    let home = certificate_home("demo", &id, &mail);
    let _chooser = Chooser::stand();
    let browser = Browser::speaking(language);
    browse_at_home(&home, browser, "manual", async |page| account::certificates(page, &id).await)
        .await;
}

/// Gives the demo's classic tenant the contract that the manual tells of.
fn has_everything() {
    let stands = demo().run("demo", &["policy", "show"], "");
    let stands: Policy = serde_json::from_value(stands).unwrap();
    let policy = Policy { desk: stands.desk, look: stands.look, ..text::everything() };
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("manual-policy.toml");
    std::fs::write(&file, toml::to_string(&policy).unwrap()).unwrap();
    demo().run("demo", &["policy", "set", "--file", file.to_str().unwrap()], "");
}

fn write(language: Language) {
    let folder = text::folder(camera::words(language));
    std::fs::create_dir_all(&folder).unwrap();
    let files = text::files(camera::words(language));
    let known: BTreeSet<_> = files.keys().cloned().collect();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        if !known.contains(entry.file_name().to_str().unwrap()) {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

/// Which of two words fits the language of the page.
fn by_language<'a>(page: &Page, japanese: &'a str, english: &'a str) -> &'a str {
    match page.language() {
        Language::Japanese => japanese,
        Language::English => english,
    }
}

/// The address with `path` in the newest letter to somebody that has one, once so many of them came.
async fn mailed_link(to: &str, path: &str, count: usize) -> String {
    let found = eventually(async || {
        let letters = demo().letters().await;
        let texts = letters.iter().filter(|one| one["to"] == Value::from(to));
        let texts = texts.filter_map(|one| one["text"].as_str());
        let links: Vec<_> = texts
            .flat_map(str::split_whitespace)
            .filter(|word| word.starts_with("http") && word.contains(path))
            .map(str::to_owned)
            .collect();
        links.first().filter(|_| links.len() >= count).cloned()
    })
    .await;
    found.unwrap_or_else(|| panic!("no letter to {to} with {path}"))
}

/// Chooses the entry of a list.
async fn choose(page: &Page, id: &str, entry: usize) {
    page.element(id).await;
    let option = format!("#{id} option:nth-child({})", entry + 1);
    page.driver().find(By::Css(option)).await.unwrap().click().await.unwrap();
}

async fn check(page: &Page, id: &str) {
    page.element(id).await.click().await.unwrap();
}
