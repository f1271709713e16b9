//! Samples of the account site.

use serde_json::{Value, json};

use super::{ANSWER_WORDS, PASSWORD_WORDS, Sample, menu, questions, rules, troubled, with};

fn certificate(state: &str, password: Option<&str>) -> Value {
    json!({
        "expires": "2027年8月23日(月) 14:05 JST", "state": state, "download_password": password,
        "download_action": password.map(|_| "/d"), "renew_action": "/renew", "revoke_action": "/revoke",
    })
}

fn device(number: u8, certificate: &Value) -> Value {
    json!({
        "id": format!("id-{number}"), "number": number, "kind_text": "スマートフォン", "address": "s***@long.mail.acme.test",
        "certificate": certificate, "change_action": "/change", "delete_action": "/delete",
    })
}

pub(super) fn home() -> Vec<Sample> {
    let plain = json!({
        "menu": menu("account"), "method": "IDパスワード+ワンタイムパスワード", "previous_login": null, "notice": null,
        "devices": [
            { "id": "a", "number": 1, "kind_text": "パソコン", "address": "p***@acme.test", "certificate": null, "change_action": null, "delete_action": null },
        ],
        "has_certificates": false, "add_href": null, "unlocked_passwords": false, "show_passwords_href": null,
    });
    let hidden = json!({ "expires": "EXPIRES", "state": "valid", "download_password": null, "download_action": "/d", "renew_action": null, "revoke_action": null });
    let some = with(
        &plain,
        json!({
            "previous_login": "2026年8月23日(日) 14:05 JST", "add_href": "/add",
            "devices": [device(1, &Value::Null), device(2, &Value::Null)],
        }),
    );
    let full = with(
        &some,
        json!({
            "has_certificates": true, "unlocked_passwords": true,
            "devices": [
                device(1, &certificate("valid", Some("y1a1-O7TR"))), device(2, &certificate("expiring", Some("k3Qw-9xZp"))),
                device(3, &certificate("expired", None)), device(4, &certificate("revoked", None)),
                device(5, &certificate("not_issued", None)), device(6, &Value::Null),
            ],
        }),
    );
    let locked = with(
        &full,
        json!({
            "unlocked_passwords": false, "show_passwords_href": "/again", "devices": [device(1, &hidden)],
        }),
    );
    let notices = [
        "device_added",
        "device_changed",
        "device_deleted",
        "password_changed",
        "question_changed",
        "method_changed",
        "certificate_revoked",
        "certificate_renewed",
        "recovery_made",
        "undone",
    ];
    let told = notices.map(|word| with(&some, json!({ "notice": word })));
    let none = with(&plain, json!({ "devices": [] }));
    let all = [plain, some.clone(), full, locked, none].into_iter().chain(told);
    all.map(|view| ("account/home.html", view)).collect()
}

pub(super) fn credentials() -> Vec<Sample> {
    let password = json!({
        "menu": menu("password"), "action": "/a", "login_name": "p-01-usr012", "rules": rules(), "passwordrules": "minlength: 8;",
    });
    let question = json!({ "menu": menu("question"), "action": "/a", "login_name": "p-01-usr012", "questions": questions() });
    let mut all = troubled(
        "account/password.html",
        &password,
        &[&PASSWORD_WORDS[..], &["wrong_credentials", "try_later"]].concat(),
    );
    let missing = json!({ "problem": "required", "problem_field": "new-password", "problem_number": 8, "wait_seconds": 3 });
    all.push(("account/password.html", with(&password, missing)));
    for sessions_ended in [0, 1, 3] {
        all.push((
            "account/password_done.html",
            json!({ "menu": menu("password"), "sessions_ended": sessions_ended }),
        ));
    }
    all.extend(troubled(
        "account/question.html",
        &question,
        &[&ANSWER_WORDS[..], &["required"]].concat(),
    ));
    let missing = json!({ "problem": "required", "problem_field": "answer" });
    all.push(("account/question.html", with(&question, missing)));
    all.push(("account/question_done.html", json!({ "menu": menu("question") })));
    all
}

pub(super) fn devices() -> Vec<Sample> {
    let kinds: Vec<_> = [
        ("pc", "パソコン"),
        ("mobile", "携帯電話"),
        ("smartphone", "スマートフォン"),
    ]
    .map(|(value, label)| json!({ "value": value, "label": label, "checked": value == "pc" }))
    .into();
    let form = json!({
        "menu": menu("account"), "heading": "add", "action": "/a", "mail": null, "mail_confirm": null, "kind": null,
        "kinds": kinds, "changing": null, "with_certificate": false, "back_href": "/account",
    });
    let words = [
        "required",
        "bad_address",
        "address_mismatch",
        "address_taken",
        "too_many_devices",
        "too_many_mails",
    ];
    let mut all = troubled("account/device_form.html", &form, &words);
    for missing in ["mail-confirm", "kind"] {
        let view =
            json!({ "problem": "required", "problem_field": missing, "mail": "new@acme.test" });
        all.push(("account/device_form.html", with(&form, view)));
    }
    for heading in ["add", "change"] {
        all.push(("account/device_form.html", with(&form, json!({
            "heading": heading, "with_certificate": true, "changing": "s***@acme.test", "mail": "new@acme.test",
            "mail_confirm": "new@acme.test", "kind": "pc", "problem": null,
        }))));
        for with_certificate in [false, true] {
            all.push(("account/device_done.html", json!({
                "menu": menu("account"), "heading": heading, "number": 2, "with_certificate": with_certificate,
                "certificate": null, "home_href": "/account",
            })));
        }
    }
    for kept in [false, true] {
        all.push((
            "account/device_done.html",
            json!({
                "menu": menu("account"), "heading": "add", "number": 2, "with_certificate": true,
                "certificate": super::arrival::certificate(kept), "home_href": "/account",
            }),
        ));
    }
    all
}

pub(super) fn device_proofs() -> Vec<Sample> {
    let mut all = Vec::new();
    for with_certificate in [false, true] {
        all.push(("account/device_confirm.html", json!({
            "menu": menu("account"), "action": "/a", "back_action": "/b", "mail": "new@acme.test", "kind": "pc",
            "kind_text": "パソコン", "with_certificate": with_certificate,
        })));
        let delete = json!({
            "menu": menu("account"), "action": "/a", "number": 2, "kind_text": "パソコン", "address": "s***@acme.test",
            "with_certificate": with_certificate, "back_href": "/account",
        });
        all.extend(troubled("account/device_delete.html", &delete, &["last_device"]));
        all.push(("account/device_delete.html", delete));
    }
    let code = json!({
        "menu": menu("account"), "action": "/a", "resend_action": "/b", "sent_to": "new@acme.test", "reference": "K7Q2",
        "digits": 6, "wait_seconds": 30, "back_href": "/account",
    });
    let words = [
        "code_mismatch",
        "code_expired",
        "code_exhausted",
        "too_many_mails",
        "required",
        "try_later",
    ];
    all.extend(troubled("account/device_code.html", &code, &words));
    all.push((
        "account/device_code.html",
        with(&code, json!({ "wait_seconds": 0, "problem": null })),
    ));
    all
}

pub(super) fn certificates() -> Vec<Sample> {
    let base = json!({ "menu": menu("account"), "action": "/a", "number": 2, "expires": "2027年8月23日(月) 14:05 JST", "csr_href": "/c", "back_href": "/account" });
    let mut all = vec![
        ("account/certificate_renew.html", base.clone()),
        ("account/certificate_revoke.html", base.clone()),
    ];
    for kept in [false, true] {
        let view = with(&base, super::arrival::certificate(kept));
        all.extend(troubled("account/certificate.html", &view, &["bad_request"]));
        all.push(("account/certificate.html", view));
    }
    all.extend(troubled(
        "account/certificate_csr.html",
        &base,
        &["csr_malformed", "csr_weak_key", "csr_bad_signature", "required"],
    ));
    let pem = json!({ "pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "download_href": "/d" });
    all.push(("account/certificate_pem.html", with(&base, pem)));
    all
}

pub(super) fn history() -> Vec<Sample> {
    let row = |failed: bool| {
        json!({
            "at": "2026/08/23 14:05:58", "address": if failed { "2001:db8:85a3:8d3:1319:8a2e:370:7348" } else { "192.0.2.116" },
            "browser": "Firefox (macOS)", "device": (!failed).then_some("2 スマートフォン"), "method": "IDパスワード+ワンタイムパスワード",
            "website": (!failed).then_some("<Portal>"), "result": if failed { "パスワードが正しくありません" } else { "ログイン成功" }, "failed": failed,
        })
    };
    let page = json!({
        "menu": menu("history"), "span_text": "直近1ヶ月", "from": 1, "to": 3, "total": 3, "number": 1, "pages": 1,
        "rows": [row(false), row(true), row(false)], "previous_href": null, "next_href": null, "csv_href": "/csv", "not_me_href": "/not-me",
    });
    let middle =
        json!({ "previous_href": "/1", "next_href": "/3", "number": 2, "pages": 3, "total": 48 });
    let none = json!({ "rows": [], "from": 0, "to": 0, "total": 0 });
    let all = [with(&page, middle), with(&page, none), page];
    let mut all: Vec<_> = all.map(|view| ("account/history.html", view)).into();
    all.push((
        "account/not_me.html",
        json!({ "menu": menu("history"), "action": "/a", "back_href": "/b" }),
    ));
    all.push(("account/not_me_done.html", json!({})));
    all
}

pub(super) fn the_rest() -> Vec<Sample> {
    let website = json!({ "name": "<Portal>", "host": "portal.acme.test", "scopes": ["氏名などの基本情報", "メールアドレス"], "agreed": "AGREED", "sign_in_href": "https://portal.acme.test/start?iss=x", "revoke_action": "/r" });
    let session = |current: bool| {
        json!({
            "current": current, "browser": "Firefox (macOS)", "address": "192.0.2.116", "since": "SINCE", "last_seen": "SEEN",
            "method": "IDパスワード", "end_action": "/e",
        })
    };
    let remembered = json!({ "current": true, "browser": "Safari (iOS)", "since": "SINCE", "until": "UNTIL", "end_action": "/e" });
    let codes = json!({ "menu": menu("recovery"), "left": 7, "made": "2026年8月23日(日) 14:05 JST", "action": "/a" });
    let mut all = troubled("account/recovery_codes.html", &codes, &["try_later"]);
    all.push((
        "account/recovery_codes.html",
        with(&codes, json!({ "made": null, "left": 0, "problem": null })),
    ));
    all.push((
        "account/recovery_codes_new.html",
        json!({
            "menu": menu("recovery"), "codes": super::arrival::codes(), "done_href": "/account",
        }),
    ));
    for websites in [json!([]), json!([website.clone(), website])] {
        all.push((
            "account/websites.html",
            json!({ "menu": menu("websites"), "websites": websites }),
        ));
    }
    all.push(("account/browsers.html", json!({
        "menu": menu("browsers"), "sessions": [session(true)], "remembered": [], "end_others_action": null,
    })));
    all.push(("account/browsers.html", json!({
        "menu": menu("browsers"), "sessions": [session(true), session(false)], "remembered": [remembered.clone(), remembered],
        "end_others_action": "/o",
    })));
    all.push(("account/data.html", json!({ "menu": menu("data"), "action": "/a" })));
    all
}
