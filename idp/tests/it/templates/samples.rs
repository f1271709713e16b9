//! Samples of the pages for people, by template: with everything that a page may show, and with as little as it may.

mod account;
mod activate;
mod arrival;
mod console;
mod console_policy;
mod console_table;
mod method;
mod protocol;

use serde_json::{Value, json};

pub(super) type Sample = (&'static str, Value);

pub(super) fn all() -> Vec<Sample> {
    let mut samples = account::home();
    samples.extend(activate::all());
    samples.extend(protocol::all());
    samples.extend(account::credentials());
    samples.extend(account::devices());
    samples.extend(account::device_proofs());
    samples.extend(account::certificates());
    samples.extend(account::history());
    samples.extend(method::all());
    samples.extend(account::the_rest());
    samples.extend(arrival::enrolment());
    samples.extend(arrival::reissue());
    samples.extend(arrival::login());
    samples.extend(console::all());
    samples.extend(console_policy::all());
    samples.extend(console_table::all());
    samples
}

/// A sample that differs from `base` in some members.
fn with(base: &Value, other: Value) -> Value {
    let (mut whole, Value::Object(other)) = (base.clone(), other) else { panic!("an object") };
    for (name, value) in other {
        whole[name] = value;
    }
    whole
}

/// The same page without a problem and with each of these.
fn troubled(name: &'static str, base: &Value, words: &[&str]) -> Vec<Sample> {
    let without = std::iter::once(Value::Null);
    let words = without.chain(words.iter().map(|word| json!(word)));
    words.map(|word| (name, with(base, json!({ "problem": word })))).collect()
}

fn menu(current: &str) -> Value {
    let names = [
        "account", "password", "question", "history", "method", "websites", "browsers", "recovery",
        "data",
    ];
    let items: Vec<_> = names
        .iter()
        .map(|name| {
            let id = format!("menu-{name}");
            json!({ "id": id, "label_key": id, "href": format!("/t/acme/{name}"), "current": *name == current })
        })
        .collect();
    json!({ "items": items, "logout_action": "/t/acme/logout/confirm", "login_name": "p-01-usr012" })
}

fn questions() -> Value {
    json!([
        { "value": "1", "label": "はじめて飼った動物の名前は？", "selected": false },
        { "value": "2", "label": "通った小学校の名前は？", "selected": true },
    ])
}

fn rules() -> Value {
    json!(["8文字以上、32文字以下", "ユーザIDや、登録メールアドレスの@より前の部分を含まない"])
}

const PASSWORD_WORDS: [&str; 9] = [
    "password_reused",
    "password_mismatch",
    "password_too_short",
    "password_too_long",
    "password_characters",
    "password_classes",
    "password_contains_id",
    "password_common",
    "required",
];
const ANSWER_WORDS: [&str; 5] = [
    "answer_too_short",
    "answer_is_question",
    "answer_is_login_name",
    "answer_common",
    "unknown_question",
];
