//! The manual as text: one file for each chapter and one for the contents, in Markdown, from the chapters and the words
//! that the page `/help` has too.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use idp::http::help::{ChapterInWords, LineInWords, in_words};
use idp::model::help::{Chapter, Id, Line, Point};
use idp::model::policy::{ConsentRule, Language, Policy};
use idp::words::text;

use super::pictures::marks;

/// Where the manual is kept.
pub(crate) fn folder(language: Language) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/manual").join(language.tag())
}

/// Where a picture is kept.
pub(crate) fn picture(language: Language, name: &str) -> PathBuf {
    folder(language).join("../images").join(language.tag()).join(format!("{name}.png"))
}

/// The classic contract with everything that it can have besides.
pub(crate) fn everything() -> Policy {
    let mut policy = Policy::classic();
    policy.recovery_codes = true;
    policy.session.remembered_browser_days = Policy::standard().session.remembered_browser_days;
    policy.consent = ConsentRule::FirstTime;
    policy.lockout.self_release_by_mail = true;
    policy
}

/// The chapters of the manual; what the classic contract cannot have is told as the standard one has it.
fn chapters() -> Vec<(Chapter, Policy)> {
    let told = |id: Id| {
        let policies = [everything(), Policy::standard()];
        policies.into_iter().find_map(|policy| id.of(&policy).map(|chapter| (chapter, policy)))
    };
    Id::ALL.into_iter().filter_map(told).collect()
}

/// The names of all pictures that the manual shows.
pub(crate) fn pictures() -> Vec<&'static str> {
    let lines = |chapter: Chapter| {
        let steps = chapter.steps.into_iter();
        steps.flat_map(|step| std::iter::once(step.line).chain(step.notes)).collect::<Vec<_>>()
    };
    let mut names: Vec<_> = chapters()
        .into_iter()
        .flat_map(|(chapter, _)| lines(chapter))
        .filter_map(|line| line.picture)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Every file of the manual by its name.
pub(crate) fn files(language: Language) -> BTreeMap<String, String> {
    let chapters: Vec<_> = chapters()
        .into_iter()
        .map(|(chapter, policy)| Told::of(&chapter, &policy, language))
        .collect();
    let mut files = BTreeMap::from([("README.md".to_owned(), contents(&chapters, language))]);
    for (at, told) in chapters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| chapters.get(before));
        let ways = ways(language, before, chapters.get(at + 1));
        files.insert(told.file(), format!("{}\n---\n\n{ways}\n", told.body(language)));
    }
    files
}

fn contents(chapters: &[Told], language: Language) -> String {
    let t = |key: &str| text(language, key);
    let mut page = format!("# {}\n", t("help-manual-title"));
    for key in ["help-manual-lead", "help-manual-own", "help-manual-mark"] {
        let _ = write!(page, "\n{}\n", plain(&t(key)));
    }
    let _ = write!(page, "\n## {}\n\n", t("help-contents"));
    for (number, told) in (1..).zip(chapters) {
        let mark = if told.everywhere { String::new() } else { mark(language) };
        let _ = writeln!(page, "{number}. [{}]({}){mark}", plain(&told.words.title), told.file());
    }
    page
}

fn ways(language: Language, before: Option<&Told>, after: Option<&Told>) -> String {
    let link = |key: &str, file: String| format!("[{}]({file})", text(language, key));
    let before = before.map(|told| link("help-manual-previous", told.file()));
    let after = after.map(|told| link("help-manual-next", told.file()));
    let contents = link("help-contents", "README.md".to_owned());
    let all: Vec<_> = before.into_iter().chain([contents]).chain(after).collect();
    all.join(" | ")
}

fn mark(language: Language) -> String {
    format!(" **{}**", text(language, "help-manual-contract"))
}

/// A chapter in words, and which of its lines both presets have.
struct Told {
    words: ChapterInWords,
    everywhere: bool,
    steps: Vec<(bool, Vec<bool>)>,
    points: Vec<bool>,
}

impl Told {
    fn of(chapter: &Chapter, policy: &Policy, language: Language) -> Self {
        let presets = [Policy::classic(), Policy::standard()].map(|policy| chapter.id.of(&policy));
        let everywhere = presets.iter().all(Option::is_some) && !chapter.id.is_about_devices();
        let has = |line: &Line| {
            // In a chapter that is marked as a whole, nothing else is.
            !everywhere || presets.iter().flatten().all(|preset| keys(preset).contains(&line.key))
        };
        let steps = chapter
            .steps
            .iter()
            .map(|step| (has(&step.line), step.notes.iter().map(has).collect()))
            .collect();
        let words = in_words(chapter, policy, language);
        // Rules of passwords come first, several lines of one point, and every contract has some.
        let rules = words.points.len() - chapter.points.len();
        let points = chapter.points.iter().map(|point| match point {
            Point::Line(line) => has(line),
            Point::PasswordRules { .. } => true,
        });
        let points = std::iter::repeat_n(true, rules).chain(points).collect();
        Self { words, everywhere, steps, points }
    }

    fn file(&self) -> String {
        format!("{}.md", self.words.id)
    }

    fn body(&self, language: Language) -> String {
        let mark = |has: bool| if has { String::new() } else { mark(language) };
        let words = &self.words;
        let mut page = format!(
            "# {}{}\n\n{}\n",
            plain(&words.title),
            mark(self.everywhere),
            plain(&words.lead)
        );
        for (number, (step, (has, notes))) in (1..).zip(words.steps.iter().zip(&self.steps)) {
            let _ = write!(page, "\n{number}. {}{}\n", plain(&step.line.text), mark(*has));
            self.show(&mut page, &step.line, (number, "   "), language);
            for (note, has) in step.notes.iter().zip(notes) {
                let _ = write!(page, "\n   - {}{}\n", plain(&note.text), mark(*has));
                self.show(&mut page, note, (number, "     "), language);
            }
        }
        if !words.points.is_empty() {
            page.push('\n');
        }
        for (point, has) in words.points.iter().zip(&self.points) {
            let _ = writeln!(page, "- {}{}", plain(point), mark(*has));
        }
        page
    }

    /// The picture of a line, and what the numbers on it mean, as deep in the page as the line is.
    fn show(
        &self,
        page: &mut String,
        line: &LineInWords,
        (number, deep): (i64, &str),
        language: Language,
    ) {
        let Some(name) = line.picture else { return };
        let arguments = [("title", self.words.title.clone().into()), ("n", number.into())];
        let alt = idp::words::text_with(language, "help-manual-picture", &arguments);
        let _ =
            write!(page, "\n{deep}![{}](../images/{}/{name}.png)\n", plain(&alt), language.tag());
        let legend: Vec<_> = ('①'..)
            .zip(marks(name))
            .map(|(digit, (_, key))| format!("{digit} {}", plain(&text(language, key))))
            .collect();
        if !legend.is_empty() {
            let _ = write!(page, "\n{deep}{}\n", legend.join("\u{3000}"));
        }
    }
}

fn keys(chapter: &Chapter) -> Vec<&'static str> {
    let steps = chapter.steps.iter();
    let lines = steps.flat_map(|step| std::iter::once(&step.line).chain(&step.notes));
    let points = chapter.points.iter().filter_map(|point| match point {
        Point::Line(line) => Some(line),
        Point::PasswordRules { .. } => None,
    });
    lines.chain(points).map(|line| line.key).collect()
}

/// Words that Markdown reads as they are.
fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|') {
            written.push('\\');
        }
        written.push(letter);
    }
    written
}
