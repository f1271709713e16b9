//! Samples of the console's page of tables.

use serde_json::{Value, json};

use super::console::shell;
use super::{Sample, with};

pub(super) fn all() -> Vec<Sample> {
    let cell = |class: &str| json!({ "text": "あおば", "class": class, "links": [] });
    let link = |id: &str| json!({ "id": id, "href": "/x", "label": "出力" });
    let field = |name: &str, kind: &str| {
        json!({
            "id": name, "name": name, "label": "操作", "hint": "", "kind": kind, "value": "", "required": true,
            "choices": [{ "value": "check", "label": "確認", "chosen": true }],
        })
    };
    let table = json!({
        "id": "differences", "title": "変更する行", "heads": ["行", "理由"], "rows": [[cell(""), cell("address")]],
        "buttons": [],
    });
    let page = json!({
        "console": shell(true), "problem": null, "downloads": [link("table-export-utf-8")],
        "templates": [link("table-template-ja")], "action": "/console/t/acme/table",
        "fields": [field("encoding", "select"), field("wish", "radios")], "skip_wrong": false,
        "replace_passwords": false, "told": null,
    });
    let told = json!({
        "state": "checked", "notice": "確認しました。", "facts": [{ "term": "行数", "value": "1" }],
        "tables": [table],
    });
    let problem =
        json!({ "word": "table_rows", "text": "誤りのある行があります。", "field": "file" });
    let wrong: Value = json!({
        "problem": problem, "told": told, "skip_wrong": true, "replace_passwords": true,
    });
    vec![
        ("console/table.html", with(&page, json!({ "action": null }))),
        ("console/table.html", with(&page, wrong)),
        ("console/table.html", page),
    ]
}
