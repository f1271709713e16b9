//! Both languages have the same words, and every word that the program uses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::templates::{files, folder, problem_words};

/// Keys of a language, each with its arguments.
fn words(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files(&folder().join("locales").join(language), &["ftl"]) {
        let mut key = String::new();
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let begins = line.starts_with(|one: char| one.is_ascii_lowercase());
            if let Some((name, _)) = line.split_once('=').filter(|_| begins) {
                name.trim().clone_into(&mut key);
                assert!(words.insert(key.clone(), BTreeSet::new()).is_none(), "{key} twice");
            }
            for piece in line.split('$').skip(1) {
                let argument = piece.chars().take_while(char::is_ascii_alphanumeric).collect();
                words.get_mut(&key).unwrap().insert(argument);
            }
        }
    }
    words
}

#[test]
fn both_languages_have_the_same_keys() {
    let (ja, en) = (words("ja"), words("en"));
    assert!(ja.len() > 100);
    assert_eq!(ja.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (key, arguments) in &ja {
        // A language may leave a number out of one of its plural forms, but knows no other names.
        assert!(en[key] == *arguments, "{key}: {arguments:?} and {:?}", en[key]);
    }
}

#[test]
fn every_problem_word_has_a_text() {
    let known = problem_words();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let is_word = |word: &&str| {
        let shape = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        shape && word.contains('_') && word.len() > 5
    };
    // The console has problems of its own.
    let own = files(&folder().join("locales/ja"), &["ftl"])
        .into_iter()
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("console"));
    let own: String = own.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let of_console = |word: &str| {
        let key = word.replace('_', "-");
        own.contains(&format!("wrong-{key} =")) || own.contains(&format!("door-{key} ="))
    };
    let starts =
        ["password_", "code_", "account_", "wrong_", "try_", "too_many", "no_", "unknown_"];
    let mut used = 0;
    for path in files(&source, &["rs"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        for word in text.split('"').skip(1).step_by(2).filter(is_word) {
            let names_a_problem = starts.iter().any(|start| word.starts_with(start));
            if names_a_problem && !["password_and_code", "code_challenge"].contains(&word) {
                let console = path.components().any(|part| part.as_os_str() == "console");
                let has_text = known.contains(word) || (console && of_console(word));
                assert!(has_text, "{word} of {} has no text", path.display());
                used += 1;
            }
        }
    }
    assert!(used > 15, "{used}");
}

#[test]
fn no_template_holds_a_style_a_script_or_a_sentence_of_its_own() {
    for path in files(&folder(), &["html"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let is_letter = path.components().any(|part| part.as_os_str() == "mail")
            || path.ends_with("parts/letter.html");
        // One page sends itself, by a script of a file of its own.
        let own = usize::from(path.ends_with("oidc/form_post.html"));
        let from_a_file = text.matches("<script src=\"{{ script }}\" defer></script>").count();
        assert_eq!(
            (text.matches("<script").count(), from_a_file),
            (own, own),
            "{}",
            path.display()
        );
        assert!(!text.contains(" onclick"), "{}", path.display());
        assert!(is_letter || !text.contains("style=\""), "{}", path.display());
        assert!(
            text.is_ascii() || text.contains('＊'),
            "{}: words belong in locales",
            path.display()
        );
    }
}

/// What the audit trail names, its reader is told in words.
#[test]
fn every_deed_of_the_trail_has_words() {
    let known = words("ja");
    let shape = |word: &&str| {
        let mut parts = word.split('.');
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|one| one.is_ascii_lowercase() || one == b'_')
        };
        word.contains('.') && parts.all(is_part)
    };
    let mut seen = 0;
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/usecase"), &["rs"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for word in text.split('"').skip(1).step_by(2).filter(shape) {
            let key = format!("action-{}", word.replace(['.', '_'], "-"));
            assert!(known.contains_key(&key), "{word} of {}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}
