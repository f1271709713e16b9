//! Takes the pictures of the manual: the main part of a page, 1000 px wide, with numbers on what is used.

use serde_json::json;
use thirtyfour::By;

use super::pictures::{PICTURES, marks};
use super::png_small::small;
use super::text::picture;
use crate::support::{Language, Page};

const CAMERA: &str = include_str!("camera.js");

/// What is another with every run, and what stands there instead.
const PATTERNS: [(&str, &str); 10] = [
    (r"localhost:\d+", "login.example.jp"),
    (r"\d{4}年\d+月\d+日\(.\) \d\d:\d\d JST", "2026年8月23日(日) 14:05 JST"),
    (r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d JST", "23 August 2026, 14:05 JST"),
    (r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d", "2026/08/23 14:05:11"),
    (r"127\.0\.0\.1|::1", "192.0.2.17"),
    (r"^[A-Z0-9]{5}(-[A-Z0-9]{5}){2}$", CODES[0]),
    (r"p-02-usr\d+", "p-01-usr012"),
    (r"(Headless)?Chrom(e|ium) \d+", "Chrome 150"),
    (r"あと\d+秒", "あと30秒"),
    (r"about \d+ seconds?", "about 30 seconds"),
];

const CODES: [&str; 10] = [
    "K4WZR-7NQBT-X2M9H",
    "P8VCD-3FTYJ-W6SKQ",
    "M9HRA-Z5DXE-4PNVU",
    "T2GBK-8WQCZ-R7YJF",
    "H6XSN-V3MDA-9KPET",
    "C7JFU-B4ZRW-5NTQG",
    "Y2PKM-X8HVE-D6SAC",
    "W9GTZ-4RBNQ-U3FXJ",
    "E5VCY-M7KDP-S2ZHR",
    "A8NQJ-T6WGF-V4MBX",
];

/// The widest and the highest that a picture's window is, in CSS pixels.
const WIDTH: u32 = 1000;
const HEIGHT: u32 = 700;

/// No picture is larger, in bytes.
const SIZE: usize = 128 * 1024;

pub(crate) async fn take(page: &Page, name: &'static str) {
    page.resize((WIDTH, HEIGHT, 1), false).await;
    let height = page.run("return document.documentElement.scrollHeight", Vec::new()).await;
    let height = u32::try_from(height.as_u64().unwrap()).unwrap().max(HEIGHT);
    page.resize((WIDTH, height, 1), false).await;
    let ids: Vec<_> = marks(name).iter().map(|(id, _)| *id).collect();
    let fixed = json!([
        ["#otp-reference", ["K7Q2"]],
        [".secret", ["tsubame-4Kd9"]],
        [".codes code", CODES],
    ]);
    let missing = page.run(CAMERA, vec![json!(ids), json!(PATTERNS), fixed]).await;
    assert_eq!(missing, json!([]), "{name}: not on the page at {}", page.address().await);
    let main = page.driver().find(By::Id("main")).await.unwrap();
    let taken = small(&main.screenshot_as_png().await.unwrap());
    page.run("window.manualUndo()", Vec::new()).await;
    assert!(taken.len() <= SIZE, "{name}: {} bytes", taken.len());
    let path = picture(words(page.language()), name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, taken).unwrap();
}

/// Forgets pictures that no chapter shows any more.
pub(crate) fn tidy(language: Language) {
    let folder = picture(words(language), "any");
    for entry in std::fs::read_dir(folder.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if !PICTURES.iter().any(|(known, _)| *known == name) {
            std::fs::remove_file(path).unwrap();
        }
    }
}

pub(crate) const fn words(language: Language) -> idp::model::policy::Language {
    match language {
        Language::Japanese => idp::model::policy::Language::Ja,
        Language::English => idp::model::policy::Language::En,
    }
}
