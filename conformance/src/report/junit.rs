//! A report for build servers: one suite a plan, one case a module.

use std::fmt::Write;

use super::{Outcome, Report, counts};
use crate::verdict::Verdict;

pub(super) fn write(report: &Report) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (title, modules) in report.by_plan() {
        let counts = counts(&modules);
        let count = |verdict| counts.get(&verdict).copied().unwrap_or(0);
        let skipped = count(Verdict::Skipped) + count(Verdict::NotRun);
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{skipped}\">",
            escaped(&title),
            modules.len(),
            count(Verdict::Failed),
        );
        for module in modules {
            case(&mut text, module);
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(text: &mut String, module: &Outcome) {
    let (class, why) = (escaped(&module.plan), escaped(&module.why));
    let _ = write!(text, "    <testcase classname=\"{class}\" name=\"{}\">", module.name);
    let told = module.verdict.word();
    let _ = match module.verdict {
        Verdict::Passed => write!(text, ""),
        Verdict::Failed => write!(text, "<failure message=\"{why}\"/>"),
        Verdict::Skipped | Verdict::NotRun => write!(text, "<skipped message=\"{told}: {why}\"/>"),
        Verdict::Review | Verdict::Warning => {
            write!(text, "<system-out>{told}: {why}</system-out>")
        }
    };
    text.push_str("</testcase>\n");
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}
