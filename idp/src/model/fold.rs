//! Folding of typed text, so that full-width input and stray spaces do not fail anybody.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();
const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();

/// User IDs and mail addresses: full-width to half-width, dashes unified, outer spaces removed.
pub fn name(typed: &str) -> String {
    let folded: String = NFKC.normalize(typed).chars().map(unify_dash).collect();
    folded.trim().to_owned()
}

/// One-time passwords: as names, and inner spaces and hyphens removed.
pub fn code(typed: &str) -> String {
    name(typed).chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect()
}

/// Passwords: NFC, full-width ASCII to half-width, yen signs to the backslash. Nothing else: a password
/// keeps its spaces and its case. The same function serves when a password is set and when it is checked.
pub fn password(typed: &str) -> String {
    NFC.normalize(typed)
        .chars()
        .map(|letter| match letter {
            '\u{a5}' | '\u{ffe5}' => '\\',
            '\u{3000}' => ' ',
            '\u{301c}' => '~',
            wide @ '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(wide) - 0xfee0).unwrap_or(wide)
            }
            other => other,
        })
        .collect()
}

/// NFKC: letters that only look or fit differently become the plain one.
pub fn compatible(typed: &str) -> String {
    NFKC.normalize(typed).into_owned()
}

/// Whether `part` occurs in `whole` when case, width and accents are set aside.
pub fn contains(whole: &str, part: &str) -> bool {
    let plain = |text: &str| -> String {
        NFD.normalize(&NFKC.normalize(text))
            .chars()
            .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
            .flat_map(char::to_lowercase)
            .collect()
    };
    let part = plain(part);
    !part.is_empty() && plain(whole).contains(&part)
}

/// The dashes that NFKC leaves alone: minus sign, the kana length mark, hyphen, en and em dash.
fn unify_dash(letter: char) -> char {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_folded() {
        for typed in [
            "123456",
            "１２３４５６",
            " 123 456 ",
            "123-456",
            "１２３－４５６",
            "123−456",
            "①23456",
        ] {
            assert_eq!(code(typed), "123456", "{typed}");
        }
    }

    #[test]
    fn user_ids_are_folded() {
        for typed in [
            "p-01-usr012",
            " p-01-usr012　",
            "ｐ－０１－ｕｓｒ０１２",
            "p−01−usr012",
            "pー01ーusr012",
            "p‐01–usr012",
        ] {
            assert_eq!(name(typed), "p-01-usr012", "{typed}");
        }
        assert_eq!(name("a＠example.com"), "a@example.com");
    }

    #[test]
    fn passwords_fold_width_and_yen_only() {
        assert_eq!(password("Ａｂｃ１２３"), "Abc123");
        assert_eq!(password("a¥b￥c\\d"), "a\\b\\c\\d");
        assert_eq!(password(" with space "), " with space ");
        assert_eq!(password("ｶﾞｸ"), "ｶﾞｸ");
        assert_eq!(password("e\u{301}"), "é");
        assert_eq!(password("〜～"), "~~");
    }

    #[test]
    fn containing_ignores_case_and_width() {
        assert!(contains("xxP-01-USR012yy", "p-01-usr012"));
        assert!(contains("ＡＬＩＣＥ1234", "alice"));
        assert!(!contains("something", ""));
    }
}
