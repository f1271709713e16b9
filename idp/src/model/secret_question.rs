//! Secret questions (秘密の質問): what counts as the same answer, and what is no answer at all.

use zeroize::Zeroizing;

use super::fold;
use super::names::LoginName;
use super::password::Typed;
use super::policy::{Bilingual, Language};

/// What a user chose: a question of the tenant's list, and an answer fit for it.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub question: String,
    pub answer: Answer,
}

/// The question and answer of a user as stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The question in Japanese: the words by which it is known, whatever the language of the page.
    pub question: String,
    pub hash: String,
}

/// An answer as typed, folded. Prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer(Zeroizing<String>);

/// Why an answer, or a question, is refused when it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    UnknownQuestion,
    TooShort,
    IsQuestion,
    IsLoginName,
    Common,
}

/// The fewest letters of an answer; one with kanji says as much in fewer.
const SHORTEST: usize = 4;
const SHORTEST_WITH_KANJI: usize = 2;

/// More letters than this are not looked at, neither when an answer is set nor when it is given.
const LONGEST: usize = 128;

/// Answers that whoever guesses tries first, folded: the commonest surnames, towns and ways not to answer.
const COMMONEST: &str = "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 \
    木村 清水 斎藤 斉藤 齋藤 たかはし わたなべ やまもと なかむら こばやし やまぐち まつもと \
    いのうえ ささき さいとう satou suzuki takahashi tanaka watanabe yamamoto nakamura \
    kobayashi yoshida yamada sasaki saito saitou kato katou 東京 大阪 京都 名古屋 横浜 北海道 \
    沖縄 とうきょう おおさか きょうと よこはま ほっかいどう おきなわ はわい tokyo osaka kyoto \
    hawaii okinawa ころちゃん ぽちたま わかりません わからない おぼえていない とくになし \
    特になし ありません ひみつです 秘密 回答 こたえ 答え テスト test password ぱすわーど none \
    secret answer 1234 12345 123456 qwerty asdf あいうえお いろはに abcd abcde";

impl Answer {
    pub fn fold(typed: &str) -> Self {
        Self(Zeroizing::new(folded(typed)))
    }

    /// The answer as passwords are hashed and compared.
    pub fn as_typed(&self) -> Typed {
        Typed::fold(&self.0)
    }

    fn is_short(&self) -> bool {
        let kanji = self.0.chars().any(is_kanji);
        self.0.chars().count() < if kanji { SHORTEST_WITH_KANJI } else { SHORTEST }
    }

    fn is_common(&self) -> bool {
        let mut letters = self.0.chars();
        let first = letters.next();
        letters.all(|letter| Some(letter) == first)
            || COMMONEST.split_whitespace().any(|one| folded(one) == *self.0)
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("***")
    }
}

impl Bilingual {
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// Judges a question of the tenant's list and an answer that are to be set.
pub fn judge(
    list: &[Bilingual],
    question: &str,
    answer: &str,
    login_name: &LoginName,
) -> Result<Chosen, Unfit> {
    let one = list.iter().find(|one| one.ja == question).ok_or(Unfit::UnknownQuestion)?;
    let answer = Answer::fold(answer);
    if answer.is_short() {
        return Err(Unfit::TooShort);
    }
    if [&one.ja, &one.en].into_iter().any(|words| echoes(words, &answer)) {
        return Err(Unfit::IsQuestion);
    }
    if answer == Answer::fold(login_name.as_str()) {
        return Err(Unfit::IsLoginName);
    }
    if answer.is_common() {
        return Err(Unfit::Common);
    }
    Ok(Chosen { question: one.ja.clone(), answer })
}

/// Whether an answer only repeats the question, or its better part.
fn echoes(question: &str, answer: &Answer) -> bool {
    let question = folded(question);
    question == *answer.0
        || (question.contains(answer.0.as_str())
            && answer.0.chars().count() * 2 > question.chars().count())
}

/// NFKC, katakana to hiragana, lower case; spaces and punctuation go. A dash of any kind is a length mark behind a
/// kana and punctuation elsewhere.
fn folded(typed: &str) -> String {
    let start: String = typed.chars().take(LONGEST).collect();
    let mut kept = String::with_capacity(start.len());
    for letter in fold::compatible(&start).chars().flat_map(char::to_lowercase) {
        push(&mut kept, letter);
    }
    let kept: String = kept.chars().take(LONGEST).collect();
    fold::compatible(&kept)
}

fn push(kept: &mut String, letter: char) {
    match letter {
        dash if is_dash(dash) => kept.extend(kept.ends_with(is_kana).then_some('ー')),
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => kept.extend(char::from_u32(u32::from(letter) - 0x60)),
        'ヷ' => kept.push_str("わ\u{3099}"),
        'ヸ' => kept.push_str("ゐ\u{3099}"),
        'ヹ' => kept.push_str("ゑ\u{3099}"),
        'ヺ' => kept.push_str("を\u{3099}"),
        // The marks of voiced kana that were typed apart join their kana in the end.
        '\u{3099}' | '\u{309a}' => kept.push(letter),
        other if other.is_alphanumeric() => kept.push(other),
        _ => {}
    }
}

const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | 'ー')
}

const fn is_kana(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ゖ' | '\u{3099}' | '\u{309a}' | 'ゝ' | 'ゞ' | 'ー')
}

const fn is_kanji(letter: char) -> bool {
    matches!(letter, '々' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::policy::Policy;

    /// SQ-05; `experience.md` 4.4.
    #[test]
    fn these_are_the_same_answer() {
        for same in [
            &[
                "スズキ",
                "ｽｽﾞｷ",
                "すずき",
                " す ず　き ",
                "スズキ。",
                "「すずき」",
                "す・ず・き",
                "すす゛き",
            ][..],
            &["ガク", "ｶﾞｸ", "がく", "か\u{3099}く"],
            &[
                "スーパー",
                "ｽｰﾊﾟｰ",
                "すーぱー",
                "ス−パ−",
                "ス―パ―",
                "ス-パ-",
                "ス－パ－",
                "す ー ぱ ー",
            ],
            &["New York", "ＮＥＷ　ＹＯＲＫ", "new-york", "New−York", "newyork!", "new・york"],
            &["ヴェルサイユ", "う゛ぇるさいゆ", "ｳﾞｪﾙｻｲﾕ"],
            &["ヷイオリン", "わ゛いおりん"],
            &["山田　太郎", "山田太郎", "山田・太郎", "山田－太郎"],
            &["①番目", "1番目", "１番目"],
            &["カツコヽ", "かつこゝ"],
            &["㍿風車", "株式会社風車"],
        ] {
            for typed in same {
                assert_eq!(folded(typed), folded(same[0]), "{typed}");
            }
        }
        assert_eq!(folded("スーパー"), "すーぱー");
        assert_eq!(folded("ＮＥＷ　ＹＯＲＫ"), "newyork");
    }

    #[test]
    fn these_are_different_answers() {
        for (one, other) in [
            ("はは", "ばば"),
            ("びよういん", "びょういん"),
            ("おばさん", "おばーさん"),
            ("髙橋", "高橋"),
            ("すずき", "すすき"),
            ("kaza1", "kaza2"),
        ] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    /// Whatever is typed: folding it again changes nothing, and spaces anywhere change nothing.
    #[test]
    fn folding_is_done_once_and_for_all() {
        let letters: Vec<char> =
            "aAzＺé日本ｶﾞｧーｰ-−～゛\u{3099}\u{309a}ヷヺヾ・、。 \u{3000}①㍿ßİﬁ々Σς한ᄀ\u{1161}👍\u{200d}"
                .chars()
                .collect();
        let mut state = 7_usize;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..20_000 {
            let typed: Vec<char> = (0..next(12)).map(|_| letters[next(letters.len())]).collect();
            let text: String = typed.iter().collect();
            let once = folded(&text);
            assert_eq!(folded(&once), once, "{text:?}");
            assert!(!once.contains(char::is_whitespace) && !once.contains(['-', '・', '。']));
            let mut spaced = typed.clone();
            // Not between a letter and its own mark: that is another letter.
            spaced.insert(0, '\u{3000}');
            spaced.push(' ');
            assert_eq!(folded(&spaced.iter().collect::<String>()), once, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_answer_by_table() {
        let list = Policy::classic().question.list;
        let name = LoginName::parse("p-01-usr012").unwrap();
        let judge = |answer: &str| judge(&list, &list[0].ja, answer, &name).map(|_| ());
        for (answer, verdict) in [
            ("", Err(Unfit::TooShort)),
            ("・・・・", Err(Unfit::TooShort)),
            ("ぽち", Err(Unfit::TooShort)),
            ("abc", Err(Unfit::TooShort)),
            ("犬", Err(Unfit::TooShort)),
            ("風丸", Ok(())),
            ("かざまる", Ok(())),
            ("初めて飼ったペットの名前は？", Err(Unfit::IsQuestion)),
            ("初めて飼ったペットの名前", Err(Unfit::IsQuestion)),
            ("what was the name of your first pet", Err(Unfit::IsQuestion)),
            ("Ｐ－０１－ＵＳＲ０１２", Err(Unfit::IsLoginName)),
            ("佐藤", Err(Unfit::Common)),
            ("サイトウ", Err(Unfit::Common)),
            ("Suzuki", Err(Unfit::Common)),
            ("あああああ", Err(Unfit::Common)),
            ("１２３４", Err(Unfit::Common)),
            ("とくに、なし。", Err(Unfit::Common)),
        ] {
            assert_eq!(judge(answer), verdict, "{answer}");
        }
        let strange = super::judge(&list, "いつもの?", "かざまる", &name);
        assert_eq!(strange.map(|_| ()), Err(Unfit::UnknownQuestion));
    }

    #[test]
    fn the_longest_answer_can_still_be_compared() {
        let long = "㍿".repeat(5_000);
        assert_eq!(Answer::fold(&long), Answer::fold(&long[..LONGEST * 3]));
        assert!(!Answer::fold(&long).as_typed().expose().is_empty());
        assert_eq!(format!("{:?}", Answer::fold("かざまる")), "***");
    }
}
