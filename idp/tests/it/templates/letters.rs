//! Samples of the letters: with everything that a letter may say, and with as little as it may.

use std::collections::BTreeSet;

use idp::words;
use minijinja::value::Serde;
use serde_json::{Value, json};

use super::{LANGUAGES, files, folder};

/// The only letters that may carry an address to open; none of them carries a code.
const WITH_LINK: [&str; 6] = [
    "certificate_expiring",
    "enrolment_address",
    "lock_release",
    "method_changed",
    "password_expiring",
    "reissue_link",
];
const WITH_CODE: [&str; 3] = ["address_code", "enrolment_code", "login_code"];

fn facts(letter: &str, full: bool, days: u8) -> Value {
    let some = |text: &str| full.then(|| text.to_owned());
    let from = full || !["desk_not_me", "new_browser"].contains(&letter);
    json!({
        "tenant": "<Acme>", "login_name": "p-01-usr012", "at": "AT", "desk": some("desk").map(|name| json!({
            "name": name, "telephone": "03-0000-0000", "hours": "9:00-17:00", "address": "desk@acme.test"
        })),
        "website": some("<Portal>"), "code": "123456", "reference": "AB12", "expires": "EXPIRES",
        "link": "https://idp.test/t/acme/x?a=1&b=2", "number": 2, "days": days, "before": "BEFORE", "after": "AFTER",
        "address": from.then_some("s***@acme.test"), "old": "o***@acme.test", "kind": "KIND", "browser": from.then_some("Firefox"),
        "left": 7, "tries": days, "undo_link": some("https://idp.test/undo"), "undo_until": some("UNTIL"),
        "reason": if full { "answers" } else { "password_and_code" },
    })
}

fn render(language: idp::model::policy::Language, name: &str, facts: &Value) -> String {
    let template = words::templates(language).get_template(name).unwrap();
    template.render(Serde(facts)).unwrap_or_else(|error| panic!("{name}: {error:#}"))
}

/// Renders every letter in every way and remembers the templates.
pub(super) fn every(rendered: &mut BTreeSet<String>) {
    for path in files(&folder().join("mail"), &["txt"]) {
        let letter = path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        for (language, full, days) in
            LANGUAGES.into_iter().flat_map(|one| [(one, true, 1), (one, true, 30), (one, false, 7)])
        {
            let facts = facts(&letter, full, days);
            let [subject, text, html] = ["subject.txt", "body.txt", "body.html"].map(|file| {
                let name = format!("mail/{letter}/{file}");
                let written = render(language, &name, &facts);
                rendered.insert(name);
                written
            });
            assert!(subject.contains("<Acme>") && !subject.trim().contains('\n'), "{subject}");
            assert!(text.contains("p-01-usr012") && html.contains("p-01-usr012"), "{letter}");
            assert!(!html.contains("<Acme>") && !html.contains("<Portal>"), "{letter}");
            assert!(!text.contains("\n\n\n") && !text.contains("none"), "{letter}: {text}");
            let links =
                WITH_LINK.contains(&letter.as_str()) && (full || letter != "method_changed");
            let code = WITH_CODE.contains(&letter.as_str());
            for body in [&text, &html] {
                assert_eq!(body.contains("https:"), links, "{letter}: {body}");
                assert_eq!(body.contains("123456"), code, "{letter}: {body}");
                assert!(!(links && code), "{letter}");
            }
        }
    }
}
