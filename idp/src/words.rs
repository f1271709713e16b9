//! Words in both languages, and the templates that use them. Read by `http/page.rs` and `mail/write.rs`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, UndefinedBehavior, Value};
use rust_embed::RustEmbed;
use time::UtcOffset;
use time::macros::format_description;

use crate::model::moment::Moment;
use crate::model::policy::Language;

pub mod import;

static_loader! {
    static LOCALES = {
        locales: "../templates/locales",
        fallback_language: "ja",
        // No isolation marks around arguments: they would be copied along with codes.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const JA: LanguageIdentifier = langid!("ja");
const EN: LanguageIdentifier = langid!("en");

/// Pages, letters and static files, inside the program.
#[derive(RustEmbed)]
#[folder = "../templates/"]
#[exclude = "locales/*"]
pub struct Templates;

static JAPANESE: LazyLock<Environment<'static>> = LazyLock::new(|| environment(Language::Ja));
static ENGLISH: LazyLock<Environment<'static>> = LazyLock::new(|| environment(Language::En));

/// The strict template environment of a language; its function `t` finds words.
pub fn templates(language: Language) -> &'static Environment<'static> {
    match language {
        Language::Ja => &JAPANESE,
        Language::En => &ENGLISH,
    }
}

/// A text without arguments.
pub fn text(language: Language, key: &str) -> String {
    text_with(language, key, &[])
}

/// A text that there may not be.
pub fn text_if_any(language: Language, key: &str) -> Option<String> {
    find(language, key, &HashMap::new())
}

/// A text with its arguments. A key that is missing shows itself: a test walks all of them.
pub fn text_with(
    language: Language,
    key: &str,
    arguments: &[(&'static str, FluentValue<'static>)],
) -> String {
    let arguments: HashMap<Cow<'static, str>, FluentValue<'static>> =
        arguments.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
    find(language, key, &arguments).unwrap_or_else(|| format!("[{key}]"))
}

fn find(
    language: Language,
    key: &str,
    arguments: &HashMap<Cow<'static, str>, FluentValue<'static>>,
) -> Option<String> {
    let tag = match language {
        Language::Ja => &JA,
        Language::En => &EN,
    };
    LOCALES.try_lookup_with_args(tag, key, arguments)
}

fn environment(language: Language) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_loader(|name| {
        let Some(file) = Templates::get(name) else { return Ok(None) };
        let broken = |_| minijinja::Error::new(minijinja::ErrorKind::BadSerialization, "not UTF-8");
        String::from_utf8(file.data.into_owned()).map(Some).map_err(broken)
    });
    environment.add_function("t", move |key: &str, arguments: Kwargs| {
        translate(language, key, &arguments)
    });
    environment
}

fn translate(
    language: Language,
    key: &str,
    arguments: &Kwargs,
) -> Result<String, minijinja::Error> {
    let mut values = HashMap::new();
    for name in arguments.args() {
        let value: Value = arguments.get(name)?;
        let value = match value.kind() {
            ValueKind::Number => FluentValue::from(i64::try_from(value).unwrap_or_default()),
            _ => FluentValue::from(value.to_string()),
        };
        values.insert(Cow::Owned(name.to_owned()), value);
    }
    find(language, key, &values).ok_or_else(|| {
        let what = format!("no text {key} in {}", language.tag());
        minijinja::Error::new(minijinja::ErrorKind::UndefinedError, what)
    })
}

/// 2026年8月23日(日) 14:05 JST; 23 August 2026, 14:05 JST.
pub fn moment(language: Language, at: Moment) -> String {
    let offset = UtcOffset::from_hms(9, 0, 0).unwrap_or(UtcOffset::UTC);
    let local = at.utc().to_offset(offset);
    let written = match language {
        Language::Ja => {
            let day = ["月", "火", "水", "木", "金", "土", "日"]
                [usize::from(local.weekday().number_days_from_monday())];
            let date = format_description!("[year]年[month padding:none]月[day padding:none]日");
            let clock = format_description!("[hour]:[minute]");
            local
                .format(date)
                .and_then(|date| Ok(format!("{date}({day}) {} JST", local.format(clock)?)))
        }
        Language::En => local.format(format_description!(
            "[day padding:none] [month repr:long] [year], [hour]:[minute] JST"
        )),
    };
    written.unwrap_or_default()
}

/// 2013/04/22 15:44:58, in the time of Japan: for tables.
pub fn stamp(at: Moment) -> String {
    let offset = UtcOffset::from_hms(9, 0, 0).unwrap_or(UtcOffset::UTC);
    let format = format_description!("[year]/[month]/[day] [hour]:[minute]:[second]");
    at.utc().to_offset(offset).format(format).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_the_way_people_read_them() {
        let at = Moment::from_seconds(1_787_461_500);
        assert_eq!(moment(Language::Ja, at), "2026年8月23日(日) 14:05 JST");
        assert_eq!(moment(Language::En, at), "23 August 2026, 14:05 JST");
        assert_eq!(stamp(at), "2026/08/23 14:05:00");
    }
}
