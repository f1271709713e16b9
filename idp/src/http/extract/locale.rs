//! The language of an answer: picked on a page, or asked for by the website, or the browser's, or the tenant's.

use axum::http::{HeaderMap, header};

use crate::model::policy::{Language, LanguageRules};

/// The first offered language among tags in order of preference, such as `ui_locales` (OpenID Connect Core §3.1.2.1).
pub fn first_offered(tags: &str, rules: &LanguageRules) -> Option<Language> {
    tags.split(' ').filter_map(Language::parse).find(|language| rules.offered.contains(language))
}

/// The best of `Accept-Language` (RFC 9110 §12.5.4).
pub fn of_browser(headers: &HeaderMap) -> Vec<Language> {
    let line = headers.get(header::ACCEPT_LANGUAGE).and_then(|line| line.to_str().ok());
    let mut wanted: Vec<(f32, Language)> = line
        .unwrap_or_default()
        .split(',')
        .filter_map(|part| {
            let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            let weight: f32 = weight.trim().parse().ok()?;
            (weight > 0.0).then_some((weight, Language::parse(tag.trim())?))
        })
        .collect();
    wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
    wanted.into_iter().map(|(_, language)| language).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_obeyed() {
        let mut headers = HeaderMap::new();
        headers
            .insert(header::ACCEPT_LANGUAGE, "fr, en;q=0.5, ja-JP;q=0.8, de;q=0".parse().unwrap());
        assert_eq!(of_browser(&headers), [Language::Ja, Language::En]);
        assert_eq!(of_browser(&HeaderMap::new()), []);
    }

    #[test]
    fn only_offered_languages_are_taken() {
        let rules = LanguageRules { default: Language::Ja, offered: [Language::Ja].into() };
        assert_eq!(first_offered("en ja", &rules), Some(Language::Ja));
        assert_eq!(first_offered("../../etc xx-<script>", &rules), None);
    }
}
