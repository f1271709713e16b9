//! The pages, in Japanese and English.

use std::collections::BTreeMap;

use anyhow::Context;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use minijinja::{Environment, context};
use serde_json::Value;

use super::oidc::Person;
use super::words::Trouble;

/// Claims that come first in the table; the others follow by name.
const FIRST: [&str; 8] =
    ["sub", "acr", "amr", "auth_time", "sid", "preferred_username", "name", "email"];

/// A language of the website.
#[derive(Clone, Copy)]
pub(super) enum Language {
    Japanese,
    English,
}

impl Language {
    /// The first language of the browser's list that the website speaks; Japanese if none.
    ///
    /// Browsers send their list in order, so the weights are not needed.
    pub(super) fn wanted(headers: &HeaderMap) -> Self {
        let list = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        list.unwrap_or_default()
            .split(',')
            .find_map(|entry| match entry.trim().get(..2) {
                Some("ja") => Some(Self::Japanese),
                Some("en") => Some(Self::English),
                _ => None,
            })
            .unwrap_or(Self::Japanese)
    }
}

type Texts = BTreeMap<String, String>;

/// Writes every page.
pub(super) struct Pages {
    templates: Environment<'static>,
    japanese: Texts,
    english: Texts,
}

impl Pages {
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        templates.add_template("page.html", include_str!("page.html"))?;
        let texts = |json| serde_json::from_str(json).context("the texts are not JSON");
        Ok(Self {
            templates,
            japanese: texts(include_str!("ja.json"))?,
            english: texts(include_str!("en.json"))?,
        })
    }

    pub(super) fn welcome(&self, language: Language) -> Response {
        self.page(StatusCode::OK, language, &context! { page => "welcome" })
    }

    pub(super) fn signed_in(
        &self,
        language: Language,
        person: &Person,
        account_site: Option<&str>,
    ) -> Response {
        let page = context! {
            page => "signed_in",
            name => name(person),
            method => self.method(language, person),
            authenticated => &person.authenticated,
            claims => table(person),
            account_site,
        };
        self.page(StatusCode::OK, language, &page)
    }

    pub(super) fn signed_out(&self, language: Language, everywhere: bool) -> Response {
        let page = context! { page => "signed_out", everywhere };
        self.page(StatusCode::OK, language, &page)
    }

    /// Says kindly what went wrong; the cause goes to the log.
    pub(super) fn trouble(&self, language: Language, trouble: &Trouble) -> Response {
        let error = trouble.word();
        let cause = trouble.cause().map(|cause| format!("{cause:#}"));
        tracing::warn!(error, cause, "sign-in failed");
        let status =
            if cause.is_some() { StatusCode::BAD_GATEWAY } else { StatusCode::BAD_REQUEST };
        let description = match trouble {
            Trouble::Refused { description, .. } => description.as_deref(),
            _ => None,
        };
        let texts = self.texts(language);
        let advice = texts.get(&format!("error_{error}")).or_else(|| texts.get("error_other"));
        let page = context! { page => "trouble", error, description, advice };
        self.page(status, language, &page)
    }

    fn page(&self, status: StatusCode, language: Language, page: &minijinja::Value) -> Response {
        let lang = match language {
            Language::Japanese => "ja",
            Language::English => "en",
        };
        let texts = self.texts(language);
        let html = self
            .templates
            .get_template("page.html")
            .and_then(|template| template.render(context! { lang, t => texts, ..page.clone() }));
        match html {
            Ok(html) => (status, [(header::VARY, "accept-language")], Html(html)).into_response(),
            Err(cause) => {
                tracing::error!(%cause, "a page cannot be written");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// How the person signed in, in words (RFC 8176); unknown values stand as they are.
    fn method(&self, language: Language, person: &Person) -> String {
        let texts = self.texts(language);
        let methods = person.claims.get("amr").and_then(Value::as_array).into_iter().flatten();
        let words: Vec<&str> = methods
            .filter_map(Value::as_str)
            // Says only that there was more than one.
            .filter(|method| *method != "mfa")
            .map(|method| texts.get(&format!("amr_{method}")).map_or(method, String::as_str))
            .collect();
        words.join(" + ")
    }

    fn texts(&self, language: Language) -> &Texts {
        match language {
            Language::Japanese => &self.japanese,
            Language::English => &self.english,
        }
    }
}

/// Serves the one style sheet.
pub(super) async fn stylesheet() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=300")];
    (headers, include_str!("website.css")).into_response()
}

/// What to call the person: the friendliest name that the provider tells.
fn name(person: &Person) -> &str {
    ["name", "preferred_username", "email", "sub"]
        .iter()
        .find_map(|claim| person.claims.get(*claim)?.as_str())
        .unwrap_or_default()
}

fn table(person: &Person) -> Vec<(String, String)> {
    let mut rows: Vec<_> =
        person.claims.iter().map(|(name, value)| (name.clone(), in_words(value))).collect();
    // The sort is stable: the others stay in order of their names.
    rows.sort_by_key(|(name, _)| {
        FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len())
    });
    rows
}

fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(in_words).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn every_text_stands_in_both_languages() {
        let pages = Pages::new().unwrap();
        let names = |texts: &Texts| texts.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&pages.japanese), names(&pages.english));
    }

    #[test]
    fn the_first_language_of_the_browser_that_the_website_speaks_wins() {
        let lang = |accept: &'static str| {
            let value = HeaderValue::from_static(accept);
            match Language::wanted(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, value)])) {
                Language::Japanese => "ja",
                Language::English => "en",
            }
        };
        assert_eq!(lang("en-GB,en;q=0.9,ja;q=0.8"), "en");
        assert_eq!(lang("fr, ja-JP;q=0.8, en;q=0.5"), "ja");
        assert_eq!(lang("fr"), "ja");
        assert_eq!(lang(""), "ja");
    }
}
