//! How values are written in cells, in both languages, and what a row of an export says.

use serde_json::Value;

use super::change::Known;
use super::column::{CLAIMS, Column};
use crate::model::claims::Claims;
use crate::model::device::Kind;
use crate::model::fold;
use crate::model::login_method::LoginMethod;
use crate::model::policy::Language;

const METHODS: [(LoginMethod, &str); 3] = [
    (LoginMethod::Password, "IDパスワード"),
    (LoginMethod::PasswordOtp, "IDパスワード+ワンタイムパスワード"),
    (LoginMethod::PasswordCertificate, "IDパスワード+電子証明書"),
];

const KINDS: [(Kind, &str); 3] =
    [(Kind::Pc, "パソコン"), (Kind::Mobile, "携帯電話"), (Kind::Smartphone, "スマートフォン")];

const YES: [&str; 5] = ["true", "yes", "1", "はい", "済"];
const NO: [&str; 5] = ["false", "no", "0", "いいえ", "未"];

fn plain(cell: &str) -> String {
    fold::compatible(cell.trim()).to_lowercase()
}

pub(super) fn login_method(cell: &str) -> Option<LoginMethod> {
    let cell = plain(cell);
    let found = METHODS.iter().find(|(_, name)| plain(name) == cell).map(|(method, _)| *method);
    found.or_else(|| LoginMethod::parse(&cell))
}

pub(super) fn kind(cell: &str) -> Option<Kind> {
    let cell = plain(cell);
    let found = KINDS.iter().find(|(_, name)| plain(name) == cell).map(|(kind, _)| *kind);
    found.or_else(|| Kind::parse(&cell))
}

pub(super) fn truth(cell: &str) -> Option<bool> {
    let cell = plain(cell);
    let is = |words: [&str; 5]| words.contains(&cell.as_str());
    if is(YES) { Some(true) } else { is(NO).then_some(false) }
}

/// JSON, or text that is none.
pub(super) fn attribute_value(cell: &str) -> Value {
    serde_json::from_str(cell).unwrap_or_else(|_| Value::String(cell.to_owned()))
}

/// The same the other way round.
fn attribute_cell(value: &Value) -> String {
    match value {
        Value::String(text) if attribute_value(text) == *value && !text.trim().is_empty() => {
            text.clone()
        }
        other => other.to_string(),
    }
}

pub fn method_cell(method: LoginMethod, language: Language) -> String {
    let name = METHODS.iter().find(|(one, _)| *one == method).map(|(_, name)| *name);
    match language {
        Language::Ja => name.unwrap_or(method.as_str()).to_owned(),
        Language::En => method.as_str().to_owned(),
    }
}

pub fn kind_cell(kind: Kind, language: Language) -> String {
    let name = KINDS.iter().find(|(one, _)| *one == kind).map(|(_, name)| *name);
    match language {
        Language::Ja => name.unwrap_or(kind.as_str()).to_owned(),
        Language::En => kind.as_str().to_owned(),
    }
}

/// What a column says of a user; empty where nothing is known.
pub fn cell(column: &Column, known: &Known, claims: &Value, language: Language) -> String {
    let device = |place: &u8| known.devices.get(usize::from(*place) - 1);
    match column {
        Column::UserId => known.user.login_name.to_string(),
        Column::LoginMethod => method_cell(known.user.login_method, language),
        Column::Mail(place) => {
            device(place).map(|device| device.address.to_string()).unwrap_or_default()
        }
        Column::Kind(place) => {
            device(place).map(|device| kind_cell(device.kind, language)).unwrap_or_default()
        }
        Column::PasswordHash => String::new(),
        Column::Claim(_) | Column::Attribute(_) => told(column, claims).unwrap_or_default(),
    }
}

/// What a column says of claims in their JSON form.
pub(super) fn told(column: &Column, claims: &Value) -> Option<String> {
    if let Column::Attribute(name) = column {
        return claims.get("attributes")?.get(name).map(attribute_cell);
    }
    match claims.pointer(&pointer(column)?)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Where a claim stands in the JSON form.
pub(super) fn pointer(column: &Column) -> Option<String> {
    let Column::Claim(place) = column else { return None };
    CLAIMS.get(*place).map(|claim| format!("/{}", claim.name.replace('.', "/")))
}

/// Claims as JSON, in which columns are looked up.
pub fn as_json(claims: &Claims) -> Value {
    serde_json::to_value(claims).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_come_back() {
        for language in [Language::Ja, Language::En] {
            for method in LoginMethod::ALL {
                assert_eq!(login_method(&method_cell(method, language)), Some(method));
            }
            for one in Kind::ALL {
                assert_eq!(kind(&kind_cell(one, language)), Some(one));
            }
        }
        for value in [json!("text"), json!("3"), json!(3), json!(true), json!("true"), json!([1])]
            .into_iter()
            .chain([json!(""), json!(" "), json!(null), json!({ "a": "b" }), json!("\"quoted\"")])
        {
            assert_eq!(attribute_value(&attribute_cell(&value)), value, "{value}");
            assert!(!attribute_cell(&value).is_empty());
        }
    }
}
