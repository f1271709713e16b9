//! Samples of the console's pages of tables.

use serde_json::json;

use super::console::shell;
use super::{Sample, with};

pub(super) fn all() -> Vec<Sample> {
    let cell = |class: &str| json!({ "text": "あおば", "class": class, "links": [] });
    let link = |id: &str| json!({ "id": id, "href": "/x", "label": "出力" });
    let field = |name: &str, kind: &str| {
        json!({
            "id": name, "name": name, "label": "操作", "hint": "", "kind": kind, "value": "", "required": true,
            "choices": [{ "value": "utf-8", "label": "文字コード", "chosen": true }],
        })
    };
    let table = |id: &str| {
        json!({
            "id": id, "title": "変更する行", "heads": ["行", "理由"], "rows": [[cell(""), cell("address")]],
            "buttons": [],
        })
    };
    let page = json!({
        "console": shell(true), "problem": null, "notice": null, "downloads": [link("table-export-utf-8")],
        "templates": [link("table-template-ja")], "action": "/console/t/acme/table",
        "fields": [field("encoding", "select")], "replace_passwords": false, "uploads": null,
    });
    let problem =
        json!({ "word": "table_no_file", "text": "ファイルを選んでください。", "field": "file" });
    let wrong = json!({
        "problem": problem, "replace_passwords": true, "uploads": table("uploads"), "notice": "取りやめました。",
    });
    let told = json!({
        "state": "checked", "notice": "確認しました。", "facts": [{ "term": "行数", "value": "1" }],
        "tables": [table("differences")],
    });
    let upload = json!({
        "console": shell(true), "title": "送信した表", "told": told, "progress": null, "wrong_href": "/w",
        "write_action": "/x", "skips_wrong": true, "give_up_action": "/g", "back_href": "/b",
    });
    let writing = json!({
        "progress": { "rows": 500, "of": 1200 }, "wrong_href": null, "write_action": null,
        "give_up_action": null,
    });
    let checking = json!({ "progress": { "rows": 500, "of": null } });
    vec![
        ("console/table.html", with(&page, json!({ "action": null }))),
        ("console/table.html", with(&page, wrong)),
        ("console/table.html", page),
        ("console/upload.html", with(&upload, json!({ "skips_wrong": false }))),
        ("console/upload.html", with(&upload, checking)),
        ("console/upload.html", with(&upload, writing)),
        ("console/upload.html", upload),
    ]
}
