//! Samples of the console's login rules.

use serde_json::{Value, json};

use super::console::shell;
use super::{Sample, with};

fn field(name: &str, kind: &str, value: &str, error: &str) -> Value {
    let choice = |value: &str| json!({ "value": value, "label": "窓口", "chosen": value == "a" });
    let several = kind == "choice" || kind == "several";
    json!({
        "id": name, "name": name, "label": "桁数", "hint": if kind == "number" { "6 ～ 10" } else { "" },
        "kind": kind, "value": value, "error": error,
        "costs": if kind == "text" || value == "true" { json!(["古くなっています。"]) } else { json!([]) },
        "choices": if several { json!([choice("a"), choice("b")]) } else { json!([]) },
    })
}

pub(super) fn all() -> Vec<Sample> {
    let mut fields = vec![];
    for (kind, value) in [
        ("switch", "true"),
        ("number", "6"),
        ("text", ""),
        ("lines", "a | b"),
        ("choice", ""),
        ("several", ""),
    ] {
        fields.push(field(kind, kind, value, ""));
        fields.push(field(&format!("{kind}-wrong"), kind, "", "違います。"));
    }
    let link = json!({ "id": "look-logo-change", "href": "/l", "label": "変更" });
    let policy = json!({
        "console": shell(true), "groups": [{ "id": "group-code", "title": "パスワード", "fields": fields }],
        "part": "look", "title": "表示", "lead": "説明", "ways": [{ "id": "tenant-rename", "href": "/n", "label": "名前" }], "pictures": [
            { "title": "ロゴ", "image": "/i", "change": link }, { "title": "シール", "image": null, "change": null },
        ],
        "wrong": "number-wrong", "version": 2, "preset": "標準", "action": "/p", "history_href": "/h", "saved": false,
    });
    let bare = json!({
        "part": "rules", "ways": [], "pictures": [], "wrong": null, "action": null, "history_href": null, "saved": true,
    });
    let differs = json!([{ "label": "桁数", "before": "6", "after": "8" }]);
    let user = |found: bool| json!({ "found": found, "before": ["パスワード"], "after": ["パスワード", "証明書"] });
    let preview = json!({
        "console": shell(true), "problem": null, "differences": differs,
        "counts": [{ "label": "利用者の数", "before": 1, "after": 1 }, { "label": "ロック中", "before": 0, "after": 1 }],
        "user": user(true), "user_id": "alice", "policy": "{}", "version": 2, "to": 1,
        "preview_action": "/p", "save_action": "/s", "edit_action": "/b", "part": "rules",
        "costs": [{ "label": "有効日数", "text": "外れます。", "new": true }, { "label": "文字", "text": "外れます。", "new": false }],
    });
    let late = json!({
        "problem": "policy_changed", "differences": [], "user": user(false), "to": null, "save_action": null, "costs": [],
    });
    let version = |href: Option<&str>, differences: Value| json!({ "version": 1, "at": "x", "author": "hanako", "differences": differences, "href": href });
    let history = json!({
        "console": shell(true), "versions": [version(None, differs), version(Some("/v"), json!([]))],
    });
    vec![
        ("console/policy.html", with(&policy, bare)),
        ("console/policy.html", policy),
        ("console/policy_preview.html", with(&preview, late)),
        ("console/policy_preview.html", with(&preview, json!({ "user": null }))),
        ("console/policy_preview.html", preview),
        ("console/policy_history.html", history),
    ]
}
