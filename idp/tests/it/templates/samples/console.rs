//! Samples of the console.

use serde_json::{Value, json};

use super::{Sample, with};

pub(super) fn shell(tenant: bool) -> Value {
    let items = json!([
        { "id": "nav-start", "href": "/console/t/acme", "current": false },
        { "id": "nav-users", "href": "/console/t/acme/users", "current": true },
    ]);
    json!({
        "login_name": "operator",
        "roles": if tenant { json!(["運用管理者"]) } else { json!([]) },
        "tenant": tenant.then(|| json!({ "name": "あおば", "slug": "acme" })),
        "switch_href": tenant.then_some("/console/tenants"),
        "items": if tenant { items } else { json!([]) },
        "crumbs": if tenant {
            json!([{ "label": "概要", "href": "/console/t/acme" }, { "label": "利用者", "href": null }])
        } else {
            json!([])
        },
        "sign_out_action": "/console/sign-out",
    })
}

pub(super) fn all() -> Vec<Sample> {
    let mut samples = vec![];
    samples.extend(front());
    samples.extend(lists());
    samples.extend(person());
    samples.extend(acts());
    samples.extend(sheets());
    samples
}

fn sheets() -> Vec<Sample> {
    let link = |id: &str| json!({ "id": id, "href": "/x", "label": "変更" });
    let fact = json!({ "term": "クライアントID", "value": "abc" });
    let cell =
        |class: &str, links: Value| json!({ "text": "あおば", "class": class, "links": links });
    let table = |rows: Value, buttons: Value| json!({ "id": "clients", "title": "Webサイト", "heads": ["名前", "操作"], "rows": rows, "buttons": buttons });
    let choice = json!({ "value": "", "label": "すべて", "chosen": true });
    let field = |name: &str, kind: &str| {
        json!({
            "id": name, "name": name, "label": "状態", "hint": "", "kind": kind, "value": "x", "required": true,
            "choices": [choice],
        })
    };
    let full = json!({
        "console": shell(true), "title": "Webサイト", "notice": "変更しました。", "lead": ["一覧です。"],
        "asking": { "action": "/x", "fields": [field("q", "text"), field("state", "select")] },
        "buttons": [link("client-new")], "secrets": [fact], "facts": [fact],
        "tables": [table(json!([[cell("", json!([])), cell("address", json!([link("client-1")]))]]), json!([link("more")]))],
        "blocks": [{ "title": "Node に写す設定", "text": "x" }, { "title": "Python に写す設定", "text": "y" }],
        "first_href": "/x", "next_href": "/x",
    });
    let bare = json!({
        "console": shell(true), "title": "Webサイト", "notice": null, "lead": [], "asking": null, "buttons": [],
        "secrets": [], "facts": [], "tables": [table(json!([]), json!([]))], "blocks": [], "first_href": null,
        "next_href": null,
    });
    vec![("console/sheet.html", full), ("console/sheet.html", bare)]
}

fn front() -> Vec<Sample> {
    let words = [
        "no_role",
        "not_permitted",
        "no_second_factor",
        "not_signed_in",
        "stale",
        "signed_out",
        "set_up_done",
    ];
    let door = |word: &str| {
        let out = (word == "no_role").then_some("/console/sign-out");
        ("console/door.html", json!({ "word": word, "sign_out_action": out }))
    };
    let mut samples: Vec<Sample> = words.into_iter().map(door).collect();
    let set_up = json!({
        "action": "/console/set-up", "code": "", "username": "", "mail": "",
        "rules": super::rules(), "passwordrules": "minlength: 8;",
        "problem": null, "problem_field": null, "problem_number": null,
    });
    for (word, field) in [
        ("required", "mail"),
        ("set_up_code", "set-up-code"),
        ("bad_user_id", "username"),
        ("bad_address", "mail"),
        ("user_exists", "username"),
        ("password_too_short", "new-password"),
        ("password_mismatch", "new-password-confirm"),
    ] {
        let other = json!({ "problem": word, "problem_field": field, "problem_number": 8 });
        samples.push(("console/set_up.html", with(&set_up, other)));
    }
    samples.push(("console/set_up.html", set_up));
    samples
}

fn lists() -> Vec<Sample> {
    let tenant =
        json!({ "href": "/console/t/acme", "slug": "acme", "name": "あおば", "preset": "classic" });
    let tenants = |rows: Value, shown: bool| json!({ "console": shell(shown), "asked": "a", "new_href": shown.then_some("/n"), "tenants": rows });
    let choice = |value: &str, label: &str| json!({ "value": value, "label": label, "chosen": value.is_empty() });
    let user = json!({
        "href": "/console/t/acme/users/1", "login_name": "alice", "state": "locked",
        "state_text": "ロック中", "method": "IDパスワード", "created": "2026/08/23 14:05:00",
    });
    let users = |rows: Value, href: Option<&str>| {
        json!({
            "console": shell(true), "action": "/console/t/acme/users", "asked": "",
            "states": [choice("", "すべて"), choice("locked", "ロック中")],
            "methods": [choice("", "すべて")],
            "users": rows, "first_href": href, "next_href": href, "new_href": href, "notice": href,
        })
    };
    let chart = |id: &str, total: u64| {
        json!({
            "id": id, "width": 760, "height": 260, "left": 56, "total": total,
            "drawing": {
                "bars": [{ "x": 60, "y": 20, "width": 30, "height": 200, "series": 1 }],
                "lines": [{ "y": 228, "count": 0 }, { "y": 0, "count": 4 }],
                "middles": [80, 130],
            },
            "series": ["ログイン成功", "ロック"],
            "days": [{ "label": "8/22", "counts": [1, 0] }, { "label": "8/23", "counts": [3, 0] }],
        })
    };
    let start = |total: u64| {
        json!({
            "console": shell(true), "charts": [chart("chart-results", total), chart("chart-methods", total)],
            "locked": 1, "locked_href": "/console/t/acme/users?state=locked",
            "letters_waiting": 2, "letters_failed": 0,
            "certificates": [{ "days": 7, "count": 1 }],
        })
    };
    vec![
        ("console/tenants.html", tenants(json!([tenant]), true)),
        ("console/tenants.html", tenants(json!([]), false)),
        ("console/users.html", users(json!([user]), Some("/x"))),
        ("console/users.html", users(json!([]), None)),
        ("console/start.html", start(4)),
        ("console/start.html", start(0)),
    ]
}

fn tries() -> Value {
    let one = |failed: bool| {
        json!({
            "at": "2026/08/23 14:05:00", "result": "ログイン成功", "why": "ログインできました。", "failed": failed,
            "method": "IDパスワード", "device": failed.then_some("1 パソコン"), "browser": "Firefox",
            "address": "192.0.2.1", "website": failed.then_some("Portal"),
        })
    };
    json!([one(false), one(true)])
}

fn person() -> Vec<Sample> {
    let href = |some: bool| some.then_some("/console/t/acme/users/1/x");
    let full = |some: bool| {
        json!({
            "console": shell(true), "login_name": "alice", "name": some.then_some("田中 一郎"),
            "state": "locked", "state_text": "ロック中", "method": "IDパスワード", "subject": "abc",
            "created": "2026年8月23日(日) 14:05 JST",
            "obstacles": ["ロックされています。"], "remarks": ["直近の3回は失敗しました。"], "steps": ["ユーザIDとパスワード"],
            "tries": tries(), "history_href": "/h",
            "devices": [{ "number": 1, "kind": "パソコン", "address": "a***@b.c", "last_used": href(some), "issue_href": href(some) }],
            "certificates": [{ "number": some.then_some(1), "serial": "0a", "issued": "x", "expires": "x", "state": "valid", "revoke_href": href(some) }],
            "sessions": [{ "browser": "Firefox", "address": "192.0.2.1", "since": "x", "last_seen": "x", "method": "IDパスワード", "end_href": href(some) }],
            "consents": [{ "website": "Portal", "scope": "openid", "agreed": "x", "revoke_href": href(some) }],
            "deeds": [{ "word": "unlock", "href": "/u" }, { "word": "invite", "href": "/i" }],
            "notice": some.then_some("ロックを解除しました。"),
        })
    };
    let empty = json!({
        "obstacles": [], "remarks": [], "steps": [], "tries": [], "devices": [], "certificates": [], "sessions": [],
        "consents": [], "deeds": [],
    });
    let history = |rows: Value, href: Option<&str>| {
        json!({
            "console": shell(true), "from": 1, "to": 2, "total": 2, "number": 1, "pages": 1,
            "tries": rows, "previous_href": href, "next_href": href,
        })
    };
    vec![
        ("console/user.html", full(true)),
        ("console/user.html", with(&full(false), empty)),
        ("console/user.html", full(false)),
        ("console/history.html", history(tries(), Some("/x"))),
        ("console/history.html", history(json!([]), None)),
    ]
}

fn acts() -> Vec<Sample> {
    let choice =
        |value: &str| json!({ "value": value, "label": "パソコン", "chosen": value == "pc" });
    let field = |name: &str, kind: &str, hint: &str| {
        json!({
            "id": name, "name": name, "label": "メールアドレス", "hint": hint, "kind": kind, "value": "x",
            "required": kind != "select", "choices": [choice("pc"), choice("mobile")],
        })
    };
    let act = json!({
        "console": shell(true), "title": "ロックを解除", "lead": ["元に戻せません。"],
        "facts": [{ "term": "ユーザID", "value": "alice" }],
        "fields": [field("mail", "text", "例"), field("lines", "lines", "例"), field("place", "select", ""), field("kind", "radios", "例")],
        "problem": null, "action": "/a", "button": "ロックを解除", "back_href": "/b",
    });
    let problem =
        json!({ "problem": { "word": "bad_address", "text": "違います。", "field": "mail" } });
    let other = json!({ "problem": { "word": "not_possible", "text": "できません。", "field": null }, "fields": [] });
    let slips = json!({
        "console": shell(true), "tenant_name": "あおば", "login_name": "alice", "address": "https://x.test/enrol/e_1",
        "code": "ABCD", "expires": "x", "back_href": "/b",
        "desk": { "name": "窓口", "telephone": "03", "address": null, "hours": "9-17" },
    });
    let certificate = json!({
        "console": shell(true), "login_name": "alice", "back_href": "/b", "number": 1, "expires": "x",
        "password": "secret", "password_kept": false, "download_action": "/d",
        "forms": [{ "value": "compat", "checked": true }, { "value": "modern", "checked": false }],
    });
    vec![
        ("console/act.html", with(&act, problem)),
        ("console/act.html", with(&act, other)),
        ("console/act.html", act),
        ("console/slips.html", with(&slips, json!({ "address": null, "desk": null }))),
        ("console/slips.html", slips),
        ("console/certificate.html", certificate),
    ]
}
