//! The manual in `docs/manual` is what today's words make of it. Where this fails, `./check manual` writes it anew.

#[path = "../manual/pictures.rs"]
mod pictures;
#[path = "../manual/text.rs"]
mod text;

use std::collections::BTreeSet;

use idp::model::policy::Language;

const LANGUAGES: [Language; 2] = [Language::Ja, Language::En];

#[test]
fn the_manual_is_of_today() {
    for language in LANGUAGES {
        let files = text::files(language);
        let folder = text::folder(language);
        let there: BTreeSet<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(there, files.keys().cloned().collect(), "run ./check manual");
        for (name, expected) in files {
            let kept = std::fs::read_to_string(folder.join(&name)).unwrap();
            assert_eq!(kept, expected, "{name} is not of today: run ./check manual");
        }
    }
}

#[test]
fn the_manual_has_its_pictures_and_no_others() {
    let shown: BTreeSet<_> = text::pictures().into_iter().collect();
    let known: BTreeSet<_> = pictures::PICTURES.iter().map(|(name, _)| *name).collect();
    assert_eq!(shown, known);
    for language in LANGUAGES {
        let folder = text::picture(language, "any").parent().unwrap().to_owned();
        let there: BTreeSet<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        assert_eq!(there, shown.iter().map(|name| (*name).to_owned()).collect());
    }
}

#[test]
fn labels_on_pictures_have_words() {
    for (name, marks) in pictures::PICTURES {
        for (_, key) in *marks {
            for language in LANGUAGES {
                let label = idp::words::text(language, key);
                assert!(!label.starts_with('[') && !label.contains('$'), "{name}: {label}");
            }
        }
    }
}
