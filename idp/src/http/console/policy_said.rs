//! A policy in words: its items as fields, their values as they are read aloud, what is wrong with one.

use fluent_templates::fluent_bundle::FluentValue;
use serde::Serialize;
use serde_json::Value;

use super::act::Choice;
use super::policy_form::Part;
use crate::model::policy::deviation::Deviation;
use crate::model::policy::items::{Group, Item, Kind, all};
use crate::model::policy::{Language, Preset};
use crate::words::{text, text_with};

/// An item that is wrong: by itself, or beside others.
pub struct Wrong {
    pub path: &'static str,
    pub related: bool,
}

/// A heading and the fields below it.
#[derive(Serialize)]
pub struct GroupShown {
    pub id: String,
    pub title: String,
    pub fields: Vec<ItemShown>,
}

#[derive(Serialize)]
pub struct ItemShown {
    pub id: String,
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    /// `switch`, `number`, `text`, `lines`, `choice` or `several`.
    pub kind: &'static str,
    pub value: String,
    pub choices: Vec<Choice>,
    pub error: String,
    /// What it costs as it is set, where a standard would have it otherwise.
    pub costs: Vec<String>,
}

pub fn id_of(path: &str) -> String {
    path.replace(['.', '_'], "-")
}

pub const fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Standard => "preset-standard",
        Preset::Classic => "preset-classic",
    }
}

pub fn groups(
    language: Language,
    part: Part,
    typed: &dyn Fn(&Item) -> String,
    wrong: &[Wrong],
) -> Vec<GroupShown> {
    let group = |group: &Group| GroupShown {
        id: format!("group-{}", group.id),
        title: text(language, &format!("rules-{}", group.id)),
        fields: group.items.iter().map(|item| shown(language, item, typed(item), wrong)).collect(),
    };
    part.groups().map(group).collect()
}

fn shown(language: Language, item: &Item, value: String, wrong: &[Wrong]) -> ItemShown {
    let ticked: Vec<_> = value.split(", ").collect();
    let choice = |word: &&'static str| {
        Choice::of(*word, said_word(language, item, word), ticked.contains(word))
    };
    let (kind, words) = match item.kind {
        Kind::Switch => ("switch", &[][..]),
        Kind::Number(..) | Kind::Perhaps(..) | Kind::Release(..) | Kind::ReissueEnd(..) => {
            ("number", &[][..])
        }
        Kind::Numbers | Kind::Text => ("text", &[][..]),
        Kind::Lines(_) => ("lines", &[][..]),
        Kind::Choice(words) => ("choice", words),
        Kind::Several(words) => ("several", words),
    };
    let error = wrong.iter().find(|one| one.path == item.path);
    ItemShown {
        id: id_of(item.path),
        name: item.path,
        label: label(language, item),
        hint: hint(language, item),
        kind,
        choices: words.iter().map(choice).collect(),
        error: error.map(|one| why(language, item, one.related)).unwrap_or_default(),
        costs: Vec::new(),
        value,
    }
}

pub fn label(language: Language, item: &Item) -> String {
    label_of(language, item.path)
}

pub fn label_of(language: Language, path: &str) -> String {
    text(language, &format!("rule-{}", id_of(path)))
}

fn bounded(language: Language, key: &str, bounds: (u32, u32)) -> String {
    let number = |number: u32| FluentValue::from(number.to_string());
    text_with(language, key, &[("min", number(bounds.0)), ("max", number(bounds.1))])
}

/// How an item is written: its bounds, and what it means when nothing is there.
fn hint(language: Language, item: &Item) -> String {
    let bounds = item.bounds().map(|bounds| bounded(language, "rules-bounds", bounds));
    let more = match item.kind {
        Kind::Perhaps(..) => Some("rules-empty-none"),
        Kind::Release(..) => Some("rules-empty-desk"),
        Kind::ReissueEnd(..) => Some("rules-empty-proof"),
        Kind::Numbers => Some("rules-commas"),
        Kind::Lines(members) if members.len() == 2 => Some("rules-lines-question"),
        Kind::Lines(_) => Some("rules-lines-claims"),
        _ => None,
    };
    let more = more.map(|key| text(language, key));
    bounds.into_iter().chain(more).collect::<Vec<_>>().join(" ")
}

/// What is wrong with an item.
fn why(language: Language, item: &Item, related: bool) -> String {
    if related {
        return text(language, &format!("wrong-rule-{}", wrong_key(item.path)));
    }
    match item.bounds() {
        Some(bounds) => bounded(language, "wrong-rule-bounds", bounds),
        None => text(language, "wrong-rule-form"),
    }
}

/// What an item costs as it is set, and which standard would have it otherwise.
pub fn cost(language: Language, one: &Deviation) -> String {
    let what = text(language, &format!("cost-{}", one.what.replace('_', "-")));
    let breaks = FluentValue::from(one.breaks);
    text_with(language, "rules-breaks", &[("what", what.into()), ("breaks", breaks)])
}

/// Fields that share a text.
fn wrong_key(path: &str) -> &'static str {
    match path {
        "password.length_max" => "length-max",
        "password.remind_days_before" => "remind",
        "lockout.answer_tries" => "answer-tries",
        "login_methods.of_new_user" => "of-new-user",
        "conceal_first_step" => "conceal",
        "reissue.ends_with" => "ends-with",
        "session.idle_minutes" => "idle",
        "question.list" => "questions",
        "languages.default" => "language",
        "look.colour" => "colour",
        path if path.starts_with("look.") => "https",
        path if path.starts_with("claims") => "claims",
        _ => "form",
    }
}

/// Whether a typed number lies outside of its bounds.
pub fn beyond(item: &Item, typed: &str) -> bool {
    let number = typed.trim().parse::<u32>().ok();
    item.bounds().zip(number).is_some_and(|((low, high), number)| number < low || number > high)
}

fn said_word(language: Language, item: &Item, word: &str) -> String {
    text(language, &format!("rule-{}-{}", id_of(item.path), word.replace('_', "-")))
}

/// The value of an item, in words.
pub fn said(language: Language, item: &Item, policy: &Value) -> String {
    let typed = item.typed(policy);
    let say = |key: &str| text(language, key);
    match item.kind {
        Kind::Switch => say(if typed == "true" { "rules-on" } else { "rules-off" }),
        Kind::Release(..) if typed.is_empty() => say("rules-desk"),
        Kind::ReissueEnd(..) if typed.is_empty() => say("rules-proof"),
        _ if typed.is_empty() => say("nothing"),
        Kind::Choice(_) | Kind::Several(_) => {
            let words = typed.split(", ").map(|word| said_word(language, item, word));
            words.collect::<Vec<_>>().join(" / ")
        }
        _ => typed,
    }
}

/// One item that differs.
#[derive(Serialize)]
pub struct Differs {
    pub label: String,
    pub before: String,
    pub after: String,
}

/// What differs between two policies, in words.
pub fn differences(language: Language, before: &Value, after: &Value) -> Vec<Differs> {
    let differs = all().filter(|item| item.value(before) != item.value(after));
    let told = |item: &Item| Differs {
        label: label(language, item),
        before: said(language, item, before),
        after: said(language, item, after),
    };
    differs.map(told).collect()
}
