//! A report to be read: sums by plan, then every module, then what failing modules sent.

use std::fmt::Write;

use super::{Report, counts};
use crate::verdict::Verdict;

pub(super) fn write(report: &Report) -> String {
    let mut text = format!("# Report on {}\n\n", report.issuer);
    for note in &report.notes {
        let _ = writeln!(text, "{note}\n");
    }
    let words: Vec<_> = Verdict::ALL.iter().map(|verdict| verdict.word()).collect();
    let _ = writeln!(text, "| plan | {} |", words.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(words.len()));
    for (title, modules) in report.by_plan() {
        let counts = counts(&modules);
        let cells: Vec<_> = Verdict::ALL
            .iter()
            .map(|verdict| counts.get(verdict).map_or_else(String::new, ToString::to_string))
            .collect();
        let _ = writeln!(text, "| {title} | {} |", cells.join(" | "));
    }
    for (title, modules) in report.by_plan() {
        let _ = writeln!(text, "\n## {title}\n\n| module | verdict | why |\n|---|---|---|");
        for module in modules {
            let why = module.why.replace('|', "\\|").replace('\n', " ");
            let _ = writeln!(text, "| `{}` | {} | {why} |", module.name, module.verdict.word());
        }
    }
    let failed = report.modules.iter().filter(|one| one.verdict == Verdict::Failed);
    for module in failed {
        let _ = writeln!(text, "\n### What `{}` sent ({})\n", module.name, module.plan);
        for line in &module.trail {
            let _ = writeln!(text, "    {}", line.chars().take(300).collect::<String>());
        }
    }
    text
}
