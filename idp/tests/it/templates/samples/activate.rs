//! Samples of the pages for a device without a browser.

use serde_json::{Value, json};

use super::super::pages;
use super::{Sample, troubled, with};

pub(super) fn all() -> Vec<Sample> {
    let enter = json!({ "action": "/t/acme/activate", "user_code": "BCDF-GHJK" });
    let confirm = json!({
        "action": "/t/acme/activate/BCDF-GHJK",
        "website": "テレビ",
        "about": null,
        "user_code": "BCDF-GHJK",
        "login_name": "p-01-usr012",
        "scopes": [],
    });
    let scopes: Value = json!([{ "name": "openid", "text": "お客様を識別するための番号" }]);
    let mut samples = troubled("activate/enter.html", &enter, &["user_code"]);
    samples.push((
        "activate/confirm.html",
        with(&confirm, json!({ "scopes": scopes, "about": pages::about() })),
    ));
    samples.push(("activate/confirm.html", confirm));
    for outcome in ["approved", "denied"] {
        let done = json!({ "outcome": outcome, "website": "テレビ" });
        samples.push(("activate/done.html", done));
    }
    samples
}
