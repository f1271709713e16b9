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
