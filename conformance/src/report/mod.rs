//! Outcomes, and how they are told: as a table, JSON, Markdown or JUnit.

mod junit;
mod markdown;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::verdict::Verdict;

/// What came of one module.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    pub plan: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub variant: String,
    pub name: &'static str,
    pub verdict: Verdict,
    pub why: String,
    /// What was sent and answered; told of modules that failed.
    #[serde(skip)]
    pub trail: Vec<String>,
}

/// All outcomes of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub issuer: String,
    pub notes: Vec<String>,
    pub modules: Vec<Outcome>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Markdown,
    Junit,
}

impl Format {
    /// By the ending of a file name.
    pub fn of(path: &Path) -> Result<Self> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => Ok(Self::Json),
            Some("md") => Ok(Self::Markdown),
            Some("xml") => Ok(Self::Junit),
            _ => bail!("{}: a report ends in .md, .json or .xml", path.display()),
        }
    }

    pub fn named(name: &str) -> Result<Self> {
        match name {
            "json" => Ok(Self::Json),
            "markdown" | "md" => Ok(Self::Markdown),
            "junit" | "xml" => Ok(Self::Junit),
            _ => bail!("a report is markdown, json or junit, not {name}"),
        }
    }
}

impl Report {
    pub fn has_failed(&self) -> bool {
        self.modules.iter().any(|module| module.verdict == Verdict::Failed)
    }

    pub fn in_format(&self, format: Format) -> Result<String> {
        Ok(match format {
            Format::Json => serde_json::to_string_pretty(self)?,
            Format::Markdown => markdown::write(self),
            Format::Junit => junit::write(self),
        })
    }

    /// One line per module, then the sums.
    pub fn table(&self) -> String {
        let mut lines = Vec::new();
        for (title, modules) in self.by_plan() {
            lines.push(title);
            for module in modules {
                let line = format!("  {:8} {}  {}", module.verdict.word(), module.name, module.why);
                lines.push(line.trim_end().to_owned());
            }
        }
        lines.extend(self.notes.iter().cloned());
        lines.push(sums(&self.modules.iter().collect::<Vec<_>>()));
        lines.join("\n")
    }

    /// The modules of each plan and variant, in the order of the run.
    fn by_plan(&self) -> Vec<(String, Vec<&Outcome>)> {
        let mut plans: Vec<(String, Vec<&Outcome>)> = Vec::new();
        for module in &self.modules {
            let title = format!("{} {}", module.plan, module.variant).trim_end().to_owned();
            match plans.last_mut() {
                Some((known, modules)) if *known == title => modules.push(module),
                _ => plans.push((title, vec![module])),
            }
        }
        plans
    }
}

/// How many modules came to what.
fn counts(modules: &[&Outcome]) -> BTreeMap<Verdict, usize> {
    let mut counts = BTreeMap::new();
    for module in modules {
        *counts.entry(module.verdict).or_default() += 1;
    }
    counts
}

fn sums(modules: &[&Outcome]) -> String {
    let told: Vec<_> = counts(modules)
        .iter()
        .map(|(verdict, count)| format!("{count} {}", verdict.word()))
        .collect();
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let outcome = |name, verdict, why: &str| Outcome {
            plan: "basic".to_owned(),
            variant: String::new(),
            name,
            verdict,
            why: why.to_owned(),
            trail: vec!["GET https://op.example/ 500".to_owned()],
        };
        Report {
            issuer: "https://op.example".to_owned(),
            notes: vec!["a note".to_owned()],
            modules: vec![
                outcome("one", Verdict::Passed, ""),
                outcome("two", Verdict::Failed, "a | b\n<c> & \"d\" \u{1}“é”"),
                outcome("three", Verdict::Skipped, "not announced"),
                outcome("four", Verdict::Review, "a <page>"),
                outcome("five", Verdict::NotRun, "no client"),
            ],
        }
    }

    #[test]
    fn json_tells_plan_name_verdict_and_why() {
        let text = report().in_format(Format::Json).unwrap();
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        let of = |index: usize, member: &str| read["modules"][index][member].clone();
        assert_eq!(of(1, "plan"), "basic");
        assert_eq!(of(1, "name"), "two");
        assert_eq!(of(1, "verdict"), "FAILED");
        assert_eq!(of(2, "why"), "not announced");
    }

    #[test]
    fn every_row_of_markdown_has_the_columns_of_its_table() {
        let text = report().in_format(Format::Markdown).unwrap();
        let mut columns = None;
        for line in text.lines() {
            let cells = line.replace("\\|", "").matches('|').count();
            match columns {
                _ if cells == 0 => columns = None,
                None => columns = Some(cells),
                Some(due) => assert_eq!(cells, due, "{line}"),
            }
        }
        assert!(text.contains("| basic | 1 | 1 |  | 1 | 1 | 1 |"), "{text}");
        assert!(text.contains("    GET https://op.example/ 500"), "{text}");
    }

    /// Names of elements in their order; what was opened is closed, and nothing is left unescaped.
    fn elements(text: &str) -> Vec<&str> {
        let (mut open, mut seen) = (Vec::new(), Vec::new());
        for part in text.split('<').skip(1) {
            let (tag, _) = part.split_once('>').unwrap();
            let name = tag.split([' ', '/']).next().unwrap();
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let known = ["&amp;", "&lt;", "&gt;", "&quot;"];
            let plain = known.iter().fold(part.to_owned(), |left, one| left.replace(one, ""));
            assert!(!plain.contains('&') && !plain.replace('\n', "").contains(char::is_control));
            match tag.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed)),
                None if tag.starts_with('?') => {}
                None => {
                    seen.push(name);
                    if !tag.ends_with('/') {
                        open.push(name);
                    }
                }
            }
        }
        assert!(open.is_empty(), "{open:?}");
        seen
    }

    #[test]
    fn junit_is_xml_and_counts() {
        let text = report().in_format(Format::Junit).unwrap();
        let elements = elements(&text);
        let count = |name| elements.iter().filter(|one| **one == name).count();
        assert_eq!((count("testcase"), count("failure"), count("skipped")), (5, 1, 2));
        assert!(text.contains("tests=\"5\" failures=\"1\" skipped=\"2\""), "{text}");
        assert!(text.contains("a | b &lt;c&gt; &amp; &quot;d&quot;"), "{text}");
    }

    #[test]
    fn a_report_is_told_by_its_ending_or_its_name() {
        assert_eq!(Format::of(Path::new("a.xml")).unwrap(), Format::Junit);
        assert_eq!(Format::of(Path::new("a.md")).unwrap(), Format::named("markdown").unwrap());
        assert!(Format::of(Path::new("a.txt")).is_err() && Format::named("yaml").is_err());
    }
}
